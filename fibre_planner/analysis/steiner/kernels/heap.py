"""A binary heap of vertex numbers, ordered by a key array that may be lowered in place."""

from __future__ import annotations

from fibre_planner.analysis.compiled import FloatArray, IntArray, kernel


@kernel
def push_or_lower(heap: IntArray, place: IntArray, key: FloatArray, size: int, vertex: int) -> int:
    """Put a vertex into the heap, or move it up after its key was lowered.

    heap: (n,) vertex numbers; place: (n,) position in the heap, -1 outside.
    Returns the new size.
    """
    i = place[vertex]
    if i < 0:
        i = size
        size += 1
    wanted = key[vertex]
    while i > 0:
        above = (i - 1) >> 1
        other = heap[above]
        if key[other] <= wanted:
            break
        heap[i] = other
        place[other] = i
        i = above
    heap[i] = vertex
    place[vertex] = i
    return size


@kernel
def pop(heap: IntArray, place: IntArray, key: FloatArray, size: int) -> int:
    """Take out the vertex with the smallest key; the caller counts the size down."""
    top: int = heap[0]
    place[top] = -1
    last = heap[size - 1]
    size -= 1
    if size == 0 or last == top:
        return top
    wanted = key[last]
    i = 0
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        if child + 1 < size and key[heap[child + 1]] < key[heap[child]]:
            child += 1
        if key[heap[child]] >= wanted:
            break
        heap[i] = heap[child]
        place[heap[i]] = i
        i = child
    heap[i] = last
    place[last] = i
    return top
