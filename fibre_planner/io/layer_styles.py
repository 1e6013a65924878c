"""Make QGIS open a project file styled: its style table, and addresses coloured by coverage."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from fibre_planner.io.geopackage_tables import FIXED_TIME
from fibre_planner.model.tables import columns
from fibre_planner.resources import RESOURCES

STYLES = RESOURCES / "styles"

_JOINED = {
    "addresses_coverage": ("coverage", "Addresses by coverage · Adressen nach Versorgung"),
    "addresses_plan": ("plan_addresses", "Addresses by plan · Adressen nach Planung"),
}
"""View → the table it joins to the addresses, and what QGIS lists it as."""

_STYLE_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
    f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""
_CONTENTS = """
INSERT INTO gpkg_contents
    (table_name, data_type, identifier, description, last_change,
     min_x, min_y, max_x, max_y, srs_id)
"""


def add_styles(connection: sqlite3.Connection, tables: Iterable[str], views: bool = True) -> None:
    """Add style rows, and views that join addresses with coverage and plan where asked for.

    tables: names of the tables in the file. Names put into SQL are constants of this module and
    of the data dictionary.
    """
    present = set(tables)
    with connection:
        if views:
            for view, (other, title) in _JOINED.items():
                if {"addresses", other} <= present:
                    _add_view(connection, view, other, title)
                    present.add(view)
        _add_style_rows(connection, present)


def _add_view(connection: sqlite3.Connection, view: str, other: str, title: str) -> None:
    own = [f'a."{column.name}"' for column in columns("addresses")]
    taken = {column.name for column in columns("addresses")}
    joined = [
        f'coalesce(o."{column.name}", \'{column.default}\') AS "{column.name}"'
        if column.kind == "text"
        else f'o."{column.name}"'
        for column in columns(other)
        if column.name not in taken
    ]
    # Of several plans an address belongs to, QGIS gets the one saved last: one row per feature.
    last = f'(SELECT max(fid) FROM "{other}" WHERE address_id = a.address_id)'
    connection.execute(f'CREATE INDEX "{other}_address" ON "{other}" (address_id)')
    connection.execute(
        f'CREATE VIEW "{view}" AS SELECT a.fid AS OGC_FID, a.geom, {", ".join(own + joined)} '
        f'FROM addresses a LEFT JOIN "{other}" o ON o.fid = {last}'
    )
    connection.execute(
        f"{_CONTENTS} SELECT ?, 'features', ?, '', ?, min_x, min_y, max_x, max_y, srs_id "
        "FROM gpkg_contents WHERE table_name = 'addresses'",
        (view, title, FIXED_TIME),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns "
        "(table_name, column_name, geometry_type_name, srs_id, z, m) "
        "SELECT ?, column_name, geometry_type_name, srs_id, z, m "
        "FROM gpkg_geometry_columns WHERE table_name = 'addresses'",
        (view,),
    )


def _add_style_rows(connection: sqlite3.Connection, present: set[str]) -> None:
    connection.execute(_STYLE_TABLE)
    connection.execute(
        f"{_CONTENTS} VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, "
        "NULL, NULL, NULL, NULL, 0)",
        (FIXED_TIME,),
    )
    names = sorted(path.stem for path in STYLES.glob("*.qml") if path.stem in present)
    rows = [
        (name, name, (STYLES / f"{name}.qml").read_text(encoding="utf-8"), FIXED_TIME)
        for name in names
    ]
    connection.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, "
        "update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', NULL, ?)",
        rows,
    )
