"""Addresses of an OpenStreetMap file: every object with a house number, one row per number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.io.house_numbers import problem_text, split_column
from fibre_planner.io.imported import Rejection
from fibre_planner.io.osm_objects import OsmObjects, geometry_problem_text, points_in
from fibre_planner.io.osm_tags import match

NUMBER_TAGS = ("addr:housenumber", "addr:conscriptionnumber", "addr:streetnumber")
_WITHOUT_NUMBER = ("addr:street", "addr:place", "addr:housename")
_DISTRICT_TAGS = ("addr:suburb", "addr:district", "addr:hamlet", "addr:quarter")
_CITY_TAGS = ("addr:city", "addr:village", "addr:town")


@dataclass(frozen=True, eq=False)
class OsmAddresses:
    """The address rows of a file, the objects refused, and the counts."""

    rows: gpd.GeoDataFrame
    rejections: list[Rejection]
    counts: Mapping[str, int]


def addresses(objects: OsmObjects, crs: str, streets: Mapping[str, str]) -> OsmAddresses:
    """Return the addresses of projected objects.

    streets: object key → street name that a relation gives the house.
    A range or a list of house numbers becomes one row each, all at the place of the object.
    Objects without a place, and those whose number is none, are refused. Counts: address_objects,
    addresses_after_splitting, address_objects_split, address_objects_refused, and
    objects_without_house_number (street or name of a house, but no number; refused too) and
    interpolation_lines (lines that stand for houses nobody has drawn; nothing is made of them).
    """
    numbered = objects.take(objects.having(*NUMBER_TAGS))
    places = points_in(numbered.geometries)
    missing = shapely.is_missing(places)
    unplaced = numbered.take(missing)
    numbered, places = numbered.take(~missing), places[~missing]
    table = split_column(pd.Series(_first_tag(numbered, NUMBER_TAGS), dtype="str"))
    refused = numbered.take(table.loc[table["refused"], "row"].to_numpy())
    codes = list(table.loc[table["refused"], "problem"])
    rejections = [
        *unplaced.rejections(
            geometry_problem_text, [code or "no_place" for code in unplaced.problems]
        ),
        *refused.rejections(problem_text, codes),
    ]
    rows = _rows(numbered, places, table.loc[~table["refused"]], crs, streets)
    nameless = _without_number(objects)
    counts = {
        "address_objects": len(numbered) + len(unplaced),
        "addresses_after_splitting": len(rows),
        "address_objects_split": int((table["parts"] > 1).groupby(table["row"]).any().sum()),
        "address_objects_refused": len(rejections),
        "objects_without_house_number": len(nameless),
        "interpolation_lines": int(objects.having("addr:interpolation").sum()),
    }
    rejections += nameless.rejections(problem_text, ["no_house_number"] * len(nameless))
    return OsmAddresses(rows, rejections, counts)


def _rows(
    numbered: OsmObjects,
    places: np.ndarray[Any, Any],
    table: pd.DataFrame,
    crs: str,
    streets: Mapping[str, str],
) -> gpd.GeoDataFrame:
    """Return the table's rows with the tags and the place of their objects."""
    row = table["row"].to_numpy()
    ids = pd.Series(numbered.ids(), dtype="str").to_numpy()[row]
    several = table["parts"].to_numpy() > 1
    number = (table["house_number"] + table["suffix"]).to_numpy()
    category = match(numbered, "address_categories", "category", "private")
    columns = {
        "street": _street(numbered, streets),
        "postcode": numbered.values("addr:postcode"),
        "city": _first_tag(numbered, _CITY_TAGS),
        "district": _first_tag(numbered, _DISTRICT_TAGS),
        "businesses": (category == "business").astype(np.int64),
        "public_units": np.isin(category, ("public", "school", "hospital")).astype(np.int64),
        "category": category,
        "source": np.array(numbered.sources(), dtype=object),
    }
    return gpd.GeoDataFrame(
        {
            "address_id": np.where(several, ids + "-" + number, ids),
            "house_number": table["house_number"].to_numpy(),
            "suffix": table["suffix"].to_numpy(),
            **{name: values[row] for name, values in columns.items()},
        },
        geometry=places[row],
        crs=crs,
    )


def _street(numbered: OsmObjects, streets: Mapping[str, str]) -> np.ndarray[Any, Any]:
    """Return the street of each object: its own, the one of its relation, or its place."""
    own = numbered.values("addr:street")
    grouped = np.array([streets.get(key, "") for key in numbered.keys], dtype=object)
    place = numbered.values("addr:place")
    return np.where(own != "", own, np.where(grouped != "", grouped, place))


def _without_number(objects: OsmObjects) -> OsmObjects:
    """Return objects that name a street or a house but no number; streets themselves apart."""
    chosen = objects.having(*_WITHOUT_NUMBER) & ~objects.having(*NUMBER_TAGS)
    return objects.take(chosen & ~objects.having("highway", "addr:interpolation"))


def _first_tag(objects: OsmObjects, tags: tuple[str, ...]) -> np.ndarray[Any, Any]:
    """Return the value of the first of some tags that an object has."""
    result = objects.values(tags[0])
    for tag in tags[1:]:
        result = np.where(result == "", objects.values(tag), result)
    return result
