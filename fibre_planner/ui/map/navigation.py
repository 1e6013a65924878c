"""Mouse and keyboard on the map: pan and zoom always, the rest for the tool in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

from fibre_planner.ui.map.tools.base import MapTool, Pointer, pointer
from fibre_planner.ui.map.tools.identify import Identify

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas

_NOTCH = 120.0
_STEPS_PER_NOTCH = 2
_PAN_PX = 90.0
_DRAG_FROM_PX = 5.0


class Navigation(QObject):
    """Listens to a canvas: drag, wheel and pinch, arrows, plus, minus, Home, Space.

    Clicks, Enter, Escape and what else the tool in use takes go to the tool. Middle button, and
    any drag while Space is held, pan whatever the tool is.

    Signals: tool_changed() when another tool is in use.
    """

    tool_changed = Signal()

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.identify = Identify(canvas)
        self.tool: MapTool = self.identify
        self.tool.begin()
        self._press: QPointF | None = None
        self._mouse = QPointF()
        self._dragging = False
        self._is_tools = False
        self._space = False
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
            QEvent.Type.KeyRelease: self._let_go,
            QEvent.Type.FocusOut: self._lost_focus,
            QEvent.Type.Leave: self._left,
        }

    def use(self, tool: MapTool | None) -> None:
        """Hand clicks to a tool; None gives them back to identify."""
        tool = tool or self.identify
        if tool is not self.tool:
            self._is_tools = False
            self.tool.end()
            self.tool = tool
            tool.begin()
            self._canvas.set_hover(None, *self._canvas.view.to_world(0, 0))
            self.tool_changed.emit()
        self._canvas.setCursor(tool.cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        taker = self._takers.get(event.type())
        if taker is None or watched is not self._canvas:
            return False
        return taker(event)

    def _at(self, event: QMouseEvent) -> Pointer:
        place = event.position()
        return pointer(self._canvas, place.x(), place.y(), event.modifiers())

    # --- mouse

    def _pressed(self, event: QMouseEvent) -> bool:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return False
        self._press = event.position()
        self._dragging = event.button() == Qt.MouseButton.MiddleButton
        self._canvas.crosshair = False
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self._is_tools = not (self._dragging or self._space) and self.tool.press(self._at(event))
        return True

    def _moved(self, event: QMouseEvent) -> bool:
        self._mouse = place = event.position()
        if self._press is None:
            self._canvas.crosshair = False
            self.tool.hover(self._at(event))
            return True
        step = place - self._press
        if not self._dragging and step.manhattanLength() < _DRAG_FROM_PX:
            return True
        self._dragging = True
        if self._is_tools:
            self.tool.drag(self._at(event))
            return True
        self._press = place
        self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._canvas.set_view(self._canvas.view.panned(step.x(), step.y()))
        return True

    def _released(self, event: QMouseEvent) -> bool:
        if self._press is None:
            return False
        was_drag, was_tools = self._dragging, self._is_tools
        self._press, self._dragging, self._is_tools = None, False, False
        self._show_cursor()
        if was_drag and was_tools:
            self.tool.drop(self._at(event))
        elif not (was_drag or self._space) and event.button() == Qt.MouseButton.LeftButton:
            self.tool.click(self._at(event))
        return True

    def _double_clicked(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if self.tool.double_click(self._at(event)):
            return True
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

    # --- keys

    def _typed(self, event: QKeyEvent) -> bool:
        canvas, key = self._canvas, Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self._space = True
            self._show_cursor()
        elif self.tool.key(key, self._at_key(event)):
            pass
        elif key in _PANS:
            dx, dy = _PANS[key]
            fast = 4 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            canvas.crosshair = True
            canvas.set_view(canvas.view.panned(dx * _PAN_PX * fast, dy * _PAN_PX * fast))
            self.tool.hover(self._at_key(event))
        elif key in _ZOOMS:
            canvas.zoom_by(_ZOOMS[key])
        elif key == Qt.Key.Key_Home:
            canvas.fit()
        elif key in ENTER:
            canvas.crosshair = True
            self.tool.click(self._at_key(event))
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            return False
        return True

    def _at_key(self, event: QKeyEvent) -> Pointer:
        canvas = self._canvas
        middle = QPointF(canvas.width() / 2, canvas.height() / 2)
        place = middle if canvas.crosshair or self._mouse.isNull() else self._mouse
        if Qt.Key(event.key()) in ENTER:
            place = middle
        return pointer(canvas, place.x(), place.y(), event.modifiers())

    def _escape(self) -> None:
        tool = self.tool
        self._canvas.crosshair = False
        if not tool.cancel() and self.tool is tool:
            self.use(None)
        self._canvas.update()

    def _let_go(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        return False

    def _lost_focus(self, _event: QEvent) -> bool:
        self._space = False
        self._show_cursor()
        return False

    def _show_cursor(self) -> None:
        hand = Qt.CursorShape.OpenHandCursor
        self._canvas.setCursor(hand if self._space else self.tool.cursor)


ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
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
