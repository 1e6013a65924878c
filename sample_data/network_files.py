"""Streets, buildings, ducts, nodes, areas and places as the city's GIS would hand them out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sample_data.curves import Points, curve, rounded
from sample_data.ground import Area, railway, river
from sample_data.houses import Building
from sample_data.mistakes import Mistake
from sample_data.plan_files import read_plan
from sample_data.street_network import Section, Street
from sample_data.writing import write_geojson

SHORT_END_M = 0.8
_SHORT_STREET, _CROSSED_STREET, _ISLAND = "Ulmenweg", "Primelweg", "Am Schwanenweiher"
_LAND_COVER = {"forest": "forest", "water": "barrier"}
_GREEN = ("vineyard", "park", "sports", "cemetery", "allotments", "meadow")

Feature = tuple[dict[str, Any], BaseGeometry]


def write_streets(folder: Path, sections: list[Section]) -> list[Mistake]:
    """Write the street sections, one of them too short and one crossing itself."""
    mistakes, features = [], []
    seen: set[str] = set()
    for number, section in enumerate(sections, start=1):
        street_id, street = f"S{number:04d}", section.street
        points, code = section.points, ""
        first = street.name not in seen
        seen.add(street.name)
        if street.name == _SHORT_STREET and first:
            code, points = "N01", _shortened(points)
        elif street.name == _CROSSED_STREET and first:
            code, points = "N02", _with_slip(points)
        elif street.name == _ISLAND and first:
            code = "N03"
        if code:
            mistakes.append(Mistake(code, "streets.geojson", street_id, *_STREET_TEXTS[code]))
        features.append((_street_row(street_id, section), shapely.linestrings(points)))
    write_geojson(folder / "streets.geojson", features)
    return mistakes


_STREET_TEXTS = {
    "N01": (
        f"{_SHORT_STREET} ends {SHORT_END_M} m before Eschenweg",
        "check: `unconnected_street_end`",
    ),
    "N02": (f"{_CROSSED_STREET} crosses itself at its end", "check: `street_crosses_itself`"),
    "N03": (
        f"{_ISLAND} touches no other street",
        "check: `street_island`; its houses: `address_on_island`",
    ),
}


def _street_row(street_id: str, section: Section) -> dict[str, Any]:
    street = section.street
    return {
        "street_id": street_id,
        "name": street.name,
        "road_class": street.road_class,
        "surface": street.surface if section.structure != "bridge" else "asphalt",
        "width_m": street.width_m,
        "sidewalk": street.sidewalk,
        "level": section.level,
        "structure": section.structure,
    }


def _shortened(points: Points) -> Points:
    line = curve(points)
    return line.part(SHORT_END_M, line.length_m)


def _with_slip(points: Points) -> Points:
    """Return a line whose last vertices were drawn in the wrong order."""
    line = curve(points)
    end, along, left = points[-1], line.direction(line.length_m), line.left(line.length_m)
    slip = [end + along * 14 + left * 5, end + along * 14 - left * 6, end - along * 5 + left * 6]
    return rounded(np.vstack([points, slip]))


def write_buildings(folder: Path, buildings: list[Building]) -> list[Mistake]:
    """Write the footprints; a quarter lacks the storeys, two thirds lack the flats."""
    features: list[Feature] = []
    for number, building in enumerate(buildings, start=1):
        row = {
            "building_id": f"G{number:05d}",
            "kind": building.use,
            "levels": building.levels if number % 4 else None,
            "flats": building.flats if number % 3 == 0 and building.flats > 0 else -1,
        }
        features.append((row, building.shape))
    index = next(i for i, one in enumerate(buildings) if one.use == "garage")
    ring = shapely.get_coordinates(buildings[index].shape)[[0, 2, 1, 3, 0]]
    features[index] = (features[index][0], shapely.polygons(ring))
    write_geojson(folder / "buildings.geojson", features)
    return [
        Mistake(
            "N04",
            "buildings.geojson",
            f"G{index + 1:05d}",
            "footprint crosses itself",
            "import: the outline is mended, and said",
        )
    ]


def write_ducts(folder: Path, streets: list[Street]) -> None:
    """Write the city's ducts, which lie in the footway to the right of their streets."""
    features: list[Feature] = []
    for row in read_plan("ducts"):
        line, street = stretch(streets, row["street"], float(row["from_m"]), float(row["to_m"]))
        shape = shapely.offset_curve(shapely.linestrings(line), -(street.width_m / 2 + 0.8))
        keys = ("duct_id", "owner", "kind")
        features.append(
            (
                {key: row[key] for key in keys} | {"free_count": int(row["free_count"])},
                shapely.set_precision(shape, 0.01),
            )
        )
    write_geojson(folder / "ducts.geojson", features)


