"""The handle between two pictures of one map: dragged by mouse, moved by arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from fibre_planner.language import tr

WIDTH_PX = 26
_KNOB_PX = 11.0
_STEP, _WIDE_STEP = 0.02, 0.1


class SwipeHandle(QWidget):
    """A vertical line with a knob over its parent, at a share of the parent's width.

    Left and Right move it, with Shift further; Home and End to the edges.
    Signals: moved() when its place is another; ended() after Escape.
    """

    moved = Signal()
    ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.share = 0.5
        self._grip = 0.0
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Swipe handle"))
        self.setToolTip(tr("Drag, or use the arrow keys; Escape ends the swipe"))
        self.place()

    @property
    def x_px(self) -> int:
        """Return where the line stands, never at the very edge."""
        width = self._over.width()
        return min(max(round(self.share * width), 1), max(width - 1, 1))

    def place(self) -> None:
        """Take the place that goes with the share and the size of the parent."""
        self.setGeometry(self.x_px - WIDTH_PX // 2, 0, WIDTH_PX, self._over.height())
        text = tr("The left picture takes {percent} % of the width.")
        self.setAccessibleDescription(text.format(percent=round(self.share * 100)))

    def move_to(self, share: float) -> None:
        """Move to a share of the parent's width."""
        share = min(max(share, 0.0), 1.0)
        if share != self.share:
            self.share = share
            self.place()
            self.moved.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position().x() - WIDTH_PX / 2

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            x = self.mapToParent(event.position().toPoint()).x() - self._grip
            self.move_to(x / max(self._over.width(), 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wide = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = _WIDE_STEP if wide else _STEP
        goal = {
            Qt.Key.Key_Left: self.share - step,
            Qt.Key.Key_Right: self.share + step,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: 1.0,
        }.get(Qt.Key(event.key()))
        if goal is not None:
            self.move_to(goal)
        elif event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = (
            self.palette().color(role)
            for role in (QPalette.ColorRole.Highlight, QPalette.ColorRole.HighlightedText)
        )
        middle, half = WIDTH_PX / 2, self.height() / 2
        for colour, width in ((ink, 4.0), (ground, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(middle, 0), QPointF(middle, self.height()))
        painter.setPen(QPen(ink, 2.5 if self.hasFocus() else 1.2))
        painter.setBrush(ground)
        painter.drawEllipse(QPointF(middle, half), _KNOB_PX, _KNOB_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for side in (-1, 1):
            tip = QPointF(middle + side * 8, half)
            back = [QPointF(middle + side * 3, half + up) for up in (-4, 4)]
            painter.drawPolygon(QPolygonF([tip, *back]))
        painter.end()
