"""Shares by district, building block or square: who has gigabit, is served, white or eligible."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from fibre_planner.analysis.districts import containing_area
from fibre_planner.analysis.limits import limit
from fibre_planner.resources import RESOURCES, read_toml

if TYPE_CHECKING:
    from fibre_planner.model.project import Project

_CLASSES = {"served": ("served",), "white": ("white",), "grey": ("light_grey", "dark_grey")}
_FIBRE = ("FTTH", "FTTB")
_NO_EDGES = ("footway", "path", "cycleway", "steps", "bridleway", "corridor", "track", "service")
"""Ways that lead through a building block rather than around it."""

_SQUARE = "square "
Codes = npt.NDArray[np.int64]


@cache
def speed_bounds() -> tuple[float, ...]:
    """Return the lower bounds of the classes of download rates in Mbit/s, ascending."""
    return tuple(float(rate) for rate in _speeds()["from_mbps"])


@cache
def _speeds() -> dict[str, Any]:
    return read_toml(RESOURCES / "coverage" / "speed_classes.toml")


def reaches(measure: str, addresses: pd.DataFrame, coverage: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which addresses a measure counts: those with gigabit, served, white, grey, eligible.

    Fibre whose rate nobody wrote down counts as gigabit; what is not judged counts as nothing.
    """
    judged = coverage.set_index("address_id").reindex(addresses["address_id"].to_numpy())
    if measure == "gigabit":
        down = judged["down_mbps"].to_numpy(float)
        fibre = judged["technology"].isin(_FIBRE).to_numpy()
        found = (down >= float(_speeds()["gigabit_from_mbps"])) | (fibre & np.isnan(down))
    elif measure == "eligible":
        found = (judged["eligible"] == "yes").to_numpy(bool)
    else:
        found = judged["coverage_class"].isin(_CLASSES[measure]).to_numpy(bool)
    result: npt.NDArray[np.bool_] = found
    return result


def weights(addresses: pd.DataFrame) -> tuple[str, npt.NDArray[np.float64]]:
    """Return what shares are of, and how much of it each address has.

    That is known dwellings, and addresses where the project knows no dwellings at all.
    """
    dwellings = addresses["dwellings"].clip(lower=0).to_numpy(float)
    if dwellings.any():
        return "dwellings", dwellings
    return "addresses", np.ones(len(addresses))


def area_shares(project: Project, measure: str, by: str, cell_m: float = 100.0) -> gpd.GeoDataFrame:
    """Return areas that hold addresses, with the share of a measure in each, sorted by id.

    measure: one of SHARE_MEASURES. by: district (areas of that kind, by the name addresses give),
    block (what streets enclose) or grid (squares with sides of cell_m on the axes of the CRS).
    Columns: unit_id, addresses, whole and part (dwellings, or addresses as `weights` says),
    share (0 to 1, NaN where the whole is nothing), geometry.
    """
    table = project.addresses
    code, ids, shapes = {"district": _districts, "block": _blocks}.get(by, _no_areas)(project)
    if by == "grid":
        code, ids, shapes = _squares(table.geometry, cell_m)
    inside = code >= 0
    _, weight = weights(table)
    good = reaches(measure, table, project.coverage) & inside
    count = np.bincount(code[inside], minlength=len(ids))
    whole = np.bincount(code[inside], weights=weight[inside], minlength=len(ids))
    part = np.bincount(code[good], weights=weight[good], minlength=len(ids))
    share = np.divide(part, whole, out=np.full(len(ids), np.nan), where=whole > 0)
    found = pd.DataFrame(
        {"unit_id": ids, "addresses": count, "whole": whole, "part": part, "share": share}
    ).astype({"unit_id": "str"})
    made = gpd.GeoDataFrame(found, geometry=shapes, crs=project.crs)
    return made[made["addresses"] > 0].sort_values("unit_id", ignore_index=True)


