"""A header of two rows is read as one; a row of data below a header stays data."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from fibre_planner.io.layers import preview, read_layer

GROUPS = ["Straße", "Hausnummer", "PLZ", "Ist-Versorgung", None, None]
NAMES = [None, None, None, "Technologie", "Download", "Upload"]


def workbook(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("D2:F2")
    book.save(path)
    return path


def test_names_below_a_merged_cell_are_the_names_of_their_columns(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "r.xlsx",
        ["Rückmeldung zur Markterkundung"],
        GROUPS,
        NAMES,
        ["Weg", "3", "01067", "FTTH", "1 Gbit/s", "500"],
        ["Weg", "5", "01067", "HFC", "1.000 Mbit/s", "50"],
    )
    rows = read_layer("supply", path, "EPSG:25832").layers["supply"]
    assert rows["technology"].tolist() == ["FTTH", "HFC"]
    assert rows["down_mbps"].tolist() == [1000.0, 1000.0]
    assert rows["up_mbps"].tolist() == [500.0, 50.0]


def test_row_of_data_with_a_cell_beside_the_header_stays_data(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("Straße;Nr;;PLZ\nWeg;;bitte;\nRing;4;;01067\n", encoding="utf-8")
    assert preview(path).row_count == 2


def test_plain_header_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("Straße;Nr;Technologie\nWeg;4;FTTH\n", encoding="utf-8")
    assert preview(path).columns == ("Straße", "Nr", "Technologie")
