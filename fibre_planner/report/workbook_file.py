"""Putting a workbook together: a skeleton by openpyxl with the rows streamed in."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.xml.functions import tostring

from fibre_planner.io.atomic import replacing
from fibre_planner.report.workbook_sheets import Sheet

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_EMPTY_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')
# Order of elements in a worksheet: warnings that are switched off stand before drawings.
_AFTER_IGNORED = re.compile(rb"<drawing |<legacyDrawing |<tableParts|</worksheet>")


def save_workbook(
    workbook: Workbook, sheets: Sequence[Sheet], path: Path, changed: dt.datetime
) -> None:
    """Write the workbook with the rows of its sheets, in one step.

    sheets: in the order of the workbook's worksheets. changed: shown as the file's date.
    Raises PlannerError where the file cannot be written.
    """
    workbook.properties.created = changed
    skeleton = io.BytesIO()
    workbook.save(skeleton)
    workbook.properties.modified = changed
    rows = {
        f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, start=1)
    }
    with (
        replacing(path) as temporary,
        zipfile.ZipFile(skeleton) as source,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with target.open(entry, "w", force_zip64=name in rows) as stream:
                if name == "docProps/core.xml":
                    stream.write(tostring(workbook.properties.to_tree()))
                elif name in rows:
                    _write_sheet(stream, content, rows[name])
                else:
                    stream.write(content)


def _write_sheet(stream: Any, skeleton: bytes, sheet: Sheet) -> None:
    """Write a worksheet with the sheet's rows in the place of the skeleton's empty ones."""
    place = _EMPTY_ROWS.search(skeleton)
    assert place is not None
    last = f"{get_column_letter(len(sheet.widths))}{max(sheet.last_row, 1)}"
    area = f"A1:{last}".encode()
    stream.write(_DIMENSION.sub(b'<dimension ref="' + area + b'"/>', skeleton[: place.start()]))
    stream.write(b"<sheetData>")
    _write_blocks(stream, sheet.blocks)
    stream.write(b"</sheetData>")
    rest = skeleton[place.end() :]
    # Postcodes and house numbers are text on purpose; no green corner is wanted in each cell.
    after = _AFTER_IGNORED.search(rest)
    assert after is not None
    ignored = b'<ignoredErrors><ignoredError sqref="%s" numberStoredAsText="1"/></ignoredErrors>'
    stream.write(rest[: after.start()] + ignored % area + rest[after.start() :])


def _write_blocks(stream: Any, blocks: Iterable[str]) -> None:
    for block in blocks:
        stream.write(block.encode())
