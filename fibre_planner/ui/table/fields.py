"""Columns of the attribute table as arrays that are sorted and searched without loops; no Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

_PLAIN_LETTERS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e"})
_DIGITS = re.compile(r"\d+")
_DIGITS_KEPT = 12
_BREAK = "\n"
_MOST_PADDED = 20_000
"""Names by the ten thousand are identifiers, whose digits need not be read as numbers."""


@dataclass(frozen=True, eq=False)
class Field:
    """One column of a table.

    name: as in the data dictionary. kind: id, text, code, date, integer, number or flag.
    cells: one value per row; objects for texts, int64, float64 (NaN where unknown) or bool.
    write: how a value is shown. codes: code → shown name, of a column of codes.
    unknown: the number that stands for “not known”. table: where the column comes from.
    is_sum: whether adding its values up means something. owned: whether cells may be changed;
    choices: the only values that such a cell may get, where they are limited.
    """

    name: str
    title: str
    kind: str
    cells: np.ndarray
    write: Callable[[Any], str]
    unit: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    unknown: float | None = None
    table: str = ""
    about: str = ""
    is_sum: bool = False
    owned: bool = False
    choices: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Return whether values are numbers and stand on the right."""
        return self.kind in ("integer", "number")

    @cached_property
    def numbers(self) -> np.ndarray:
        """Return the values as numbers, NaN where they are not known."""
        numbers = self.cells.astype(np.float64)
        if self.unknown is not None:
            numbers = np.where(numbers == self.unknown, np.nan, numbers)
        return numbers

    @cached_property
    def distinct(self) -> tuple[np.ndarray, list[Any]]:
        """Return for each row the place of its value among the distinct ones, and those."""
        from pandas import factorize

        places, distinct = factorize(self.cells)
        return places, distinct.tolist()

    @cached_property
    def shown(self) -> list[str]:
        """Return the distinct values of a column that is no number, as they are shown."""
        distinct = self.distinct[1]
        if self.kind in ("id", "text"):
            return [str(value) for value in distinct]
        return [self.write(value) for value in distinct]

    @cached_property
    def folded(self) -> list[str]:
        """Return the shown values without upper case."""
        return (
            _BREAK.join(text.replace(_BREAK, " ") for text in self.shown).casefold().split(_BREAK)
            if self.shown
            else []
        )

    @cached_property
    def ranks(self) -> np.ndarray:
        """Return a number per row by which rows are sorted, NaN for what is not known.

        Texts are sorted as people do: 2 before 10, Ä with A, whatever the case.
        """
        if self.is_number:
            return self.numbers
        places, distinct = self.distinct
        keys = [str(value) for value in distinct] if self.kind == "date" else self.folded
        keys = keys if self.kind == "date" else sort_keys(keys)
        order = sorted(range(len(keys)), key=keys.__getitem__)
        rank = np.empty(len(order))
        rank[order] = np.arange(len(order))
        blank = [number for number, text in enumerate(self.shown) if not text]
        rank[blank] = np.nan
        ranks: np.ndarray = rank[places] if len(rank) else np.empty(0)
        return ranks

    def text(self, row: int) -> str:
        """Return a cell as it is shown."""
        value = self.cells[row]
        return str(value) if self.kind in ("id", "text") else self.write(value)


def sort_keys(texts: list[str]) -> list[str]:
    """Return keys by which folded texts are sorted: numbers by size, umlauts with their vowels."""
    if not texts:
        return []
    joined = _BREAK.join(texts).translate(_PLAIN_LETTERS)
    if len(texts) > _MOST_PADDED:
        return joined.split(_BREAK)
    padded = _DIGITS.sub(lambda found: found.group().zfill(_DIGITS_KEPT), joined)
    return padded.split(_BREAK)


def sorted_rows(field: Field, *, descending: bool) -> np.ndarray:
    """Return the rows in the order of a column; those not known come last either way."""
    ranks = field.ranks
    keys = np.where(np.isnan(ranks), np.inf, -ranks if descending else ranks)
    order: np.ndarray = np.argsort(keys, kind="stable")
    return order
