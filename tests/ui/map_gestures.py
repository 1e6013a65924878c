"""Mouse and key events on the map of a real window, at places in metres."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from tests.towns import at
from tests.ui.windows import show

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
Place = tuple[float, float]


class Gestures:
    """Points, clicks, drags and types on one window's map."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.canvas = window.canvas

    def look(self, place: Place, level: int = -8) -> None:
        """Look at a place, at 0.25 m per pixel by default."""
        self.canvas.set_view(self.canvas.view.centred(*place, level))
        self.qtbot.waitUntil(self.canvas.is_idle)
        self.canvas.setFocus()

    def px(self, place: Place) -> QPoint:
        return QPointF(*self.canvas.view.to_screen(*place)).toPoint()

    def move(self, place: Place) -> None:
        # QTest.mouseMove sends nothing where the mouse of another test has stood at the place.
        self._send_move(self.px(place), NONE, Qt.MouseButton.NoButton)

    def click(self, place: Place, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.canvas, LEFT, held, self.px(place))

    def double_click(self, place: Place) -> None:
        """Click and click again, as a mouse does it."""
        self.click(place)
        QTest.mouseDClick(self.canvas, LEFT, NONE, self.px(place))

    def drag(self, begin: Place, end: Place, held: Qt.KeyboardModifier = NONE) -> None:
        self.press(begin, held)
        self.move_held(begin, end, held)
        QTest.mouseRelease(self.canvas, LEFT, held, self.px(end))

    def press(self, place: Place, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.mousePress(self.canvas, LEFT, held, self.px(place))

    def move_held(self, begin: Place, end: Place, held: Qt.KeyboardModifier = NONE) -> None:
        """Move with the button down in a few steps."""
        from_px, to_px = self.px(begin), self.px(end)
        for step in (1, 2, 3, 4):
            place = from_px + (to_px - from_px) * step / 4
            self._send_move(place, held, LEFT)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.canvas, key, held)

    def _send_move(self, place: QPoint, held: Qt.KeyboardModifier, button: Qt.MouseButton) -> None:
        everywhere = self.canvas.mapToGlobal(place)
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(place), QPointF(everywhere), button, button, held
        )
        QApplication.sendEvent(self.canvas, event)


def gestures_at(place: Place, qtbot: QtBot, window: MainWindow, project: Project) -> Gestures:
    """Show a project in a window, look at a place, and return what moves the mouse there."""
    show(qtbot, window, project)
    made = Gestures(qtbot, window)
    made.look(place)
    return made


def cell(column: float, row: float) -> Place:
    """Return the place of a cell of a drawn town."""
    point = at(column, row)
    return (point.x, point.y)
