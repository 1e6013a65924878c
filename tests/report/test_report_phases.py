"""The years of a plan in the workbook and as sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.tables import conform
from fibre_planner.model.year_styles import year_styles
from fibre_planner.report.address_table import address_table
from fibre_planner.report.figures import figure_groups
from fibre_planner.report.phase_map import year_codes, year_entries
from fibre_planner.report.phase_table import order_sentence, phase_table, service_sentence
from fibre_planner.report.sources import source_table
from fibre_planner.report.summary import summary_lines
from fibre_planner.report.workbook import write_workbook
from tests.report.small_plan import small_findings, small_project


def project_with_years() -> tuple[Project, Plan]:
    project = small_project()
    plan = project.plans[0]
    phases = pd.DataFrame(
        {
            "phase_id": ["2027", "2028", "later"],
            "year": [2027, 2028, 0],
            "budget_eur": [20000.0, 21000.0, np.nan],
            "cost_eur": [19000.0, 6000.0, 5000.0],
            "extra_eur": [0.0, -500.0, 0.0],
            "present_value_eur": [18095.0, 5442.0, 4319.0],
            "trench_m": [120.0, 40.0, 20.0],
            "addresses": [1, 1, 1],
            "units": [2, 1, 1],
            "sites": ["c1", "", ""],
        }
    )
    year = plan.addresses["address_id"].map({"a1": 2027, "a2": 2028}).fillna(0)
    dated = replace(
        plan,
        scenario=replace(plan.scenario, yearly_budget_eur=20000.0, start_year=2027, years=2),
        phases=conform("plan_phases", phases),
        addresses=plan.addresses.assign(year=year.astype("int64")),
        summary=replace(
            plan.summary, npv_eur=29000.0, npv_greedy_eur=30500.0, service_share=0.98765
        ),
    )
    return replace(project, plans=(dated,)), dated


def test_years_come_in_order_and_what_is_left_over_comes_last() -> None:
    table = phase_table(project_with_years()[1])
    assert table.rows["year"].tolist() == ["2027", "2028", "after these years"]
    assert table.rows["served"].tolist()[:2] == [0.5, 0.75]
    assert np.isnan(table.rows["served"].iloc[2])
    assert table.rows["unit_eur"].tolist() == [9500.0, 6000.0, 5000.0]
    assert any("1 address is not reached" in note for note in table.notes)


def test_workbook_has_the_years_with_a_chart(tmp_path: Path) -> None:
    project, plan = project_with_years()
    write_workbook(project, plan, small_findings(), tmp_path / "plan.xlsx")
    sheet = load_workbook(tmp_path / "plan.xlsx")["Phases"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Year", "Available", "Cost")
    assert rows[1][:3] == ("2027", 20000, 19000)
    assert rows[3][0] == "after these years"
    assert rows[4][0] == "Total"
    assert rows[4][2] == "=SUM(C2:C4)"
    assert rows[4][1] is None  # what is available goes on to the next year and is no sum
    assert len(sheet._charts) == 1
    assert sheet._charts[0].anchor._from.row > max(
        number for number, row in enumerate(rows) if row[0] is not None
    )


def test_no_note_of_a_sheet_is_wider_than_its_printed_columns(tmp_path: Path) -> None:
    project, plan = project_with_years()
    write_workbook(project, plan, small_findings(), tmp_path / "plan.xlsx")
    sheet = load_workbook(tmp_path / "plan.xlsx")["Phases"]
    width = sum(sheet.column_dimensions[column[0].column_letter].width for column in sheet.columns)
    notes = [str(row[0]) for row in sheet.iter_rows(min_row=6, values_only=True) if row[0]]
    assert len(notes) > len(phase_table(plan).notes) - 1
    assert max(map(len, notes)) <= width
    assert " ".join(notes) == " ".join(phase_table(plan).notes)


def test_workbook_of_a_plan_without_years_has_no_such_sheet(tmp_path: Path) -> None:
    project = small_project()
    write_workbook(project, project.plans[0], small_findings(), tmp_path / "plan.xlsx")
    assert "Phases" not in load_workbook(tmp_path / "plan.xlsx").sheetnames
    assert "year" not in address_table(project, project.plans[0]).rows


def test_each_connected_address_is_listed_with_its_year() -> None:
    project, plan = project_with_years()
    rows = address_table(project, plan).rows.set_index("address_id")
    assert rows.loc[["a1", "a2", "a3", "a6"], "year"].tolist() == [
        "2027",
        "2028",
        "after these years",
        "",
    ]


def test_order_is_told_with_what_it_saves_and_service_is_rounded_down() -> None:
    summary = project_with_years()[1].summary
    assert "29,000 € less" not in order_sentence(summary)
    assert "1,500" in order_sentence(summary)
    assert "98.7" in service_sentence(summary)
    same = replace(summary, npv_greedy_eur=29000.2)
    assert "would cost as much" in order_sentence(same)


def test_figures_and_terminal_tell_the_years() -> None:
    project, plan = project_with_years()
    groups = {group.name: group for group in figure_groups(project, plan)}
    figures = {figure.name: figure.text() for figure in groups["phases"].figures}
    assert figures["years"] == "2027 – 2028"
    assert figures["not_within_years"] == "1"
    lines = "\n".join(summary_lines(project, plan, ()))
    assert "2028" in lines
    assert "after these years" in lines
    assert "phases" not in {group.name for group in figure_groups(small_project(), None)}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_service_share_may_be_nothing_or_all(share: float) -> None:
    summary = replace(project_with_years()[1].summary, service_share=share)
    assert f"{share:.1%}".rstrip("%") in service_sentence(summary)


def test_map_has_a_colour_for_each_year_and_grey_dashes_for_none() -> None:
    plan = project_with_years()[1]
    year = np.array([2027, 2028, 2027, 2028, 0])
    dated = replace(plan, trenches=plan.trenches.assign(year=year))
    entries = year_entries(dated)
    assert [entry["label"] for entry in entries] == ["2027", "2028", "after these years"]
    assert len({entry["colour"] for entry in entries}) == 3
    assert [bool(entry["dash_px"]) for entry in entries] == [False, False, True]
    assert year_codes(dated).tolist() == [0, 1, 0, 1, 2]
    assert year_entries(small_project().plans[0]) == []


def test_years_of_a_long_plan_grow_lighter_one_after_the_other() -> None:
    colours = [style["colour"] for style in year_styles(list(range(2027, 2047)))]
    light = [
        0.3 * int(text[1:3], 16) + 0.59 * int(text[3:5], 16) + 0.11 * int(text[5:7], 16)
        for text in colours
    ]
    assert light == sorted(light)
    assert len(set(colours)) == 20


def test_assumptions_of_the_order_are_listed_with_their_sources() -> None:
    project, plan = project_with_years()
    rows = source_table(project, plan).rows.set_index("item")
    assert rows.loc["Cost of a year without service, each unit", "value"] == "€420"
    assert (rows.loc[rows["topic"] == "Build order", "mark"] == "Assumption").all()
    assert rows.loc["First year of building", "value"] == "2027"
    assert rows.loc["Discount rate", "value"] == "5%"
    small = small_project()
    assert "Build order" not in set(source_table(small, small.plans[0]).rows["topic"])
