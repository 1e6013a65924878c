"""Stacked bars under each other that mouse and keys can read and choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

_ROW_PX, _BAR_PX, _EDGE_PX = 26.0, 16.0, 4.0
_LEAST_PART_PX = 2.0


@dataclass(frozen=True)
class Part:
    """A piece of a bar: how much it stands for, its colour, and what it says as a sentence."""

    value: float
    colour: str
    told: str


@dataclass(frozen=True)
class Bar:
    """A bar with its name, the text at its end, and its parts from left to right."""

    name: str
    end: str
    parts: tuple[Part, ...]


class BarChart(QWidget):
    """Bars that fill the width each (shares), or by the largest (numbers).

    Arrow keys go from part to part, Home and End to the first and last; Enter or a click chooses.
    Signals: chosen(row, part) when a part is chosen; shown(text) when one is looked at.
    """

    chosen = Signal(int, int)
    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[Bar] = []
        self._full = True
        self.current = (-1, -1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, round(len(self._bars) * _ROW_PX + 2 * _EDGE_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def show_bars(self, name: str, bars: Sequence[Bar], *, full: bool) -> None:
        """Show bars. name: what a screen reader calls them; full: whether each fills the width."""
        self._bars, self._full = list(bars), full
        self.current = (-1, -1)
        self.setAccessibleName(name)
        self.setAccessibleDescription("")
        self.updateGeometry()
        self.update()

    def box_of(self, row: int, part: int) -> QRectF:
        """Return where a part is drawn."""
        left, width = self._span()
        values = [one.value for one in self._bars[row].parts]
        sums = [sum(one.value for one in bar.parts) for bar in self._bars]
        whole = sums[row] if self._full else max(sums)
        scale = width / whole if whole else 0.0
        start = left + sum(values[:part]) * scale
        top = _EDGE_PX + row * _ROW_PX + (_ROW_PX - _BAR_PX) / 2
        return QRectF(start, top, max(values[part] * scale, _LEAST_PART_PX), _BAR_PX)

    def look_at(self, row: int, part: int) -> None:
        """Make a part the current one."""
        if (row, part) != self.current:
            self.current = (row, part)
            told = self._bars[row].parts[part].told
            self.setAccessibleDescription(told)
            self.shown.emit(told)
            self.update()

    def _stops(self) -> list[tuple[int, int]]:
        """Return all parts that stand for something, in reading order."""
        return [
            (row, part)
            for row, bar in enumerate(self._bars)
            for part, one in enumerate(bar.parts)
            if one.value > 0
        ]

    def _at(self, place: QPointF) -> tuple[int, int] | None:
        row = int((place.y() - _EDGE_PX) // _ROW_PX)
        if not 0 <= row < len(self._bars):
            return None
        there = [stop for stop in self._stops() if stop[0] == row]
        hit = [s for s in there if self.box_of(*s).left() <= place.x() < self.box_of(*s).right()]
        return hit[-1] if hit else None

    # --- input

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stops = self._stops()
        goal = _next(stops, self.current, Qt.Key(event.key()))
        if goal is not None:
            self.look_at(*goal)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current in stops:
            self.chosen.emit(*self.current)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        stop = self._at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if stop else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        stop = self._at(event.position())
        if stop is not None and event.button() == Qt.MouseButton.LeftButton:
            self.look_at(*stop)
            self.chosen.emit(*stop)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            stop = self._at(QPointF(event.pos()))
            text = self._bars[stop[0]].parts[stop[1]].told if stop else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    # --- drawing

    def _span(self) -> tuple[float, float]:
        """Return the left edge and the width of the longest bars."""
        metrics = self.fontMetrics()
        names = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        ends = max((metrics.horizontalAdvance(bar.end) for bar in self._bars), default=0)
        left = min(names + 8.0, self.width() * 0.4)
        return left, max(self.width() - left - ends - 14.0, 30.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width = self._span()
        middle = Qt.AlignmentFlag.AlignVCenter
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        for row, bar in enumerate(self._bars):
            line = QRectF(0, _EDGE_PX + row * _ROW_PX, self.width(), _ROW_PX)
            painter.setPen(ink)
            elided = Qt.TextElideMode.ElideRight
            name = self.fontMetrics().elidedText(bar.name, elided, round(left - 8))
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, name)
            place = line.adjusted(left + width, 0, -2, 0)
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, bar.end)
            self._draw_parts(painter, row, ink)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _draw_parts(self, painter: QPainter, row: int, ink: QColor) -> None:
        edge = self.palette().color(QPalette.ColorRole.PlaceholderText)
        for part, one in enumerate(self._bars[row].parts):
            if one.value <= 0:
                continue
            box = self.box_of(row, part)
            painter.setPen(QPen(edge, 0.7))
            painter.setBrush(QColor(one.colour))
            painter.drawRect(box.adjusted(0, 0, -min(1.0, box.width() / 3), 0))
            if (row, part) == self.current:
                painter.setPen(QPen(ink, 2.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box.adjusted(0, -2, -1, 2))


def _next(
    stops: list[tuple[int, int]], current: tuple[int, int], key: Qt.Key
) -> tuple[int, int] | None:
    """Return the part that a key leads to, None for a key that leads nowhere."""
    if not stops:
        return None
    place = stops.index(current) if current in stops else -1
    rows = sorted({row for row, _ in stops})
    step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
    if step is not None:
        row = rows.index(current[0]) + step if place >= 0 else 0
        wanted = rows[min(max(row, 0), len(rows) - 1)]
        return min((s for s in stops if s[0] == wanted), key=lambda s: abs(s[1] - current[1]))
    goals = {
        Qt.Key.Key_Right: min(place + 1, len(stops) - 1),
        Qt.Key.Key_Left: max(place - 1, 0),
        Qt.Key.Key_Home: 0,
        Qt.Key.Key_End: len(stops) - 1,
    }
    return stops[goals[key]] if key in goals else None
