"""What the cells of a column mean: numbers, rates, dates, flags and words of fixed lists."""

from __future__ import annotations

import csv
import datetime as dt
import math
import numbers
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.resources import RESOURCES

_FOLDER = RESOURCES / "columns"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NUMBER = re.compile(r"[+-]?(?:\d[\d.,]*|[.,]\d+)(?:e[+-]?\d+)?", re.I)
_BLANKS = re.compile(r"[\s'’\u00a0\u202f\u2009]+")
_PLAIN = r"[+-]?\d{1,15}(?:[.,]\d{1,15})?"
# Three digits behind the sign may be a thousand, which takes a look at the column.
_PLAIN_GROUPED = r"[+-]?\d{1,15}(?:[.,](?:\d{1,2}|\d{4,15}))?"
_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DIFFERENT = re.compile(r"\d{4}[.,]\d|[.,]\d{1,2}(?!\d)|[.,]\d{4}")


@dataclass(frozen=True, eq=False)
class Parsed:
    """A column made of cells: its values, and which cells were not empty but could not be read."""

    column: pd.Series[Any]
    unread: pd.Series[Any]


def normal(name: Any) -> str:
    """Return a name or word with nothing but small letters, digits and a plus sign."""
    text = unicodedata.normalize("NFKC", str(name)).casefold().translate(_UMLAUTS)
    text = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in text if sign.isalnum() or sign == "+")


def looks_like_number(text: str) -> bool:
    """Say whether a cell is nothing but a number."""
    return bool(_NUMBER.fullmatch(_BLANKS.sub("", text)))


def to_text(cells: pd.Series[Any]) -> pd.Series[Any]:
    """Return cells as text without blanks around; whole numbers without decimals, "" for none."""
    return by_value(cells, as_text, "str")


def to_numbers(cells: pd.Series[Any], kind: str, grouped: bool = True) -> Parsed:
    """Return cells as numbers; NaN where there is none.

    kind: rate (Mbit/s), length (m), money (EUR), count or plain; says which units may stand
    behind the number. grouped: "1.000" is a thousand rather than one, unless the column shows
    points as decimals elsewhere. "1.234,5" and "1,234.5" are told apart cell by cell.
    """
    if pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype):
        values = cells.astype("float64")
        return Parsed(values, pd.Series(False, index=cells.index))
    style = _decimal_sign(cells) if grouped else "."
    factors = _unit_factors(kind)

    def parse(cell: Any) -> float:
        return _number(cell, style, factors)

    values = _plain_numbers(cells, grouped)
    rest = values.isna()
    if rest.any():
        values = values.where(~rest, by_value(cells[rest], parse, "float64").reindex(cells.index))
    return Parsed(values, _unread(cells, values.isna()))


def to_rates(cells: pd.Series[Any]) -> tuple[Parsed, pd.Series[Any]]:
    """Return download rates, and upload rates where a cell says both as in "1000/50 Mbit/s"."""
    text = to_text(cells)
    parts = text.str.partition("/")
    both = parts[2].str.match(r"\s*\d") & parts[0].str.match(r"\s*\d")
    unit = text.str.extract(r"([A-Za-z][A-Za-z/]*)\s*$")[0].fillna("")
    down = cells.astype("object").where(~both, parts[0] + " " + unit)
    up = parts[2].where(both, "")
    return to_numbers(down, "rate"), to_numbers(up, "rate").column


def to_words(cells: pd.Series[Any], column: str) -> Parsed:
    """Return cells as the words a column knows ("supply.status"); "" where there is none."""
    known = _words()[column]
    values = by_value(cells, lambda cell: known.get(normal(as_text(cell)), ""), "str")
    return Parsed(values, _unread(cells, values == ""))


def to_flags(cells: pd.Series[Any]) -> Parsed:
    """Return yes and no as True and False; False where nothing is said."""
    found = to_words(cells, "flag")
    return Parsed(found.column == "1", found.unread)


def is_missing(cells: pd.Series[Any]) -> pd.Series[Any]:
    """Say which cells are empty or say in words that there is no value."""
    return by_value(cells, _says_nothing, "bool")


