"""The list of rows: choosing any number of them by mouse and keyboard costs one pass of an array.

Qt's own selection keeps ranges, which takes seconds for thousands of scattered rows; so the rows
that are chosen are flags of the model, and the view only turns mouse and keys into such flags.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fibre_planner.language import tr
from fibre_planner.ui.table.cell_editors import CellDelegate
from fibre_planner.ui.table.model import TableModel

_ROW_PX = 25
_MOVES = frozenset(
    {
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        Qt.Key.Key_Home, Qt.Key.Key_End,
    }
)  # fmt: skip


class TableView(QTableView):
    """Shows a TableModel.

    Signals: rows_chosen() when the user has changed which rows are chosen; zoom_wanted() for
    Enter or a double click; copy_wanted(); sort_wanted(column number, with Shift).
    """

    rows_chosen = Signal()
    zoom_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._anchor = 0
        self._dragging = False
        self._before_drag = np.empty(0, dtype=bool)
        self.setModel(model)
        self.setProperty("role", "rows")
        self.setAccessibleName(tr("Attribute table"))
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.verticalHeader().setMinimumSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    # --- choosing rows

    def choose_rows(self, first: int, last: int, *, keep: bool) -> None:
        """Choose the rows shown from one to another, beside those chosen before if wished."""
        chosen = self._before_drag.copy() if keep else np.zeros_like(self.rows.chosen)
        low, high = sorted((first, last))
        chosen[self.rows.order[low : high + 1]] = True
        self.rows.choose(chosen)

    def choose_all(self) -> None:
        """Choose every row that is shown."""
        chosen = np.zeros_like(self.rows.chosen)
        chosen[self.rows.order] = True
        self._put(chosen)

    def choose_none(self) -> None:
        """Choose no row."""
        self._put(np.zeros_like(self.rows.chosen))

    def _put(self, chosen: np.ndarray) -> None:
        self.rows.choose(chosen)
        self.rows_chosen.emit()

    def _toggle(self, row: int) -> None:
        chosen = self.rows.chosen.copy()
        at = self.rows.order[row]
        chosen[at] = not chosen[at]
        self._put(chosen)

    def scroll_to_chosen(self) -> None:
        """Bring the first chosen row into view, unless one is seen already."""
        shown = np.flatnonzero(self.rows.chosen[self.rows.order])
        if not len(shown):
            return
        top = self.rowAt(0)
        bottom = self.rowAt(self.viewport().height() - 1)
        bottom = bottom if bottom >= 0 else len(self.rows.order) - 1
        if not np.any((shown >= top) & (shown <= bottom)):
            index = self.rows.index(int(shown[0]), max(self.columnAt(0), 0))
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        row = self.rowAt(round(event.position().y()))
        if row < 0:
            return
        modifiers = event.modifiers()
        if event.button() == Qt.MouseButton.RightButton:
            if not self.rows.chosen[self.rows.order[row]]:
                self._choose_one(row)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        toggles = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._before_drag = self.rows.chosen.copy()
            self.choose_rows(self._first(), row, keep=toggles)
            self.rows_chosen.emit()
        elif toggles:
            self._anchor = row
            self._toggle(row)
        else:
            self._choose_one(row)
        self._before_drag = self.rows.chosen.copy()
        self._dragging = True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._dragging or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        row = self.rowAt(round(event.position().y()))
        if row >= 0 and row != self.currentIndex().row():
            keep = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.choose_rows(self._first(), row, keep=keep)
            self._go_to(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._dragging:
            self._dragging = False
            if not np.array_equal(self._before_drag, self.rows.chosen):
                self.rows_chosen.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self.zoom_wanted.emit()

    def _choose_one(self, row: int) -> None:
        self._anchor = row
        chosen = np.zeros_like(self.rows.chosen)
        chosen[self.rows.order[row]] = True
        self._put(chosen)

    def _first(self) -> int:
        return min(self._anchor, len(self.rows.order) - 1)

    def _go_to(self, row: int) -> None:
        column = max(self.currentIndex().column(), 0)
        self.setCurrentIndex(self.rows.index(row, column))

    # --- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.choose_all()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.zoom_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.choose_none()
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
            if event.key() in _MOVES and self.currentIndex().isValid():
                self._choose_by_key(event.modifiers())

    def _choose_by_key(self, modifiers: Qt.KeyboardModifier) -> None:
        row = self.currentIndex().row()
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.choose_rows(self._first(), row, keep=False)
            self.rows_chosen.emit()
        elif not modifiers & Qt.KeyboardModifier.ControlModifier:
            self._choose_one(row)

    def edit_cell(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Open the editor of a cell, if its column may be changed."""
        if self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.edit(index)
