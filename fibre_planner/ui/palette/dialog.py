"""The palette itself: a line to type in, and the list of what fits it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui.palette.entries import Entry
from fibre_planner.ui.theme import half_beside_letters

_WIDTH_PX, _HEIGHT_PX, _TOP_PX = 640, 460, 72
_PAD_PX, _ICON_PX, _PAGE = 10, 18, 8
_POLL_MS = 20
_Index = QModelIndex | QPersistentModelIndex
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def put(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt asks
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.DecorationRole:
            return entry.icon
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.reason or None
        return None


def spoken(entry: Entry) -> str:
    """Return an entry as a screen reader tells it."""
    return ", ".join(filter(None, (entry.title, entry.detail, entry.shortcut, entry.reason)))


class _Lines(QStyledItemDelegate):
    """Paints icon, title and detail from the left, the shortcut at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + 2 * _PAD_PX - 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry: Entry = index.model().entries[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        palette = option.palette
        if chosen:
            painter.fillRect(option.rect, palette.highlight())
        text = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        faint = text if chosen else QPalette.ColorRole.PlaceholderText
        room = option.rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        place = QRect(room.left(), room.center().y() - _ICON_PX // 2, _ICON_PX, _ICON_PX)
        entry.icon.paint(painter, place)
        room.setLeft(place.right() + _PAD_PX)
        painter.setPen(palette.color(faint if entry.reason else text))
        metrics, middle = option.fontMetrics, Qt.AlignmentFlag.AlignVCenter
        right = metrics.horizontalAdvance(entry.shortcut)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, entry.shortcut)
        room.setRight(room.right() - right - (_PAD_PX if right else 0))
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, title)
        room.setLeft(room.left() + metrics.horizontalAdvance(title) + 2 * _PAD_PX)
        painter.setPen(palette.color(faint))
        detail = entry.reason or entry.detail
        if room.width() > 0:
            painter.drawText(
                room, middle, metrics.elidedText(detail, Qt.TextElideMode.ElideRight, room.width())
            )
        painter.restore()


class PaletteDialog(QDialog):
    """Asks what is wanted; `find` gives the entries that fit a text.

    is_complete: whether `find` finds all there is; while not, it is asked again.
    """

    def __init__(
        self,
        find: Callable[[str], list[Entry]],
        is_complete: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._find, self._is_complete = find, is_complete
        self.chosen: Entry | None = None
        self.setWindowTitle(tr("Command palette"))
        self.line = QLineEdit(placeholderText=tr("Command, street, address, district or site …"))
        self.line.setAccessibleName(tr("Command palette"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self.refresh)
        self.line.installEventFilter(self)
        self.rows = _Entries(self)
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("What fits"))
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.list.selectionModel().currentChanged.connect(self._say)
        self.note = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.note.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        for widget in (self.line, self.list, self.note):
            column.addWidget(widget)
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(self._look_again)
        self._place(parent)
        self.refresh()
        if not is_complete():
            self._poll.start()

    def refresh(self) -> None:
        """List anew what fits; the first line is the current one."""
        entries = self._find(self.line.text())
        self.rows.put(entries)
        if entries:
            self.list.setCurrentIndex(self.rows.index(0, 0))
        if not self._is_complete():
            self.note.setText(tr("The places of the project are being gathered …"))
        elif not entries:
            self.note.setText(tr("Nothing fits. Try a part of the name, or fewer words."))
        else:
            self.note.setText(tr("Up and Down choose, Enter runs, Escape closes"))

    def _look_again(self) -> None:
        if self._is_complete():
            self._poll.stop()
            self.refresh()

    def _place(self, parent: QWidget | None) -> None:
        width, height = half_beside_letters(_WIDTH_PX), half_beside_letters(_HEIGHT_PX)
        if parent is not None:
            width = min(width, parent.width() - 40)
            height = min(height, parent.height() - 2 * _TOP_PX)
            corner = parent.mapToGlobal(parent.rect().topLeft())
            self.move(corner.x() + (parent.width() - width) // 2, corner.y() + _TOP_PX)
        self.resize(max(width, 320), max(height, 240))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._typed(event)
        return super().eventFilter(watched, event)

    def _typed(self, event: QKeyEvent) -> bool:
        key, count = Qt.Key(event.key()), len(self.rows.entries)
        if key in _MOVES and count:
            row, last = self.list.currentIndex().row() + _MOVES[key], count - 1
            if abs(_MOVES[key]) == 1:
                row %= count
            self.list.setCurrentIndex(self.rows.index(min(max(row, 0), last), 0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex().row())
        else:
            return False
        return True

    def _take(self, row: int) -> None:
        """Close and run an entry; one that is not possible says why and stays."""
        if not 0 <= row < len(self.rows.entries):
            return
        entry = self.rows.entries[row]
        if entry.reason:
            self.note.setText(entry.reason)
            self._announce(entry.reason)
            return
        self.chosen = entry
        self.accept()

    def _say(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self.rows.entries):
            entry = self.rows.entries[index.row()]
            self.line.setAccessibleDescription(spoken(entry))
            self._announce(spoken(entry))

    def _announce(self, text: str) -> None:
        """Tell a screen reader, whose focus stays in the line."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.line, text))

    def changeEvent(self, event: QEvent) -> None:
        """Close as soon as another window is used."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            QTimer.singleShot(0, self, self.reject)
