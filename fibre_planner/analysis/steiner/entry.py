"""The way in: checks what a caller hands over and keeps the part that matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, depth_first_order

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

if TYPE_CHECKING:
    from typing import Final


class SteinerError(PlannerError):
    """The arrays handed to the solver cannot be used; the message says which entry and why."""


@dataclass(frozen=True, eq=False)
class Entry:
    """The component that holds the terminals, its vertices numbered from 0, without loops."""

    vertex_count: int
    ends: IntArray  # (m, 2)
    cost: FloatArray  # (m,)
    terminals: IntArray  # (t,) ascending, each once, the root among them
    root: int  # -1 where the caller left it open
    edge_of_input: IntArray  # (m,) index into the caller's edges


_NOTHING: Final = Entry(
    0, np.empty((0, 2), np.int64), np.empty(0), np.empty(0, np.int64), -1, np.empty(0, np.int64)
)


def enter(ends: ArrayLike, costs: ArrayLike, terminals: ArrayLike, root: int | None) -> Entry:
    """Check the arrays and cut out the component of the terminals.

    Raises SteinerError for costs or vertex numbers that make no sense, and where no tree can
    join all terminals. With fewer than two distinct terminals the entry is empty.
    """
    all_ends = whole_numbers(ends, tr("edge ends")).reshape(-1, 2)
    cost = np.ascontiguousarray(costs, np.float64).ravel()
    wanted = whole_numbers(terminals, tr("terminals")).ravel()
    check_edges(all_ends, cost)
    if root is not None:
        wanted = np.append(wanted, np.int64(root))
    wanted = np.unique(wanted)
    if wanted.size and wanted[0] < 0:
        raise SteinerError(tr("{vertex} is no vertex number.").format(vertex=int(wanted[0])))
    if wanted.size < 2:
        return _NOTHING
    vertices, numbered = _numbered(all_ends)
    missing = wanted[~np.isin(wanted, vertices)]
    if missing.size:
        raise SteinerError(
            tr("Terminal {vertex} is at no edge of the graph.").format(vertex=int(missing[0])),
            tr("Leave it out or add the edges that lead to it."),
        )
    inner = np.searchsorted(vertices, wanted)
    new_number, count = _number_on_a_walk(numbered, vertices.size, int(inner[0]))
    _check_joined(new_number[inner] >= 0, wanted)
    renumbered = new_number[numbered]
    kept = np.flatnonzero((renumbered[:, 0] >= 0) & (renumbered[:, 0] != renumbered[:, 1]))
    kept = kept[np.argsort(renumbered[kept].min(axis=1), kind="stable")]
    return Entry(
        vertex_count=count,
        ends=renumbered[kept],
        cost=cost[kept],
        terminals=np.sort(new_number[inner]),
        root=-1 if root is None else int(new_number[np.searchsorted(vertices, root)]),
        edge_of_input=kept,
    )


def _numbered(ends: IntArray) -> tuple[IntArray, IntArray]:
    """Return the vertices that occur, ascending, and the ends (m, 2) as places among them."""
    top = int(ends.max(initial=-1)) + 1
    if top > 8 * ends.size + 1024:
        vertices, numbered = np.unique(ends, return_inverse=True)
        return vertices, numbered.reshape(-1, 2).astype(np.int64)
    # Sorting a million numbers would take longer than all the rest of the reading.
    occurs = np.zeros(top, np.bool_)
    occurs[ends] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[ends]


def _number_on_a_walk(ends: IntArray, vertex_count: int, first: int) -> tuple[IntArray, int]:
    """Number the vertices as a walk in depth from one of them meets them, -1 where it does not.

    Neighbours then lie close together in memory, which saves every search a quarter of its time.
    """
    order = depth_first_order(
        _rows(ends, vertex_count), first, directed=False, return_predecessors=False
    )
    number = np.full(vertex_count, -1, np.int64)
    number[order] = np.arange(order.size)
    return number, order.size


def whole_numbers(values: ArrayLike, name: str) -> IntArray:
    """Return an array of integers; raises SteinerError, which names the array, for others."""
    array = np.asarray(values)
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise SteinerError(tr("The {name} must be whole numbers.").format(name=name))
    return array.astype(np.int64)


def check_edges(ends: IntArray, cost: FloatArray) -> None:
    """Refuse edges without a cost or with one that makes no sense; raises SteinerError."""
    if ends.shape[0] != cost.shape[0]:
        raise SteinerError(
            tr("{edges} edges have {costs} costs.").format(edges=ends.shape[0], costs=cost.size)
        )
    bad = np.flatnonzero(~(np.isfinite(cost) & (cost >= 0.0)))
    if bad.size:
        edge = int(bad[0])
        raise SteinerError(
            tr("Edge {edge} ({tail}–{head}) has no usable cost: {cost}.").format(
                edge=edge, tail=int(ends[edge, 0]), head=int(ends[edge, 1]), cost=cost[edge]
            ),
            tr("Costs must be finite and not negative."),
        )
    bad = np.flatnonzero((ends < 0).any(axis=1))
    if bad.size:
        edge = int(bad[0])
        raise SteinerError(
            tr("Edge {edge} ends at {vertex}, which is no vertex number.").format(
                edge=edge, vertex=int(ends[edge].min())
            )
        )


def _check_joined(joined: BoolArray, wanted: IntArray) -> None:
    apart = np.flatnonzero(~joined)
    if apart.size:
        raise SteinerError(
            tr("No edges join terminal {one} with terminal {other}.").format(
                one=int(wanted[0]), other=int(wanted[apart[0]])
            ),
            tr("Set the islands of the graph apart first."),
        )


def _rows(ends: IntArray, vertex_count: int) -> csr_array:
    return csr_array(
        (np.ones(ends.shape[0]), (ends[:, 0], ends[:, 1])), shape=(vertex_count, vertex_count)
    )


def islands(ends: IntArray, vertex_count: int) -> IntArray:
    """Return the component number of each vertex (n,), counted by smallest vertex."""
    rows = _rows(ends, vertex_count)
    return np.asarray(connected_components(rows, directed=False)[1], np.int64)


def reachable(
    ends: ArrayLike, vertex_count: int, terminals: ArrayLike, root: int | None = None
) -> BoolArray:
    """Mark the terminals (t,) that a tree can join: those in the component of the root.

    Without a root, the component with the most terminals counts, of equals the one with the
    smallest vertex number. ends: (m, 2) vertex numbers below vertex_count.
    """
    wanted = np.asarray(terminals, np.int64)
    if wanted.size == 0:
        return np.zeros(0, np.bool_)
    component = islands(np.asarray(ends, np.int64).reshape(-1, 2), vertex_count)
    here = component[wanted]
    chosen = int(np.argmax(np.bincount(here))) if root is None else int(component[root])
    return np.asarray(here == chosen)
