import pandas as pd
import pytest

from fibre_planner.analysis.address_key import address_keys, name_key, number_key


@pytest.mark.parametrize(
    "name",
    ["Goethestraße", "GOETHESTRASSE", "Goethe-Str.", "Goethe Straße", "goethestr", " Goethe  Str "],
)
def test_all_spellings_of_a_street_have_one_key(name: str) -> None:
    assert name_key(name) == "goethestrasse"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mühlgasse", "Muehlgasse"),
        ("Straße des 17. Juni", "Str. des 17.Juni"),
        ("St.-Georgen-Weg", "Sankt Georgen Weg"),
        ("Rosé-Platz", "Rose Platz"),
    ],
)
def test_two_spellings_of_a_street_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hauptstraße", "Hauptgasse"), ("Am Rain 1", "Am Rain 2"), ("Steinweg", "Am Steinweg")],
)
def test_different_streets_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("12 A", "12a"),
        ("012a", "12a"),
        ("Nr. 5", "5"),
        ("5-", "5"),
        ("27/1", "27/1"),
        ("271", "271"),
        ("12 1/2", "12_1/2"),
        ("12½", "12_1/2"),
        ("121/2", "121/2"),
        ("10", "10"),
        ("", ""),
    ],
)
def test_house_numbers_have_one_spelling(text: str, key: str) -> None:
    assert number_key(text) == key


def test_number_and_suffix_may_stand_in_one_or_in_two_columns() -> None:
    table = pd.DataFrame(
        {
            "street": ["Hauptstr.", "Hauptstraße", "Hauptstraße", "", "Hauptstraße"],
            "house_number": ["12", "12a", "27", "5", ""],
            "suffix": ["A", "", "/1", "", ""],
        },
        index=[7, 5, 3, 1, 0],
    )
    keys = address_keys(table)
    assert keys.tolist() == ["hauptstrasse 12a"] * 2 + ["hauptstrasse 27/1", "", ""]
    assert keys.index.tolist() == [7, 5, 3, 1, 0]


def test_an_empty_table_has_no_keys() -> None:
    table = pd.DataFrame({"street": [], "house_number": [], "suffix": []}, dtype="str")
    assert address_keys(table).empty
