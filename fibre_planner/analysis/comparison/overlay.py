"""The stretches that two sets of lines share, found by geometry wherever the lines are cut.

Lines are taken apart into straight pieces. Equal pieces are paired at once; of the others those
that lie on one another are paired by the part they share, each metre of a line with at most one
metre of the other set. Everything is done on arrays.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import shapely

from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray, Lines

BESIDE_M = 0.01
"""Pieces farther apart than this are two trenches."""

_LEAST_M = 0.001
"""Shorter stretches than this come from rounding where a line was cut."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """Straight pieces of lines: (n, 2) begin and end, length, and the line each belongs to.

    A line without any length is one piece without length; elsewhere there are none.
    """

    begin: FloatArray
    end: FloatArray
    length_m: FloatArray
    line: IntArray

    def take(self, wanted: BoolArray | IntArray) -> Pieces:
        """Return some of the pieces."""
        return Pieces(*(getattr(self, field.name)[wanted] for field in fields(self)))


@dataclass(frozen=True, eq=False)
class Stretches:
    """Parts of pieces: (n,) piece and where the part begins and ends on it, in metres.

    partner: (n,) line of the other set that shares the part, -1 for none.
    """

    piece: IntArray
    first_m: FloatArray
    last_m: FloatArray
    partner: IntArray

    def take(self, wanted: BoolArray | IntArray) -> Stretches:
        """Return some of the parts."""
        return Stretches(*(getattr(self, field.name)[wanted] for field in fields(self)))


def take_apart(lines: Lines) -> Pieces:
    """Return the straight pieces of lines, in the order of the lines."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    follows = owner[1:] == owner[:-1]
    begin, end, line = xy[:-1][follows], xy[1:][follows], owner[:-1][follows]
    length_m = np.hypot(*(end - begin).T)
    bare = np.bincount(line, weights=length_m, minlength=len(lines))[line] == 0.0
    first = np.ones(len(line), dtype=bool)
    first[1:] = line[1:] != line[:-1]
    return Pieces(begin, end, length_m, line).take((length_m > 0.0) | (bare & first))


def overlay(one: Pieces, other: Pieces) -> tuple[Stretches, Stretches]:
    """Return every piece of both sets cut into shared and unshared parts, in their order.

    The parts of a set cover each of its pieces without a gap; shared parts are as long in the
    one set as in the other, within a millimetre.
    """
    pair_one, pair_other = _equal_pieces(one, other)
    alone_one, alone_other = _rest(len(one.line), pair_one), _rest(len(other.line), pair_other)
    on_one, on_other = _lying_on(one, other, alone_one, alone_other)
    shared_one = _joined(_whole(one, pair_one, other.line[pair_other]), on_one)
    shared_other = _joined(_whole(other, pair_other, one.line[pair_one]), on_other)
    return _completed(one, shared_one), _completed(other, shared_other)


def _equal_pieces(one: Pieces, other: Pieces) -> tuple[IntArray, IntArray]:
    """Return pairs of pieces with the same ends; what lies twice in one place is paired in turn."""
    both = np.concatenate([_keys(one), _keys(other)])
    name = np.unique(both, axis=0, return_inverse=True)[1].ravel()
    count = len(one.line)
    return _in_turn(name[:count], name[count:])


def _keys(pieces: Pieces) -> IntArray:
    """Return the ends in whole millimetres, the lesser one first."""
    ends = np.round(np.hstack([pieces.begin, pieces.end]) / _LEAST_M).astype(np.int64)
    low, high = ends[:, :2], ends[:, 2:]
    turned = (low[:, 0] > high[:, 0]) | ((low[:, 0] == high[:, 0]) & (low[:, 1] > high[:, 1]))
    return np.asarray(np.where(turned[:, None], np.hstack([high, low]), ends))


def _in_turn(one: IntArray, other: IntArray) -> tuple[IntArray, IntArray]:
    """Pair the first of a name with the first of the same name, the second with the second."""
    most = int(max(one.max(initial=0), other.max(initial=0))) + 1
    named_one = one + most * _repeats(one)
    named_other = other + most * _repeats(other)
    result = np.intersect1d(named_one, named_other, assume_unique=True, return_indices=True)
    return result[1].astype(np.int64), result[2].astype(np.int64)


