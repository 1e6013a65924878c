"""The stages in order, on the sample town: nothing is lost, nothing is left half done."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from fibre_planner import workflow
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import LAYERS, Project
from fibre_planner.progress import Cancelled
from fibre_planner.resources import SAMPLE_DATA

SUPPLY = "Straße;Hausnummer;PLZ;Anbieter;Status;Technologie;Download;Upload\n"


@pytest.fixture
def town(sample_town: Project) -> Project:
    return sample_town


@pytest.fixture
def planned(planned_sample_town: Project) -> Project:
    return planned_sample_town


def test_every_line_of_the_house_coordinates_is_accounted_for(town: Project) -> None:
    lines = (SAMPLE_DATA / "hauskoordinaten.csv").read_text(encoding="utf-8").splitlines()
    records = Counter(line.split(";")[1] for line in lines if line and not line.startswith("#"))
    kept = set(town.addresses["address_id"])
    refused = set(town.rejected["row"])
    named = " ".join(town.rejected["values"])
    lost = [
        oid
        for oid in records
        if oid not in kept
        and not any(address.startswith(oid) for address in kept)
        and oid not in refused
        and oid not in named
        and records[oid] == 1
    ]
    assert lost == []


def test_every_address_is_connected_or_has_a_reason(planned: Project) -> None:
    plan = planned.plans[-1]
    summary = plan.summary
    assert set(plan.addresses["address_id"]) == set(planned.addresses["address_id"])
    assert summary.connected + sum(summary.unconnected.values()) == summary.addresses
    others = plan.addresses[plan.addresses["status"] != "connected"]
    assert (others["reason"] != "").all()


def test_the_plan_proves_how_near_to_the_optimum_it_is(planned: Project) -> None:
    summary = planned.plans[-1].summary
    assert 0 < summary.lower_bound_eur <= summary.trench_cost_eur
    assert summary.gap < 0.02
    assert summary.trench_cost_eur <= summary.shortest_path_baseline_eur


def test_the_same_files_give_the_same_plan(planned: Project) -> None:
    again = workflow.sample_project()
    again = workflow.plan(again, workflow.scenario_for(again))
    assert again.plans[-1].plan_id == planned.plans[-1].plan_id
    pd.testing.assert_frame_equal(again.plans[-1].addresses, planned.plans[-1].addresses)
    pd.testing.assert_frame_equal(again.plans[-1].items, planned.plans[-1].items)


def test_the_project_file_gives_back_what_was_saved(planned: Project, tmp_path: Path) -> None:
    path = tmp_path / "town.gpkg"
    workflow.save(planned, path)
    loaded = workflow.open_project(path)
    for layer in LAYERS:
        pd.testing.assert_frame_equal(
            pd.DataFrame(loaded.layer(layer)), pd.DataFrame(planned.layer(layer))
        )
    assert loaded.plans[-1].summary == planned.plans[-1].summary


@pytest.mark.usefixtures("optimiser")
def test_cancel_at_any_report_leaves_the_project_as_it_was(town: Project) -> None:
    before = {layer: town.layer(layer) for layer in LAYERS}
    told: list[float] = []
    workflow.plan(town, workflow.scenario_for(town), lambda fraction, _: told.append(fraction))
    # A search reports as often as the clock lets it, so a report is found again by its fraction.
    for stop in sorted({told[0], told[1], told[len(told) // 2], told[-2]}):

        def cancel(fraction: float, _message: str, stop: float = stop) -> None:
            if fraction >= stop:
                raise Cancelled

        with pytest.raises(Cancelled):
            workflow.plan(town, workflow.scenario_for(town), cancel)
        assert town.plans == ()
        assert all(town.layer(layer) is frame for layer, frame in before.items())


def test_a_reply_by_street_and_number_reaches_the_address(town: Project, tmp_path: Path) -> None:
    address = town.addresses[town.addresses["suffix"] == ""].iloc[100]
    reply = tmp_path / "reply.csv"
    spelled = address["street"].replace("straße", "str.").replace("Straße", "Str.")
    reply.write_text(
        f"{SUPPLY}{spelled};{address['house_number']};;Netz Nord;versorgt;FTTH;1000;500\n",
        encoding="utf-8",
    )
    step = workflow.import_file(town, "supply", reply)
    row = step.project.supply[step.project.supply["provider"] == "Netz Nord"].iloc[0]
    assert row["address_id"] == address["address_id"]


def test_the_columns_of_a_provider_are_remembered(town: Project, tmp_path: Path) -> None:
    first = tmp_path / "first.csv"
    known = town.addresses["address_id"].iloc[0]
    first.write_text(f"Schluessel;Firma;Rate\n{known};Netz Nord;250\n", encoding="utf-8")
    columns = {"address_id": "Schluessel", "provider": "Firma", "down_mbps": "Rate"}
    project = workflow.import_file(town, "supply", first, columns=columns).project
    second = tmp_path / "second.csv"
    known = town.addresses["address_id"].iloc[1]
    second.write_text(f"Schluessel;Firma;Rate\n{known};Netz Nord;300\n", encoding="utf-8")
    project = workflow.import_file(project, "supply", second).project
    rows = project.supply[project.supply["provider"] == "Netz Nord"]
    assert sorted(rows["down_mbps"]) == [250.0, 300.0]


def test_the_history_says_what_was_imported_and_planned(planned: Project) -> None:
    entries = list(planned.history["what"])
    assert any("hauskoordinaten.csv" in entry for entry in entries)
    assert "Plan" in entries[-1]


def test_reports_are_written_with_and_without_a_plan(
    town: Project, planned: Project, tmp_path: Path
) -> None:
    for project, folder in ((planned, tmp_path / "plan"), (town, tmp_path / "coverage")):
        files = workflow.write_reports(project, None, folder)
        assert [path.suffix for path in files] == [".xlsx", ".html", ".gpkg"]
        assert all(path.stat().st_size > 0 for path in files)


def test_an_unknown_layer_or_file_is_refused_with_a_remedy(town: Project, tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="addresses"):
        workflow.import_file(town, "houses", tmp_path)
    with pytest.raises(PlannerError, match="There is no file"):
        workflow.import_file(town, "addresses", tmp_path / "none.csv")


def test_coverage_and_plan_of_an_empty_project_say_what_to_import() -> None:
    project = workflow.create_project("empty")
    with pytest.raises(PlannerError, match="Import addresses"):
        workflow.coverage(project)
    with pytest.raises(PlannerError, match="Import addresses"):
        workflow.plan(project, workflow.scenario_for(project))


def test_remembered_columns_are_those_of_the_sheet_that_was_read(
    town: Project, tmp_path: Path
) -> None:
    # The first sheet is a cover; the rows are on the second one.
    address = town.addresses["address_id"].iloc[0]
    project = town
    for number in range(2):
        book = Workbook()
        book.active.append(["Deckblatt"])
        sheet = book.create_sheet("Versorgung")
        sheet.append(["Schluessel", "Firma", "Rate"])
        sheet.append([address, "Netz Nord", 250 + number])
        path = tmp_path / f"reply{number}.xlsx"
        book.save(path)
        columns = {"address_id": "Schluessel", "provider": "Firma", "down_mbps": "Rate"}
        chosen = columns if number == 0 else None
        step = workflow.import_file(
            project, "supply", path, columns=chosen, source_layer="Versorgung"
        )
        project = step.project
    rows = project.supply[project.supply["provider"] == "Netz Nord"]
    assert 251.0 in set(rows["down_mbps"])
