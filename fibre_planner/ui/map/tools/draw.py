"""Drawing a point, a line or an area that becomes a row of a layer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter

from fibre_planner.language import tr
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.base import Pointer
from fibre_planner.ui.map.tools.measure import area_of, length_text
from fibre_planner.ui.map.tools.signs import paint_figure
from fibre_planner.ui.map.tools.snapping import Place, Snap
from fibre_planner.ui.map.tools.tracing import Tracing
from fibre_planner.ui.map.viewport import Viewport
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas


class Draw(Tracing):
    """Takes one piece after the other; an ended one stays until it is taken or dropped.

    Signals: drawn(list of places) when a piece is ended; then call `start_anew` to take it, or
    `resume` to go on drawing it.
    """

    drawn = Signal(object)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.is_ended = False
        self.title = ""

    def draw(self, shape: str, title: str) -> None:
        """Draw pieces of another shape (point, line, polygon); title: what they become."""
        self.shape, self.title = shape, title
        self.start_anew()
        self.hint_changed.emit()

    def hint(self) -> str:
        text = {
            "point": tr("{what}: click the place; Escape ends this."),
            "line": tr("{what}: click along the line; a double click or Enter ends it."),
            "polygon": tr("{what}: click the corners; a double click or Enter ends it."),
        }[self.shape]
        return text.format(what=self.title)

    def ended(self) -> None:
        if not self.is_ended:
            self.is_ended = True
            self.now = None
            self.drawn.emit(list(self.course))

    def resume(self) -> None:
        """Go on with the piece that was ended; a point is set anew."""
        self.is_ended = False
        if self.shape == "point":
            self.start_anew()

    def start_anew(self) -> None:
        self.is_ended = False
        super().start_anew()

    def add(self, place: Snap) -> None:
        if not self.is_ended:
            super().add(place)

    def hover(self, at: Pointer) -> None:
        if not self.is_ended:
            super().hover(at)

    def key(self, key: Qt.Key, at: Pointer) -> bool:
        return self.is_ended or super().key(key, at)

    def figure(self) -> str:
        """Return the length of the piece under the mouse, and the area it would close."""
        places: list[Place] = self.shown_places()
        if len(places) < 2:
            return ""
        text = length_text(math.dist(places[-2], places[-1]))
        if self.shape == "polygon" and len(places) > 2:
            text += "\n" + str(numbers().format_area(area_of(places)))
        return text

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        super().paint(painter, view, look)
        figure = self.figure() if not self.is_ended else ""
        if figure and self.now is not None:
            at = QPointF(*view.to_screen(*self.now.place))
            paint_figure(painter, view, look, at, figure)
