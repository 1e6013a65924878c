"""What the marks of chosen rows say in the legend and below the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fibre_planner.language import ntr, tr
from fibre_planner.ui.legend_entries import SIDE_PX, Draw, Entry
from fibre_planner.ui.map.chosen_marks import draw_cross, draw_ring
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from fibre_planner.ui.selection import Selection

_SCALE = 0.72
"""Signs of a legend are smaller than those on the map."""


def chosen_entries(chosen: Selection, look: Look) -> list[Entry]:
    """Return the legend of what is chosen and of what was left out; empty where nothing is."""
    made = []
    if chosen.ids:
        text = chosen_text(chosen.table, len(chosen.ids))
        told = tr("{count}: {what}").format(count=text, what=chosen.told) if chosen.told else text
        made.append(Entry("chosen", 0, told, text, _sign(draw_ring, look)))
    if chosen.left_out:
        count = len(chosen.left_out)
        text = ntr("{count} address left out", "{count} addresses left out", count)
        text = text.format(count=numbers().format_number(count))
        made.append(Entry("chosen", 1, text, text, _sign(draw_cross, look)))
    return made


def _sign(draw: Callable[[QPainter, float, float, Look], None], look: Look) -> Draw:
    def drawn(painter: QPainter) -> None:
        painter.save()
        painter.translate(SIDE_PX / 2, SIDE_PX / 2)
        painter.scale(_SCALE, _SCALE)
        draw(painter, 0.0, 0.0, look)
        painter.restore()

    return drawn


def chosen_text(table: str, count: int) -> str:
    """Return how many rows of a table are chosen; empty for none."""
    if not count:
        return ""
    text = {
        "addresses": ntr("{count} address chosen", "{count} addresses chosen", count),
        "streets": ntr("{count} street chosen", "{count} streets chosen", count),
        "sites": ntr("{count} site chosen", "{count} sites chosen", count),
        "ducts": ntr("{count} duct chosen", "{count} ducts chosen", count),
        "nodes": ntr("{count} node chosen", "{count} nodes chosen", count),
        "wishes": ntr("{count} wish chosen", "{count} wishes chosen", count),
        "node_wishes": ntr("{count} wish chosen", "{count} wishes chosen", count),
        "areas": ntr("{count} area chosen", "{count} areas chosen", count),
        "buildings": ntr("{count} building chosen", "{count} buildings chosen", count),
        "places": ntr("{count} place chosen", "{count} places chosen", count),
        "plan_trenches": ntr("{count} trench chosen", "{count} trenches chosen", count),
        "plan_nodes": ntr(
            "{count} node of the plan chosen", "{count} nodes of the plan chosen", count
        ),
    }.get(table) or ntr("{count} row chosen", "{count} rows chosen", count)
    return text.format(count=numbers().format_number(count))
