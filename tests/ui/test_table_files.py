"""Rows of the attribute table as files: what a spreadsheet reads of them."""

from pathlib import Path

import numpy as np
import openpyxl
import pytest

from fibre_planner.language import in_language
from fibre_planner.model.errors import PlannerError
from fibre_planner.report import rows_workbook
from fibre_planner.ui.table.fields import Field
from fibre_planner.ui.table.rows_file import write_rows

ROWS = np.array([2, 0, 1, 3])


def fields() -> list[Field]:
    def column(name: str, kind: str, cells: list, **more: object) -> Field:
        kept = {"integer": np.int64, "number": np.float64}.get(kind, object)
        return Field(name, name.title(), kind, np.array(cells, dtype=kept), str, **more)

    return [
        column("name", "text", ["=1+1", "+49 69", "-", "@home"]),
        column("units", "integer", [3, -1, 12, 0], unknown=-1.0),
        column("cost", "number", [10.5, np.nan, 1234.25, 0.0], unit="EUR"),
        column("length", "number", [1.0, 2.0, 3.0, np.nan], unit="m"),
        column("day", "date", ["2028-06-30", "", "2027-01-01", "soon"]),
    ]


def read(path: Path) -> list[list]:
    (sheet,) = openpyxl.load_workbook(path).worksheets
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def test_text_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = write_rows("Rows", fields(), ROWS, tmp_path / "rows.xlsx")
    (sheet,) = openpyxl.load_workbook(path).worksheets
    cells = [sheet.cell(row, 1) for row in range(2, 6)]
    assert [cell.value for cell in cells] == ["-", "=1+1", "+49 69", "@home"]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert all(cell.quotePrefix for cell in cells)


def test_numbers_are_numbers_in_the_order_of_the_rows(tmp_path: Path) -> None:
    head, *rows = read(write_rows("Rows", fields(), ROWS, tmp_path / "rows.xlsx"))
    assert head == ["Name", "Units", "Cost", "Length (m)", "Day"]
    assert [row[1] for row in rows] == [12, 3, None, 0]
    assert [row[2] for row in rows] == [1234.25, 10.5, None, 0]
    assert [row[3] for row in rows] == [3, 1, 2, None]
    assert [str(row[4])[:10] for row in rows] == ["2027-01-01", "2028-06-30", "None", "soon"]


def test_file_without_an_ending_becomes_a_workbook_and_the_same_rows_the_same_bytes(
    tmp_path: Path,
) -> None:
    path = write_rows("Rows", fields(), ROWS, tmp_path / "rows")
    assert path.name == "rows.xlsx"
    again = write_rows("Rows", fields(), ROWS, tmp_path / "again.xlsx")
    assert path.read_bytes() == again.read_bytes()


def test_german_csv_has_semicolons_decimal_commas_and_a_mark_of_its_encoding(
    tmp_path: Path,
) -> None:
    with in_language("de"):
        path = write_rows("Rows", fields(), ROWS, tmp_path / "rows.csv")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[1] == "'-;12;1234,25;3;2027-01-01"


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_workbook, "MOST_ROWS", 3)
    with pytest.raises(PlannerError, match="CSV"):
        write_rows("Rows", fields(), ROWS, tmp_path / "rows.xlsx")
    assert not (tmp_path / "rows.xlsx").exists()
