"""Importing files of every kind into a project."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from fibre_planner.analysis.raster_screening import screen_by_raster
from fibre_planner.analysis.supply_areas import supply_from_areas
from fibre_planner.io import layers
from fibre_planner.io.area_file import read_area
from fibre_planner.io.census import read_census
from fibre_planner.io.house_coordinates import (
    looks_like_house_coordinates,
    read_house_coordinates,
)
from fibre_planner.io.imported import Imported, Rejection, rejected_table
from fibre_planner.io.osm import read_osm
from fibre_planner.io.raster import read_raster_cells
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import read_ruleset
from fibre_planner.model.tables import conform
from fibre_planner.progress import Report, part, silent
from fibre_planner.workflow.history import record
from fibre_planner.workflow.intake import Step, take_in
from fibre_planner.workflow.stages import coverage, need_addresses


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
    return _up_to_date(take_in(project, imported, path, part(report, 0.8, 0.95)), report)


def import_file(
    project: Project,
    layer: str,
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    crs: str | None = None,
    source_layer: str | None = None,
    prepare: Callable[[Imported], Imported] | None = None,
    report: Report = silent,
) -> Step:
    """Import a file into a layer of the project.

    layer: one of `model.import_layers.IMPORT_LAYERS`.
    columns: column of the layer → column of the file; those remembered from an earlier import of
        a file with the same columns, else guessed, where None.
    crs: coordinate system of the file where it does not say one.
    source_layer: layer or sheet of a file that holds several.
    prepare: what is done with the rows before the project takes them in.
    """
    if not path.exists():
        raise PlannerError(
            tr("There is no file {file}.").format(file=path),
            tr("Check the name and the folder."),
        )
    if layer == "supply_areas":
        # Polygons become rows of the addresses in them, so nothing would be kept of them.
        need_addresses(project)
    if layer == "osm":
        return import_osm(project, path, report=report)
    if layer == "raster":
        return _import_raster(project, path, report)
    reading = part(report, 0.0, 0.8)
    if layer == "census":
        bounds = _bounds(project)
        imported = read_census(path, project.crs, bounds=bounds, report=reading)
    elif layer == "addresses" and looks_like_house_coordinates(path):
        imported = read_house_coordinates(path, project.crs, report=reading)
    else:
        remembered = None if columns else _remembered_columns(project, layer, path, source_layer)
        imported = layers.read_layer(
            layer,
            path,
            project.crs,
            columns=columns or remembered,
            source_crs=crs,
            source_layer=source_layer,
            report=reading,
        )
        if remembered:
            note = tr("The columns are those of an earlier import of such a file.")
            imported = replace(imported, notes=(*imported.notes, note))
        project = _remember_columns(project, layer, imported)
    if layer == "supply_areas":
        imported = _supply_of_areas(project, imported, path)
    step = take_in(
        project,
        prepare(imported) if prepare else imported,
        path,
        part(report, 0.8, 0.95),
        layer=layer,
        source_layer=source_layer,
    )
    return _up_to_date(step, report)


def _up_to_date(step: Step, report: Report) -> Step:
    """Judge the supply anew where it was judged before, as addresses and supply have changed."""
    project = step.project
    if project.addresses.empty:
        project = project.with_layers(coverage=project.coverage.iloc[:0])
    elif not project.coverage.empty:
        project = coverage(project, report=part(report, 0.95, 1.0))
    return replace(step, project=project)


def _import_raster(project: Project, path: Path, report: Report) -> Step:
    """Note beside each address what the federal raster says of its cell."""
    if project.coverage.empty:
        project = coverage(project, report=part(report, 0.0, 0.3))
    report(0.4, tr("Reading the raster cells …"))
    bounds = _bounds(project)
    assert bounds is not None  # coverage above has refused a project without addresses
    cells = read_raster_cells(path, project.crs, bounds)
    ruleset = read_ruleset(project.metadata["ruleset"])
    table = screen_by_raster(project.addresses, project.coverage, cells, ruleset)
    counts = {"cells": len(cells), "screened": int((table["screening"] != "").sum())}
    project = _with_source(
        project.with_layers(coverage=table),
        path.name,
        "Breitbandatlas | Gigabit-Grundbuch (https://gigabitgrundbuch.bund.de)",
    )
    report(1.0, tr("{file} is imported.").format(file=path.name))
    return Step(record(project, tr("Imported {file}").format(file=path.name), counts), counts)


def _bounds(project: Project) -> tuple[float, float, float, float] | None:
    """Return the box around the addresses, None where there are none."""
    if project.addresses.empty:
        return None
    west, south, east, north = (float(value) for value in project.addresses.total_bounds)
    return west, south, east, north


def _supply_of_areas(project: Project, imported: Imported, path: Path) -> Imported:
    """Return supply rows for the addresses in the polygons of a provider."""
    polygons = imported.layers["supply_areas"]
    rows = supply_from_areas(project.addresses, polygons)
    counts = {**imported.counts, "polygons": len(polygons), "supply_rows": len(rows)}
    met = polygons.geometry.intersects(shapely.union_all(project.addresses.geometry))
    without = polygons[~met.to_numpy(dtype=bool)]
    refused = rejected_table(
        path.name, "supply_areas", [_refused_area(row) for row in without.to_dict("records")]
    )
    rejected = conform("rejected", pd.concat([imported.rejected, refused], ignore_index=True))
    return replace(imported, layers={"supply": rows}, rejected=rejected, counts=counts)


def _refused_area(row: Mapping[str, Any]) -> Rejection:
    """Return the refusal of a polygon that serves no address of the project."""
    number = str(row["source"]).rpartition(":")[2]
    values = {name: value.wkt if name == "geometry" else value for name, value in row.items()}
    return Rejection(number, "no_address_inside", tr("No address lies in the area."), values)


def _mapping_key(layer: str, source_columns: Sequence[str]) -> str:
    """Return the metadata key for files with these columns: the same columns, the same key."""
    names = "\x1f".join(source_columns)
    return f"columns:{layer}:{hashlib.sha256(names.encode()).hexdigest()[:12]}"


def _remembered_columns(
    project: Project, layer: str, path: Path, source_layer: str | None
) -> Mapping[str, str] | None:
    if not any(key.startswith(f"columns:{layer}:") for key in project.metadata):
        return None
    found = layers.preview(path, source_layer, prefer=layer).columns
    known = project.metadata.get(_mapping_key(layer, found))
    return json.loads(known) if known else None


def _remember_columns(project: Project, layer: str, imported: Imported) -> Project:
    # Columns that gave not a single row were a slip, which the next import must not repeat.
    if not imported.columns or not imported.counts.get("taken"):
        return project
    text = json.dumps(dict(imported.columns), ensure_ascii=False, sort_keys=True)
    return project.with_metadata(**{_mapping_key(layer, imported.source_columns): text})


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
