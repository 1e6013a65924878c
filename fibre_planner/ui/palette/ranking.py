"""How well texts fit what is typed: whole words before beginnings before parts of words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

_INSIDE, _BEGINNING, _WHOLE = 1, 3, 4
_FIRST = 2
_LONGEST = 90
_BREAKS = re.compile(r"[^\w/\n]+")


def folded(text: str) -> str:
    """Return a text without case, accents and punctuation, a blank between words."""
    return _BREAKS.sub(" ", _without_accents(text)).strip(" \n")


def prepared(texts: Sequence[str]) -> np.ndarray:
    """Return texts for `scores`: folded at one go, with a blank at both ends."""
    if not texts:
        return np.empty(0, dtype="U1")
    joined = "\n".join(text.replace("\n", " ")[:_LONGEST] for text in texts)
    lines = _BREAKS.sub(" ", _without_accents(joined)).split("\n")
    return np.strings.add(np.strings.add(" ", np.array(lines)), " ")


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return plain if plain.isascii() else re.sub("[\u0300-\u036f]", "", plain)


def scores(texts: np.ndarray, typed: str) -> np.ndarray:
    """Return for each prepared text how well it fits; 0 where a typed word is not in it.

    A word that stands whole in the text counts most, then one that begins a word, then any other
    part. Among equals the shorter text is the better one: "12" finds 12 before 12a and 120.
    """
    words = folded(typed).split()
    found = np.zeros(len(texts), dtype=np.int64)
    rows = np.arange(len(texts))
    for word in words:  # a handful of typed words, each over fewer rows than the one before
        rows = rows[np.strings.find(texts[rows], word) >= 0]
    if not words or not len(rows):
        return found
    few, points = texts[rows], np.zeros(len(rows), dtype=np.int64)
    for word in words:  # as above
        begins = np.strings.find(few, f" {word}") >= 0
        whole = np.strings.find(few, f" {word} ") >= 0
        points += np.where(whole, _WHOLE, np.where(begins, _BEGINNING, _INSIDE))
    points += np.where(np.strings.startswith(few, f" {words[0]}"), _FIRST, 0)
    found[rows] = points * 100 // len(words) + (_LONGEST - np.strings.str_len(few).clip(0, 80))
    return found


def letters_score(text: str, typed: str) -> int:
    """Return how well letters fit that are typed without blanks: "pn" finds Plan network.

    Initials of words count more than letters in their order; 0 for neither.
    """
    letters, words = folded(typed).replace(" ", ""), folded(text).split()
    if len(letters) < 2:
        return 0
    if "".join(word[0] for word in words).startswith(letters):
        return 90
    spread = re.search(".{0,3}?".join(map(re.escape, letters)), " ".join(words))
    return 60 - min(len(spread.group()), 50) if spread else 0


def best(found: np.ndarray, most: int) -> Any:
    """Return the numbers of the best texts, the best first, equal ones in their order."""
    fitting = np.flatnonzero(found)
    if len(fitting) > most * 4:
        limit = np.partition(found[fitting], -most)[-most]
        fitting = fitting[found[fitting] >= limit]
    return fitting[np.argsort(-found[fitting], kind="stable")][:most]
