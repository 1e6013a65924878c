"""Workbooks and sheets of other programs as tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
from odf import opendocument, table, text

from fibre_planner.io.layers import preview
from tests.io.reading import accounted, read, sentence


def xlsx(path: Path, rows: list[list[object]], title: str = "Adressen") -> Path:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


XLSX_ROWS: list[list[object]] = [
    ["Stadt Offenbach, Adressliste"],
    [],
    ["Straße", "Hausnummer", "PLZ", "Rechtswert", "Hochwert", "WE"],
    ["Weg", 5, 63065, 483300.125, 5549840.5, 3],
    ["Weg", "7-9", 63065, 483310.125, 5549840.5, None],
    ["Weg", dt.datetime(2024, 5, 3), 63065, 483320.125, 5549840.5, "k.A."],
]


def test_a_workbook_is_read_below_its_title(tmp_path: Path) -> None:
    result = read(xlsx(tmp_path / "a.xlsx", XLSX_ROWS))
    rows = result.layers["addresses"].sort_values(["source", "house_number"])
    assert rows["house_number"].tolist()[:3] == ["5", "7", "9"]
    assert rows["dwellings"].tolist()[:3] == [3, -1, -1]
    assert rows.geometry.x.iloc[0] == 483300.125
    assert accounted(result)


def test_a_workbook_named_csv_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", XLSX_ROWS).rename(tmp_path / "a.csv")
    result = read(path)
    assert result.counts["rows"] == 3
    assert any("really a file of the kind XLSX" in note for note in result.notes)


def test_another_sheet_is_read_when_it_is_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", XLSX_ROWS)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Neu")
    sheet.append(["Straße", "Nr", "x", "y"])
    sheet.append(["Ring", 1, 483300, 5549840])
    book.save(path)
    assert read(path, source_layer="Neu").layers["addresses"]["street"].tolist() == ["Ring"]
    assert "Adressen, Neu" in sentence(path, source_layer="Alt")
    assert preview(path).sub_layers == ("Adressen", "Neu")


def test_formulas_without_a_value_are_said(tmp_path: Path) -> None:
    rows = [*XLSX_ROWS, ["Weg", 11, 63065, "=480000+3330", 5549840.5, 1]]
    result = read(xlsx(tmp_path / "a.xlsx", rows))
    assert any("1 cell holds a formula" in note for note in result.notes)
    assert "no_coordinates" in result.rejected["code"].tolist()


def ods(path: Path, rows: list[list[object]]) -> Path:
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="Adressen")
    for row in rows:
        line = table.TableRow()
        for cell in row:
            if isinstance(cell, int | float):
                item = table.TableCell(valuetype="float", value=str(cell))
            else:
                item = table.TableCell(valuetype="string")
                item.addElement(text.P(text=str(cell)))
            line.addElement(item)
        sheet.addElement(line)
    sheet.addElement(table.TableRow(numberrowsrepeated=1_048_570))
    document.spreadsheet.addElement(sheet)
    document.save(str(path))
    return path


def test_an_ods_sheet_is_read_without_its_endless_blank_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Straße", "Hausnummer", "Rechtswert", "Hochwert"],
        ["Weg", 5, 483300.125, 5549840.5],
    ]
    result = read(ods(tmp_path / "a.ods", rows))
    assert result.layers["addresses"]["house_number"].tolist() == ["5"]
    assert result.counts["rows"] == 1