def stretch(
    streets: list[Street], name: str, start_m: float, end_m: float
) -> tuple[Points, Street]:
    """Return the points of a stretch of a street, no longer than the street is."""
    street = next(street for street in streets if street.name == name)
    return street.line.part(start_m, min(end_m, street.line.length_m)), street


def write_nodes(folder: Path, streets: list[Street]) -> None:
    """Write the POP and the street cabinets that stand already, each at the edge of a street."""
    write_geojson(
        folder / "nodes.geojson",
        [
            (
                {
                    "node_id": row["node_id"],
                    "kind": row["kind"],
                    "name": row["name"],
                    "capacity_units": int(row["capacity_units"]),
                },
                shapely.points(at_the_roadside(row["point"][0], streets)),
            )
            for row in read_plan("nodes")
        ],
    )


def at_the_roadside(place: Points, streets: list[Street]) -> Points:
    """Return the place behind the footway of the nearest street, on the side of a place."""
    built_up = [street for street in streets if street.left or street.right]
    away = shapely.distance([street.line.shape for street in built_up], shapely.points(place))
    street = built_up[int(away.argmin())]
    along = street.line.distance_of(place)
    middle, left = street.line.at(along), street.line.left(along)
    side = 1.0 if float(np.dot(place - middle, left)) > 0 else -1.0
    return rounded(middle + left * side * (street.half_m + 0.4))


def write_areas(
    folder: Path, municipality: Area, districts: list[Area], areas: list[Area]
) -> list[Mistake]:
    """Write all areas; one campus has its corners in the wrong order."""
    main, rails = river(), railway()
    every = [
        municipality,
        *districts,
        Area("barrier", "Main", main, "water"),
        Area("barrier", "Bahnstrecke", rails, "railway"),
        *(_covered(area) for area in areas),
    ]
    features: list[Feature] = []
    mistakes = []
    for number, area in enumerate(every, start=1):
        shape = area.shape
        if (area.kind, area.name) == ("school", "Südschule"):
            shape = shapely.polygons(shapely.get_coordinates(shape)[[0, 2, 1, 3, 0]])
            mistakes.append(
                Mistake(
                    "N05",
                    "areas.geojson",
                    f"F{number:03d}",
                    "school ground whose outline crosses itself",
                    "import: the outline is mended, and said",
                )
            )
        row = {
            "area_id": f"F{number:03d}",
            "kind": area.kind,
            "name": area.name,
            "barrier": area.barrier,
        }
        features.append((row, shape))
    write_geojson(folder / "areas.geojson", features)
    return mistakes


def _covered(area: Area) -> Area:
    """Return an area of the plan with its kind of the data dictionary."""
    kind = "green" if area.kind in _GREEN else _LAND_COVER.get(area.kind, area.kind)
    return Area(kind, area.name, area.shape, "water" if area.kind == "water" else "")


def write_places(folder: Path, buildings: list[Building]) -> None:
    """Write schools, the hospital and the town hall as points."""
    kinds = ("school", "hospital", "town_hall")
    found = [building for building in buildings if building.use in kinds]
    write_geojson(
        folder / "places.geojson",
        [
            (
                {"place_id": f"P{number:02d}", "kind": building.use, "name": building.name},
                shapely.set_precision(building.shape.representative_point(), 0.01),
            )
            for number, building in enumerate(found, start=1)
        ],
    )
