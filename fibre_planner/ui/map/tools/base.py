"""What every tool of the map is: taker of clicks, drags and keys, and painter of its own signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas
    from fibre_planner.ui.map.styles import Look
    from fibre_planner.ui.map.viewport import Viewport

_Modifier = Qt.KeyboardModifier


@dataclass(frozen=True)
class Pointer:
    """Where the mouse is: px, py in logical pixels, x, y in metres; and which keys are held."""

    px: float
    py: float
    x: float
    y: float
    shift: bool = False
    ctrl: bool = False
    alt: bool = False


def pointer(canvas: MapCanvas, px: float, py: float, held: Qt.KeyboardModifier) -> Pointer:
    """Return a place of the canvas with the keys that are held."""
    return Pointer(
        px,
        py,
        *canvas.view.to_world(px, py),
        shift=bool(held & _Modifier.ShiftModifier),
        ctrl=bool(held & _Modifier.ControlModifier),
        alt=bool(held & _Modifier.AltModifier),
    )


class MapTool(QObject):
    """What the mouse and the keys mean over the map while the tool is in use; the base: nothing.

    `Navigation.use` begins and ends it. Whatever a tool does not take pans and zooms the map.
    cursor: shape of the mouse pointer. takes_typed: whether places may be typed; such a tool has
    a method `enter(text)` that raises PlannerError where the text is no place.

    Signals: hint_changed() when what `hint` returns is another text.
    """

    hint_changed = Signal()
    cursor = Qt.CursorShape.ArrowCursor
    takes_typed = False

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.canvas = canvas

    def hint(self) -> str:
        """Return what stands over the map while the tool is in use; empty for nothing."""
        return ""

    def begin(self) -> None:
        """Take over; the signs of the tool are painted from now on."""
        self.canvas.overlays.append(self)
        self.canvas.update()

    def end(self) -> None:
        """Let go of everything that is unfinished."""
        if self in self.canvas.overlays:
            self.canvas.overlays.remove(self)
        self.canvas.update()

    def press(self, at: Pointer) -> bool:  # noqa: ARG002 - what the base does with it
        """Return whether a drag that begins here is the tool's; else it pans the map."""
        return False

    def drag(self, at: Pointer) -> None:
        """Take a movement of a drag that `press` has taken."""

    def drop(self, at: Pointer) -> None:
        """Take the end of a drag that `press` has taken."""

    def click(self, at: Pointer) -> None:
        """Take a click, or Enter in the middle of the map."""

    def double_click(self, at: Pointer) -> bool:  # noqa: ARG002 - what the base does with it
        """Return whether the second click of two is the tool's; else it zooms."""
        return False

    def hover(self, at: Pointer) -> None:
        """Take a movement without a button."""

    def key(self, key: Qt.Key, at: Pointer) -> bool:  # noqa: ARG002 - what the base does with it
        """Return whether a key is the tool's; else it may move the map.

        at: the middle of the map where the keyboard moves it, else the mouse.
        """
        return False

    def enter(self, text: str) -> None:
        """Take a place that was typed."""

    def cancel(self) -> bool:
        """Take Escape: one stage back. Return False where there is none, which ends the tool."""
        return False

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        """Paint the tool's signs over the map."""