def by_value(cells: pd.Series[Any], convert: Callable[[Any], Any], dtype: str) -> pd.Series[Any]:
    """Return a column of converted cells; each different cell is converted once."""
    codes, different = pd.factorize(cells.astype("object"), use_na_sentinel=False)
    # True and 1 are one value to pandas, and mean the same in a table.
    converted = pd.Series([convert(cell) for cell in different], dtype=dtype)
    return converted.take(codes).set_axis(cells.index)


def as_text(cell: Any) -> str:
    """Return one cell as text; whole numbers without decimals, midnight as the day alone."""
    if cell is None or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool | np.bool_):
        return "1" if cell else "0"
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, numbers.Real) and float(cell).is_integer() and abs(float(cell)) < 1e15:
        return str(int(float(cell)))
    return str(cell).replace("\x00", "").strip()


def _unread(cells: pd.Series[Any], empty: pd.Series[Any]) -> pd.Series[Any]:
    """Return which cells gave no value although they say something."""
    result = empty.copy()
    result[empty] = ~is_missing(cells[empty])
    return result


def _plain_numbers(cells: pd.Series[Any], grouped: bool) -> pd.Series[Any]:
    """Return the numbers that need no thought, all at once; NaN for the other cells."""
    texts = cells.where(cells.map(lambda cell: isinstance(cell, str)))
    plain = texts.str.fullmatch(_PLAIN_GROUPED if grouped else _PLAIN).fillna(False).astype(bool)
    numbers_only = texts.where(plain).str.replace(",", ".", regex=False)
    return pd.to_numeric(numbers_only, errors="coerce").astype("float64")


def _says_nothing(cell: Any) -> bool:
    text = as_text(cell)
    return not text or text.casefold() in _missing()


def _number(cell: Any, style: str, factors: Mapping[str, float]) -> float:
    if isinstance(cell, numbers.Real) and not isinstance(cell, bool | np.bool_):
        return float(cell) if math.isfinite(cell) else math.nan
    text = _BLANKS.sub("", as_text(cell)).replace("\u2212", "-")
    match = _NUMBER.match(text) if len(text) < 60 else None
    if not match:
        return math.nan
    factor = 1.0
    rest = text[match.end() :].casefold().rstrip(".")
    if rest:
        if rest not in factors:
            return math.nan
        factor = factors[rest]
    try:
        value = float(_with_decimal_point(match[0], style)) * factor
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def _with_decimal_point(text: str, style: str) -> str:
    """Return a number as Python writes it; style: the decimal sign where a cell leaves it open."""
    point, comma = text.rfind("."), text.rfind(",")
    if point >= 0 and comma >= 0:
        group = "," if point > comma else "."
        return text.replace(group, "").replace(",", ".")
    sign = "." if point >= 0 else ","
    if text.count(sign) > 1 and _GROUPS.fullmatch(text.lstrip("+-")):
        return text.replace(sign, "")
    if sign == "." and style == "," and _GROUPS.fullmatch(text.lstrip("+-")):
        return text.replace(".", "")
    if sign == "," and style == "." and _GROUPS.fullmatch(text.lstrip("+-")):
        return text.replace(",", "") if not text.lstrip("+-").startswith("0") else "0." + text[2:]
    return text.replace(",", ".")


def _decimal_sign(cells: pd.Series[Any]) -> str:
    """Return the decimal sign of a column: a point only where some cell shows it, else a comma."""
    texts = [cell for cell in pd.unique(cells.astype("object")) if isinstance(cell, str)]
    points = any("." in text and "," not in text and _DIFFERENT.search(text) for text in texts)
    return "." if points else ","


@cache
def _words() -> dict[str, dict[str, str]]:
    result: dict[str, dict[str, str]] = {}
    with (_FOLDER / "values.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            result.setdefault(row["column"], {})[normal(row["synonym"])] = row["value"]
    return result


@cache
def _missing() -> frozenset[str]:
    with (_FOLDER / "values.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return frozenset(row["synonym"].casefold() for row in rows if row["column"] == "missing")


@cache
def _unit_factors(kind: str) -> dict[str, float]:
    with (_FOLDER / "units.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["unit"]: float(row["factor"])
            for row in csv.DictReader(stream)
            if row["kind"] == kind
        }
