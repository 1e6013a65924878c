"""Tables on paper: heading on every page, columns that fit, all rows, numbers to the right."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from fibre_planner.ui.printing import documents
from fibre_planner.ui.printing.contents import (
    address_rows,
    cost_rows,
    ids_within,
    print_table_of,
    trench_rows,
)
from fibre_planner.ui.printing.paper import PX_PER_MM, Paper
from fibre_planner.ui.printing.table_layout import PrintColumn, PrintTable, rows_of_pages
from fibre_planner.ui.printing.table_page import TablePage, table_pages
from tests.report.small_plan import small_project
from tests.ui.printed import FIELDS, pdf_text, small_scene

COLUMNS = (PrintColumn("Street"), PrintColumn("Remark"), PrintColumn("Cost", right=True))


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """Fonts need a running application."""


def table(count: int, remark: str = "fine") -> PrintTable:
    rows = [(f"Street {number:04d}", remark, f"{number} EUR") for number in range(count)]
    return PrintTable("List of streets", COLUMNS, rows)


def texts(pages: list[TablePage], column: int) -> list[str]:
    return [" ".join(row[column]) for page in pages for row in page.cells]


def test_every_row_is_printed_once_and_the_heading_on_each_page(tmp_path: Path) -> None:
    pages = table_pages(table(200), Paper("A4", False), FIELDS)
    assert texts(pages, 0) == [f"Street {number:04d}" for number in range(200)]
    assert len(pages) > 2
    text = pdf_text(documents.pdf_bytes(pages, FIELDS), tmp_path)
    assert text.count("Remark") == len(pages)
    assert f"Page {len(pages)} of {len(pages)}" in text
    assert text.count("Street 0137") == 1


def test_long_text_is_broken_into_lines_and_ends_with_dots_where_it_is_too_long() -> None:
    pages = table_pages(table(3, "word " * 400), Paper("A4", False), FIELDS)
    remark = pages[0].cells[0][1]
    assert len(remark) == 3
    assert remark[-1].endswith("…")
    assert pages[0].cells[0][0] == ["Street 0000"]  # the short columns are left whole


def test_word_longer_than_its_column_is_elided() -> None:
    pages = table_pages(table(1, "x" * 900), Paper("A4", False), FIELDS)
    assert pages[0].cells[0][1][0].endswith("…")


def test_numbers_end_at_the_right_edge_of_their_column() -> None:
    image = documents.page_image(table_pages(table(1), Paper("A4", False), FIELDS)[0], 120)
    left, width = table_pages(table(1), Paper("A4", False), FIELDS)[0].edges[2]
    page = table_pages(table(1), Paper("A4", False), FIELDS)[0]
    row = image.copy(
        round(left), round(page.tops[0]), round(width) + 3, round(page.tops[1] - page.tops[0]) - 2
    )
    dark = [
        x
        for x in range(row.width())
        if any(row.pixelColor(x, y).lightness() < 128 for y in range(row.height()))
    ]
    assert width - 4 <= max(dark) <= width + 1
    assert min(dark) > 1


def test_table_without_rows_says_so(tmp_path: Path) -> None:
    pages = table_pages(table(0), Paper("A4", True), FIELDS)
    assert len(pages) == 1
    assert "There are no rows." in pdf_text(documents.pdf_bytes(pages, FIELDS), tmp_path)


@given(
    st.lists(st.lists(st.text("abc 1", max_size=200), min_size=4, max_size=4), max_size=40),
    st.booleans(),
)
def test_columns_and_rows_stay_within_the_margins(rows: list[list[str]], lies: bool) -> None:
    columns = tuple(PrintColumn(f"Heading {number}") for number in range(4))
    paper = Paper("A4", lies)
    pages = table_pages(PrintTable("", columns, rows), paper, FIELDS)
    width, height = paper.size_px
    margin = 12 * PX_PER_MM - 0.01
    assert sum(len(page.cells) for page in pages) == len(rows)
    for page in pages:
        assert page.edges[0][0] >= margin
        assert page.edges[-1][0] + page.edges[-1][1] <= width - margin + 1
        assert page.tops[-1] <= height - margin


@given(st.lists(st.floats(1, 300)), st.floats(100, 1000))
def test_pages_follow_each_other_and_hold_as_many_rows_as_fit(
    heights: list[float], room: float
) -> None:
    pages = rows_of_pages(np.array(heights), room)
    assert [row for first, end in pages for row in range(first, end)] == list(range(len(heights)))
    for first, end in pages:
        assert sum(heights[first:end]) <= room + 1e-6 or end == first + 1
    for (first, _), (_, end) in pairwise(pages):
        assert sum(heights[first:end]) > room - 1e-6


def test_sum_is_printed_once_and_bold_on_the_last_page(tmp_path: Path) -> None:
    rows = [(f"Street {number:04d}", "", "1 EUR") for number in range(150)]
    whole = PrintTable("", COLUMNS, [*rows, ("Sum of 150", "", "150 EUR")], total=True)
    pages = table_pages(whole, Paper("A4", False), FIELDS)
    text = pdf_text(documents.pdf_bytes(pages, FIELDS), tmp_path)
    assert text.count("Sum of 150") == 1
    assert text.count("150 EUR") == 1
    assert text.count("1 EUR") == 150


def test_letters_of_other_fonts_and_lines_stand_in_their_cells(tmp_path: Path) -> None:
    """Greek, a sign most text fonts lack, figures and a broken text, each in its column."""
    remark = "Ωμέγα \u2728 1.234,5 " + "word " * 30
    pages = table_pages(
        PrintTable("", COLUMNS, [("Main 1", remark, "12.5")]), Paper("A4", False), FIELDS
    )
    text = pdf_text(documents.pdf_bytes(pages, FIELDS), tmp_path)
    line = next(line for line in text.splitlines() if "Main 1" in line)
    assert line.index("Main 1") < line.index("Ωμέγα") < line.index("1.234,5") < line.index("12.5")
    assert "word word" in text[text.index(line) + len(line) :]


def test_address_list_joins_coverage_and_plan_by_street_and_number() -> None:
    project = small_project()
    ids = set(project.addresses["address_id"])
    made = address_rows(project, project.plans[0], ids)
    heads = [column.title for column in made.columns]
    assert {"Street", "House number", "Class", "Status", "Cost"} <= set(heads)
    streets = [row[heads.index("Street")] for row in made.rows]
    assert streets == sorted(streets)
    assert len(made.rows) == len(project.addresses)
    numbers = [row[heads.index("House number")] for row in made.rows]
    assert numbers[:4] == ["1", "2", "3", "4"]


def test_only_addresses_within_the_box_are_listed() -> None:
    scene, project = small_scene(), small_project()
    x, y = project.addresses.geometry.iloc[0].coords[0]
    ids = ids_within(scene.layers, "addresses", (x - 1, y - 1, x + 1, y + 1))
    assert ids == {project.addresses["address_id"].iloc[0]}


def test_trench_list_ends_with_the_sum_of_lengths() -> None:
    plan = small_project().plans[0]
    made = trench_rows(plan, plan.trenches["trench_id"])
    assert made.total
    assert len(made.rows) == len(plan.trenches) + 1
    heads = [column.title for column in made.columns]
    # 100 m, 50 m and three lead-ins of 10 m.
    assert made.rows[-1][heads.index("Length")].startswith("180.0")


def test_bill_ends_with_the_cost_of_the_plan() -> None:
    project = small_project()
    made = cost_rows(project, project.plans[0])
    assert made.rows[-1][-1] == "€31,169.60"


def test_columns_without_any_text_are_left_out() -> None:
    project = small_project()
    made = print_table_of("sites", project.sites, "Sites")
    for number in range(len(made.columns)):
        assert any(row[number] for row in made.rows)
