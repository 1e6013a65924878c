"""A new GeoPackage of several tables, styled, checked and put in place in one step."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pandas as pd
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from fibre_planner.io.atomic import find_write_trouble, replacing, write_error
from fibre_planner.io.geopackage_check import check_counts
from fibre_planner.io.geopackage_tables import repeatable_writing, write_table
from fibre_planner.io.layer_styles import add_styles
from fibre_planner.language import tr
from fibre_planner.progress import Report

GDAL_ERRORS = (DataSourceError, DataLayerError, FieldError, GeometryError)
"""What reading and writing layers raises where a file or the disk is at fault."""


def write_geopackage(tables: Mapping[str, pd.DataFrame], path: Path, report: Report) -> None:
    """Write tables into a new styled GeoPackage that replaces the target when it is complete."""
    with replacing(path) as temporary:
        try:
            with repeatable_writing():
                for number, (name, frame) in enumerate(tables.items()):
                    report(0.9 * number / len(tables), tr("Saving {layer}").format(layer=name))
                    write_table(temporary, name, frame)
            report(0.9, tr("Checking what was written"))
            with closing(sqlite3.connect(temporary)) as connection:
                add_styles(connection, set(tables))
            check_counts(temporary, {name: len(frame) for name, frame in tables.items()})
        except (*GDAL_ERRORS, sqlite3.Error) as error:
            # The database hides the reason, so we ask the system for it.
            trouble = find_write_trouble(temporary) or OSError(0, str(error))
            raise write_error(path, trouble) from error
