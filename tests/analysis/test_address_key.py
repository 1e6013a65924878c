import pandas as pd
import pytest

from fibre_planner.analysis.address_key import (
    name_codes,
    name_key,
    name_keys,
    number_key,
    number_keys,
)


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
            "street": ["Hauptstr.", "Hauptstraße", "Hauptstraße", "", None],
            "house_number": ["12", "12a", "27", "5", None],
            "suffix": ["A", "", "/1", "", None],
        },
        index=[7, 5, 3, 1, 0],
    )
    streets = name_keys(table["street"])
    numbers = number_keys(table["house_number"], table["suffix"])
    assert streets.tolist() == ["hauptstrasse"] * 3 + ["", ""]
    assert numbers.tolist() == ["12a", "12a", "27/1", "5", ""]
    assert streets.index.tolist() == numbers.index.tolist() == [7, 5, 3, 1, 0]


def test_spellings_of_one_key_have_one_code() -> None:
    codes, keys = name_codes(pd.Series(["Weg", "Hauptstr.", "WEG", "Hauptstraße"]))
    assert codes.tolist() == [0, 1, 0, 1]
    assert keys.tolist()[:2] == ["weg", "hauptstrasse"]


def test_an_empty_table_has_no_keys() -> None:
    nothing = pd.Series([], dtype="str")
    assert name_keys(nothing).empty
    assert number_keys(nothing, nothing).empty
