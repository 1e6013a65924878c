"""Wishes for streets on the map: the kinds, and the layer of their lines."""

from __future__ import annotations

from typing import Any

from fibre_planner.ui.map.scene_layers import SceneLayer, kind_codes, line_layer, rows_of

WISHES = ("blocked", "preferred", "drawn")


def wish_layers(table: Any) -> list[SceneLayer]:
    """Return the layer of the wishes of a project."""
    kind = kind_codes(table["wish"], WISHES)
    return [line_layer("wishes", "wishes", "wishes", rows_of(table, kind))]
