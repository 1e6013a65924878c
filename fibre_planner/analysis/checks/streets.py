"""Checks of streets: crossing themselves, cut off, ending just short, far from addresses."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.ops import substring

from fibre_planner.analysis.checks.street_distance import farther_than
from fibre_planner.analysis.checks.tell import Flags, Kind, base_price, has_shape, tell
from fibre_planner.analysis.limits import limit
from fibre_planner.analysis.streets.noding import Sections, node_streets
from fibre_planner.analysis.streets.trench_prices import graph_rules
from fibre_planner.language import ntr, tr
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import Project

_TRENCH = "TB02"
"""Price of a metre of trench in a footway, by which cut-off streets are valued."""
_LEAD_IN = "HA02"
_TRIM_M = 0.01


def no_streets(project: Project) -> list[Finding]:
    """Say that there are addresses but no street along which a trench could run."""
    if len(project.streets) or not len(project.addresses):
        return []
    return [
        Finding(
            code="no_streets",
            severity="error",
            layer="streets",
            rows=(),
            message=tr("The project has addresses but no streets."),
            remedy=tr("Import streets, for example from OpenStreetMap."),
        )
    ]


def street_crosses_itself(project: Project) -> list[Finding]:
    """Find streets whose line crosses itself; rings and turning loops do not."""
    lines = project.streets.geometry.to_numpy()
    crosses = has_shape(lines) & ~np.asarray(shapely.is_simple(lines), dtype=bool)
    rows = np.flatnonzero(crosses)
    # A turning loop touches the line with its end alone, so it is simple without that end. The
    # loop runs over the few lines that are not simple.
    trimmed = [
        substring(line, _TRIM_M, line.length - _TRIM_M)
        for line in lines[rows]
        if line.geom_type == "LineString"
    ]
    single = np.array([line.geom_type == "LineString" for line in lines[rows]], dtype=bool)
    crosses[rows[single]] = ~np.asarray(shapely.is_simple(trimmed), dtype=bool)
    return tell(
        project,
        Kind("street_crosses_itself", "note", "streets"),
        crosses,
        lambda count: ntr(
            "{count} street crosses itself.", "{count} streets cross themselves.", count
        ),
        tr("Look at the line; often two points are in the wrong order."),
    )


def street_without_length(project: Project) -> list[Finding]:
    """Find streets whose line has no length."""
    lines = project.streets.geometry.to_numpy()
    return tell(
        project,
        Kind("street_without_length", "warning", "streets"),
        has_shape(lines) & ~(shapely.length(lines) > 0),
        lambda count: ntr(
            "{count} street has no length.", "{count} streets have no length.", count
        ),
        tr("Delete the row, or draw the street."),
    )


def broken_network(project: Project) -> list[Finding]:
    """Find islands of streets, the addresses only they reach, and ends just short of a street."""
    sections = _sections(project)
    if not len(sections.lines):
        return []
    return [*_islands(project, _part_of_street(project, sections)), *_loose_ends(project, sections)]


def address_far_from_street(project: Project) -> list[Finding]:
    """Find addresses farther from every street than the scenario allows a lead-in to be."""
    streets = project.streets.geometry.to_numpy()
    streets = streets[has_shape(streets)]
    if not len(streets):
        return []
    reach_m = _reach_m(project)
    most_m = limit("longest_lead_in_m")
    points = project.addresses.geometry.to_numpy()
    far, beyond_m = farther_than(points, streets, reach_m)
    return tell(
        project,
        Kind("address_far_from_street", "warning", "addresses"),
        far,
        lambda count: ntr(
            "{count} address lies far from every street.",
            "{count} addresses lie far from every street.",
            count,
        ),
        tr("Draw the way that leads there, or let the scenario allow longer lead-ins."),
        # Nobody would dig farther than a duct can be blown into; then the place is wrong.
        cost_eur=float(beyond_m.clip(max=most_m).sum()) * base_price(project, _LEAD_IN),
    )


def _reach_m(project: Project) -> float:
    scenarios = project.scenarios
    return scenarios[0].snap_distance_m if scenarios else limit("street_distance_m")


def _sections(project: Project) -> Sections:
    """Return the streets cut where they meet, as the trench planner sees them."""
    noding = graph_rules()["noding"]
    return node_streets(
        project.streets.geometry.to_numpy(),
        project.streets["level"].to_numpy(np.int64),
        touch_m=noding["touch_m"],
        snap_ends_m=noding["snap_ends_m"],
    )


def _part_of_street(project: Project, sections: Sections) -> npt.NDArray[np.int64]:
    """Return the connected part each street belongs to, 0 the one with most metres, -1 for none."""
    first, second = sections.ends.T
    size = len(sections.xy)
    graph = coo_array((np.ones(len(first)), (first, second)), shape=(size, size))
    part = connected_components(graph, directed=False)[1][first]
    rank = np.argsort(np.argsort(-np.bincount(part, shapely.length(sections.lines)), kind="stable"))
    result = np.full(len(project.streets), -1, dtype=np.int64)
    # A street in several pieces counts as its best connected piece: the last assignment wins.
    order = np.argsort(-rank[part], kind="stable")
    result[sections.street[order]] = rank[part][order]
    return result


def _islands(project: Project, part: npt.NDArray[np.int64]) -> list[Finding]:
    """Find streets that are not connected with the main network, and addresses only they reach."""
    island = part > 0
    if not island.any():
        return []
    lines = project.streets.geometry.to_numpy()
    cut_off = _reached_only_by(project, lines[island], lines[part == 0])
    gap_m = _gap_m(project.addresses.geometry.to_numpy()[cut_off], lines, part)
    return [
        *tell(
            project,
            Kind("street_island", "note", "streets"),
            island,
            lambda count: ntr(
                "{count} street is not connected with the rest.",
                "{count} streets are not connected with the rest.",
                count,
            ),
            tr("Draw the missing piece where a trench may run; else leave them."),
        ),
        *tell(
            project,
            Kind("address_on_island", "error", "addresses"),
            cut_off,
            lambda count: ntr(
                "{count} address is reached only by streets that are cut off.",
                "{count} addresses are reached only by streets that are cut off.",
                count,
            ),
            tr("Connect these streets with the rest; otherwise the addresses stay unconnected."),
            cost_eur=gap_m * base_price(project, _TRENCH),
        ),
    ]


def _gap_m(
    points: npt.NDArray[np.object_], lines: npt.NDArray[np.object_], part: npt.NDArray[np.int64]
) -> float:
    """Return the metres between the islands that points lie on and the main network, summed."""
    if not len(points):
        return 0.0
    island = np.flatnonzero(part > 0)
    nearest = shapely.STRtree(lines[island]).query_nearest(points, all_matches=False)[1]
    rows = np.flatnonzero(np.isin(part, part[island[nearest]]))
    street, gap_m = shapely.STRtree(lines[part == 0]).query_nearest(
        lines[rows], return_distance=True, all_matches=False
    )
    return float(pd.Series(gap_m).groupby(part[rows[street[0]]]).min().sum())


def _reached_only_by(
    project: Project, island: npt.NDArray[np.object_], main: npt.NDArray[np.object_]
) -> Flags:
    """Return which addresses are in reach of an island but not of the main network."""
    points = project.addresses.geometry.to_numpy()
    flags = np.zeros(len(points), dtype=bool)
    reach_m = _reach_m(project)
    tree = shapely.STRtree(points)
    near = np.unique(tree.query(island, predicate="dwithin", distance=reach_m)[1])
    if len(near):
        far, _ = farther_than(points[near], main, reach_m)
        flags[near[far]] = True
    return flags


def _loose_ends(project: Project, sections: Sections) -> list[Finding]:
    """Find dead ends that lie near another street of their level without touching it."""
    reach_m = limit("street_end_gap_m")
    degree = np.bincount(sections.ends.reshape(-1), minlength=len(sections.xy))
    section, side = np.nonzero(degree[sections.ends] == 1)
    # A stub shorter than the reach is near the street it branches off.
    long_enough = shapely.length(sections.lines[section]) > 2 * reach_m
    section, side = section[long_enough], side[long_enough]
    points = shapely.points(sections.xy[sections.ends[section, side]])
    end, other = shapely.STRtree(sections.lines).query(
        points, predicate="dwithin", distance=reach_m
    )
    level = project.streets["level"].to_numpy()[sections.street]
    true = (other != section[end]) & (level[other] == level[section[end]])
    end, other = end[true], other[true]
    rows = np.zeros(len(project.streets), dtype=bool)
    rows[sections.street[section[end]]] = True
    gaps_m = shapely.distance(points[end], sections.lines[other])
    return tell(
        project,
        Kind("unconnected_street_end", "warning", "streets"),
        rows,
        lambda count: ntr(
            "{count} street ends just short of another one.",
            "{count} streets end just short of another one.",
            count,
        ),
        tr("Draw the end onto the street it was meant to meet."),
        cost_eur=float(gaps_m.sum()) * base_price(project, _TRENCH),
    )
