"""The layer of the map that shows where two plans differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fibre_planner.ui.map.scene_layers import SceneLayer, kind_codes, line_layer, rows_of

if TYPE_CHECKING:
    from fibre_planner.model.comparison import Comparison

DIFFERENCES = ("same", "changed", "only_one", "only_other")
"""States of a stretch of trench in the order they are painted; the place is the kind."""


def comparison_layers(found: Comparison | None) -> list[SceneLayer]:
    """Return the stretches of trench of two plans as a layer, none where none are compared."""
    if found is None:
        return []
    kind = kind_codes(found.sections["state"], DIFFERENCES)
    return [line_layer("comparison", "comparison", "comparison", rows_of(found.sections, kind))]
