from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.io.house_numbers import MAX_RANGE, problem_text, split, split_column


def _joined(text: str) -> list[str]:
    return [number + suffix for number, suffix in split(text).numbers]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12;14", ["12", "14"]),
        ("12,14", ["12", "14"]),
        ("12 + 14", ["12", "14"]),
        ("12 und 14", ["12", "14"]),
        ("140c, 140b", ["140c", "140b"]),
        ("12a+b", ["12a", "12b"]),
        ("12;12", ["12"]),
        ("12;", ["12"]),
        ("1-3;7-9", ["1", "3", "7", "9"]),
    ],
)
def test_list_becomes_one_house_number_each(text: str, numbers: list[str]) -> None:
    assert _joined(text) == numbers
    assert split(text).problem == ""


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12-14", ["12", "14"]),
        ("12–14", ["12", "14"]),
        ("11 - 13", ["11", "13"]),
        ("12 bis 16", ["12", "14", "16"]),
        ("12-15", ["12", "13", "14", "15"]),
        ("12a-c", ["12a", "12b", "12c"]),
        ("12 a - 12 c", ["12a", "12b", "12c"]),
        ("12a-16b", ["12a", "14", "16b"]),
        ("27/1-27/3", ["27/1", "27/2", "27/3"]),
        ("27/9-/11", ["27/9", "27/10", "27/11"]),
        ("12-12", ["12"]),
    ],
)
def test_range_covers_the_house_numbers_of_its_side(text: str, numbers: list[str]) -> None:
    assert _joined(text) == numbers
    assert split(text).problem == ""


@pytest.mark.parametrize(
    ("text", "number", "suffix"),
    [
        ("5", "5", ""),
        ("007", "7", ""),
        ("12.0", "12", ""),
        ("12 A", "12", "a"),
        ("27/1", "27", "/1"),
        ("5/1a", "5", "/1a"),
        ("12 1/2", "12", "1/2"),
        ("12½", "12", "1/2"),
        ("12-a", "12", "a"),
        ("12 bis", "12", "bis"),
        ("Nr. 5", "5", ""),
        ("Hausnummer 5b", "5", "b"),
        ("#5", "5", ""),
    ],
)
def test_one_house_number_stays_one(text: str, number: str, suffix: str) -> None:
    assert split(text).numbers == ((number, suffix),)
    assert split(text).problem == ""


@pytest.mark.parametrize(
    ("text", "kept", "problem"),
    [
        ("5-", "5-", "unreadable"),
        ("Haus Sonne", "Haus Sonne", "unreadable"),
        ("14/16-18", "14/16-18", "unreadable"),
        ("12-14-16", "12-14-16", "unreadable"),
        ("123456", "123456", "unreadable"),
        ("46-1", "46-1", "range_descending"),
        ("2-380", "2-380", "range_too_long"),
        ("0", "0", "zero"),
    ],
)
def test_impossible_number_is_kept_with_its_reason(text: str, kept: str, problem: str) -> None:
    assert _joined(text) == [kept]
    assert split(text).problem == problem
    assert problem_text(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no_house_number"),
        (" \t\n", "no_house_number"),
        ("🏠", "strange_characters"),
        ("5 <script>", "strange_characters"),
        ("=1+1", "strange_characters"),
        ("5\x00", "strange_characters"),
        ("7" * 10_000, "house_number_too_long"),
    ],
)
def test_text_that_is_no_house_number_is_refused(text: str, problem: str) -> None:
    assert split(text).numbers == ()
    assert split(text).problem == problem
    assert problem_text(problem)


def test_unreadable_entry_of_a_list_is_kept_beside_the_others() -> None:
    assert _joined("12;Garage") == ["12", "Garage"]
    assert split("12;Garage").problem == "unreadable"


def test_column_gives_a_row_per_house_number_in_the_order_of_the_cells() -> None:
    table = split_column(pd.Series(["12-14", "", "7a", "12-14", None]))
    assert table["row"].tolist() == [0, 0, 1, 2, 3, 3, 4]
    assert table["house_number"].tolist() == ["12", "14", "", "7", "12", "14", ""]
    assert table["suffix"].tolist() == ["", "", "", "a", "", "", ""]
    assert table["refused"].tolist() == [False, False, True, False, False, False, True]
    assert table["parts"].tolist() == [2, 2, 1, 1, 2, 2, 1]


def test_column_without_cells_gives_no_rows() -> None:
    assert split_column(pd.Series([], dtype="str")).empty


@given(st.text(max_size=300))
def test_any_text_gives_numbers_or_a_reason(text: str) -> None:
    result = split(text)
    assert result.numbers or result.problem
    assert len(set(result.numbers)) == len(result.numbers)
    assert problem_text(result.problem) or result.numbers


@given(st.integers(1, 9000), st.integers(0, 200))
def test_range_holds_both_ends_and_only_numbers_between(first: int, length: int) -> None:
    last = first + length
    numbers = split(f"{first}-{last}").numbers
    if length > 2 * MAX_RANGE:
        assert numbers == ((str(first), f"-{last}"),)
    elif len(numbers) > 1:
        found = [int(number) for number, _ in numbers]
        assert (found[0], found[-1]) == (first, last)
        assert {b - a for a, b in pairwise(found)} == {2 - length % 2}
