"""The project file: one GeoPackage with every layer, price, scenario and plan of a project."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from fibre_planner.io.atomic import check_target
from fibre_planner.io.file_lock import saving_lock
from fibre_planner.io.geopackage_check import (
    PROGRAM,
    check_file,
    damaged,
    list_filled,
    read_metadata,
    refuse_if_open_elsewhere,
)
from fibre_planner.io.geopackage_file import GDAL_ERRORS, write_geopackage
from fibre_planner.io.geopackage_rows import mend_rows
from fibre_planner.io.geopackage_tables import read_table
from fibre_planner.io.migrations import SCHEMA_VERSION, migrate_copy
from fibre_planner.io.plan_geopackage import write_plan_geopackage
from fibre_planner.io.plan_rows import (
    HEAD_COLUMNS,
    SCENARIO_COLUMNS,
    plan_heads,
    plan_table,
    plans_of,
    scenario_rows,
    scenarios_of,
)
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import PLAN_TABLES
from fibre_planner.model.project import LAYERS, Project
from fibre_planner.model.tables import conform, empty
from fibre_planner.progress import Report, part, silent

RESERVED_KEYS = ("program", "schema_version", "name", "crs")
"""Keys of the table `metadata` that the file itself needs."""

__all__ = [
    "RESERVED_KEYS",
    "check_project_target",
    "load_project",
    "project_tables",
    "save_project",
    "write_plan_geopackage",
]


def save_project(project: Project, path: Path, report: Report = silent) -> None:
    """Write a project file; the old one is replaced only by a complete and checked new one.

    Raises PlannerError where the file cannot be written or is open elsewhere. Cancelling leaves
    the old file as it was. The same project gives the same bytes.
    """
    path = Path(path).absolute()
    _refuse_other_ending(path)
    with saving_lock(path):
        refuse_if_open_elsewhere(path)
        write_geopackage(project_tables(project), path, part(report, 0.0, 0.98))
    report(1.0, tr("Saved {file}").format(file=path.name))


def check_project_target(path: Path) -> None:
    """Raise PlannerError where a project could not be saved, before long work is done for it."""
    path = Path(path).absolute()
    _refuse_other_ending(path)
    check_target(path)


def _refuse_other_ending(path: Path) -> None:
    if path.suffix.lower() != ".gpkg":
        raise PlannerError(
            tr("{file} cannot be a project file.").format(file=path.name),
            tr("Choose a name that ends in .gpkg."),
        )


def load_project(path: Path, report: Report = silent) -> Project:
    """Read a project file of this or an older version; the file itself is never changed.

    Raises PlannerError where it is no project, damaged or from a newer version. Rows that another
    program left without id get one; rows without geometry move to `rejected`.
    """
    path = Path(path).absolute()
    check_file(path)
    metadata = read_metadata(path)
    version = int(metadata["schema_version"])
    if version > SCHEMA_VERSION:
        raise PlannerError(
            tr("{file} was saved by a newer version of Fibre Planner (schema {version}).").format(
                file=path.name, version=version
            ),
            tr("Install the newest version; this one reads up to schema {known}.").format(
                known=SCHEMA_VERSION
            ),
        )
    try:
        if version < SCHEMA_VERSION:
            return _load_older(path, version, report)
        return _read_project(path, metadata, report)
    except (*GDAL_ERRORS, sqlite3.Error, KeyError, TypeError, ValueError) as error:
        raise damaged(path) from error


def project_tables(project: Project) -> dict[str, pd.DataFrame]:
    """Return every table of the project file, in the order they are written."""
    tables: dict[str, pd.DataFrame] = {name: _layer(project, name) for name in LAYERS}
    tables["scenarios"] = scenario_rows(project.scenarios)
    tables["plans"] = plan_heads(project.plans)
    for name in PLAN_TABLES:
        tables[name] = plan_table(name, project.plans, project.crs)
    own = {
        "program": PROGRAM,
        "schema_version": str(SCHEMA_VERSION),
        "name": project.name,
        "crs": project.crs,
    }
    further = {key: project.metadata[key] for key in sorted(project.metadata) if key not in own}
    rows = [(key, value) for key, value in (own | further).items()]
    tables["metadata"] = pd.DataFrame(rows, columns=["key", "value"]).astype("str")
    return tables


def _layer(project: Project, name: str) -> pd.DataFrame:
    frame = project.layer(name)
    if isinstance(frame, gpd.GeoDataFrame) and frame.crs is None:
        frame = frame.set_crs(project.crs)
    return pd.DataFrame(frame) if not isinstance(frame, gpd.GeoDataFrame) else frame


def _load_older(path: Path, version: int, report: Report) -> Project:
    report(0.0, tr("Bringing a project of an older version up to date"))
    with tempfile.TemporaryDirectory(prefix="fibre-planner-") as folder:
        copy = Path(folder) / "project.gpkg"
        shutil.copyfile(path, copy)
        migrate_copy(copy, version)
        return _read_project(copy, read_metadata(copy), report)


def _read_project(path: Path, metadata: Mapping[str, str], report: Report) -> Project:
    crs = metadata["crs"]
    names = (*LAYERS, *PLAN_TABLES)
    filled = list_filled(path, (*names, "plans", "scenarios"))
    layers: dict[str, Any] = {}
    plan_tables: dict[str, pd.DataFrame] = {}
    homeless: list[pd.DataFrame] = []
    for number, name in enumerate(names):
        report(number / len(names), tr("Opening {layer}").format(layer=name))
        if name in PLAN_TABLES:
            plan_tables[name] = read_table(path, name) if name in filled else empty(name, crs)
        elif name in filled:
            frame, rejected = mend_rows(name, read_table(path, name), path.name)
            homeless.append(rejected)
            layers[name] = conform(name, frame)
        else:
            layers[name] = empty(name, crs)
    if any(len(rejected) for rejected in homeless):
        joined = pd.concat([layers["rejected"], *homeless], ignore_index=True)
        layers["rejected"] = conform("rejected", joined.drop_duplicates("rejected_id", keep="last"))
    heads = read_table(path, "plans") if "plans" in filled else pd.DataFrame(columns=HEAD_COLUMNS)
    scenarios = (
        read_table(path, "scenarios")
        if "scenarios" in filled
        else pd.DataFrame(columns=SCENARIO_COLUMNS)
    )
    project = Project(
        name=metadata["name"],
        crs=crs,
        metadata={key: text for key, text in metadata.items() if key not in RESERVED_KEYS},
        scenarios=scenarios_of(scenarios),
        plans=plans_of(heads, plan_tables, crs),
        **layers,
    )
    report(1.0, tr("Opened {name}").format(name=project.name))
    return project
