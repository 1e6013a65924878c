"""Which streets of the city a street named in a reply may be: misspelt, cut short or unfinished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd

from fibre_planner.analysis.address_key import name_key, name_words
from fibre_planner.analysis.survey.edit_distance import near_pairs
from fibre_planner.analysis.survey.limits import matching_limit

EXACT, SHORTENED, MISSPELT, UNFINISHED = "text", "abbreviation", "spelling", "unfinished"
_COSTS = {SHORTENED: 0.5, UNFINISHED: 2.5}
"""Beside letters that differ: what a cut word and a name without its end weigh."""
_LEAST_LETTERS = 4

Words = tuple[tuple[str, bool], ...]


def like_streets(told: Sequence[str], known: Sequence[str]) -> pd.DataFrame:
    """Return which known street each told one may be: columns told, known, cost, kind.

    told, known: street names as they are written; the columns hold their positions.
    cost: 0 for the same key (which then stands alone), else letters that differ or alike.
    """
    keys = {key: at for at, key in enumerate(map(name_key, known)) if key}
    exact = [
        (at, keys[key], 0.0, EXACT) for at, key in enumerate(map(name_key, told)) if key in keys
    ]
    taken = {row[0] for row in exact}
    rest = [at for at, name in enumerate(told) if at not in taken and name_key(name)]
    found = [*exact, *_misspelt(rest, told, keys), *_shortened(rest, told, known)]
    found += _unfinished(rest, told, keys)
    frame = pd.DataFrame(found, columns=["told", "known", "cost", "kind"])
    frame = frame.sort_values(["told", "cost", "known"], kind="stable")
    return frame.drop_duplicates(["told", "known"]).reset_index(drop=True)


def _misspelt(
    rest: Sequence[int], told: Sequence[str], keys: dict[str, int]
) -> list[tuple[int, int, float, str]]:
    most = int(matching_limit("candidate_edits"))
    spelt, names = [name_key(told[at]) for at in rest], list(keys)
    one, other, edits = near_pairs(spelt, names, most)
    lengths = np.array([len(key) for key in spelt], dtype=np.int64)
    near = edits * matching_limit("letters_per_edit") <= np.maximum(lengths[one], 1)
    return [
        (rest[left], keys[names[right]], float(count), MISSPELT)
        for left, right, count in zip(one[near], other[near], edits[near], strict=True)
    ]


def _shortened(
    rest: Sequence[int], told: Sequence[str], known: Sequence[str]
) -> list[tuple[int, int, float, str]]:
    """Find streets whose words begin with the words told, where those are cut short."""
    # By the number of words and the first letter, as each told name is compared with a few.
    by_start: dict[tuple[int, str], list[tuple[int, Words]]] = defaultdict(list)
    for at, name in enumerate(known):
        words = name_words(name)
        if words:
            by_start[len(words), words[0][0][0]].append((at, words))
    found = []
    for at in rest:
        words = name_words(told[at])
        if not words or sum(len(word) for word, _cut in words) < _LEAST_LETTERS:
            continue
        for other, candidate in by_start[len(words), words[0][0][0]]:
            if _begins_alike(words, candidate):
                found.append((at, other, _COSTS[SHORTENED], SHORTENED))
    return found


def _begins_alike(told: Words, known: Words) -> bool:
    return all(
        word == whole or (cut and whole.startswith(word)) or (whole_cut and word.startswith(whole))
        for (word, cut), (whole, whole_cut) in zip(told, known, strict=True)
    )


def _unfinished(
    rest: Sequence[int], told: Sequence[str], keys: dict[str, int]
) -> list[tuple[int, int, float, str]]:
    """Find streets whose name begins with what is told, such as Goethe for Goethestraße."""
    names = sorted(keys)
    array = np.array([*names, ""], dtype="U")[:-1]
    found = []
    for at in rest:  # each different name once
        key = name_key(told[at])
        if len(key) < _LEAST_LETTERS:
            continue
        first, last = np.searchsorted(array, [key, key + "\U0010ffff"])
        found += [
            (at, keys[names[other]], _COSTS[UNFINISHED], UNFINISHED) for other in range(first, last)
        ]
    return found
