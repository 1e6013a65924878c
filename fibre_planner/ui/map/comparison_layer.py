"""The layer of the map that shows where two plans differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fibre_planner.ui.map.scene_layers import SceneLayer, kind_codes, line_layer, rows_of

if TYPE_CHECKING:
    from fibre_planner.model.comparison import Comparison

DIFFERENCES = ("same", "changed", "only_one", "only_other")
"""States of a stretch of trench in the order they are painted; the place is the kind."""


def comparison_layers(found: Comparison | None, side: str = "") -> list[SceneLayer]:
    """Return the stretches of trench of two plans as a layer, none where none are compared.

    side: one or other leaves out what only the other plan digs.
    """
    if found is None:
        return []
    sections = found.sections
    if side:
        hidden = "only_other" if side == "one" else "only_one"
        sections = sections[sections["state"] != hidden]
    kind = kind_codes(sections["state"], DIFFERENCES)
    return [line_layer("comparison", "comparison", "comparison", rows_of(sections, kind))]
