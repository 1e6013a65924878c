"""Letters that differ are counted for all pairs at once as they are for one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.analysis.survey.edit_distance import edit_distances, near_pairs

WORDS = st.lists(st.text(alphabet="abä", max_size=6), min_size=1, max_size=5)


def distance_by_definition(one: str, other: str) -> int:
    """Return the optimal string alignment distance by its recursion."""
    if not one or not other:
        return len(one) + len(other)
    options = [
        distance_by_definition(one[:-1], other) + 1,
        distance_by_definition(one, other[:-1]) + 1,
        distance_by_definition(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if one[-2:] == other[-2:][::-1] and len(one) > 1 and len(other) > 1:
        options.append(distance_by_definition(one[:-2], other[:-2]) + 1)
    return min(options)


def test_known_slips_are_counted() -> None:
    told = ["goethestrasse", "kirchweg", "ab", ""]
    meant = ["goehtestrasse", "kirschweg", "ab", "abc"]
    assert edit_distances(told, meant).tolist() == [1, 1, 0, 3]


@given(WORDS, WORDS)
def test_near_pairs_are_those_within_the_distance(left: list[str], right: list[str]) -> None:
    one, other, counts = near_pairs(left, right, 2)
    found = {(a, b): n for a, b, n in zip(one.tolist(), other.tolist(), counts, strict=True)}
    wanted = {
        (a, b): distance_by_definition(first, second)
        for a, first in enumerate(left)
        for b, second in enumerate(right)
    }
    assert found == {pair: n for pair, n in wanted.items() if n <= 2}
