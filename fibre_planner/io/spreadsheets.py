"""Reading sheets of XLSX and ODS workbooks: values alone, never a formula."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import defusedxml
import openpyxl
from defusedxml.ElementTree import iterparse
from openpyxl.utils.exceptions import InvalidFileException

from fibre_planner.io.archives import DAMAGED, check_archive
from fibre_planner.io.raw_table import LIMITS, RawTable, cut_rows, frame_of
from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_UNCOMPUTED = re.compile(rb"</f>(?:<v\s*/>|<v></v>)?</c>|<f[^>]*/>(?:<v\s*/>|<v></v>)?</c>")
_Rows = list[list[Any]]


def read_spreadsheet(path: Path, name: str, kind: str, sheet: str, prefer: str = "") -> RawTable:
    """Read one sheet of a workbook; cells keep their kind (text, number, date).

    kind: "xlsx" or "ods". sheet: name of the sheet; where empty, the sheet named like `prefer`,
    else the first one that holds rows. Raises PlannerError where it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive, name)
        sheets = _xlsx_sheets(path) if kind == "xlsx" else _ods_sheets(path, name)
        notes = _notes_on_formulas(path) if kind == "xlsx" else []
    except (
        InvalidFileException,
        defusedxml.DefusedXmlException,
        ParseError,
        KeyError,
        ValueError,
        # openpyxl stumbles over what it does not find in a damaged workbook.
        AttributeError,
        IndexError,
        TypeError,
        *DAMAGED,
    ) as error:
        raise PlannerError(
            tr("The workbook {file} is damaged and cannot be read.").format(file=name),
            tr("Open it in a spreadsheet program and save it again."),
        ) from error
    names = tuple(sheets)
    chosen = _choose(sheets, sheet, prefer, name)
    cut = cut_rows(tr("Sheet {sheet} of {file}").format(sheet=chosen, file=name), sheets[chosen])
    if len(names) > 1:
        notes.append(tr("Sheet {sheet} was read.").format(sheet=chosen))
    if cut.skipped:
        notes.append(
            ntr(
                "1 row above the names of the columns was skipped.",
                "{count} rows above the names of the columns were skipped.",
                cut.skipped,
            ).format(count=cut.skipped)
        )
    cells, numbers = frame_of(cut)
    return RawTable(
        name,
        kind,
        cells,
        numbers,
        misfits=cut.misfits,
        notes=tuple(notes),
        sub_layers=names,
        sub_layer=chosen,
    )


def _choose(sheets: dict[str, _Rows], sheet: str, prefer: str, name: str) -> str:
    if sheet:
        if sheet not in sheets:
            raise PlannerError(
                tr("{file} has no sheet “{sheet}”.").format(file=name, sheet=sheet),
                tr("Choose one of: {names}.").format(names=", ".join(sheets)),
            )
        return sheet
    same = [key for key in sheets if key.casefold() == prefer.casefold()]
    filled = [key for key, rows in sheets.items() if rows]
    if not filled:
        raise PlannerError(
            tr("{file} holds no rows.").format(file=name), tr("Choose a file with data.")
        )
    return (same or filled)[0]


def _xlsx_sheets(path: Path) -> dict[str, _Rows]:
    # As a stream, since openpyxl judges a path by its ending.
    with path.open("rb") as stream, warnings.catch_warnings():
        # Styles, validations and the like that openpyxl does not know do not concern us.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        result: dict[str, _Rows] = {}
        for sheet in book.worksheets:
            # Some programs write a wrong extent of the sheet, which would cut rows off.
            sheet.reset_dimensions()
            result[sheet.title] = _trim(list(map(list, sheet.iter_rows(values_only=True))))
        return result


def _notes_on_formulas(path: Path) -> list[str]:
    """Count formulas that were saved without a value, whose cells are therefore empty."""
    count = 0
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                content = archive.read(member)
                count += len(_UNCOMPUTED.findall(content)) if b"<f" in content else 0
    if not count:
        return []
    return [
        ntr(
            "1 cell holds a formula without its value and counts as empty; "
            "open the file in a spreadsheet program and save it to have it read.",
            "{count} cells hold a formula without its value and count as empty; "
            "open the file in a spreadsheet program and save it to have them read.",
            count,
        ).format(count=count)
    ]


def _ods_sheets(path: Path, name: str) -> dict[str, _Rows]:
    with zipfile.ZipFile(path) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise PlannerError(
                tr("{file} is protected by a password.").format(file=name),
                tr("Save it without a password and try again."),
            )
        result: dict[str, _Rows] = {}
        with archive.open("content.xml") as stream:
            rows: _Rows = []
            for event, element in iterparse(stream, events=("start", "end")):
                if event == "start":
                    if element.tag == f"{_TABLE}table":
                        rows = result.setdefault(element.get(f"{_TABLE}name", ""), [])
                elif element.tag == f"{_TABLE}table-row":
                    _add_row(rows, element)
                    element.clear()
        return {key: _trim(rows) for key, rows in result.items()}


def _add_row(rows: _Rows, element: Element) -> None:
    cells: list[Any] = []
    for cell in element:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            value = _ods_value(cell)
            # A row is filled up with thousands of empty cells to the edge of the sheet.
            cells.extend([value] * (times if value is not None else min(times, _left(cells))))
            if len(cells) > LIMITS["max_columns"]:
                raise ValueError("too many columns")
    times = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
    empty = all(value is None for value in cells)
    if not empty and times > 1_000_000:
        raise ValueError("too many rows")
    # Blank rows to the end of the sheet are one repeated row; later rows tell if they count.
    rows.extend([[]] * min(times, 1000) if empty else [cells] * times)


def _left(cells: list[Any]) -> int:
    return max(int(LIMITS["max_columns"]) - len(cells), 0)


def _ods_value(cell: Element) -> Any:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind is None:
        return None
    if kind in ("float", "currency", "percentage"):
        return float(cell.get(f"{_OFFICE}value", "nan"))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        text = cell.get(f"{_OFFICE}date-value", "")
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            return text
    return "\n".join(_paragraphs(cell)) or None


def _paragraphs(cell: Element) -> Iterator[str]:
    for paragraph in cell.findall(f"{_TEXT}p"):
        yield "".join(paragraph.itertext())


def _trim(rows: _Rows) -> _Rows:
    """Drop blank rows at the end and blank cells at the end of rows."""
    end = len(rows)
    while end and not any(cell is not None and cell != "" for cell in rows[end - 1]):
        end -= 1
    return rows[:end]
