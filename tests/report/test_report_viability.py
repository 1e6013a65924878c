"""The viability gap in tables, sentences and a workbook that LibreOffice recalculates."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from fibre_planner.language import in_language
from fibre_planner.model.viability import Viability
from fibre_planner.report.viability_tables import (
    assumption_rows,
    financing_table,
    tornado_table,
    year_table,
)
from fibre_planner.report.viability_texts import caution_sentences, gap_sentence, viability_lines
from fibre_planner.report.viability_workbook import write_viability_workbook
from tests.analysis.viability.paper_plan import a_tenth, in_two_years, paper_gap, paper_plan, prices
from tests.report.small_plan import small_project

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PLANS = {"one": paper_plan(), "two": in_two_years(paper_plan()), "tenth": a_tenth(paper_plan())}


@pytest.fixture(scope="module")
def gaps() -> dict[str, Viability]:
    return {name: paper_gap(plan) for name, plan in PLANS.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, gaps: dict[str, Viability]) -> Path:
    found = tmp_path_factory.mktemp("viability")
    with in_language("en"):
        for name, gap in gaps.items():
            write_viability_workbook(small_project(), PLANS[name], gap, found / f"{name}.xlsx")
    return found


def row_beginning(book: Workbook, sheet: str, text: str) -> tuple[object, ...]:
    return next(row for row in book[sheet].iter_rows(values_only=True) if row[0] == text)


def without_results(source: Path, target: Path) -> None:
    """Copy a workbook without what its formulas give, so that all of it must be reckoned anew."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            new.writestr(name, content)


@pytest.fixture(scope="module")
def recalculated(folder: Path) -> Path:
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed, so nothing can recalculate the workbook")
    bare, out = folder / "bare", folder / "out"
    bare.mkdir()
    files = []
    for name in PLANS:
        without_results(folder / f"{name}.xlsx", bare / f"{name}.xlsx")
        files.append(str(bare / f"{name}.xlsx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    return out


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_libreoffice_reckons_the_same_years_gap_and_shares(
    recalculated: Path, gaps: dict[str, Viability], name: str
) -> None:
    found = gaps[name]
    book = load_workbook(recalculated / f"{name}.xlsx", data_only=True)
    sheet = book["Viability gap"]
    rows = list(sheet.iter_rows(values_only=True))
    years = len(found.cases["base"].years)
    for number, level in enumerate(("base", "low", "high")):
        case = found.cases[level]
        first = 2 + number * (years + 4)
        shown = [row[4:12] for row in rows[first : first + years]]
        names = ["customers", "capex_eur", "equipment_eur", "opex_eur", "revenue_eur"]
        names += ["factor", "discounted_eur", "cumulated_eur"]
        reckoned = case.years[names].to_numpy()
        for row, want in zip(shown, reckoned.tolist(), strict=True):
            assert row == pytest.approx(want, rel=1e-9, abs=1e-6)
        assert rows[first + years + 1][10] == float(case.gap_eur)
    plan = found.cases["base"].financing
    last = 8 + len(plan.years)
    for part in plan.parts:
        row = row_beginning(book, "Financing plan", part.name)
        assert row[7] == float(part.amount_eur)
        assert list(row[8:last]) == [float(amount) for amount in part.by_year_eur]
    assert row_beginning(book, "Financing plan", "Sum of financing")[7] == float(plan.gap_eur)
    check = row_beginning(book, "Financing plan", "Sum of financing less gap")
    assert (check[7], check[8]) == (0, 0)


def test_figures_of_the_workbook_are_formulas(folder: Path) -> None:
    book = load_workbook(folder / "two.xlsx")
    first = next(
        row for row in book["Viability gap"].iter_rows(values_only=True) if row[0] == "2028"
    )
    assert all(str(cell).startswith("=") for cell in first[4:12])
    share = row_beginning(book, "Financing plan", "State of Hessen")
    assert all(str(cell).startswith("=") for cell in share[4:10])
    assert book.sheetnames == [
        "Viability gap",
        "Financing plan",
        "What the gap depends on",
        "Prices of the gap",
        "Assumptions on the gap",
    ]


def test_results_kept_with_the_formulas_are_those_of_the_plan(folder: Path) -> None:
    book = load_workbook(folder / "one.xlsx", data_only=True)
    assert row_beginning(book, "Financing plan", "Federal government")[7] == 754_960.23
    assert row_beginning(book, "Financing plan", "Sum of financing less gap")[7] == 0
    total = row_beginning(book, "Prices of the gap", None)
    assert total[3:6] == pytest.approx((997_920.0, 1_564_640.0, 2_456_400.0))


def test_same_gap_gives_the_same_bytes(
    folder: Path, gaps: dict[str, Viability], tmp_path: Path
) -> None:
    path = tmp_path / "again.xlsx"
    write_viability_workbook(small_project(), PLANS["one"], gaps["one"], path)
    assert path.read_bytes() == (folder / "one.xlsx").read_bytes()


def test_small_gap_has_no_federal_part_and_says_why(gaps: dict[str, Viability]) -> None:
    # A tenth of the gap on paper, 150,992.05: half of it is below the least grant of 100,000.
    table = financing_table(gaps["tenth"]).rows
    assert table["amount_eur"].tolist()[:3] == [0.0, 60_396.82, 90_595.23]
    assert table["note"].iloc[0] == "below its least grant, so it pays nothing"


def test_financing_plan_ends_with_a_difference_of_nought(gaps: dict[str, Viability]) -> None:
    table = financing_table(gaps["two"])
    assert [column.name for column in table.columns] == [
        "funder", "y2027", "y2029", "amount_eur", "note",
    ]  # fmt: skip
    totals = table.rows["amount_eur"].tolist()
    assert totals[-1] == 0.0
    assert totals[-2] == totals[-3] == pytest.approx(sum(totals[:-3]))


def test_tables_name_every_driver_and_the_source_of_every_assumption(
    gaps: dict[str, Viability],
) -> None:
    found = gaps["one"]
    named = tornado_table(small_project(), found).rows[["code", "name"]].to_numpy().tolist()
    assert ["", "Years until the take-up is reached"] in named
    assert ["ER01", "retail revenue per customer, net"] in named
    rows = assumption_rows(found).rows
    assert (rows["source"] != "").all()
    values = rows.set_index("item")["value"]
    assert values["Years of operation"] == "7"
    assert values["Federal government"] == "50.0%"
    assert values["Customers: share of the take-up, years later"] == (
        "new customers 75%, +0; upgraders 25%, +1"
    )
    assert not rows["item"].str.contains("_").any()
    assert year_table(found, "high").rows["year"].iloc[0] == "2027"


def test_plan_that_pays_for_itself_is_said_to_get_no_aid() -> None:
    found = paper_gap(catalogue=prices(ER01=1000.0))
    told = gap_sentence(found)
    assert told.startswith("There is no gap")
    assert "privately viable, so no aid is due" in told
    assert not any(line.startswith("  ") for line in viability_lines(found))


def test_assumed_split_is_said_to_be_an_assumption_wherever_shares_are_told(
    gaps: dict[str, Viability],
) -> None:
    assert "is an assumption" in " ".join(caution_sentences(gaps["one"]))
    assert any("is an assumption" in note for note in financing_table(gaps["one"]).notes)
    whole = replace(gaps["one"], not_eligible=0, not_built_eur=5.0)
    assert any("not built within the years" in line for line in caution_sentences(whole))
