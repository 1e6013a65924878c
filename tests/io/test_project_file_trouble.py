"""Project files that cannot be saved or read: nothing is lost, and a sentence says why."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest

from fibre_planner.io.file_lock import Holder, acquire_lock, lock_path, release_lock
from fibre_planner.io.geopackage import load_project, save_project
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import new_project
from fibre_planner.progress import Cancelled
from tests.io.saved_projects import town


def test_a_cancelled_save_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    old = path.read_bytes()

    def cancel(fraction: float, _message: str) -> None:
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        save_project(new_project("other"), path, cancel)
    assert path.read_bytes() == old
    assert [item.name for item in tmp_path.iterdir()] == ["p.gpkg"]


SAVE_UNDER_LIMIT = """
import resource, sys
from pathlib import Path
from fibre_planner.io.geopackage import load_project, save_project
from fibre_planner.model.errors import PlannerError
project = load_project(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    save_project(project, Path(sys.argv[1]))
except PlannerError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit the size of a file")
def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    old = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", SAVE_UNDER_LIMIT, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.startswith("p.gpkg could not be saved. The disk is full")
    assert path.read_bytes() == old
    assert [item.name for item in tmp_path.iterdir()] == ["p.gpkg"]


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write into every folder"
)
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    with pytest.raises(PlannerError, match="You may not write there"):
        save_project(town(), folder / "p.gpkg")


def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    path.chmod(0o444)
    with pytest.raises(PlannerError, match="write-protected"):
        save_project(new_project("other"), path)
    assert load_project(path).name == "Offenbach"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="does not exist"):
        save_project(town(), tmp_path / "nowhere" / "p.gpkg")


def test_a_name_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=r"ends in \.gpkg"):
        save_project(town(), tmp_path / "town.zip")


def test_a_file_that_another_program_writes_to_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(PlannerError, match="open in another program"):
            save_project(town(), path)
        with pytest.raises(PlannerError, match="open in another program"):
            load_project(path)


def test_edits_waiting_in_the_log_of_another_program_are_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("UPDATE metadata SET value = 'Neu' WHERE key = 'name'")
        other.commit()
        with pytest.raises(PlannerError, match="open in another program"):
            save_project(town(), path)
    assert load_project(path).name == "Neu"
    save_project(town(), path)
    assert not path.with_name("p.gpkg-wal").exists()


def test_a_project_that_a_colleague_has_open_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    lock_path(path).write_text(
        '{"host": "pc7", "pid": 1, "user": "weber", "since": "2999-01-01T08:00:00+00:00"}'
    )
    with pytest.raises(PlannerError, match="open elsewhere: weber on pc7"):
        save_project(town(), path)
    assert not path.exists()


def test_the_lock_of_a_program_that_has_ended_is_stale(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from fibre_planner.io.file_lock import *; "
            "acquire_lock(Path(sys.argv[1]))",
            str(path),
        ],
        check=True,
        timeout=120,
    )
    assert ended.returncode == 0
    assert lock_path(path).exists()
    assert acquire_lock(path) is None
    save_project(town(), path)
    assert lock_path(path).exists()  # still ours, as it was before the save
    release_lock(path)
    assert not lock_path(path).exists()


def test_an_old_lock_from_another_machine_is_stale(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    lock_path(path).write_text(
        '{"host": "pc7", "pid": 1, "user": "weber", "since": "2020-01-01T08:00:00+00:00"}'
    )
    assert acquire_lock(path) is None
    assert Holder("pc7", 1, "weber", "x") != acquire_lock(path)


def test_a_file_from_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE metadata SET value = '99' WHERE key = 'schema_version'")
        connection.commit()
    with pytest.raises(PlannerError, match="saved by a newer version"):
        load_project(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"name;street\n1;2\n" * 20, "is not a GeoPackage"),
        (b"SQLite format 3\x00" + bytes(200), "is not a GeoPackage"),
    ],
)
def test_what_is_no_geopackage_gets_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "p.gpkg"
    path.write_bytes(content)
    with pytest.raises(PlannerError, match=sentence):
        load_project(path)


def test_a_missing_file_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="There is no file"):
        load_project(tmp_path / "p.gpkg")


def test_a_folder_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="is a folder"):
        load_project(tmp_path)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_cut_off_file_gets_a_sentence(tmp_path: Path, share: float) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(PlannerError, match="is cut off"):
        load_project(path)


def test_a_file_with_broken_pages_gets_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    content = bytearray(path.read_bytes())
    content[8192 : len(content) // 2] = bytes([171]) * (len(content) // 2 - 8192)
    path.write_bytes(content)
    with pytest.raises(PlannerError, match=r"is damaged|no project"):
        load_project(path)


def test_a_geopackage_of_somebody_else_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    pyogrio.write_dataframe(town().areas, path, layer="areas", driver="GPKG")
    with pytest.raises(PlannerError, match="no project of Fibre Planner"):
        load_project(path)
