"""Where a basemap comes from: addresses of tiles by template, and boxes of a WMS; without Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.map.basemap.matrix import (
    WEB_MERCATOR,
    SourceKey,
    TileMatrix,
    box_of,
    own_matrix,
    web_mercator,
)

OWN = "own"
_OWN_ZOOMS = 21
_WMS_VERSION = "1.3.0"
_WMS_TILE_ANSWERS = "image/png"
_PLACES = re.compile(r"\{([^{}]*)\}")
_COLUMN, _ROW = ("x", "TileCol"), ("y", "TileRow")
_ZOOM = ("z", "TileMatrix")
_KNOWN = {*_COLUMN, *_ROW, *_ZOOM, "zz", "-y", "s", "TileMatrixSet", "Style"}


@dataclass(frozen=True)
class Source:
    """A basemap.

    template: address with {z}, {x}, {y} or {TileMatrix}, {TileCol}, {TileRow}; of a WMS the address
    with its layers. matrices: what it offers, the best first. is_wms: whether boxes are asked for.
    attribution: what is to be written on the map.
    """

    source_id: str
    title: str
    template: str
    matrices: tuple[TileMatrix, ...]
    attribution: str = ""
    is_wms: bool = False

    def matrix_for(self, crs: str) -> TileMatrix:
        """Return the matrix in a project's CRS, else that of the web, else the first one."""
        if self.is_wms:
            return own_matrix(crs)
        offered = {one.crs: one for one in reversed(self.matrices)}
        return offered.get(crs.upper()) or offered.get(WEB_MERCATOR) or self.matrices[0]


def address_of(source: Source, matrix: TileMatrix, key: SourceKey, *, north_first: bool) -> str:
    """Return the address of a tile.

    north_first: whether the axes of the CRS run north, east, as WMS 1.3.0 then wants the box.
    """
    if source.is_wms:
        return _box_address(source.template, matrix, key, north_first=north_first)
    zoom = str(key.zoom).zfill(matrix.digits)
    values = {
        "s": "a",
        "-y": str(2**key.zoom - 1 - key.row),
        "zz": str(key.zoom).zfill(2),
        "TileMatrixSet": matrix.name,
        "Style": "default",
    }
    values |= dict.fromkeys(_ZOOM, zoom)
    values |= dict.fromkeys(_COLUMN, str(key.column)) | dict.fromkeys(_ROW, str(key.row))
    return _PLACES.sub(lambda found: values[found[1]], source.template)


def _box_address(template: str, matrix: TileMatrix, key: SourceKey, *, north_first: bool) -> str:
    parts = urlsplit(template)
    given = {name.upper(): value for name, value in parse_qsl(parts.query, keep_blank_values=True)}
    west, south, east, north = box_of(matrix, key)
    box = (south, west, north, east) if north_first else (west, south, east, north)
    asked = {"STYLES": "", "FORMAT": _WMS_TILE_ANSWERS} | given
    asked |= {
        "SERVICE": "WMS",
        "VERSION": _WMS_VERSION,
        "REQUEST": "GetMap",
        "CRS": matrix.crs,
        "BBOX": ",".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in box),
        "WIDTH": str(matrix.tile_px),
        "HEIGHT": str(matrix.tile_px),
    }
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(asked, safe=",:/"), ""))


def own_source(address: str, attribution: str = "") -> Source:
    """Return the basemap behind an address that somebody typed.

    Raises PlannerError where it is no web address or neither tiles nor a WMS.
    """
    address = address.strip()
    check_web_address(address)
    places = set(_PLACES.findall(address))
    title = urlsplit(address).hostname or address
    if not places and "layers" in {name.lower() for name, _ in parse_qsl(urlsplit(address).query)}:
        return Source(OWN, title, address, (), attribution, is_wms=True)
    complete = all({*names} & places for names in (_COLUMN, (*_ROW, "-y"), (*_ZOOM, "zz")))
    if not complete or places - _KNOWN:
        raise PlannerError(
            tr("This is not the address of a basemap: {address}").format(address=address),
            tr(
                "It needs {{z}}, {{x}}, {{y}} or {{TileMatrix}}, {{TileCol}}, {{TileRow}}; a WMS "
                "needs layers=… in its address."
            ).format(),
        )
    return Source(OWN, title, address, (_matrix_named_in(address),), attribution)


def check_web_address(address: str) -> None:
    """Raise PlannerError where an address is not one of the web."""
    try:
        parts = urlsplit(address)
        right = parts.scheme in ("http", "https") and bool(parts.hostname)
        right = right and not re.search(r"[\s\x00-\x1f]", address)
    except ValueError:
        right = False
    if not right:
        raise PlannerError(
            tr("This is not a web address: {address}").format(address=address),
            tr("It must begin with https:// or http://."),
        )


def _matrix_named_in(address: str) -> TileMatrix:
    """Return the matrix an address names; that of the web where it names none we know."""
    from fibre_planner.ui.map.basemap.presets import known_matrices

    for matrix in known_matrices():
        if matrix.crs != WEB_MERCATOR and matrix.name and matrix.name in address:
            return matrix
    return web_mercator(_OWN_ZOOMS, "GoogleMapsCompatible")
