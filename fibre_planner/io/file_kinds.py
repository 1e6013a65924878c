"""What a file really is, by its first bytes; its ending decides only what the bytes leave open."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from fibre_planner.io.archives import DAMAGED
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

VECTOR_KINDS = ("gpkg", "shp", "fgb", "geojson", "gml", "kml", "dxf")
TABLE_KINDS = ("text", "xlsx", "ods")
_SIDE_FILES = {
    ".shx",
    ".dbf",
    ".prj",
    ".cpg",
    ".sbn",
    ".sbx",
    ".qix",
    ".xsd",
    ".qmd",
    ".qml",
    ".gfs",
}
_ENDINGS = {
    "text": (".csv", ".txt", ".tsv", ".tab", ".asc"),
    "xlsx": (".xlsx", ".xlsm"),
    "ods": (".ods",),
    "zip": (".zip",),
    "gpkg": (".gpkg",),
    "shp": (".shp",),
    "fgb": (".fgb",),
    "geojson": (".geojson", ".json", ".geojsonl"),
    "gml": (".gml", ".xml"),
    "kml": (".kml",),
    "dxf": (".dxf",),
}
_XML_BOMB = re.compile(rb"<!(?:DOCTYPE|ENTITY)[^>]*(?:ENTITY|\[)", re.I)


def find_kind(path: Path, name: str) -> tuple[str, str]:
    """Return the kind of a file and a note where its ending says something else.

    Raises PlannerError with a sentence where the file is missing, empty or nothing we can read.
    """
    head = _read_head(path, name)
    kind = _kind_of(path, head, name)
    ending = path.suffix.lower()
    if kind in _ENDINGS and ending in _ENDINGS[kind]:
        return kind, ""
    if any(ending in endings for endings in _ENDINGS.values()):
        note = tr("{file} is really a file of the kind {kind} and was read as such.")
        return kind, note.format(file=name, kind=_ENDINGS[kind][0][1:].upper())
    return kind, ""


def is_readable_part(path: Path) -> bool:
    """Say whether a file of an archive can be read by itself rather than beside another."""
    known = any(path.suffix.lower() in endings for endings in _ENDINGS.values())
    return known and path.suffix.lower() not in _SIDE_FILES


def _read_head(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise PlannerError(
                tr("{file} is a folder.").format(file=name), tr("Choose a file in it.")
            )
        with path.open("rb") as stream:
            head = stream.read(4096)
    except FileNotFoundError:
        raise PlannerError(
            tr("There is no file {file}.").format(file=path), tr("Check the name and the folder.")
        ) from None
    except OSError as error:
        raise PlannerError(
            tr("{file} cannot be read: {reason}.").format(file=name, reason=error.strerror),
            tr("Check whether you may read it and whether another program has it open."),
        ) from error
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise PlannerError(tr("{file} is empty.").format(file=name), tr("Choose a file with data."))
    return head


def _kind_of(path: Path, head: bytes, name: str) -> str:
    if head.startswith(b"PK"):
        return _kind_of_zip(path, name)
    if head.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    if head.startswith(b"fgb\x03"):
        return "fgb"
    if head.startswith(b"\x00\x00\x27\x0a"):
        return "shp"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refusal(
            tr("{file} is an old Excel file (XLS) or protected by a password.").format(file=name),
            tr("Save it as XLSX without a password and try again."),
        )
    if head.startswith(b"%PDF"):
        raise _refusal(
            tr("{file} is a PDF and holds no table.").format(file=name),
            tr("Ask for the data as CSV, XLSX or GeoPackage."),
        )
    return _kind_of_text(path, head.lstrip(b"\xef\xbb\xbf \t\r\n"), name)


def _kind_of_text(path: Path, start: bytes, name: str) -> str:
    lower = start[:200].lower()
    if lower.startswith((b"<!doctype html", b"<html")):
        raise _refusal(
            tr("{file} is a web page, perhaps an error message in place of the data.").format(
                file=name
            ),
            tr("Open it in a browser, read what it says and download the file again."),
        )
    if start.startswith(b"<"):
        return _kind_of_xml(start, name)
    if start.startswith((b"{", b"[")):
        return "geojson"
    if re.match(rb"(?:999\s[^\n]*\n\s*)*0\s*[\r\n]+\s*SECTION", start):
        return "dxf"
    ending = path.suffix.lower()
    misnamed = [kind for kind in VECTOR_KINDS if ending in _ENDINGS[kind]]
    if misnamed or ending in (*_ENDINGS["xlsx"], *_ENDINGS["ods"], *_ENDINGS["zip"]):
        if b";" in start or b"," in start or b"\t" in start:
            return "text"
        raise _refusal(
            tr("{file} is not what its ending says, or it is damaged.").format(file=name),
            tr("Copy or download it again."),
        )
    return "text"


def _kind_of_xml(start: bytes, name: str) -> str:
    if _XML_BOMB.search(start):
        raise _refusal(
            tr("{file} defines entities of its own and was not opened.").format(file=name),
            tr("Have it saved without a document type definition."),
        )
    if b"<OGRVRT" in start or b"<OGRWFS" in start:
        raise _refusal(
            tr("{file} only refers to other files.").format(file=name),
            tr("Import those files themselves."),
        )
    if b"<osm" in start:
        raise _refusal(
            tr("{file} is an OpenStreetMap file.").format(file=name),
            tr("Import it as OpenStreetMap."),
        )
    if b"<kml" in start or b"opengis.net/kml" in start:
        return "kml"
    if b"gml" in start or b"<wfs:" in start:
        return "gml"
    raise _refusal(
        tr("{file} is an XML file of an unknown kind.").format(file=name),
        tr("Ask for the data as CSV, XLSX, GML or GeoPackage."),
    )


def _kind_of_zip(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in members else b""
    except (*DAMAGED, OSError) as error:
        raise _refusal(
            tr("{file} is damaged and cannot be unpacked.").format(file=name),
            tr("Copy or download it again."),
        ) from error
    if "xl/workbook.xml" in members:
        return "xlsx"
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if "xl/workbook.bin" in members or "word/document.xml" in members:
        raise _refusal(
            tr("{file} is an Office file that is no XLSX workbook.").format(file=name),
            tr("Save the table as XLSX or CSV."),
        )
    return "zip"


def _refusal(message: str, remedy: str) -> PlannerError:
    return PlannerError(message, remedy)
