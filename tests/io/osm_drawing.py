"""Hand-drawn OpenStreetMap files: objects in metres around a place in zone 32."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pyproj

ORIGIN = (500_000.0, 5_500_000.0)
_TO_DEGREES = pyproj.Transformer.from_crs("EPSG:25832", "EPSG:4326", always_xy=True)


def degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a place in metres from the origin."""
    lon, lat = _TO_DEGREES.transform(ORIGIN[0] + x, ORIGIN[1] + y)
    return float(lon), float(lat)


def node(number: int, x: float, y: float, tags: Mapping[str, str] | None = None) -> str:
    lon, lat = degrees(x, y)
    return f'<node id="{number}" lat="{lat:.7f}" lon="{lon:.7f}">{_tags(tags)}</node>'


def way(number: int, nodes: Sequence[int], tags: Mapping[str, str] | None = None) -> str:
    refs = "".join(f'<nd ref="{ref}"/>' for ref in nodes)
    return f'<way id="{number}">{refs}{_tags(tags)}</way>'


def relation(number: int, members: Sequence[tuple[str, str]], tags: Mapping[str, str]) -> str:
    """members: key such as "w5" and role."""
    kinds = {"n": "node", "w": "way", "r": "relation"}
    drawn = "".join(
        f'<member type="{kinds[key[0]]}" ref="{key[1:]}" role="{role}"/>' for key, role in members
    )
    return f'<relation id="{number}">{drawn}{_tags(tags)}</relation>'


def square(first: int, x: float, y: float, side: float) -> list[str]:
    """Return four nodes, numbered on from the first; left below, right below, above."""
    corners = [(0, 0), (side, 0), (side, side), (0, side)]
    return [node(first + n, x + dx, y + dy) for n, (dx, dy) in enumerate(corners)]


def ring(first: int) -> list[int]:
    """Return the node numbers around a square of `square`."""
    return [first, first + 1, first + 2, first + 3, first]


def write_osm(path: Path, *objects: str) -> Path:
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="drawn">'
        + "".join(objects)
        + "</osm>\n",
        encoding="utf-8",
    )
    return path


def _tags(tags: Mapping[str, str] | None) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in (tags or {}).items())
