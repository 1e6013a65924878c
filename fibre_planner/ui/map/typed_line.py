"""The line in which places are typed while something is drawn, measured or moved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fibre_planner.language import tr
from fibre_planner.ui.theme import half_beside_letters

_WIDTH_PX, _LEAST_PX, _APART_PX, _BAR_PX = 320, 200, 10, 26
_EDGE_PX = 44
"""Room below for the source notes of the map."""

_BEGINS = "0123456789@-+"
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


class TypedLine(QLineEdit):
    """Lies over the lower edge of the map; a digit typed on the map begins in it.

    It keeps clear of the legend: it moves aside, and above it where the map is narrow.

    Signals: typed(text) at Enter.
    """

    typed = Signal(str)

    def __init__(self, canvas: QWidget, legend: QWidget) -> None:
        super().__init__(canvas)
        self._canvas, self._legend = canvas, legend
        self.setPlaceholderText(tr("x y  ·  @dx dy  ·  length < angle"))
        self.setAccessibleName(tr("Place by figures"))
        self.setToolTip(
            tr(
                "x y in metres, @dx dy from the last point, or length < angle with degrees"
                " clockwise from north; Enter takes it, Escape goes back to the map."
            )
        )
        self.hide()
        self.returnPressed.connect(lambda: self.typed.emit(self.text()))
        canvas.installEventFilter(self)
        legend.installEventFilter(self)

    def show_for(self, is_wanted: bool) -> None:
        """Show the line while a tool takes places that are typed."""
        self.setVisible(is_wanted)
        self.clear()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        if (
            watched is self._canvas
            and event.type() == QEvent.Type.KeyPress
            and self.isVisible()
            and event.text()
            and event.text() in _BEGINS
        ):
            self.setFocus()
            self.setText(self.text() + event.text())
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self._canvas.setFocus()
            return
        super().keyPressEvent(event)
        event.accept()  # else the map would take Enter too, and end what is drawn

    def _place(self) -> None:
        room, height = self._canvas.size(), self.sizeHint().height()
        width = min(half_beside_letters(_WIDTH_PX), room.width() - 2 * _APART_PX)
        top = room.height() - height - _EDGE_PX
        place = QRect((room.width() - width) // 2, top, width, height)
        taken = self._legend.geometry()
        if not self._legend.isHidden() and place.intersects(taken):
            left = taken.right() + _APART_PX
            beside = min(width, room.width() - left - _APART_PX)
            if beside >= half_beside_letters(_LEAST_PX):
                place = QRect(left, top - half_beside_letters(_BAR_PX), beside, height)
            else:
                place.moveTop(taken.top() - height - _APART_PX)
        self.setGeometry(place)
