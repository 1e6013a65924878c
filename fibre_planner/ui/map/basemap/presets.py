"""The basemaps that come with the program, read from `resources/basemaps`; without Qt."""

from __future__ import annotations

from functools import cache
from typing import Any

from fibre_planner.language import current_language
from fibre_planner.resources import RESOURCES, list_ids, read_toml
from fibre_planner.ui.map.basemap.matrix import TileMatrix, web_mercator
from fibre_planner.ui.map.basemap.source import Source


def preset_ids() -> list[str]:
    """Return the ids of the basemaps that come with the program."""
    return [name for name in list_ids("basemaps") if name != "matrices"]


def read_preset(source_id: str) -> Source:
    """Return a basemap that comes with the program; KeyError where there is none of that id."""
    if source_id not in preset_ids():
        raise KeyError(source_id)
    entry = read_toml(RESOURCES / "basemaps" / f"{source_id}.toml")
    known = {matrix.name: matrix for matrix in known_matrices()}
    return Source(
        source_id,
        entry["title_de"] if current_language() == "de" else entry["title"],
        entry["address"],
        tuple(known[name] for name in entry["matrices"]),
        entry["attribution"],
    )


@cache
def known_matrices() -> tuple[TileMatrix, ...]:
    """Return the tile matrices of `resources/basemaps/matrices.toml`."""
    table = read_toml(RESOURCES / "basemaps" / "matrices.toml")
    return tuple(_matrix(name, entry) for name, entry in table["matrix"].items())


def _matrix(name: str, entry: dict[str, Any]) -> TileMatrix:
    zooms, first = int(entry["zooms"]), int(entry.get("first_zoom", 0))
    if entry["crs"] == "EPSG:3857":
        return web_mercator(zooms, name, first, int(entry["digits"]))
    return TileMatrix(
        entry["crs"],
        (float(entry["origin"][0]), float(entry["origin"][1])),
        tuple(float(entry["resolution"]) / 2**zoom for zoom in range(zooms)),
        name,
        int(entry["tile_px"]),
        digits=int(entry["digits"]),
        first_zoom=first,
    )
