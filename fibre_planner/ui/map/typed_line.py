"""The line in which places are typed while something is drawn, measured or moved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fibre_planner.language import tr

_WIDTH_PX = 320
_EDGE_PX = 44
"""Room below for the source notes of the map."""

_BEGINS = "0123456789@-+"


class TypedLine(QLineEdit):
    """Lies over the lower edge of the map; a digit typed on the map begins in it.

    Signals: typed(text) at Enter.
    """

    typed = Signal(str)

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setPlaceholderText(tr("x y  ·  @dx dy  ·  length < angle"))
        self.setAccessibleName(tr("Place by figures"))
        self.setToolTip(
            tr(
                "x y in metres, @dx dy from the last point, or length < angle with degrees"
                " clockwise from north; Enter takes it, Escape goes back to the map."
            )
        )
        self.setFixedWidth(_WIDTH_PX)
        self.hide()
        self.returnPressed.connect(lambda: self.typed.emit(self.text()))
        canvas.installEventFilter(self)

    def show_for(self, is_wanted: bool) -> None:
        """Show the line while a tool takes places that are typed."""
        self.setVisible(is_wanted)
        self.clear()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._canvas and event.type() == QEvent.Type.Resize:
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
        room = self._canvas.size()
        height = self.sizeHint().height()
        self.setGeometry(
            (room.width() - self.width()) // 2,
            room.height() - height - _EDGE_PX,
            self.width(),
            height,
        )
