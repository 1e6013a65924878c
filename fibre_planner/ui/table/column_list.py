"""The list in which columns are ticked and put in order; it opens below its button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from fibre_planner.language import tr
from fibre_planner.ui.table.remembered import usual_columns
from fibre_planner.ui.table.sources import Content

_NAME_ROLE = Qt.ItemDataRole.UserRole
_SIZE_PX = (280, 340)


class ColumnList(QListWidget):
    """Columns with ticks: Space ticks, dragging or Ctrl with an arrow moves.

    Signals: columns_changed(list of the names that are ticked, in order).
    """

    columns_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Columns"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setMinimumSize(*_SIZE_PX)
        self.setToolTip(tr("Space shows or hides a column, Ctrl with ↑ or ↓ moves it."))
        self.itemChanged.connect(lambda _: self._tell())
        self.model().rowsMoved.connect(lambda *_: self._tell())

    def fill(self, content: Content, columns: Sequence[str]) -> None:
        """List the columns of a table, those that are seen first."""
        self.blockSignals(True)
        self.clear()
        names = [*columns, *(field.name for field in content.fields if field.name not in columns)]
        titles = {field.name: field.title for field in content.fields}
        for name in names:
            item = QListWidgetItem(titles[name])
            item.setData(_NAME_ROLE, name)
            item.setToolTip(name)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            ticked = Qt.CheckState.Checked if name in columns else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            self.addItem(item)
        self.setCurrentRow(0)
        self.blockSignals(False)

    def ticked(self) -> list[str]:
        """Return the names of the columns that are ticked, in their order."""
        items = [self.item(row) for row in range(self.count())]
        return [
            str(item.data(_NAME_ROLE))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._move(step)
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        row = self.currentRow()
        if not 0 <= row + step < self.count():
            return
        self.blockSignals(True)
        item = self.takeItem(row)
        self.insertItem(row + step, item)
        self.setCurrentRow(row + step)
        self.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        columns = self.ticked()
        if columns:
            self.columns_changed.emit(columns)


class ColumnMenu(QMenu):
    """A menu that holds a ColumnList, with a button back to the usual columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = ColumnList()
        self._content = Content("")
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.list)
        usual = QPushButton(tr("Usual columns"))
        usual.clicked.connect(self._show_usual)
        column.addWidget(usual)
        action = QWidgetAction(self)
        action.setDefaultWidget(box)
        self.addAction(action)
        self.aboutToShow.connect(self.list.setFocus)

    def fill(self, content: Content, columns: Sequence[str]) -> None:
        """List the columns of a table."""
        self._content = content
        self.list.fill(content, columns)

    def _show_usual(self) -> None:
        self.list.fill(self._content, usual_columns(self._content))
        self.list.columns_changed.emit(self.list.ticked())
