"""The budget curve as a drawn chart that mouse and keys can read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from fibre_planner.language import tr
from fibre_planner.ui.map.chosen_marks import CHOSEN
from fibre_planner.ui.wording import numbers

_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 14.0, 12.0, 40.0
_NEAR_PX = 24.0


@dataclass(frozen=True)
class Point:
    """One stop: budget and cost in EUR, what it serves, and the most any plan could serve.

    told: the stop as a sentence.
    """

    budget_eur: float
    cost_eur: float
    served: float
    bound: float
    told: str


class BudgetChart(QWidget):
    """What is served over the cost, with a band up to what any plan could serve.

    Arrow keys, Home and End go from stop to stop; Enter or a click chooses one, which stays marked.
    Signals: chosen(number) when a stop is chosen; opened(number) after a double click;
    shown(number) when one is looked at.
    """

    chosen = Signal(int)
    opened = Signal(int)
    shown = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[Point] = []
        self.current = -1
        self.marked = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(220, 190)

    def sizeHint(self) -> QSize:
        return QSize(320, 240)

    def show_points(self, points: Sequence[Point]) -> None:
        """Show stops in ascending order."""
        self._points = list(points)
        self.current = self.marked = -1
        self._tell()
        self.update()

    def mark(self, number: int) -> None:
        """Mark a stop as the one whose addresses are chosen; -1 marks none."""
        self.marked = number
        self.update()

    def place_of(self, number: int) -> QPointF:
        """Return where a stop is drawn."""
        point = self._points[number]
        return self._at(point.cost_eur, point.served)

    def look_at(self, number: int) -> None:
        """Make a stop the current one."""
        if self._points and number != self.current:
            self.current = min(max(number, 0), len(self._points) - 1)
            self._tell()
            self.shown.emit(self.current)
            self.update()

    def _tell(self) -> None:
        name = tr("Budget curve, {count} stops").format(count=len(self._points))
        text = self._points[self.current].told if self.current >= 0 else ""
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        self.setToolTip(text)

    # --- input

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._points) - 1
        goal = {
            Qt.Key.Key_Right: min(self.current + 1, last),
            Qt.Key.Key_Up: min(self.current + 1, last),
            Qt.Key.Key_Left: max(self.current - 1, 0),
            Qt.Key.Key_Down: max(self.current - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if goal is not None and self._points:
            self.look_at(goal)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self._choose(self.current)
        else:
            super().keyPressEvent(event)

    def _choose(self, number: int) -> None:
        self.look_at(number)
        self.mark(number)
        self.chosen.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._nearest(event.position())
        if number >= 0:
            self.look_at(number)

    def leaveEvent(self, event: QEvent) -> None:
        if self.marked >= 0:
            self.look_at(self.marked)  # what is told goes with what the map shows
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._nearest(event.position())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._choose(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self._nearest(event.position())
        if number >= 0:
            self.look_at(number)
            self.opened.emit(number)

    def _nearest(self, at: QPointF) -> int:
        gaps = [abs(self.place_of(number).x() - at.x()) for number in range(len(self._points))]
        if not gaps or min(gaps) > max(_NEAR_PX, self._box().width() / len(gaps)):
            return -1
        return gaps.index(min(gaps))

    # --- drawing

    def changeEvent(self, event: QEvent) -> None:
        self.update()
        super().changeEvent(event)

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def _ends(self) -> tuple[float, float]:
        most_eur = max((max(p.cost_eur, p.budget_eur) for p in self._points), default=1.0)
        most = max((max(p.served, p.bound) for p in self._points), default=1.0)
        return most_eur or 1.0, most or 1.0

    def _at(self, eur: float, served: float) -> QPointF:
        box = self._box()
        most_eur, most = self._ends()
        return QPointF(
            box.left() + box.width() * eur / most_eur, box.bottom() - box.height() * served / most
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter)
        self._draw_band(painter)
        self._draw_curve(painter)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _draw_axes(self, painter: QPainter) -> None:
        box, write = self._box(), numbers()
        most_eur, most = self._ends()
        text = self.palette().color(QPalette.ColorRole.PlaceholderText)
        line = QPen(self.palette().color(QPalette.ColorRole.Midlight), 1.0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value in ticks(most, 5):
            y = self._at(0.0, value).y()
            painter.setPen(line)
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(text)
            place = QRectF(0.0, y - 9.0, box.left() - 6.0, 18.0)
            painter.drawText(place, right, write.format_number(value))
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        scale, name = money_scale(most_eur)
        for value in ticks(most_eur, max(int(box.width() / 50.0), 2)):
            x = self._at(value, 0.0).x()
            place = QRectF(x - 40.0, box.bottom() + 3.0, 80.0, 16.0)
            shown = value / scale
            digits = 0 if shown == round(shown) else 1
            painter.drawText(place, centre, write.format_number(shown, digits))
        below = QRectF(box.left(), box.bottom() + 19.0, box.width(), 18.0)
        painter.drawText(
            below,
            Qt.AlignmentFlag.AlignCenter,
            tr("Cost in {money}").format(money=name),
        )

    def _draw_band(self, painter: QPainter) -> None:
        ochre = QColor("#c98a1b")
        upper = [self._at(p.budget_eur, p.bound) for p in self._points]
        lower = [self._at(p.cost_eur, p.served) for p in self._points]
        fill = QColor(ochre)
        fill.setAlpha(48)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setPen(QPen(ochre, 1.4, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF(upper))

    def _draw_curve(self, painter: QPainter) -> None:
        accent = self.palette().color(QPalette.ColorRole.Accent)
        base = self.palette().color(QPalette.ColorRole.Window)
        places = [self.place_of(number) for number in range(len(self._points))]
        painter.setPen(QPen(accent, 2.0))
        painter.drawPolyline(QPolygonF([self._at(0.0, 0.0), *places]))
        for number, place in enumerate(places):
            here = number == self.current
            painter.setPen(QPen(base if not here else accent, 1.5))
            painter.setBrush(accent if not here else base)
            painter.drawEllipse(place, 5.5 if here else 3.8, 5.5 if here else 3.8)
            if number == self.marked:
                painter.setPen(QPen(CHOSEN, 2.2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(place, 8.5, 8.5)


def ticks(most: float, count: int) -> list[float]:
    """Return round values from 0 up to most, about as many as asked for."""
    rough = most / max(count, 1)
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough * 0.999)
    return [step * number for number in range(int(most / step + 1e-9) + 1)]


def money_scale(most_eur: float) -> tuple[float, str]:
    """Return by what amounts on an axis are divided, and what that is called."""
    if most_eur >= 2e6:
        return 1e6, tr("million EUR")
    if most_eur >= 2e3:
        return 1e3, tr("thousand EUR")
    return 1.0, "EUR"
