"""Background maps a reader of the HTML map may switch on: the basemaps of the window."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from fibre_planner.language import current_language
from fibre_planner.resources import RESOURCES, read_toml

_PLACES = {"TileMatrix": "zz", "TileRow": "y", "TileCol": "x"}
"""Place in an address of `resources/basemaps` → what Leaflet calls it; zz is a padded zoom."""


def background_values() -> list[dict[str, Any]]:
    """Return label, address, attribution, zooms and digits of a zoom of each background map."""
    chosen = read_toml(RESOURCES / "webmap" / "backgrounds.toml")
    matrix = read_toml(RESOURCES / "basemaps" / "matrices.toml")["matrix"][chosen["matrix"]]
    return [
        {
            "label": entry["title_de"] if current_language() == "de" else entry["title"],
            "url": _address(entry["address"], chosen["matrix"]),
            "attribution": entry["attribution"],
            "min_zoom": matrix["first_zoom"],
            "max_zoom": matrix["zooms"] - 1,
            "digits": matrix["digits"],
        }
        for entry in _basemaps(chosen["basemaps"])
    ]


def background_hosts() -> list[str]:
    """Return the hosts a reader's browser may ask for pictures of background maps."""
    parts = [urlsplit(entry["url"]) for entry in background_values()]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts})


def _basemaps(names: list[str]) -> list[dict[str, Any]]:
    return [read_toml(RESOURCES / "basemaps" / f"{name}.toml") for name in names]


def _address(template: str, matrix: str) -> str:
    template = template.replace("{TileMatrixSet}", matrix)
    for place, name in _PLACES.items():
        template = template.replace(f"{{{place}}}", f"{{{name}}}")
    return template
