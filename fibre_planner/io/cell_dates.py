"""Dates as people write them in tables: days, spreadsheet serials, months, quarters, years."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

from fibre_planner.io.cell_values import Parsed, as_text, by_value, is_missing

_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?")
_GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2}|\d{4})(?:[ T].*)?")
_MONTH = re.compile(r"(\d{1,2})[./-](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[./-](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_QUARTER = re.compile(r"(?:q|quartal)\.?\s?([1-4])|([1-4]|iv|i{1,3})\.?\s?(?:q|quartal|/)", re.I)
_HALF = re.compile(r"(?:h|hj|halbjahr)\.?\s?([12])|([12])\.?\s?(?:h|hj|halbjahr)", re.I)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_AROUND = re.compile(
    r"^(?:(?:ab|bis|ende|in|im|ca\.?|vsl\.?|voraussichtlich|until|from|by)\s+)+", re.I
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# Days that spreadsheets count from; serial 60 is a day that never was, later ones count from here.
_SERIAL_START = dt.date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)


def to_dates(cells: pd.Series[Any], end_of_period: bool) -> Parsed:
    """Return cells as ISO 8601 dates, "" where there is none.

    A quarter, half-year, month or year becomes its last day, or else its first.
    """

    def parse(cell: Any) -> str:
        return _date(cell, end_of_period)

    values = by_value(cells, parse, "str")
    return Parsed(values, (values == "") & ~is_missing(cells))


def _date(cell: Any, end: bool) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    text = _AROUND.sub("", " ".join(as_text(cell).split()))
    try:
        return _exact_date(text) or _period(text, end)
    except ValueError:  # such as 31.02.2027
        return ""


def _exact_date(text: str) -> str:
    if match := _ISO.fullmatch(text):
        return dt.date(*map(int, match.groups())).isoformat()
    if match := _GERMAN.fullmatch(text):
        day, month, year = map(int, match.groups())
        return dt.date(year + 2000 if year < 100 else year, month, day).isoformat()
    if match := _COMPACT.fullmatch(text):
        return dt.date(*map(int, match.groups())).isoformat()
    whole = re.fullmatch(r"(\d{5})(?:[.,]\d+)?", text)
    if whole and int(whole[1]) in _SERIALS:
        return (_SERIAL_START + dt.timedelta(days=int(whole[1]))).isoformat()
    return ""


def _period(text: str, end: bool) -> str:
    if match := _MONTH.fullmatch(text):
        return _bound(int(match[2]), int(match[1]), 1, end)
    if match := _YEAR_MONTH.fullmatch(text):
        return _bound(int(match[1]), int(match[2]), 1, end)
    year = _YEAR.search(text)
    if not year or len(text) > 30:
        return ""
    rest = (text[: year.start()] + " " + text[year.end() :]).strip(" ./-")
    rest = f"{rest}/" if rest.casefold() in _ROMAN else rest
    if match := _HALF.fullmatch(rest):
        return _bound(int(year[1]), 6 * int(match[1] or match[2]) - 5, 6, end)
    if match := _QUARTER.fullmatch(rest):
        part = (match[1] or match[2]).casefold()
        return _bound(int(year[1]), 3 * (_ROMAN.get(part) or int(part)) - 2, 3, end)
    return "" if rest else _bound(int(year[1]), 1, 12, end)


def _bound(year: int, month: int, months: int, end: bool) -> str:
    """Return the first or the last day of a period of months."""
    if not end:
        return dt.date(year, month, 1).isoformat()
    after = month + months - 1
    dt.date(year, month, 1)  # refuses a month 13
    return (dt.date(year + after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)).isoformat()
