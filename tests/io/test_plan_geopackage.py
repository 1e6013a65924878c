from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest

from fibre_planner.io.geopackage import load_project, write_plan_geopackage
from fibre_planner.model.errors import PlannerError
from tests.io.saved_projects import town


def test_other_offices_get_plan_and_coverage_on_the_addresses(tmp_path: Path) -> None:
    project = town()
    path = tmp_path / "plan.gpkg"
    write_plan_geopackage(project, project.plans[0], path)
    planned = pyogrio.read_dataframe(path, layer="addresses_plan")
    assert planned["status"].tolist() == ["connected", ""]
    covered = pyogrio.read_dataframe(path, layer="addresses_coverage")
    assert covered["coverage_class"].tolist() == ["white", "unknown"]
    styles = pyogrio.read_dataframe(path, layer="layer_styles", read_geometry=False)
    assert {"addresses_plan", "addresses_coverage", "plan_trenches"} <= set(styles["f_table_name"])


def test_what_providers_said_does_not_leave_the_house(tmp_path: Path) -> None:
    project = town()
    write_plan_geopackage(project, project.plans[0], tmp_path / "plan.gpkg")
    assert "supply" not in pyogrio.list_layers(tmp_path / "plan.gpkg")[:, 0]


def test_an_exported_plan_is_no_project(tmp_path: Path) -> None:
    project = town()
    write_plan_geopackage(project, project.plans[0], tmp_path / "plan.gpkg")
    with pytest.raises(PlannerError, match="no project"):
        load_project(tmp_path / "plan.gpkg")


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    project = town()
    for name in ("a.gpkg", "b.gpkg"):
        write_plan_geopackage(project, project.plans[0], tmp_path / name)
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


def test_without_a_plan_the_file_shows_coverage_alone(tmp_path: Path) -> None:
    write_plan_geopackage(town(), None, tmp_path / "plan.gpkg")
    names = set(pyogrio.list_layers(tmp_path / "plan.gpkg")[:, 0])
    assert "addresses_coverage" in names
    assert not any(name.startswith("plan_") or name == "addresses_plan" for name in names)
