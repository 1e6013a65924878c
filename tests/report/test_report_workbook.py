from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from fibre_planner.language import in_language
from fibre_planner.model.errors import PlannerError
from fibre_planner.progress import Cancelled
from fibre_planner.report.workbook import write_workbook
from fibre_planner.report.workbook_cells import CELL_LIMIT, ILLEGAL, clean_text
from tests.report.in_german import in_german
from tests.report.small_plan import small_findings, small_project

BILL = "Bill of quantities"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the report of the small project, with and without its plan."""
    found = tmp_path_factory.mktemp("reports")
    project = small_project()
    with in_language("en"):
        write_workbook(project, project.plans[0], small_findings(), found / "report.xlsx")
        write_workbook(project, None, small_findings(), found / "coverage.xlsx")
    return found


def written(folder: Path, values: bool = False, plan: bool = True) -> Workbook:
    return load_workbook(folder / ("report.xlsx" if plan else "coverage.xlsx"), data_only=values)


def rows_of(workbook: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return list(workbook[sheet].iter_rows(values_only=True))


def row_beginning(workbook: Workbook, sheet: str, text: str, column: int = 0) -> tuple[object, ...]:
    return next(row for row in rows_of(workbook, sheet) if row[column] == text)


def test_workbook_has_a_sheet_for_each_part(folder: Path) -> None:
    assert written(folder).sheetnames == [
        "Summary",
        "Addresses",
        BILL,
        "Coverage by district",
        "Gaps",
        "Findings",
        "Rejected rows",
        "Rules",
        "Prices",
        "Assumptions and sources",
    ]


def test_coverage_without_a_plan_has_no_bill_and_no_rules(folder: Path) -> None:
    names = written(folder, plan=False).sheetnames
    assert BILL not in names
    assert "Rules" not in names
    assert "Addresses" in names


def test_bill_reckons_the_total_of_the_plan(folder: Path) -> None:
    total = row_beginning(written(folder, values=True), BILL, "Total, net")
    assert total[7:10] == (19334.7, 31169.6, 52026)
    difference = row_beginning(written(folder, values=True), BILL, "Difference", column=1)
    assert difference[7:10] == (0, 0, 0)


def test_costs_sums_and_percentages_of_the_bill_are_formulas(folder: Path) -> None:
    workbook = written(folder)
    trench = row_beginning(workbook, BILL, "TB01")
    assert trench[4:7] == ("='Prices'!$D$26", "='Prices'!$E$26", "='Prices'!$F$26")
    assert trench[7:10] == ("=C3*E3", "=C3*F3", "=C3*G3")
    planning = row_beginning(workbook, BILL, "PL01")
    assert planning[8] == "=I$8*F9/100"
    contingency = row_beginning(workbook, BILL, "UV01")
    assert contingency[8] == "=SUM(I$8:I9)*F10/100"
    assert row_beginning(workbook, BILL, "Total, net")[8] == "=ROUND(SUM(I8:I10),2)"
    assert workbook["Prices"]["A26"].value == "TB01"


def test_price_that_differs_from_the_catalogue_stays_the_price_of_the_plan(tmp_path: Path) -> None:
    project = small_project()
    catalogue = project.catalogue.assign(base=project.catalogue["base"] + 1)
    project = project.with_layers(catalogue=catalogue)
    path = tmp_path / "report.xlsx"
    write_workbook(project, project.plans[0], (), path)
    trench = row_beginning(load_workbook(path), BILL, "TB01")
    assert trench[5] == 160
    assert trench[4] == "='Prices'!$D$26"


def test_cost_that_no_formula_gives_is_kept_as_the_amount_of_the_plan(tmp_path: Path) -> None:
    project = small_project()
    plan = project.plans[0]
    items = plan.items.assign(cost_base_eur=plan.items["cost_base_eur"] + 0.5)
    path = tmp_path / "report.xlsx"
    write_workbook(project, replace(plan, items=items), (), path)
    assert row_beginning(load_workbook(path), BILL, "TB01")[8] == 16000.5


def test_summary_takes_the_cost_from_the_bill(folder: Path) -> None:
    assert row_beginning(written(folder), "Summary", "Cost base")[1] == f"='{BILL}'!$I$11"
    assert row_beginning(written(folder, values=True), "Summary", "Cost base")[1] == 31169.6


def test_shares_and_totals_of_the_districts_are_formulas_with_results(folder: Path) -> None:
    total = row_beginning(written(folder), "Coverage by district", "Total")
    assert total[1] == "=SUM(B2:B3)"
    assert total[8] == "=IF(B4=0,0,G4/B4)"
    results = row_beginning(written(folder, values=True), "Coverage by district", "Total")
    assert results[1:8] == (6, 13, 3, 1, 0, 1, 1)
    assert results[8] == pytest.approx(1 / 6)


def test_every_address_is_listed_with_its_part_of_the_plan(folder: Path) -> None:
    rows = rows_of(written(folder), "Addresses")
    assert len(rows) == 1 + 6
    column = {name: at for at, name in enumerate(rows[0])}
    assert [row[column["Address id"]] for row in rows[1:]] == ["a1", "a2", "a3", "a4", "a5", "a6"]
    assert rows[1][column["Postcode"]] == "01234"
    assert rows[5][column["Dwellings"]] is None
    assert rows[3][column["Planned: provider"]] == "Gamma"
    assert rows[6][column["Reason"]] == "no street within reach"
    assert rows[4][column["In the plan"]] == "excluded"
    assert rows[5][column["In the plan"]] == "not in the plan"


def test_text_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    texts = ["=1+1", "+49 69", "-5", "@name", "\tx", "=cmd|' /C calc'!A0"]
    project = small_project()
    project = project.with_layers(addresses=project.addresses.assign(street=texts))
    path = tmp_path / "report.xlsx"
    write_workbook(project, None, small_findings(), path)
    workbook = load_workbook(path)
    cells = [row[1] for row in workbook["Addresses"].iter_rows(min_row=2)]
    assert sorted(cell.value for cell in cells) == sorted(texts)
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert all(cell.quotePrefix for cell in cells)
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet2.xml")


def test_long_cells_survive_and_longer_ones_are_cut_in_sight(folder: Path) -> None:
    workbook = written(folder)
    values = [row[4] for row in rows_of(workbook, "Rejected rows")[1:]]
    assert values[1] == "x" * 10_000
    cut = clean_text("🏠" * CELL_LIMIT)
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert cut.endswith(f"[cut: {CELL_LIMIT} characters]")


def test_characters_a_workbook_cannot_hold_are_replaced_in_sight() -> None:
    assert clean_text("a\x00b\x1fc\ud800") == f"a{ILLEGAL}b{ILLEGAL}c{ILLEGAL}"
    assert clean_text("line\nbreak\tand emoji 🏠") == "line\nbreak\tand emoji 🏠"


def test_text_that_looks_like_an_escape_is_not_read_as_one(tmp_path: Path) -> None:
    project = small_project("Weg _x0041_ <b>&amp;")
    path = tmp_path / "report.xlsx"
    write_workbook(project, None, (), path)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    assert "Weg _x005F_x0041_ &lt;b&gt;&amp;amp;" in sheet


def test_same_inputs_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    project = small_project()
    write_workbook(project, project.plans[0], small_findings(), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == (folder / "report.xlsx").read_bytes()


def test_cancelled_report_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"old")

    def cancel(fraction: float, _message: str) -> None:
        if fraction >= 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_workbook(small_project(), None, (), path, cancel)
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["report.xlsx"]


def test_missing_folder_is_named_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=r"report\.xlsx could not be saved"):
        write_workbook(small_project(), None, (), tmp_path / "nowhere" / "report.xlsx")


def test_german_report_has_german_formats(tmp_path: Path) -> None:
    project = small_project()
    path = tmp_path / "report.xlsx"
    with in_german():
        write_workbook(project, project.plans[0], (), path)
    sheet = load_workbook(path).worksheets[1]
    headings = [cell.value for cell in sheet[1]]
    dates = [cell for cell in sheet[4] if cell.is_date]
    assert [cell.number_format for cell in dates] == ["[$-407]dd.mm.yyyy"]
    assert dates[0].value.isoformat() == "2028-06-30T00:00:00"
    assert len(headings) == len(set(headings))


def test_lists_are_frozen_filtered_and_repeat_their_header_in_print(folder: Path) -> None:
    sheet = written(folder)["Addresses"]
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_project_without_any_row_gives_a_workbook(tmp_path: Path) -> None:
    project = small_project()
    bare = project.with_layers(
        addresses=project.addresses.iloc[:0],
        coverage=project.coverage.iloc[:0],
        supply=project.supply.iloc[:0],
        rejected=pd.DataFrame(),
    )
    write_workbook(bare, None, (), tmp_path / "report.xlsx")
    workbook = load_workbook(tmp_path / "report.xlsx", data_only=True)
    assert row_beginning(workbook, "Coverage by district", "Total")[1] == 0
