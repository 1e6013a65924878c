from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.report.numbers import (
    excel_format,
    format_date,
    format_length,
    format_money,
    format_number,
    format_share,
)
from tests.report.in_german import in_german


def test_german_numbers_have_points_for_thousands_and_a_decimal_comma() -> None:
    with in_german():
        assert format_number(1234567.891, 2) == "1.234.567,89"
        assert format_number(np.float64(1234.5)) == "1.235"
        assert format_money(Decimal("1234567.895"), 2) == "1.234.567,90\u00a0€"
        assert format_share(0.4567) == "45,7\u00a0%"
        assert format_length(12345.6) == "12,3\u00a0km"
        assert format_date(dt.date(2026, 11, 28)) == "28.11.2026"


def test_english_numbers_have_commas_for_thousands_and_a_decimal_point() -> None:
    assert format_number(1234567.891, 2) == "1,234,567.89"
    assert format_money(1234567.895, 2) == "€1,234,567.90"
    assert format_money(-5) == "-€5"
    assert format_share(0.4567) == "45.7%"
    assert format_length(1234) == "1.23\u00a0km"
    assert format_length(999.4) == "999\u00a0m"
    assert format_date("2026-11-28T09:00:00Z") == "28 Nov 2026"


def test_length_that_rounds_up_to_a_kilometre_is_told_in_kilometres() -> None:
    assert format_length(999.6) == "1.00\u00a0km"


@pytest.mark.parametrize("unknown", [None, float("nan"), float("inf")])
def test_unknown_number_is_a_dash(unknown: float | None) -> None:
    assert format_number(unknown) == "–"
    assert format_money(unknown) == "–"
    assert format_share(unknown) == "–"
    assert format_length(unknown) == "–"


def test_halves_are_rounded_away_from_zero_as_written() -> None:
    assert format_number(0.285, 2) == "0.29"
    assert format_number(2.5) == "3"
    assert format_number(-2.5) == "-3"
    assert format_number(-0.4) == "0"


def test_text_that_is_no_date_is_shown_as_it_is() -> None:
    assert format_date("spring 2027") == "spring 2027"
    assert format_date(None) == ""


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(0, 3))
def test_any_float_has_a_text(value: float, digits: int) -> None:
    assert format_number(value, digits)
    assert format_money(value, digits)
    assert format_share(value, digits)
    assert format_length(value)


def test_workbook_formats_carry_the_language() -> None:
    assert excel_format("money", 2) == '[$-809]"€"#,##0.00'
    assert excel_format("date") == "[$-809]d mmm yyyy"
    with in_german():
        assert excel_format("money", 2) == '[$-407]#,##0.00\\ "€"'
        assert excel_format("date") == "[$-407]dd.mm.yyyy"
        assert excel_format("share", 1) == "[$-407]#,##0.0\\ %"
        assert excel_format("integer") == "[$-407]#,##0"
    assert excel_format("text") == "@"
