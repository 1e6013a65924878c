"""Laws that hold for every town and every file: nothing lost, nothing left half done."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner import workflow
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import LAYERS, Project
from fibre_planner.progress import Cancelled, Report
from tests.towns import ORIGIN, town

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ("Straße", "Hausnummer", "PLZ", "x", "y")
NUMBERS = ("1", "2", "3 a", "12;14", "5-9", "12 1/2", "Nr. 5", "5-", "27/1", "0", "", "☃", "=1+1")
PLACES = st.one_of(
    st.sampled_from(["", "NaN", "0", "oben", "1e300"]),
    st.integers(0, 20).map(lambda column: str(ORIGIN[0] + 10 * column)),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Ringweg", "Am Bach", "", "<b>", "-Weg", "a;b", 'ein "Weg']),
        st.sampled_from(NUMBERS),
        st.sampled_from(["63065", "", "1067"]),
        PLACES,
        st.sampled_from([str(ORIGIN[1]), str(ORIGIN[1] + 30)]),
    ),
    min_size=1,
    max_size=12,
)


def small_town() -> Project:
    return town("""
        p   p   3   p
        |   |   |   |
        A---B---+---C
            |       |
        p---D---N---E---p
    """)


@settings(max_examples=15, deadline=None)
@given(rows=ROWS)
def test_every_imported_row_is_taken_or_rejected(rows: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "liste.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows([COLUMNS, *rows])
        once = workflow.import_file(small_town(), "addresses", path, crs="EPSG:25832").project
        twice = workflow.import_file(once, "addresses", path, crs="EPSG:25832").project
    told = {str(number) for number, row in enumerate(rows, start=1) if any(row)}
    duplicate = once.rejected["code"] == "duplicate_address"
    sources = [*once.addresses["source"], *once.rejected.loc[duplicate, "source"]]
    taken = {source.rpartition(":")[2] for source in sources if source.startswith("liste.csv")}
    assert taken | set(once.rejected.loc[~duplicate, "row"]) == told
    assert once.rejected["reason"].ne("").all()
    for layer in ("addresses", "rejected"):
        assert twice.layer(layer).equals(once.layer(layer))


@cache
def planned() -> Plan:
    project = small_town()
    return workflow.plan(project, workflow.scenario_for(project, targets="all")).plans[-1]


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_cost_never_falls_when_a_price_rises(data: st.DataObject) -> None:
    project, before = small_town(), planned().summary
    code = data.draw(st.sampled_from(sorted(planned().items["code"])))
    factor = data.draw(st.sampled_from([1.01, 1.5, 4.0]))
    dearer = project.catalogue.copy()
    dearer.loc[dearer["code"] == code, ["low", "base", "high"]] *= factor
    dearer_town = project.with_layers(catalogue=dearer)
    after = workflow.plan(dearer_town, planned().scenario).plans[-1].summary
    assert after.cost_eur.base >= before.cost_eur.base
    assert after.trench_cost_eur >= before.trench_cost_eur - 0.01


MAKE_FILES = """
import sys
from pathlib import Path
from fibre_planner import workflow
from tests.workflow.test_laws import small_town
folder = Path(sys.argv[1])
table = folder / "liste.csv"
table.write_text("Straße;Hausnummer;x;y\\nRingweg;1;500000;5550000\\nRingweg;☃;1;2\\n", "utf-8")
project = workflow.import_file(small_town(), "addresses", table, crs="EPSG:25832").project
project = workflow.plan(project, workflow.scenario_for(project, targets="all"))
workflow.save(project, folder / "stadt.gpkg")
workflow.write_reports(project, None, folder / "out")
"""


def made_files(folder: Path, hash_seed: str) -> dict[str, bytes]:
    """Return the bytes of project file and reports, made by a program of its own."""
    folder.mkdir()
    subprocess.run(
        [sys.executable, "-c", MAKE_FILES, str(folder)],
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1760000000", "PYTHONHASHSEED": hash_seed},
        check=True,
        timeout=240,
    )
    files = [*folder.glob("*.gpkg"), *sorted((folder / "out").iterdir())]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    first = made_files(tmp_path / "a", "1")
    second = made_files(tmp_path / "b", "2")
    assert len(first) == 4
    assert [name for name in first if first[name] != second[name]] == []


def cancelling(at: int) -> Report:
    """Return a report that cancels when it is called the given time."""
    calls = 0

    def report(_fraction: float, _message: str) -> None:
        nonlocal calls
        calls += 1
        if calls >= at:
            raise Cancelled

    return report


def works(folder: Path) -> dict[str, Callable[[Project, Report], object]]:
    """Return each kind of long work, on files in a folder."""
    table = folder / "liste.csv"
    table.write_text(f"Straße;Hausnummer;x;y\nRingweg;1;{ORIGIN[0]};{ORIGIN[1]}\n", "utf-8")
    return {
        "import": lambda project, report: workflow.import_file(
            project, "addresses", table, crs="EPSG:25832", report=report
        ),
        "check": workflow.check,
        "coverage": lambda project, report: workflow.coverage(project, report=report),
        "plan": lambda project, report: workflow.plan(
            project, replace(workflow.scenario_for(project), targets="all"), report
        ),
        "save": lambda project, report: workflow.save(project, folder / "stadt.gpkg", report),
        "reports": lambda project, report: workflow.write_reports(
            project, None, folder / "out", report=report
        ),
    }


@pytest.mark.usefixtures("optimiser")
@pytest.mark.parametrize("name", ["import", "check", "coverage", "plan", "save", "reports"])
def test_cancel_at_any_report_leaves_project_and_files_as_they_were(
    tmp_path: Path, name: str
) -> None:
    work = works(tmp_path)[name]
    project = workflow.coverage(small_town())
    workflow.save(project, tmp_path / "stadt.gpkg")
    layers = {layer: project.layer(layer) for layer in LAYERS}
    contents = {layer: frame.copy() for layer, frame in layers.items()}
    saved = (tmp_path / "stadt.gpkg").read_bytes()
    reports = 0

    def count(_fraction: float, _message: str) -> None:
        nonlocal reports
        reports += 1

    if name not in ("save", "reports"):
        work(project, count)
    else:
        reports = 6
    for at in sorted({1, 2, 3, reports // 2, reports - 1, reports} - {0}):
        with pytest.raises(Cancelled):
            work(project, cancelling(at))
        assert all(project.layer(layer) is frame for layer, frame in layers.items())
        assert all(layers[layer].equals(frame) for layer, frame in contents.items())
        assert (tmp_path / "stadt.gpkg").read_bytes() == saved
        assert not list(tmp_path.rglob(".*"))
