"""Look at a GeoPackage before it is trusted: is it whole, is it ours, which version is it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from fibre_planner.io.atomic import write_error
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

PROGRAM = "Fibre Planner"
_SQLITE = b"SQLite format 3\x00"
_GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")


@contextmanager
def open_readonly(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database that nobody here may change; functions in foreign views do not run."""
    uri = path.absolute().as_uri() + "?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=1.0)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        yield connection


def check_file(path: Path) -> None:
    """Raise PlannerError where the file is missing, unreadable, cut off or no GeoPackage."""
    if path.is_dir():
        raise PlannerError(
            tr("{file} is a folder.").format(file=path.name), tr("Choose a project file.")
        )
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
        size = path.stat().st_size
    except FileNotFoundError:
        raise PlannerError(
            tr("There is no file {file}.").format(file=path),
            tr("Check the name and the folder."),
        ) from None
    except OSError as error:
        raise PlannerError(
            tr("{file} cannot be read: {reason}.").format(file=path.name, reason=error.strerror),
            tr("Check whether you may read it and whether the drive is connected."),
        ) from error
    if not size:
        raise PlannerError(tr("{file} is empty.").format(file=path.name), _restore())
    if not head.startswith(_SQLITE) or head[68:72] not in _GEOPACKAGE_IDS:
        raise PlannerError(
            tr("{file} is not a GeoPackage.").format(file=path.name),
            tr("Choose a project file, or import this file as a layer."),
        )
    page_size = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if size < (65536 if page_size == 1 else page_size) * pages:
        raise PlannerError(tr("{file} is cut off.").format(file=path.name), _restore())


def read_metadata(path: Path) -> dict[str, str]:
    """Return the metadata of a project file.

    Raises PlannerError where the file is damaged or was not made by this program.
    """
    try:
        with open_readonly(path) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise damaged(path)
            rows = dict(connection.execute("SELECT key, value FROM metadata").fetchall())
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise open_elsewhere(path) from error
        if "no such" in str(error):
            raise _foreign(path) from error
        raise damaged(path) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise damaged(path) from error
    if rows.get("program") != PROGRAM or not str(rows.get("schema_version", "")).isdigit():
        raise _foreign(path)
    return {str(key): str(value) for key, value in rows.items()}


def is_project(path: Path) -> bool:
    """Return whether a file says it is a project of this program, sound or not."""
    try:
        with path.open("rb") as stream:
            if not stream.read(len(_SQLITE)).startswith(_SQLITE):
                return False
        with open_readonly(path) as connection:
            query = "SELECT value FROM metadata WHERE key = 'program'"
            return bool(connection.execute(query).fetchone() == (PROGRAM,))
    except (OSError, sqlite3.Error):
        return False


def list_filled(path: Path, names: Iterable[str]) -> set[str]:
    """Return which of our tables a GeoPackage has with at least one row in them."""
    with open_readonly(path) as connection:
        found = connection.execute("SELECT table_name FROM gpkg_contents").fetchall()
        present = {table for (table,) in found}.intersection(names)
        # Only our own names get into the text of the query.
        return {
            table
            for table in present
            if connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")').fetchone()[0]
        }


def check_counts(path: Path, counts: Mapping[str, int]) -> None:
    """Raise OSError where a file just written is damaged or lacks rows."""
    with open_readonly(path) as connection:
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        for table, count in counts.items():
            # Names of tables are our own; a name cannot be a bound value in SQL.
            found = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            sound = sound and found == count
    if not sound:
        raise OSError(0, tr("the written file is not complete"))


def refuse_if_open_elsewhere(path: Path) -> None:
    """Raise PlannerError where another program holds the file as a database.

    Rows that a program left in a write-ahead log are brought into the file, as SQLite would do
    when it is next opened: replaced under such a log, the new file would be damaged by it.
    """
    if not path.is_file() or path.stat().st_size < len(_SQLITE):
        return
    try:
        with closing(sqlite3.connect(path, timeout=0.5)) as connection:
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
            if mode == "wal":
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
            if mode == "wal":
                raise open_elsewhere(path)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise open_elsewhere(path) from error
        if "readonly" in str(error):
            raise write_error(path, PermissionError(13, str(error))) from error
    except sqlite3.DatabaseError:
        return  # what is no database may be replaced


def open_elsewhere(path: Path) -> PlannerError:
    """Return the error for a file that another program holds."""
    return PlannerError(
        tr("{file} is open in another program, perhaps in QGIS.").format(file=path.name),
        tr("Close it there and try again, or save under another name."),
    )


def damaged(path: Path) -> PlannerError:
    """Return the error for a project file that cannot be read any more."""
    return PlannerError(tr("{file} is damaged.").format(file=path.name), _restore())


def _foreign(path: Path) -> PlannerError:
    return PlannerError(
        tr("{file} is a GeoPackage, but no project of Fibre Planner.").format(file=path.name),
        tr("Make a new project and import its layers."),
    )


def _restore() -> str:
    return tr("Take the last good copy from your backup, or the recovery file if there is one.")
