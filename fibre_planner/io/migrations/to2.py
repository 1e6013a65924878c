"""Version 2: house numbers and the project's name got the names of the data dictionary."""

from __future__ import annotations

import sqlite3

VERSION = 2
INFO = "addresses.number became house_number; the metadata key title became name"


def migrate(connection: sqlite3.Connection) -> None:
    """Rename the column and the key; places and buildings, new in version 2, start empty."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(addresses)")}
    if "number" in columns:
        connection.execute("ALTER TABLE addresses RENAME COLUMN number TO house_number")
    connection.execute("UPDATE metadata SET key = 'name' WHERE key = 'title'")
