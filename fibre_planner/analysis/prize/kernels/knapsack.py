"""The most weight that a subtree may collect for its cost: exact on a tree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel

# More rows than subtrees can begin on one way down, each at most half as large as the last.
ROWS = 64


@kernel
def heaviest_subtree(
    last: IntArray, cost: FloatArray, weight: IntArray, budget: float
) -> BoolArray:
    """Choose vertices of a forest, none without its parent, with most weight within a budget.

    Vertices are taken in an order with parents first and each subtree in one run: a vertex is
    bought and the next one looked at, or its whole subtree is skipped (Johnson and Niemi 1983).
    last: (k,) first place behind each subtree; cost: (k,) at least 0; weight: (k,) whole
    numbers; budget: at least 0. Of equal weights the cheapest is chosen. Returns a mask (k,).
    """
    count = last.shape[0]
    most = weight.sum()
    # least[slot[i], w]: least cost of weight w or more out of the places from i on.
    least = np.empty((ROWS, most + 1))
    slot = np.full(count + 1, np.int64(-1))
    top = np.zeros(count + 1, np.int64)
    waiting = np.zeros(count + 1, np.int64)
    for i in range(count):
        waiting[last[i]] += 1
    free = np.arange(ROWS)
    free_count = ROWS - 1
    slot[count] = free[free_count]
    least[slot[count], 0] = 0.0
    bought = np.zeros((count, (most >> 3) + 1), np.uint8)
    for i in range(count - 1, -1, -1):
        behind = last[i]
        free_count -= 1
        slot[i] = free[free_count]
        top[i] = _fill(
            least[slot[i]], least[slot[i + 1], : top[i + 1] + 1],
            least[slot[behind], : top[behind] + 1], bought[i], cost[i], weight[i], budget,
        )  # fmt: skip
        waiting[behind] -= 1
        if behind != i + 1 and waiting[behind] == 0:
            free[free_count] = slot[behind]
            free_count += 1
        if waiting[i + 1] == 0:
            free[free_count] = slot[i + 1]
            free_count += 1
    return _follow(last, weight, bought, top[0])


@kernel
def _fill(
    row: FloatArray,
    after: FloatArray,
    behind: FloatArray,
    bought: NDArray[np.uint8],
    cost: float,
    weight: int,
    budget: float,
) -> int:
    """Fill the row of a vertex, and note where buying it is cheaper; returns the last amount."""
    reach = 0
    for w in range(max(after.shape[0] + weight, behind.shape[0])):
        best = behind[w] if w < behind.shape[0] else np.inf
        rest = max(w - weight, 0)
        if rest < after.shape[0] and cost + after[rest] < best:
            best = cost + after[rest]
            bought[w >> 3] |= np.uint8(1 << (w & 7))
        if best > budget:
            break
        row[w] = best
        reach = w
    return reach


@kernel
def _follow(last: IntArray, weight: IntArray, bought: NDArray[np.uint8], amount: int) -> BoolArray:
    """Return what was bought for an amount as a mask over the places."""
    mask = np.zeros(last.shape[0], np.bool_)
    i = 0
    while i < last.shape[0]:
        if bought[i, amount >> 3] & np.uint8(1 << (amount & 7)):
            mask[i] = True
            amount = max(amount - weight[i], 0)
            i += 1
        else:
            i = last[i]
    return mask
