"""The door for OpenStreetMap files: every layer the program can take from one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from fibre_planner.io.imported import Imported, Rejection, rejected_table
from fibre_planner.io.osm_addresses import addresses
from fibre_planner.io.osm_areas import areas
from fibre_planner.io.osm_buildings import building_objects, buildings
from fibre_planner.io.osm_file import read_objects
from fibre_planner.io.osm_places import cabinets, places
from fibre_planner.io.osm_streets import streets
from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.tables import conform
from fibre_planner.progress import Report, part, silent


def read_osm(
    path: Path, crs: str, *, area: BaseGeometry | None = None, report: Report = silent
) -> Imported:
    """Read addresses, streets, buildings, areas, places and cabinets of an OpenStreetMap file.

    path: .osm.pbf, .osm, .osm.gz or .osm.bz2; the content decides, not the name.
    crs: projected CRS in metres that the layers come back in.
    area: in WGS84; objects that touch it are taken whole, so that the same way has the same
        shape in every extract, all others are left out and counted as outside_area.
    Raises PlannerError where the file cannot be read or holds nothing of use.
    """
    objects, houses = read_objects(path, part(report, 0.0, 0.6))
    counts = {"objects_read": len(objects)}
    if area is not None:
        inside = objects.within(area)
        counts["outside_area"] = len(objects) - len(inside)
        objects = inside
    if len(objects) == 0:
        raise _nothing_found(path, area is not None)
    report(0.62, tr("Projecting coordinates"))
    objects = objects.projected(crs)
    layers: dict[str, Any] = {}
    rejected: list[pd.DataFrame] = []

    def add(layer: str, rows: gpd.GeoDataFrame, rejections: list[Rejection]) -> None:
        layers[layer] = conform(layer, rows)
        rejected.append(rejected_table(path.name, layer, rejections))

    report(0.65, tr("Reading addresses"))
    found = addresses(objects, crs, houses)
    add("addresses", found.rows, found.rejections)
    report(0.78, tr("Reading streets"))
    ways = streets(objects, crs)
    add("streets", ways.rows, ways.rejections)
    report(0.86, tr("Reading buildings"))
    surfaces, refused = building_objects(objects).surfaces()
    add("buildings", buildings(surfaces, crs), refused)
    report(0.93, tr("Reading areas and places"))
    add("areas", *areas(objects, crs))
    add("places", *places(objects, crs))
    add("nodes", *cabinets(objects, crs))
    counts |= {**found.counts, **ways.counts, "buildings_refused": len(refused)}
    report(1.0, tr("OpenStreetMap file read"))
    return Imported(
        layers=layers,
        rejected=conform("rejected", pd.concat(rejected, ignore_index=True)),
        counts=counts,
        notes=_notes(counts, len(layers["streets"])),
    )


def _nothing_found(path: Path, clipped: bool) -> PlannerError:
    if clipped:
        return PlannerError(
            tr("{file} holds no addresses or streets inside the chosen area.").format(
                file=path.name
            ),
            tr("Choose another area; it is given as longitude and latitude (WGS84)."),
        )
    return PlannerError(
        tr("{file} holds no addresses, streets or buildings.").format(file=path.name),
        tr("Choose an extract of OpenStreetMap that covers the municipality."),
    )


def _notes(counts: dict[str, int], streets_: int) -> tuple[str, ...]:
    """Return what the user should know of the counts."""
    notes = []
    if not streets_:
        notes.append(
            tr("The file holds no streets; it may be cut off or an extract of addresses alone.")
        )
    split = counts["address_objects_split"]
    if split:
        notes.append(
            ntr(
                "{count} object with several house numbers was split.",
                "{count} objects with several house numbers were split.",
                split,
            ).format(count=split)
        )
    nameless = counts["objects_without_house_number"]
    if nameless:
        notes.append(
            ntr(
                "{count} object names a street but no house number; it is among the rejected rows.",
                "{count} objects name a street but no house number; they are among the rejected "
                "rows.",
                nameless,
            ).format(count=nameless)
        )
    guessed = counts["interpolation_lines"]
    if guessed:
        notes.append(
            ntr(
                "{count} line stands for house numbers between its ends; they were not taken over.",
                "{count} lines stand for house numbers between their ends; they were not taken "
                "over.",
                guessed,
            ).format(count=guessed)
        )
    return tuple(notes)
