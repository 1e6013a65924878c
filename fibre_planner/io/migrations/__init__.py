"""Bring project files of older versions into today's shape, step by step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from fibre_planner.io.migrations import to2

STEPS: tuple[tuple[int, str, Callable[[sqlite3.Connection], None]], ...] = (
    (to2.VERSION, to2.INFO, to2.migrate),
)
"""Version the step leads to, what it changes, and the step itself; in order, without gaps."""

SCHEMA_VERSION = STEPS[-1][0]


def migrate_copy(path: Path, version: int) -> None:
    """Bring a copy of an older project file to SCHEMA_VERSION; the copy is changed in place."""
    with closing(sqlite3.connect(path)) as connection:
        # Triggers of spatial indexes call functions that only a geographic database has.
        connection.execute("PRAGMA legacy_alter_table=ON")
        for target, _info, migrate in STEPS:
            if target > version:
                migrate(connection)
                connection.execute(
                    "UPDATE metadata SET value = ? WHERE key = 'schema_version'", (str(target),)
                )
        connection.commit()
