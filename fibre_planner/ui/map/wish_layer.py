"""Wishes on the map: lines of those for streets, points of those for cabinets and PoPs."""

from __future__ import annotations

from typing import Any

from fibre_planner.ui.map.scene_layers import (
    SceneLayer,
    dot_layer,
    kind_codes,
    line_layer,
    plain,
    rows_of,
)

WISHES = ("blocked", "preferred", "drawn")


def wish_layers(table: Any, places: Any) -> list[SceneLayer]:
    """Return the layers of wishes. table: for streets; places: for cabinets and PoPs."""
    kind = kind_codes(table["wish"], WISHES)
    return [
        line_layer("wishes", "wishes", "wishes", rows_of(table, kind)),
        dot_layer("node_wishes", "wishes", "node_wishes", plain(places)),
    ]