def addresses_of_area(
    project: Project, measure: str, shares: pd.DataFrame, unit_id: str
) -> tuple[list[str], list[str]]:
    """Return the addresses of an area that a measure counts, and its others.

    shares: the result of `area_shares`, of squares of one or several sides; unit_id: one of them.
    """
    table = project.addresses
    unit = shares[shares["unit_id"] == unit_id]
    if unit.empty:
        return [], []
    area_id = unit["unit_id"].iloc[0]
    areas = project.areas[project.areas["area_id"] == area_id]
    if unit_id.startswith(_SQUARE) and "/" in unit_id:
        west, south, east, north = unit.geometry.iloc[0].bounds
        x, y = table.geometry.x.to_numpy(), table.geometry.y.to_numpy()
        inside = (x >= west) & (x < east) & (y >= south) & (y < north)
    elif len(areas):
        inside = (table["district"] == areas["name"].iloc[0]).to_numpy(bool)
    else:
        # Of neighbours that share a border one alone has the address on it, as in the shares.
        blocks = gpd.GeoSeries(shares.geometry.to_numpy(), crs=project.crs)
        place = int(np.flatnonzero((shares["unit_id"] == unit_id).to_numpy())[0])
        inside = containing_area(table.geometry, blocks) == place
    good = reaches(measure, table, project.coverage)
    ids = table["address_id"].to_numpy(object)
    return list(ids[inside & good]), list(ids[inside & ~good])


def _no_areas(project: Project) -> tuple[Codes, Any, Any]:
    nothing = np.empty(0, dtype=object)
    return np.full(len(project.addresses), -1, dtype=np.int64), nothing, nothing


def _districts(project: Project) -> tuple[Codes, Any, Any]:
    areas = project.areas[(project.areas["kind"] == "district") & (project.areas["name"] != "")]
    areas = areas.drop_duplicates("name")
    code = pd.Index(areas["name"]).get_indexer(project.addresses["district"])
    return code.astype(np.int64), areas["area_id"].to_numpy(object), areas.geometry.to_numpy()


def _blocks(project: Project) -> tuple[Codes, Any, Any]:
    """Return what the streets enclose, from west to east, but for open country."""
    streets = project.streets[~project.streets["road_class"].isin(_NO_EDGES)]
    lines = shapely.get_parts(streets.geometry.to_numpy())
    lines = lines[shapely.get_type_id(lines) == 1]
    if not len(lines):
        return _no_areas(project)
    noded = shapely.get_parts(shapely.node(shapely.multilinestrings(lines)))
    faces = shapely.get_parts(shapely.polygonize(noded))
    faces = faces[shapely.area(faces) <= limit("largest_block_m2")]
    corner = shapely.bounds(faces).reshape(-1, 4)[:, :2].round().astype(np.int64)
    order = np.lexsort((shapely.area(faces), corner[:, 1], corner[:, 0]))
    ids = np.array([f"block {n:06d}" for n in range(len(order))], dtype=object)
    blocks = gpd.GeoSeries(faces[order], crs=project.crs)
    return containing_area(project.addresses.geometry, blocks), ids, blocks.to_numpy()


def _squares(points: gpd.GeoSeries, cell_m: float) -> tuple[Codes, Any, Any]:
    xy = np.column_stack([points.x.to_numpy(), points.y.to_numpy()])
    placed = np.isfinite(xy).all(axis=1)
    cells, owner = np.unique(np.floor(xy[placed] / cell_m), axis=0, return_inverse=True)
    code = np.full(len(points), -1, dtype=np.int64)
    code[placed] = owner.reshape(-1)
    corner = cells * cell_m
    shapes = shapely.box(*corner.T, *(corner + cell_m).T)
    ids = np.array(
        [f"{_SQUARE}{cell_m:.0f}m {x:.0f}/{y:.0f}" for x, y in corner.tolist()], dtype=object
    )
    return code, ids, shapes
