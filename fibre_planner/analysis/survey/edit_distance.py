"""How many letters differ between many pairs of words, counted for all pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
_BLOCK_CELLS = 4_000_000


def near_pairs(
    left: Sequence[str], right: Sequence[str], most: int
) -> tuple[Codes, Codes, npt.NDArray[np.int64]]:
    """Return the pairs of words that differ in at most `most` letters, and in how many.

    Counted are letters added, left out, changed, and two neighbours swapped (optimal string
    alignment). Returns positions in left, positions in right, and the counts.
    """
    one, other = _pairs_of_like_letters(left, right, most)
    counts = edit_distances([left[at] for at in one], [right[at] for at in other])
    near = counts <= most
    return one[near], other[near], counts[near]


def edit_distances(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return in how many letters the words of each pair differ (optimal string alignment)."""
    if not len(left):
        return np.zeros(0, dtype=np.int64)
    (one, one_length), (other, other_length) = _letters(left), _letters(right)
    width = other.shape[1]
    before_last = last = np.zeros((len(left), width + 1), dtype=np.int16)
    row = np.tile(np.arange(width + 1, dtype=np.int16), (len(left), 1))
    pairs = np.arange(len(left))
    result = np.where(one_length == 0, other_length, 0)
    # Loops over letters, not over pairs: the table of a pair is filled cell by cell.
    for i in range(one.shape[1]):
        before_last, last = last, row
        row = np.empty_like(last)
        row[:, 0] = i + 1
        for j in range(width):
            differs = (one[:, i] != other[:, j]).astype(np.int16)
            best = np.minimum(last[:, j] + differs, np.minimum(last[:, j + 1], row[:, j]) + 1)
            if i and j:
                swapped = (one[:, i] == other[:, j - 1]) & (one[:, i - 1] == other[:, j])
                best = np.where(swapped, np.minimum(best, before_last[:, j - 1] + 1), best)
            row[:, j + 1] = best
        ended = one_length == i + 1
        result[ended] = row[pairs[ended], other_length[ended]]
    return result.astype(np.int64)


def _pairs_of_like_letters(
    left: Sequence[str], right: Sequence[str], most: int
) -> tuple[Codes, Codes]:
    """Return pairs whose letters, in any order, differ in at most `most`: few, and none missed."""
    alphabet = {sign: at for at, sign in enumerate(sorted(set("".join([*left, *right]))))}
    bags = [_letter_counts(words, alphabet) for words in (left, right)]
    rows = max(1, _BLOCK_CELLS // max(1, len(right) * len(alphabet)))
    found: list[tuple[Any, Any]] = []
    for start in range(0, len(left), rows):  # in blocks, as all pairs would fill the memory
        surplus = bags[0][start : start + rows, None, :] - bags[1][None, :, :]
        more = np.maximum(surplus, 0).sum(axis=2, dtype=np.int16)
        fewer = more - surplus.sum(axis=2, dtype=np.int16)
        one, other = np.nonzero(np.maximum(more, fewer) <= most)
        found.append((one + start, other))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])


def _letter_counts(words: Sequence[str], alphabet: dict[str, int]) -> npt.NDArray[np.int8]:
    counts = np.zeros((len(words), len(alphabet)), dtype=np.int8)
    for at, word in enumerate(words):  # words are ragged; each different one is met once
        for sign in word[:100]:
            counts[at, alphabet[sign]] += 1
    return counts


def _letters(words: Sequence[str]) -> tuple[npt.NDArray[np.uint32], Codes]:
    """Return the letters of words as numbers, filled up with 0, and the lengths."""
    array = np.array([*words, " "], dtype="U")
    width = array.dtype.itemsize // 4
    letters = array.view(np.uint32).reshape(len(array), width)[:-1]
    return letters, np.array([len(word) for word in words], dtype=np.int64)
