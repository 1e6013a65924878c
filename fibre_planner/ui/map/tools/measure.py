"""Measuring lengths and areas on the map, in metres of the project's CRS."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from fibre_planner.language import tr
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.signs import paint_figure
from fibre_planner.ui.map.tools.snapping import Place, Snap
from fibre_planner.ui.map.tools.tracing import Tracing
from fibre_planner.ui.map.viewport import Viewport
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas

_ONE_DECIMAL_BELOW_M = 1000.0


class Measure(Tracing):
    """Tells the length of a line; ended, the figure stays until the next click.

    done: the line that was ended last.
    """

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.done: list[Place] = []

    def hint(self) -> str:
        return tr("Click along a line; a double click or Enter ends it, Backspace goes back.")

    def ended(self) -> None:
        done = list(self.course)
        self.start_anew()
        self.done = done

    def add(self, place: Snap) -> None:
        self.done = []
        super().add(place)

    def start_anew(self) -> None:
        self.done = []
        super().start_anew()

    def cancel(self) -> bool:
        """Drop the line that is measured; without one the tool ends."""
        was_there = bool(self.course or self.done)
        self.start_anew()
        return was_there

    def shown_places(self) -> list[Place]:
        return self.done or super().shown_places()

    def figure(self) -> str:
        """Return what is measured so far, with the place of the mouse."""
        places = self.shown_places()
        text = length_text(length_of(places))
        if len(places) > 2 and not self.done:
            text += "\n" + tr("last piece {length}").format(
                length=length_text(math.dist(places[-2], places[-1]))
            )
        return text

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        super().paint(painter, view, look)
        places = self.shown_places()
        if len(places) > 1:
            at = QPointF(*view.to_screen(*places[-1]))
            paint_figure(painter, view, look, at, self.figure())


class MeasureArea(Measure):
    """Tells the area and the outline of a polygon."""

    shape = "polygon"

    def hint(self) -> str:
        return tr("Click the corners of an area; a double click or Enter ends it.")

    def figure(self) -> str:
        places = self.shown_places()
        if len(places) < 3:
            return length_text(length_of(places))
        outline = length_of([*places, places[0]])
        return tr("{area}\nperimeter {length}").format(
            area=numbers().format_area(area_of(places)), length=length_text(outline)
        )


def length_of(places: Sequence[Place]) -> float:
    """Return the length of a line in metres."""
    return math.fsum(math.dist(one, other) for one, other in pairwise(places))


def area_of(places: Sequence[Place]) -> float:
    """Return the area in m² that a line surrounds once it is closed (Gauss)."""
    x0, y0 = places[0]  # sums of large coordinates would lose digits
    moved = [(x - x0, y - y0) for x, y in places]
    turns = zip(moved, [*moved[1:], moved[0]], strict=True)
    return abs(math.fsum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in turns)) / 2


def length_text(length_m: float) -> str:
    """Return a length as it is read: decimetres below a kilometre."""
    write = numbers()
    if length_m < _ONE_DECIMAL_BELOW_M:
        return f"{write.format_number(length_m, 1)}\u00a0m"
    return str(write.format_length(length_m))