def _repeats(names: IntArray) -> IntArray:
    """Return how often each name has come before."""
    order = np.argsort(names, kind="stable")
    ordered = names[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    sizes = np.diff(np.append(first, len(names)))
    found = np.empty(len(names), dtype=np.int64)
    found[order] = np.arange(len(names)) - np.repeat(first, sizes)
    return found


def _rest(count: int, taken: IntArray) -> IntArray:
    free = np.ones(count, dtype=bool)
    free[taken] = False
    return np.flatnonzero(free)


def _whole(pieces: Pieces, chosen: IntArray, partner: IntArray) -> Stretches:
    return Stretches(chosen, np.zeros(len(chosen)), pieces.length_m[chosen], partner)


def _joined(first: Stretches, second: Stretches) -> Stretches:
    return Stretches(
        *(
            np.concatenate([getattr(first, field.name), getattr(second, field.name)])
            for field in fields(first)
        )
    )


def _lying_on(
    one: Pieces, other: Pieces, alone_one: IntArray, alone_other: IntArray
) -> tuple[Stretches, Stretches]:
    """Return the parts of pieces without an equal one that lie on one another."""
    alone_one = alone_one[one.length_m[alone_one] > 0.0]
    alone_other = alone_other[other.length_m[alone_other] > 0.0]
    tree = shapely.STRtree(_as_lines(other.take(alone_other)))
    found = tree.query(_as_lines(one.take(alone_one)), predicate="dwithin", distance=BESIDE_M)
    mine, theirs = alone_one[found[0]], alone_other[found[1]]
    order = np.lexsort((theirs, mine))
    mine, theirs = mine[order], theirs[order]
    on_one = _projected(one.take(mine), other.take(theirs))
    # Where the part begins and ends on the other piece, in the direction of this one.
    line = one.take(mine)
    way = (line.end - line.begin) / line.length_m[:, None]
    ends = [line.begin + way * measure[:, None] for measure in on_one]
    there = other.take(theirs)
    on_other = [_measure(there, place) for place in ends]
    beside = np.max(
        [
            np.hypot(*(place - _place(there, measure)).T)
            for place, measure in zip(ends, on_other, strict=True)
        ],
        axis=0,
        initial=0.0,
    )
    length = on_one[1] - on_one[0]
    same = (length > _LEAST_M) & (beside <= BESIDE_M)
    same &= np.abs(np.abs(on_other[1] - on_other[0]) - length) <= _LEAST_M
    kept = np.flatnonzero(same)
    return _disjoint(
        (mine[kept], theirs[kept]),
        (on_one[0][kept], on_one[1][kept]),
        (on_other[0][kept], on_other[1][kept]),
        (one, other),
    )


def _as_lines(pieces: Pieces) -> Lines:
    return np.asarray(shapely.linestrings(np.stack([pieces.begin, pieces.end], axis=1)))


def _measure(pieces: Pieces, place: FloatArray) -> FloatArray:
    """Return where places lie along pieces, in metres, not beyond their ends."""
    way = pieces.end - pieces.begin
    along = ((place - pieces.begin) * way).sum(axis=1) / pieces.length_m
    return np.asarray(np.clip(along, 0.0, pieces.length_m))


def _place(pieces: Pieces, measure: FloatArray) -> FloatArray:
    share = measure / pieces.length_m
    return np.asarray(pieces.begin + (pieces.end - pieces.begin) * share[:, None])


def _projected(one: Pieces, other: Pieces) -> tuple[FloatArray, FloatArray]:
    """Return from where to where the pieces of the second set lie along those of the first."""
    ends = np.stack([_measure(one, other.begin), _measure(one, other.end)])
    return ends.min(axis=0), ends.max(axis=0)


def _disjoint(
    pieces: tuple[IntArray, IntArray],
    on_one: tuple[FloatArray, FloatArray],
    on_other: tuple[FloatArray, FloatArray],
    sets: tuple[Pieces, Pieces],
) -> tuple[Stretches, Stretches]:
    """Give each metre of either set one partner: what begins later gives way."""
    turned = on_other[1] < on_other[0]
    low = np.where(turned, on_other[1], on_other[0])
    cut_one = _given_way(pieces[0], *on_one)
    cut_other = _given_way(pieces[1], low, np.where(turned, on_other[0], on_other[1]))
    # A cut on one side is a cut of the same length at the matching end of the other.
    at_begin = np.where(turned, 0.0, cut_other)
    at_end = np.where(turned, cut_other, 0.0)
    first = on_one[0] + np.maximum(cut_one, at_begin)
    last = on_one[1] - at_end
    begun, ended = first - on_one[0], on_one[1] - last
    low = low + np.where(turned, ended, begun)
    high = np.where(turned, on_other[0], on_other[1]) - np.where(turned, begun, ended)
    kept = np.flatnonzero((last - first > _LEAST_M) & (high - low > _LEAST_M))
    one, other = sets
    return (
        Stretches(pieces[0], first, last, other.line[pieces[1]]).take(kept),
        Stretches(pieces[1], low, high, one.line[pieces[0]]).take(kept),
    )


def _given_way(piece: IntArray, first: FloatArray, last: FloatArray) -> FloatArray:
    """Return how much each part loses at its begin to parts of the same piece before it."""
    if not len(piece):
        return np.zeros(0)
    order = np.lexsort((last, first, piece))
    # Pieces are set far apart, so that a running maximum starts anew with each of them.
    number = np.unique(piece[order], return_inverse=True)[1]
    apart = number * (float(last.max()) + 1.0)
    reached = np.maximum.accumulate(last[order] + apart)
    lost = np.zeros(len(order))
    lost[order[1:]] = np.maximum(reached[:-1] - (first[order] + apart)[1:], 0.0)
    lost[lost < 1e-9] = 0.0
    return lost


def _completed(pieces: Pieces, shared: Stretches) -> Stretches:
    """Return the shared parts in order with the unshared ones between them."""
    order = np.lexsort((shared.last_m, shared.first_m, shared.piece))
    shared = shared.take(order)
    count = len(shared.piece)
    new = np.ones(count, dtype=bool)
    new[1:] = shared.piece[1:] != shared.piece[:-1]
    final = np.append(new[1:], True) if count else new
    before = np.where(new, 0.0, np.concatenate([[0.0], shared.last_m[:-1]]) if count else 0.0)
    # What rounding leaves between two parts is added to the second one.
    first = np.where(shared.first_m - before <= _LEAST_M, before, shared.first_m)
    whole = pieces.length_m[shared.piece]
    last = np.where(final & (whole - shared.last_m <= _LEAST_M), whole, shared.last_m)
    shared = Stretches(shared.piece, first, last, shared.partner)
    ahead = Stretches(shared.piece, before, first, np.full(count, -1)).take(first > before)
    behind = Stretches(shared.piece, last, whole, np.full(count, -1)).take(final & (last < whole))
    free = _rest(len(pieces.line), shared.piece)
    rest = _whole(pieces, free, np.full(len(free), -1))
    result = _joined(_joined(shared, ahead), _joined(behind, rest))
    return result.take(np.lexsort((result.last_m, result.first_m, result.piece)))


def cut_out(pieces: Pieces, parts: Stretches, group: IntArray) -> Lines:
    """Return the geometry of each group of parts: a line, or several where it is interrupted.

    parts: in the order of pieces. group: (n,) number of the group, all from 0 on occur.
    """
    own = pieces.take(parts.piece)
    length = np.where(own.length_m > 0.0, own.length_m, 1.0)
    way = (own.end - own.begin) / length[:, None]
    begin = np.asarray(own.begin + way * parts.first_m[:, None])
    end = np.asarray(own.begin + way * parts.last_m[:, None])
    order = np.lexsort((np.arange(len(group)), group))
    begin, end, group = begin[order], end[order], group[order]
    joined = np.zeros(len(group), dtype=bool)
    near = (np.abs(begin[1:] - end[:-1]) <= _LEAST_M).all(axis=1)
    joined[1:] = (group[1:] == group[:-1]) & near
    return _assembled(begin, end, group, joined)


def _assembled(begin: FloatArray, end: FloatArray, group: IntArray, joined: BoolArray) -> Lines:
    """Return a line per run of joined parts, and the runs of a group as one geometry."""
    run = np.cumsum(~joined) - 1
    xy = np.stack([begin, end], axis=1).reshape(-1, 2)
    kept = np.ones((len(begin), 2), dtype=bool)
    kept[joined, 0] = False
    lines = shapely.linestrings(xy[kept.ravel()], indices=np.repeat(run, 2)[kept.ravel()])
    owner = group[~joined]
    count = np.bincount(owner)
    result = np.empty(len(count), dtype=object)
    single = count[owner] == 1
    result[owner[single]] = lines[single]
    if not single.all():
        several, number = np.unique(owner[~single], return_inverse=True)
        result[several] = shapely.multilinestrings(lines[~single], indices=number)
    return result
