"""The layers of the HTML map, packed: addresses, streets, trenches, ducts, buildings, shapes."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from fibre_planner.analysis.gaps import group_gaps
from fibre_planner.language import ntr, tr
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import COVERAGE_CLASSES, ELIGIBILITIES
from fibre_planner.report.address_table import address_table
from fibre_planner.report.numbers import format_date, format_number
from fibre_planner.report.phase_map import year_codes
from fibre_planner.report.phase_table import has_years
from fibre_planner.report.texts import label, labels
from fibre_planner.report.webmap_payload import Grid, coded, pack, pack_lines, whole, z_order

LEVELS = ("trunk", "distribution", "lead_in")
STATUSES = ("connected", "unconnected", "excluded")
UNKNOWN_2 = 0xFFFF
UNKNOWN_4 = 0xFFFFFFFF
GROUND_KINDS = ("forest", "green", "water", "railway")
"""Kinds of areas, and of barriers, in the order they are painted."""
AREA_KINDS = ("district", "business_park", "funding_area", "moratorium", "municipality")
_GEOMETRY_KINDS = {0: "point", 1: "line", 2: "line", 3: "polygon"}
_RANKS = {
    **dict.fromkeys(("motorway", "trunk", "primary", "secondary", "tertiary"), 2),
    **dict.fromkeys(
        ("footway", "path", "track", "cycleway", "steps", "bridleway", "pedestrian"), 0
    ),
}
_SIMPLIFY_M = 1.5


def placed(addresses: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    """Return which addresses have a place on the map."""
    points = addresses.geometry
    return np.asarray(np.isfinite(points.x.to_numpy()) & np.isfinite(points.y.to_numpy()))


def address_codes(project: Project, plan: Plan | None) -> pd.DataFrame:
    """Return the number of class, eligibility and status per address, in their shown order."""
    ids = project.addresses["address_id"]
    coverage = project.coverage.set_index("address_id")
    codes = {
        "coverage_class": _code(ids, coverage["coverage_class"], COVERAGE_CLASSES, "unknown"),
        "eligible": _code(ids, coverage["eligible"], ELIGIBILITIES, "unknown"),
    }
    if plan is not None:
        status = plan.addresses.set_index("address_id")["status"]
        codes["status"] = _code(ids, status, STATUSES, "excluded")
    return pd.DataFrame(codes)


def pack_addresses(project: Project, plan: Plan | None, codes: pd.DataFrame, grid: Grid) -> str:
    """Return the addresses that have a place, neighbours beside each other.

    codes: as address_codes() gives them.
    """
    ids = project.addresses["address_id"].to_numpy()
    rows = address_table(project, plan).rows.set_index("address_id").loc[ids].reset_index()
    rows = rows.assign(**{f"code_{name}": codes[name].to_numpy() for name in codes})
    here = placed(project.addresses)
    xy = shapely.get_coordinates(project.addresses.geometry.to_numpy()[here])
    steps = grid.steps(xy) if len(xy) else np.empty((0, 2), dtype="int64")
    order = z_order(steps)
    rows, steps = rows.loc[here].iloc[order], steps[order]
    rows["number"] = house_labels(rows["house_number"], rows["suffix"])
    columns: dict[str, Any] = {"x": steps[:, 0], "y": steps[:, 1]}
    words: dict[str, Any] = {
        "coverage_class": [label("coverage_class", code) for code in COVERAGE_CLASSES],
        "eligible": list(labels("eligible").values()),
        "status": [label("plan_status", code) for code in STATUSES],
    }
    for name in codes:
        columns[name] = rows[f"code_{name}"].to_numpy()
    texts = {"cabinet_id": "cabinet"}
    names = ["street", "number", "postcode", "city", "district", "rule", "technology", "provider"]
    names += ["reason", "cabinet_id"] if plan else []
    names += ["year"] if has_years(plan) else []
    for name in names:
        short = texts.get(name, name)
        columns[short], words[short] = coded(rows[name])
    columns["down"] = whole(rows["down_mbps"], UNKNOWN_2)
    columns["up"] = whole(rows["up_mbps"], UNKNOWN_2)
    columns["dwellings"] = whole(rows["dwellings"], UNKNOWN_2)
    if plan is not None:
        columns["lead_in_dm"] = whole(rows["lead_in_m"], UNKNOWN_2, 10)
        columns["path_m"] = whole(rows["path_m"], UNKNOWN_4)
        columns["cost_eur"] = whole(rows["cost_base_eur"], UNKNOWN_4)
    return pack(columns, len(rows), words, deltas=("x", "y"))


def house_labels(numbers: pd.Series[Any], suffixes: pd.Series[Any]) -> pd.Series[Any]:
    """Return house numbers as they are written: 27a and 27/1, but 27 1/2."""
    gap = suffixes.str.slice(0, 1).str.isdigit().map({True: " ", False: ""})
    return (numbers + gap + suffixes).str.strip()


def pack_streets(project: Project, grid: Grid) -> str:
    """Return the streets with their names and three ranks: paths, streets, main roads."""
    streets = project.streets
    names, words = coded(streets["name"])
    rank = streets["road_class"].map(_RANKS).fillna(1).to_numpy("int64")
    lines = shapely.simplify(streets.geometry.to_numpy(), _SIMPLIFY_M / 3)
    return pack_lines(lines, grid, {"name": names, "rank": rank}, {"name": words})


def pack_buildings(project: Project, grid: Grid) -> str:
    """Return the outlines of the buildings."""
    outlines = shapely.simplify(project.buildings.geometry.to_numpy(), _SIMPLIFY_M / 2)
    outlines = outlines[~(shapely.is_missing(outlines) | shapely.is_empty(outlines))]
    if len(outlines):
        middles = shapely.get_coordinates(shapely.centroid(outlines))
        outlines = outlines[z_order(grid.steps(middles))]
    return pack_lines(outlines, grid, {})


def pack_ducts(project: Project, grid: Grid) -> str:
    """Return the existing ducts."""
    return pack_lines(project.ducts.geometry.to_numpy(), grid, {})


def pack_trenches(plan: Plan, grid: Grid) -> str:
    """Return the trenches with what their popups tell."""
    trenches = plan.trenches
    columns: dict[str, Any] = {
        "level": _numbers(trenches["level"], LEVELS),
        "length_dm": whole(trenches["length_m"], UNKNOWN_4, 10),
        "cost_eur": whole(trenches["cost_base_eur"].fillna(0), UNKNOWN_4),
        "units": whole(trenches["units"], UNKNOWN_4),
        "fibres": whole(trenches["fibres"], UNKNOWN_4),
    }
    if has_years(plan):
        columns["year"] = year_codes(plan)
    words: dict[str, Any] = {}
    texts = {"street": None, "ducts": None, "cable": None, "method": "method", "surface": "surface"}
    for name, kind in texts.items():
        codes, found = coded(trenches[name])
        columns[name] = codes
        words[name] = [label(kind, text) if kind and text else text for text in found]
    return pack_lines(trenches.geometry.to_numpy(), grid, columns, words)


def node_values(plan: Plan, grid: Grid) -> list[dict[str, Any]]:
    """Return PoPs and cabinets as plain values, PoPs last so that they lie on top."""
    nodes = plan.nodes.sort_values(["kind", "node_id"], kind="stable")
    steps = grid.steps(shapely.get_coordinates(nodes.geometry.to_numpy())).tolist()
    # A few hundred nodes: each becomes a value of its own.
    return [
        {
            "kind": "pop" if row.kind == "pop" else "cabinet",
            "title": f"{label('node', row.kind)} {row.node_id}",
            "units": int(row.units),
            "capacity": int(row.capacity_units),
            "existing": bool(row.existing),
            "cost_eur": None if np.isnan(row.cost_base_eur) else round(row.cost_base_eur),
            "x": x,
            "y": y,
        }
        for row, (x, y) in zip(nodes.itertuples(index=False), steps, strict=True)
    ]


def site_values(project: Project, grid: Grid) -> list[dict[str, Any]]:
    """Return the construction sites with title, kind and dates."""
    values = []
    # Some dozen sites of mixed geometry: each becomes a value of its own.
    for row in project.sites.itertuples(index=False):
        dates = " – ".join(format_date(date) for date in (row.planned_from, row.planned_to) if date)
        rows = [
            [tr("Kind"), label("site", row.kind)],
            [tr("Street"), row.street],
            [tr("Planned"), dates],
            [tr("Developer"), row.developer],
            [tr("Status"), row.status],
        ]
        values += _shapes(
            row.geometry, grid, {"title": row.title or label("site", row.kind), "rows": rows}
        )
    return values


def gap_values(project: Project, grid: Grid) -> list[dict[str, Any]]:
    """Return the outlines of the gaps that may be aided, with their size."""
    if project.coverage.empty:
        return []
    gaps = group_gaps(project.addresses, project.coverage)[1]
    gaps = gaps.loc[gaps["kind"] == "eligible"]
    values = []
    # Some hundred outlines: each becomes a value of its own.
    for row in gaps.itertuples(index=False):
        count = int(row.addresses)
        rows = [
            [tr("District"), row.district],
            [tr("Addresses"), format_number(count)],
            [tr("Dwellings"), format_number(row.dwellings)],
            [tr("Worst class"), label("coverage_class", row.worst_class)],
        ]
        title = ntr("Gap of {count} address", "Gap of {count} addresses", count)
        title = title.format(count=format_number(count))
        values += _shapes(row.geometry, grid, {"title": title, "rows": rows})
    return values


def ground_values(project: Project, grid: Grid) -> list[dict[str, Any]]:
    """Return what gives a town its look: forest and green below, then water and railways."""
    areas = project.areas
    kind = areas["kind"].where(areas["kind"] != "barrier", areas["barrier"])
    values = []
    # Some hundred areas: each becomes a value of its own.
    for name in GROUND_KINDS:
        for geometry in areas.geometry[kind == name]:
            values += _shapes(geometry, grid, {"kind": name})
    return values


def area_values(project: Project, grid: Grid) -> list[dict[str, Any]]:
    """Return districts, business parks and other areas, with the place of their names."""
    areas = project.areas.loc[project.areas["kind"].isin(AREA_KINDS)]
    values = []
    # Some dozen areas: each becomes a value of its own.
    for row in areas.itertuples(index=False):
        if row.geometry is None or row.geometry.is_empty:
            continue
        inside = shapely.point_on_surface(shapely.make_valid(row.geometry))
        middle = grid.steps(shapely.get_coordinates(inside))[0].tolist()
        shapes = _shapes(row.geometry, grid, {"kind": row.kind})
        for number, shape in enumerate(shapes):
            values.append({**shape, "middle": middle, "name": "" if number else row.name})
    return values


def _shapes(geometry: Any, grid: Grid, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the parts of a geometry as rings of steps with a box each."""
    if geometry is None or geometry.is_empty:
        return []
    shapes = []
    for part in shapely.get_parts(shapely.simplify(geometry, _SIMPLIFY_M)):
        kind = _GEOMETRY_KINDS.get(shapely.get_type_id(part), "line")
        rings = [part.exterior, *part.interiors] if kind == "polygon" else [part]
        steps = [grid.steps(shapely.get_coordinates(ring)) for ring in rings]
        low, high = steps[0].min(axis=0), steps[0].max(axis=0)
        shapes.append(
            {
                **values,
                "type": kind,
                "rings": [ring.ravel().tolist() for ring in steps],
                "box": [*low.tolist(), *high.tolist()],
            }
        )
    return shapes


def _code(
    ids: pd.Series[Any], values: pd.Series[Any], known: tuple[str, ...], default: str
) -> npt.NDArray[np.int64]:
    return _numbers(values.reindex(ids, fill_value=default), known, known.index(default))


def _numbers(
    values: pd.Series[Any], known: tuple[str, ...], default: int = 0
) -> npt.NDArray[np.int64]:
    numbers = {code: number for number, code in enumerate(known)}
    return np.asarray(values.map(numbers).fillna(default), dtype="int64")
