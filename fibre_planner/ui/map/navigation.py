"""Mouse and keyboard on the map: pan and zoom always, clicks for the tool in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas

_NOTCH = 120.0
_STEPS_PER_NOTCH = 2
_PAN_PX = 90.0
_DRAG_FROM_PX = 5.0


class MapTool(QObject):
    """What a click and a movement over the map mean; the base does nothing.

    cursor: shape of the mouse pointer while the tool is in use.
    """

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.canvas = canvas

    def click(self, px: float, py: float) -> None:
        """Take a click, or Enter in the middle of the map."""

    def hover(self, px: float, py: float) -> None:
        """Take a movement without a button."""

    def cancel(self) -> None:
        """Take Escape."""


class Identify(MapTool):
    """Explains what is under the cursor."""

    def click(self, px: float, py: float) -> None:
        hits = self.canvas.hits_at(px, py)
        self.canvas.select(hits[:1])
        self.canvas.clicked.emit(hits, *self.canvas.view.to_world(px, py))

    def hover(self, px: float, py: float) -> None:
        hits = self.canvas.hits_at(px, py)
        self.canvas.set_hover(hits[0] if hits else None, *self.canvas.view.to_world(px, py))

    def cancel(self) -> None:
        self.canvas.select(())


class PickPlace(MapTool):
    """Answers with the place of the next click.

    Signals: picked(x, y) in metres of the project's CRS; cancelled().
    """

    cursor = Qt.CursorShape.CrossCursor
    picked = Signal(float, float)
    cancelled = Signal()

    def click(self, px: float, py: float) -> None:
        self.picked.emit(*self.canvas.view.to_world(px, py))

    def hover(self, px: float, py: float) -> None:
        self.canvas.set_hover(None, *self.canvas.view.to_world(px, py))

    def cancel(self) -> None:
        self.cancelled.emit()


class Navigation(QObject):
    """Listens to a canvas: drag, wheel and pinch, arrows, plus, minus, Home, Enter, Escape."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._identify = Identify(canvas)
        self.tool: MapTool = self._identify
        self._press: QPointF | None = None
        self._dragging = False
        self._turned = 0.0
        self._pinched = 0.0
        canvas.installEventFilter(self)
        self._takers: dict[QEvent.Type, Callable[..., bool]] = {
            QEvent.Type.MouseButtonPress: self._pressed,
            QEvent.Type.MouseMove: self._moved,
            QEvent.Type.MouseButtonRelease: self._released,
            QEvent.Type.MouseButtonDblClick: self._double_clicked,
            QEvent.Type.Wheel: self._wheeled,
            QEvent.Type.NativeGesture: self._gestured,
            QEvent.Type.KeyPress: self._typed,
            QEvent.Type.Leave: self._left,
        }

    def use(self, tool: MapTool | None) -> None:
        """Hand clicks to a tool; None gives them back to identify."""
        self.tool = tool or self._identify
        self._canvas.setCursor(self.tool.cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        taker = self._takers.get(event.type())
        if taker is None or watched is not self._canvas:
            return False
        return taker(event)

    def _pressed(self, event: QMouseEvent) -> bool:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return False
        self._press = event.position()
        self._dragging = event.button() == Qt.MouseButton.MiddleButton
        self._canvas.crosshair = False
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        return True

    def _moved(self, event: QMouseEvent) -> bool:
        place = event.position()
        if self._press is None:
            self.tool.hover(place.x(), place.y())
            return True
        step = place - self._press
        if not self._dragging and step.manhattanLength() < _DRAG_FROM_PX:
            return True
        self._dragging = True
        self._press = place
        self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._canvas.set_view(self._canvas.view.panned(step.x(), step.y()))
        return True

    def _released(self, event: QMouseEvent) -> bool:
        if self._press is None:
            return False
        was_click = not self._dragging
        self._press, self._dragging = None, False
        self._canvas.setCursor(self.tool.cursor)
        if was_click and event.button() == Qt.MouseButton.LeftButton:
            self.tool.click(event.position().x(), event.position().y())
        return True

    def _double_clicked(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        out = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._zoom(4 if out else -4, event.position())
        return True

    def _wheeled(self, event: QWheelEvent) -> bool:
        self._turned += event.angleDelta().y() / _NOTCH * _STEPS_PER_NOTCH
        steps = int(self._turned)
        if steps:
            self._turned -= steps
            self._zoom(-steps, event.position())
        return True

    def _gestured(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._pinched += event.value() * 6
        steps = int(self._pinched)
        if steps:
            self._pinched -= steps
            self._zoom(-steps, event.position())
        return True

    def _zoom(self, steps: int, place: QPointF) -> None:
        self._canvas.set_view(self._canvas.view.zoomed(steps, place.x(), place.y()))

    def _left(self, _event: QEvent) -> bool:
        if self._canvas.hover is not None:
            self._canvas.set_hover(None, *self._canvas.view.to_world(0, 0))
        return False

    def _typed(self, event: QKeyEvent) -> bool:
        canvas, key = self._canvas, Qt.Key(event.key())
        if key in _PANS:
            dx, dy = _PANS[key]
            fast = 4 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            canvas.crosshair = True
            canvas.set_view(canvas.view.panned(dx * _PAN_PX * fast, dy * _PAN_PX * fast))
        elif key in _ZOOMS:
            canvas.zoom_by(_ZOOMS[key])
        elif key == Qt.Key.Key_Home:
            canvas.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            canvas.crosshair = True
            self.tool.click(canvas.width() / 2, canvas.height() / 2)
        elif key == Qt.Key.Key_Escape:
            canvas.crosshair = False
            self.tool.cancel()
            canvas.update()
        else:
            return False
        return True


_PANS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ZOOMS = {
    Qt.Key.Key_Plus: -2,
    Qt.Key.Key_Equal: -2,
    Qt.Key.Key_Minus: 2,
    Qt.Key.Key_PageUp: -4,
    Qt.Key.Key_PageDown: 4,
}
