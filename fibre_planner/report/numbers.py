"""Numbers, money, shares, lengths and dates as the reader's language writes them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers

from fibre_planner.language import current_language

UNKNOWN = "–"
"""What stands for a number that is not known."""

MINUS = "\u2212"
"""What stands before a difference below zero; as wide as a plus sign."""

NO_BREAK = "\u00a0"
"""The space between a number and its unit."""

_LOCALES: Mapping[str, str] = {"de": "de_DE", "en": "en_GB"}
# Windows language ids: separators and month names in a workbook follow them.
_EXCEL_LANGUAGE_IDS: Mapping[str, str] = {"de": "407", "en": "809"}
_EXCEL_DATES: Mapping[str, str] = {"de": "dd.mm.yyyy", "en": "d mmm yyyy"}
_M_PER_KM = 1000.0
_M2_PER_HA = 10_000.0
_ANY_SIZE = Context(prec=400)  # a float has up to 309 digits before its point

Number = float | int | Decimal


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])


def format_number(value: Number | None, digits: int = 0) -> str:
    """Return a number with thousands separators, or a dash for one that is not known.

    digits: decimals that are always shown; halves are rounded away from zero.
    """
    rounded = _rounded(value, digits)
    if rounded is None:
        return UNKNOWN
    return _written(rounded, digits)


def format_money(value: Number | None, digits: int = 0) -> str:
    """Return an amount in EUR with its sign at the place the language has for it."""
    rounded = _rounded(value, digits)
    if rounded is None:
        return UNKNOWN
    number = _written(abs(rounded), digits)
    sign = "-" if rounded < 0 else ""
    if current_language() == "de":
        return f"{sign}{number}{NO_BREAK}€"
    return f"{sign}€{number}"


def format_share(value: Number | None, digits: int = 1) -> str:
    """Return a share between 0 and 1 as a percentage."""
    hundredfold = None if value is None else Decimal(str(value)) * 100
    rounded = _rounded(hundredfold, digits)
    if rounded is None:
        return UNKNOWN
    return _written(rounded, digits) + {"de": f"{NO_BREAK}%", "en": "%"}[current_language()]


def format_length(value_m: Number | None) -> str:
    """Return a length in metres, from 1,000 m on in kilometres with one decimal (two below 10)."""
    rounded = _rounded(value_m, 0)
    if rounded is None or value_m is None:
        return UNKNOWN
    if abs(rounded) < _M_PER_KM:
        return f"{format_number(rounded)}{NO_BREAK}m"
    kilometres = float(value_m) / _M_PER_KM
    return f"{format_number(kilometres, 1 if abs(kilometres) >= 10 else 2)}{NO_BREAK}km"


def format_area(value_m2: Number | None) -> str:
    """Return an area in square metres, from a hectare on in hectares with two decimals."""
    rounded = _rounded(value_m2, 0)
    if rounded is None or value_m2 is None:
        return UNKNOWN
    if abs(rounded) < _M2_PER_HA:
        return f"{format_number(rounded)}{NO_BREAK}m²"
    return f"{format_number(float(value_m2) / _M2_PER_HA, 2)}{NO_BREAK}ha"


def format_change(value: Number | None, write: Callable[[Number], str] = format_number) -> str:
    """Return a difference with its sign, as +12 or −12; without one where it is written as 0.

    write: how the amount is written, by default as a whole number.
    """
    if value is None or not math.isfinite(value):
        return UNKNOWN
    text = write(-value if value < 0 else value)
    if text == write(0):
        return text
    return ("+" if value > 0 else MINUS) + text


def format_date(value: dt.date | str | None) -> str:
    """Return a date, given as such or as ISO 8601 text; other text is given back as it is."""
    if value is None:
        return ""
    if isinstance(value, str):
        parsed = parse_date(value)
        if parsed is None:
            return value
        value = parsed
    pattern = {"de": "dd.MM.yyyy", "en": "d MMM yyyy"}[current_language()]
    return babel_dates.format_date(value, format=pattern, locale=_current())


def parse_date(text: str) -> dt.date | None:
    """Return the date of an ISO 8601 date or time, None for anything else."""
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def excel_format(kind: str, digits: int = 0) -> str:
    """Return the number format of a workbook cell.

    kind: integer, number, coordinate (without thousands), money, share, date or text.
    Separators are those of the language in use where the opening program honours the format's
    language, else those of the program.
    """
    language = current_language()
    if kind == "text":
        return "@"
    prefix = f"[$-{_EXCEL_LANGUAGE_IDS[language]}]"
    if kind == "date":
        return prefix + _EXCEL_DATES[language]
    pattern = _pattern(0 if kind == "integer" else digits)
    if kind == "coordinate":
        pattern = pattern.replace("#,##0", "0")
    if kind == "money":
        # One language mark per format: programs refuse a second one within a currency mark.
        return prefix + {"de": f'{pattern}\\ "€"', "en": f'"€"{pattern}'}[language]
    if kind == "share":
        return prefix + {"de": f"{pattern}\\ %", "en": f"{pattern}%"}[language]
    return prefix + pattern


def _current() -> Locale:
    return _locale(current_language())


def _written(rounded: Decimal, digits: int) -> str:
    # Babel reads its pattern anew for each number: lists and tables have thousands of them.
    return f"{rounded:,.{digits}f}".translate(_separators(current_language()))


@cache
def _separators(language: str) -> dict[int, str]:
    """Return what stands in a language for the comma and the point of Python's numbers."""
    locale = _locale(language)
    return {
        ord(","): babel_numbers.get_group_symbol(locale),
        ord("."): babel_numbers.get_decimal_symbol(locale),
        ord("-"): babel_numbers.get_minus_sign_symbol(locale),
    }


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def _rounded(value: Number | None, digits: int) -> Decimal | None:
    """Round half away from zero; None for what is no finite number."""
    if value is None or not math.isfinite(value):
        return None
    # Text is the shortest that gives the same float, so 0.285 rounds as it is read.
    rounded = Decimal(str(value)).quantize(
        Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=_ANY_SIZE
    )
    return abs(rounded) if rounded.is_zero() else rounded
