"""Write the town's files so that the same town gives the same bytes everywhere."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import shapely
from shapely.geometry.base import BaseGeometry

from sample_data.plan_files import EAST_M, NORTH_M

_CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def write_geojson(path: Path, features: Iterable[tuple[dict[str, Any], BaseGeometry]]) -> None:
    """Write features in EPSG:25832 with centimetres; shapes are in metres of the plan."""
    lines = [
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": _geometry(shape)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for properties, shape in features
    ]
    head = json.dumps({"type": "FeatureCollection", "name": path.stem, "crs": _CRS})
    text = head[:-1] + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _geometry(shape: BaseGeometry) -> dict[str, Any]:
    mapped = shapely.geometry.mapping(shape)
    return {"type": mapped["type"], "coordinates": _shifted(mapped["coordinates"])}


def _shifted(coordinates: Any) -> Any:
    """Return nested coordinates moved to the town's place, in centimetres."""
    if coordinates and isinstance(coordinates[0], float):
        return [round(coordinates[0] + EAST_M, 2), round(coordinates[1] + NORTH_M, 2)]
    return [_shifted(part) for part in coordinates]


def write_rows(
    path: Path, rows: Iterable[Sequence[object]], encoding: str = "utf-8", newline: str = "\n"
) -> None:
    """Write rows as a CSV file with semicolons."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator=newline).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def write_workbook(path: Path, sheet: str, rows: Iterable[Sequence[object]]) -> None:
    """Write one sheet as XLSX: stored without compression and without dates, so bytes repeat."""
    body = "".join(_row(number, row) for number, row in enumerate(rows, start=1))
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS.format(target="xl/workbook.xml", kind="officeDocument"),
        "xl/workbook.xml": _WORKBOOK.format(sheet=escape(sheet)),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(
            target="worksheets/sheet1.xml", kind="worksheet"
        ),
        "xl/worksheets/sheet1.xml": _SHEET.format(body=body),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = 3
            archive.writestr(entry, content.encode("utf-8"))


def _row(number: int, row: Sequence[object]) -> str:
    cells = "".join(_cell(value, number, column) for column, value in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _cell(value: object, row: int, column: int) -> str:
    """Return a cell; text stays text, whatever it begins with."""
    place = f"{chr(ord('A') + column)}{row}"
    if isinstance(value, int | float) and math.isfinite(value):
        return f'<c r="{place}"><v>{value}</v></c>'
    if value == "":
        return ""
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN_TYPE}.worksheet+xml"/>'
    "</Types>"
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/{{kind}}" Target="{{target}}"/></Relationships>'
)
_WORKBOOK = (
    f'{_XML}<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET = f'{_XML}<worksheet xmlns="{_SPREADSHEET}"><sheetData>{{body}}</sheetData></worksheet>'
