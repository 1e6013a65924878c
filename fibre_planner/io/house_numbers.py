"""House number cells such as "12-14", "140c, 140b" or "Nr. 5" as single house numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.language import tr
from fibre_planner.resources import RESOURCES, read_toml

_LIMITS = read_toml(RESOURCES / "house_numbers.toml")
MAX_CHARACTERS: int = _LIMITS["max_characters"]
MAX_RANGE: int = _LIMITS["max_range"]

_DASHES = re.compile(r"\s*(?:[‐‑‒–—―−-]|(?<![^\W\d_])bis(?=\s*[0-9]))\s*", re.I)
_FRACTIONS = str.maketrans({"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⁄": "/"})
_PREFIX = re.compile(
    r"^(?:(?:(?:haus|hs)\.?[\s-]?)?(?:hnr|nummer|num|nr|no)[.:]?|№|#|haus)\s*(?=[0-9])", re.I
)
_SEPARATORS = re.compile(r"\s*(?:[;,|&+\n]|(?<![^\W\d_])(?:und(?![^\W\d_])|u\.))\s*", re.I)
_STRANGE = re.compile(r"[^\w\s.,;:/+&()'\"*#°|№-]")
_NUMBER = re.compile(
    rf"0*(?P<number>[0-9]{{1,{_LIMITS['max_digits']}}})"
    r"(?P<suffix>|\s+[1-3]/[2-9]|(?:\s?[^\W\d_]{1,4}\d{0,3})?(?:\s?[/.]\s?\w{1,4}){0,2})"
)
_WHOLE_AS_DECIMAL = re.compile(r"([0-9]+)\.0+")
_LETTER = re.compile(r"[a-z]", re.I)

HouseNumber = tuple[str, str]
"""Digits without leading zeros (or the text that cannot be read) and suffix."""


@dataclass(frozen=True)
class HouseNumbers:
    """What a house number cell says.

    numbers: house number and suffix, in the order of the cell, none twice; empty where refused.
    problem: "" or a code that `problem_text` explains; with numbers it is kept all the same.
    """

    numbers: tuple[HouseNumber, ...]
    problem: str = ""


def problem_text(problem: str) -> str:
    """Return the sentence for a code of `HouseNumbers.problem`, "" for none."""
    return {
        "": "",
        "no_house_number": tr("There is no house number."),
        "house_number_too_long": tr("The house number is longer than {count} characters.").format(
            count=MAX_CHARACTERS
        ),
        "strange_characters": tr("The house number holds characters that no house number has."),
        "unreadable": tr("The house number cannot be read as a number; it is kept as it is."),
        "zero": tr("The house number is 0; it is kept as it is."),
        "range_too_long": tr(
            "The range covers more than {count} house numbers; it is kept as one."
        ).format(count=MAX_RANGE),
        "range_descending": tr("The range runs backwards; it is kept as one house number."),
    }[problem]


def split(text: str) -> HouseNumbers:
    """Split a house number cell into its house numbers.

    Lists ("12;14", "140c, 140b", "12a+b") and ranges ("12-14" every second number, "12-15" every
    number, "12a-c") become several; "27/1" and "12 1/2" are one. What cannot be read is kept with
    the problem "unreadable"; what is no text of a house number is refused.
    """
    if len(text) > MAX_CHARACTERS:
        return HouseNumbers((), "house_number_too_long")
    clean = " ".join(text.translate(_FRACTIONS).split())
    if not clean:
        return HouseNumbers((), "no_house_number")
    if _STRANGE.search(_DASHES.sub("-", clean)):
        return HouseNumbers((), "strange_characters")
    found: dict[HouseNumber, None] = {}
    problem = ""
    for token in filter(None, _SEPARATORS.split(_PREFIX.sub("", clean))):
        last = next(reversed(found), ("", ""))[0]
        numbers, trouble = _read_token(_PREFIX.sub("", token), last)
        found.update(dict.fromkeys(numbers))
        problem = problem or trouble
    if not found:
        return HouseNumbers(((clean, ""),), "unreadable")
    return HouseNumbers(tuple(found), problem)


def split_column(texts: pd.Series[Any]) -> pd.DataFrame:
    """Split a column of house number cells, each distinct text once.

    Returns one row per house number, and one for a refused cell, in the order of the cells:
    row (position of the cell), house_number, suffix, problem, refused, parts (numbers in the cell).
    """
    codes, distinct = pd.factorize(texts.fillna("").astype("str"))
    results = [split(str(text)) for text in distinct]
    sizes = np.array([max(len(result.numbers), 1) for result in results], dtype=np.int64)
    pairs = [pair for result in results for pair in (result.numbers or (("", ""),))]
    starts = np.cumsum(sizes) - sizes
    parts = sizes[codes] if len(results) else np.zeros(0, dtype=np.int64)
    row = np.repeat(np.arange(len(codes)), parts)
    within = np.arange(len(row)) - np.repeat(np.cumsum(parts) - parts, parts)
    pick = starts[codes[row]] + within if len(row) else row
    problems = np.array([result.problem for result in results], dtype=object)
    refused = np.array([not result.numbers for result in results], dtype=bool)
    columns = np.array(pairs, dtype=object).reshape(-1, 2)
    return pd.DataFrame(
        {
            "row": row,
            "house_number": pd.Series(columns[pick, 0], dtype="str"),
            "suffix": pd.Series(columns[pick, 1], dtype="str"),
            "problem": pd.Series(problems[codes[row]], dtype="str"),
            "refused": refused[codes[row]],
            "parts": parts[row],
        }
    )


def _read_token(token: str, last: str) -> tuple[tuple[HouseNumber, ...], str]:
    """Read one entry of a list; last is the number before it, which a lone letter belongs to."""
    token = _DASHES.sub("-", token)
    if last and _LETTER.fullmatch(token):
        return ((last, token.lower()),), ""
    single = _read_number(token)
    if single:
        return (single,), "zero" if not single[0].strip("0") else ""
    start_text, dash, end_text = token.partition("-")
    start = _read_number(start_text)
    if not dash or not start:
        return ((token, ""),), "unreadable"
    end = _read_end(start, end_text)
    if end is None:
        return ((token, ""),), "unreadable"
    return _expand(start, end)


def _read_number(text: str) -> HouseNumber | None:
    """Read a number with its suffix, "12a" or "27/1"; None where it is none."""
    whole = _WHOLE_AS_DECIMAL.fullmatch(text)  # what a spreadsheet makes of a number
    match = _NUMBER.fullmatch(whole[1] if whole else text)
    if not match:
        return None
    return match["number"], match["suffix"].replace(" ", "").lower()


def _read_end(start: HouseNumber, text: str) -> HouseNumber | None:
    """Read the second half of a range, which may leave out the number: "12a-c", "27/1-/3"."""
    if _LETTER.fullmatch(text):
        # "12-a" is another way to write 12a.
        return (start[0], text.lower()) if len(start[1]) <= 1 else None
    if text.startswith("/"):
        text = start[0] + text
    return _read_number(text)


def _expand(start: HouseNumber, end: HouseNumber) -> tuple[tuple[HouseNumber, ...], str]:
    """Return the house numbers from start to end."""
    first, last = int(start[0]), int(end[0])
    as_one = (start[0], f"{start[1]}-{end[0]}{end[1]}")
    if first == last:
        numbers = tuple(_suffixes(start, end))
    elif first < last and "/" not in start[1] + end[1]:
        numbers = (start, *((str(n), "") for n in _between(first, last)), end)
    else:
        return (as_one,), "range_descending" if first > last else "unreadable"
    if not numbers:
        return (as_one,), "unreadable"
    return (numbers, "") if len(numbers) <= MAX_RANGE else ((as_one,), "range_too_long")


def _between(first: int, last: int) -> range:
    """Return the numbers between the ends: the same side of the street where both are on it."""
    step = 2 if (last - first) % 2 == 0 else 1
    return range(first + step, last, step)


def _suffixes(start: HouseNumber, end: HouseNumber) -> Iterator[HouseNumber]:
    """Yield the house numbers of one number from suffix to suffix: a to c, /1 to /3."""
    number, low, high = start[0], start[1], end[1]
    if low == high or not low:
        # "12-12c" leaves open whether 12 itself is a house; "12-c" is 12c.
        yield number, high
    elif _LETTER.fullmatch(low) and _LETTER.fullmatch(high):
        yield from ((number, chr(code)) for code in range(ord(low), ord(high) + 1))
    elif low[0] == high[0] == "/" and low[1:].isdigit() and high[1:].isdigit():
        yield from ((number, f"/{n}") for n in range(int(low[1:]), int(high[1:]) + 1))
