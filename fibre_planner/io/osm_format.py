"""Which OpenStreetMap format a file has, and what to say of one that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import osmium

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError


def detect_format(path: Path) -> str:
    """Return pyosmium's name of the format from the first bytes, whatever the file is called."""
    try:
        with path.open("rb") as stream:
            head = stream.read(512)
    except OSError as error:
        raise PlannerError(
            tr("The file {file} cannot be read: {error}.").format(
                file=path.name, error=error.strerror or error
            ),
            tr("Check the name, and whether you may read the file."),
        ) from None
    if not head:
        raise PlannerError(
            tr("The file {file} is empty.").format(file=path.name),
            tr("Download or copy it again."),
        )
    if head.startswith(b"\x1f\x8b"):
        return "osm.gz"
    if head.startswith(b"BZh"):
        return "osm.bz2"
    if b"OSMHeader" in head[:40]:
        return "pbf"
    if b"<osm" in head or head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml"):
        return "osm"
    raise PlannerError(
        tr("{file} is no OpenStreetMap file.").format(file=path.name),
        tr("Choose a file in the format .osm.pbf, .osm, .osm.gz or .osm.bz2."),
    )


def refuse_history(path: Path, source: osmium.io.File) -> None:
    """Raise PlannerError for history and change files, which hold objects that are gone."""
    with osmium.io.Reader(source, osmium.osm.NOTHING) as reader:
        history = reader.header().has_multiple_object_versions
    if history or source.has_multiple_object_versions:
        raise PlannerError(
            tr("{file} is a history or change file of OpenStreetMap.").format(file=path.name),
            tr("Choose an extract that holds the state of one day (.osm.pbf or .osm)."),
        )


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn what pyosmium says of a broken file into a sentence."""
    try:
        yield
    except (RuntimeError, OSError, UnicodeDecodeError) as error:
        raise PlannerError(
            tr(
                "{file} cannot be read as OpenStreetMap data: it is cut off, damaged or of "
                "another kind ({error})."
            ).format(file=path.name, error=str(error).rstrip(".")),
            tr("Download or copy it again."),
        ) from error
