"""Importing files of every kind into a project."""

from __future__ import annotations

import json
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from fibre_planner.io.area_file import read_area
from fibre_planner.io.osm import read_osm
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, part, silent
from fibre_planner.workflow.intake import Step, take_in

PLAIN_LAYERS = (
    "addresses",
    "supply",
    "streets",
    "ducts",
    "nodes",
    "sites",
    "areas",
    "buildings",
    "places",
    "catalogue",
)
LAYER_NAMES = (*PLAIN_LAYERS, "supply_areas", "census", "raster")
"""What `import_file` takes as its layer: tables of the project, and three that feed them."""


def import_osm(
    project: Project,
    path: Path,
    *,
    area_file: Path | None = None,
    bbox: tuple[float, float, float, float] | None = None,
    report: Report = silent,
) -> Step:
    """Import an OpenStreetMap file, clipped to an area if one is given.

    bbox: west, south, east, north in degrees. area_file: a vector file with polygons.
    """
    area: BaseGeometry | None = None
    if area_file is not None:
        area = read_area(area_file)
    elif bbox is not None:
        area = _box(bbox)
    imported = read_osm(path, project.crs, area=area, report=part(report, 0.0, 0.8))
    project = _with_source(project, path.name, "© OpenStreetMap contributors, ODbL 1.0")
    return take_in(project, imported, path.name, part(report, 0.8, 1.0))


def _box(bbox: tuple[float, float, float, float]) -> BaseGeometry:
    west, south, east, north = bbox
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise PlannerError(
            tr("The box {box} is no area in degrees.").format(box=",".join(map(str, bbox))),
            tr("Give west, south, east, north, for example 8.70,50.06,8.85,50.14."),
        )
    return shapely.box(west, south, east, north)


def _with_source(project: Project, file: str, attribution: str) -> Project:
    """Remember what a report must say about where its data come from."""
    sources = json.loads(project.metadata.get("sources", "{}"))
    sources[file] = attribution
    return project.with_metadata(sources=json.dumps(sources, ensure_ascii=False, sort_keys=True))
