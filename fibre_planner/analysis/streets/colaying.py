"""Where streets run along existing ducts and construction sites, or have a fresh surface."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    Lines,
    TrenchGraph,
)
from fibre_planner.resources import RESOURCES, read_toml

STRETCH_KINDS = ("fresh", "site", "barrier", "duct")
"""From weakest to strongest: where two stretches overlap, the stronger one counts."""


@cache
def read_rules() -> dict[str, Any]:
    """Return the reaches, factors and states of `resources/trenching/colaying.toml`."""
    return read_toml(RESOURCES / "trenching" / "colaying.toml")


def lasting_stretches(lines: Lines, ducts: Any, areas: Any, *, use_ducts: bool) -> pd.DataFrame:
    """Return the stretches of lines along ducts with room and through barriers.

    lines: (lines,) LineStrings; ducts, areas: the layers. Returns rows with line, from_m, to_m,
    kind (of STRETCH_KINDS) and the id of what lies there.
    """
    found = []
    if use_ducts:
        ducts = ducts.loc[ducts["free_count"] > 0]
        shapes, ids = ducts.geometry.to_numpy(), ducts["duct_id"].to_numpy(object)
        found.append(_along(lines, shapes, ids, read_rules()["duct"], "duct"))
    areas = areas.loc[areas["kind"] == "barrier"]
    inside = {"reach_m": 0.0, "shortest_m": 0.5}
    shapes, ids = areas.geometry.to_numpy(), areas["area_id"].to_numpy(object)
    found.append(_along(lines, shapes, ids, inside, "barrier"))
    return pd.concat(found, ignore_index=True)


def dated_stretches(
    sections: TrenchGraph, sites: Any, areas: Any, usable: BoolArray, fresh: BoolArray
) -> pd.DataFrame:
    """Return the stretches of sections along sites and under fresh surfaces, as above.

    usable, fresh: (sites,) whose trench can be shared and which have renewed a surface.
    """
    rules = read_rules()
    protected = areas.loc[areas["kind"] == "moratorium"]
    renewed = sites.loc[fresh]
    shapes = np.concatenate([protected.geometry.to_numpy(), renewed.geometry.to_numpy()])
    ids = np.concatenate(
        [protected["area_id"].to_numpy(object), renewed["site_id"].to_numpy(object)]
    )
    found = [_along(sections.lines, shapes, ids, rules["fresh_surface"], "fresh")]
    shared = sites.loc[usable]
    shapes, ids = shared.geometry.to_numpy(), shared["site_id"].to_numpy(object)
    found.append(_along(sections.lines, shapes, ids, rules["site"], "site"))
    return pd.concat(found, ignore_index=True)


def usable_sites(sites: pd.DataFrame, day: dt.date | None) -> BoolArray:
    """Return which sites open a trench one can lay along: by kind, state and both dates."""
    rules = read_rules()["site"]
    opens = sites["kind"].isin(rules["kinds"])
    closed = sites["status"].str.strip().str.casefold().isin(rules["closed_states"])
    start = pd.to_datetime(sites["planned_from"], errors="coerce", format="ISO8601")
    end = pd.to_datetime(sites["planned_to"], errors="coerce", format="ISO8601")
    dated = start.notna() & end.notna() & (end >= start)
    if day is not None:
        dated &= end >= pd.Timestamp(day)
    return np.asarray(opens & ~closed & dated, dtype=bool)


def fresh_sites(sites: pd.DataFrame, day: dt.date | None) -> BoolArray:
    """Return which sites have renewed a surface not long ago."""
    renewed = pd.to_datetime(sites["resurfaced_on"], errors="coerce", format="ISO8601")
    fresh = renewed.notna()
    if day is not None:
        years = pd.DateOffset(years=read_rules()["fresh_surface"]["years"])
        fresh &= (renewed <= pd.Timestamp(day)) & (renewed > pd.Timestamp(day) - years)
    return np.asarray(fresh, dtype=bool)


def _along(lines: Lines, shapes: Lines, ids: Any, rule: dict[str, Any], kind: str) -> pd.DataFrame:
    """Return the stretches of lines within reach of shapes."""
    shapes, number = shapely.get_parts(shapes, return_index=True)
    usable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes, number = shapes[usable], number[usable]
    reached = _reach(shapes, rule["reach_m"])
    shape, line = shapely.STRtree(lines).query(reached, predicate="intersects")
    covered = shapely.line_merge(shapely.intersection(lines[line], reached[shape]))
    pieces, pair = shapely.get_parts(covered, return_index=True)
    is_line = shapely.get_type_id(pieces) == 1
    pieces, pair = pieces[is_line], pair[is_line]
    first, last = shapely.get_point(pieces, 0), shapely.get_point(pieces, -1)
    from_m = shapely.line_locate_point(lines[line[pair]], first)
    to_m = shapely.line_locate_point(lines[line[pair]], last)
    length = shapely.length(pieces)
    # A closed line begins and ends at the same place, which is found at 0 twice.
    to_m = np.where(np.abs(to_m - from_m) < length * 0.5, from_m + length, to_m)
    kept = length >= rule["shortest_m"]
    if "parallel_share" in rule:
        kept &= _is_parallel(shapes[shape[pair]], first, last, length, rule["parallel_share"])
    return pd.DataFrame(
        {
            "line": line[pair][kept],
            "from_m": np.minimum(from_m, to_m)[kept],
            "to_m": np.maximum(from_m, to_m)[kept],
            "kind": kind,
            "id": ids[number[shape[pair]][kept]],
        }
    ).sort_values(["line", "from_m", "to_m", "id"], ignore_index=True)


def _reach(shapes: Lines, reach_m: float) -> Lines:
    """Return the ground within reach of shapes; lines do not reach beyond their ends."""
    # Drawn by hand, a polygon may cross itself; cutting lines with it would fail.
    shapes = shapely.make_valid(shapes)
    if not reach_m:
        return np.asarray(shapes)
    is_line = shapely.get_type_id(shapes) == 1
    round_ends = shapely.buffer(shapes, reach_m, quad_segs=4)
    flat_ends = shapely.buffer(shapes, reach_m, quad_segs=4, cap_style="flat")
    return np.asarray(np.where(is_line, flat_ends, round_ends))


def _is_parallel(
    shapes: Lines, first: Lines, last: Lines, length: FloatArray, share: float
) -> BoolArray:
    """Return which pieces run along their shape; only lines have a direction to run along."""
    result = np.ones(len(shapes), dtype=bool)
    is_line = shapely.get_type_id(shapes) == 1
    begin = shapely.line_locate_point(shapes[is_line], first[is_line])
    end = shapely.line_locate_point(shapes[is_line], last[is_line])
    result[is_line] = np.abs(end - begin) >= share * length[is_line]
    return result


def mark_pieces(
    stretches: pd.DataFrame, parent: IntArray, middle_m: FloatArray
) -> tuple[IntArray, Any]:
    """Return the strongest stretch each piece of a cut line lies in.

    parent: (pieces,) ascending line numbers; middle_m: (pieces,) place of the piece's middle along
    its line. Returns an index into STRETCH_KINDS, -1 for none, and the id of what lies there.
    """
    kind = np.full(len(parent), -1, dtype=np.int64)
    what = np.full(len(parent), "", dtype=object)
    low = np.searchsorted(parent, stretches["line"], side="left")
    high = np.searchsorted(parent, stretches["line"], side="right")
    strength = stretches["kind"].map({name: n for n, name in enumerate(STRETCH_KINDS)})
    columns = (strength, stretches["from_m"], stretches["to_m"], stretches["id"])
    # A loop over stretches, which are few, each marking a slice of the pieces.
    for a, b, k, begin, end, name in zip(low, high, *columns, strict=True):
        inside = (middle_m[a:b] > begin) & (middle_m[a:b] < end) & (kind[a:b] < k)
        kind[a:b][inside] = k
        what[a:b][inside] = name
    return kind, what
