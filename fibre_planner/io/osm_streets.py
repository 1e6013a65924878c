"""Streets of an OpenStreetMap file: one row per way, with class, surface, width and level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.io.imported import Rejection
from fibre_planner.io.osm_objects import OsmObjects, geometry_problem_text
from fibre_planner.io.osm_tags import first_value, mapping, match, match_rows, metres

_WIDEST_M = 60.0  # no street is wider; a slip of the pen
_SIDES = {"yes": "both", "none": "no"}
_AT_GRADE = ("", "no", "building_passage")  # a passage through a house lies on the ground


@dataclass(frozen=True, eq=False)
class OsmStreets:
    """The street rows of a file, the objects refused, and the counts."""

    rows: gpd.GeoDataFrame
    rejections: list[Rejection]
    counts: Mapping[str, int]


def streets(objects: OsmObjects, crs: str) -> OsmStreets:
    """Return the streets of projected objects, whole ways in OSM's own vertices.

    Classes that `road_classes.csv` does not name (proposed, platform, corridor ...) are left out
    and counted; a street under construction has the class it will have. Squares mapped as areas
    are taken as the line around them. Counts: highway_ways, highways_that_are_no_streets,
    streets_refused, streets_with_unknown_surface.
    """
    ways = objects.take(objects.having("highway") & (_kinds(objects) != "n"))
    classes = mapping("road_classes").set_index("road_class")
    road_class = first_value(ways.values("highway"))
    future = first_value(ways.values("construction"))
    road_class = road_class.where(road_class != "construction", future).to_numpy(dtype=object)
    wanted = pd.Series(road_class).isin(classes.index).to_numpy()
    wanted = wanted & (ways.values("indoor") != "yes")
    kept, road_class = ways.take(wanted), road_class[wanted]
    broken = kept.problems != ""
    rejected = kept.take(broken)
    kept, road_class = kept.take(~broken), road_class[~broken]
    surface, unknown = _surface(kept, classes.loc[road_class, "surface"].to_numpy(dtype=object))
    level, structure = _level(kept)
    rows = gpd.GeoDataFrame(
        {
            "street_id": kept.ids(),
            "name": kept.values("name"),
            "road_class": road_class,
            "surface": surface,
            "width_m": _width_m(kept, classes.loc[road_class, "lane_width_m"]),
            "sidewalk": _sidewalk(kept),
            "level": level,
            "structure": structure,
            "ground": _ground(kept, road_class),
            "source": kept.sources(),
        },
        geometry=_lines(kept.geometries),
        crs=crs,
    )
    counts = {
        "highway_ways": len(ways),
        "highways_that_are_no_streets": int((~wanted).sum()),
        "streets_refused": len(rejected),
        "streets_with_unknown_surface": unknown,
    }
    rejections = rejected.rejections(geometry_problem_text, list(rejected.problems))
    return OsmStreets(_parts(rows), rejections, counts)


def _kinds(objects: OsmObjects) -> np.ndarray[Any, Any]:
    """Return n, w or r of each object."""
    return objects.keys.astype("U1")


def _surface(ways: OsmObjects, default: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], int]:
    """Return the surface class of each street, and how many tags no table knows."""
    table = mapping("surfaces")
    row = match_rows(ways, "surfaces")
    known = table.loc[table["key"] == "surface"].set_index("value")["surface"]
    first = first_value(ways.values("surface"))
    surface = first.map(known)
    # Track grades stand in where a way has no surface of its own.
    grade = pd.Series(np.where(row < 0, None, table["surface"].to_numpy(dtype=object)[row]))
    result = surface.where(surface.notna(), grade.where(first == "")).to_numpy(dtype=object)
    unknown = int(((first != "") & surface.isna()).sum())
    return np.where(pd.isna(result), default, result), unknown


def _width_m(ways: OsmObjects, lane_width_m: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """Return the width in metres: as measured, as estimated, or lanes times the lane's width."""
    result = np.full(len(ways), np.nan)
    for tag in ("width", "width:carriageway", "est_width"):
        result = np.where(np.isnan(result), metres(ways.values(tag)), result)
    result[result > _WIDEST_M] = np.nan
    lanes = pd.to_numeric(pd.Series(ways.values("lanes"), dtype="str"), errors="coerce")
    by_lanes = lanes.to_numpy(dtype=np.float64) * pd.to_numeric(
        lane_width_m, errors="coerce"
    ).to_numpy(dtype=np.float64)
    by_lanes[~((by_lanes > 0) & (by_lanes <= _WIDEST_M))] = np.nan
    return np.where(np.isnan(result), by_lanes, result)


def _sidewalk(ways: OsmObjects) -> np.ndarray[Any, Any]:
    """Return both, left, right, no, separate, or "" where nothing is said."""
    whole = np.where(
        ways.values("sidewalk") != "",
        ways.values("sidewalk"),
        ways.values("sidewalk:both"),
    )
    side = pd.Series(whole, dtype="str").replace(_SIDES)
    left = pd.Series(ways.values("sidewalk:left"), dtype="str")
    right = pd.Series(ways.values("sidewalk:right"), dtype="str")
    told = (side == "") & ((left != "") | (right != ""))
    by_side = np.select(
        [
            (left == "separate") | (right == "separate"),
            (left == "yes") & (right == "yes"),
            left == "yes",
            right == "yes",
        ],
        ["separate", "both", "left", "right"],
        "no",
    )
    result = np.where(told, by_side, side.to_numpy(dtype=object))
    return np.where(np.isin(result, ("both", "left", "right", "no", "separate")), result, "")


def _level(ways: OsmObjects) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return level and structure; a bridge without a layer is on 1, a tunnel on -1."""
    bridge = ~np.isin(ways.values("bridge"), ("", "no"))
    tunnel = ~np.isin(ways.values("tunnel"), _AT_GRADE)
    layer = pd.Series(ways.values("layer"), dtype="str").str.extract(r"^\s*([+-]?\d{1,2})\b")[0]
    usual = np.select([bridge, tunnel], [1, -1], 0)
    level = pd.to_numeric(layer).fillna(pd.Series(usual)).to_numpy(dtype=np.int64)
    return level, np.select([bridge, tunnel], ["bridge", "tunnel"], "")


def _ground(ways: OsmObjects, road_class: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return public or private, or "" for a service way of which nothing is said.

    A street under construction is closed for the time of the works, which says nothing of whose
    ground it is.
    """
    untold = np.where(road_class == "service", "", "public")
    ground = match(ways, "ground", "ground", "")
    built = first_value(ways.values("highway")).to_numpy(object) == "construction"
    ground[built & (ways.values("access") == "no")] = ""
    return np.where(ground == "", untold, ground)


def _lines(geometries: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return lines as they are and the boundary of surfaces."""
    surface = shapely.get_dimensions(geometries) == 2
    result = geometries.copy()
    result[surface] = shapely.boundary(geometries[surface])
    return result


def _parts(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Split boundaries of several rings into a row each, "osm-r6", "osm-r6-2" ..."""
    if not (rows.geom_type == "MultiLineString").any():
        return rows
    single = rows.explode(ignore_index=True)
    part = single.groupby("street_id").cumcount() + 1
    suffix = np.where(part == 1, "", "-" + part.astype("str"))
    return single.assign(street_id=single["street_id"] + suffix)
