"""The titles above the columns: sorting by a click, moving by dragging, widths that are kept."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QMenu

from fibre_planner.language import tr
from fibre_planner.ui.table.model import TableModel
from fibre_planner.ui.table.view import TableView
from fibre_planner.ui.theme import beside_letters

_NARROWEST_PX, _WIDEST_PX = 64, 260
_MARGIN_PX = 26
_MEASURED_ROWS = 60


class TableHeader(QObject):
    """Turns what is done to the titles of a view into signals.

    Signals: sort_wanted(column name, descending), an empty name for the order of the table;
    columns_changed(names in order); widths_changed(name → px); menu_wanted().
    """

    sort_wanted = Signal(str, bool)
    columns_changed = Signal(object)
    widths_changed = Signal(object)
    menu_wanted = Signal()

    def __init__(self, view: TableView, model: TableModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._setting = False
        self._bar = view.horizontalHeader()
        self._bar.sectionClicked.connect(self._clicked)
        self._bar.sectionMoved.connect(self._moved)
        self._bar.sectionResized.connect(self._resized)
        self._bar.customContextMenuRequested.connect(lambda _: self.menu_wanted.emit())

    def set_widths(self, known_px: Mapping[str, int]) -> None:
        """Give each column the width it had, else one that fits some of its rows."""
        self._setting = True
        for at, field in enumerate(self._model.fields):
            self._view.setColumnWidth(at, known_px.get(field.name) or self._fitting_px(at))
        self._setting = False

    def _fitting_px(self, column: int) -> int:
        field = self._model.fields[column]
        count = len(self._model.content.ids)
        rows = range(0, count, max(count // _MEASURED_ROWS, 1))
        metrics = self._view.fontMetrics()
        titles = self._view.font()
        titles.setWeight(QFont.Weight.DemiBold)
        widest = max((metrics.horizontalAdvance(field.text(row)[:80]) for row in rows), default=0)
        title_px = QFontMetrics(titles).horizontalAdvance(field.title + "  ")
        fitting_px = min(max(widest + _MARGIN_PX, _NARROWEST_PX), beside_letters(_WIDEST_PX))
        return max(fitting_px, title_px + _MARGIN_PX)

    def show_sorting(self, name: str, *, descending: bool) -> None:
        """Mark the column the rows are sorted by, none where the name is empty."""
        names = [field.name for field in self._model.fields]
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._bar.setSortIndicator(names.index(name) if name in names else -1, order)
        self._bar.setSortIndicatorShown(name in names)

    def sort(self, name: str) -> None:
        """Sort by a column; by the same one again downwards, then not at all."""
        before = self._model.sorted_by
        if before is None or before[0] != name:
            self.sort_wanted.emit(name, False)
        elif not before[1]:
            self.sort_wanted.emit(name, True)
        else:
            self.sort_wanted.emit("", False)

    def cell_menu(self, index: QModelIndex) -> QMenu:
        """Return a menu for a cell: edit it, sort by its column."""
        menu = QMenu(self._view)
        if index.isValid():
            field = self._model.fields[index.column()]
            edit = menu.addAction(tr("Edit “{column}” (F2)").format(column=field.title))
            edit.setEnabled(field.owned)
            edit.triggered.connect(lambda: self._view.edit_cell(index))
            for text, descending in (
                (tr("Sort upwards by “{column}”"), False),
                (tr("Sort downwards by “{column}”"), True),
            ):
                action = menu.addAction(text.format(column=field.title))
                action.triggered.connect(
                    lambda _=False, down=descending: self.sort_wanted.emit(field.name, down)
                )
        return menu

    def _clicked(self, section: int) -> None:
        self.sort(self._model.fields[section].name)

    def _moved(self, *_: int) -> None:
        if self._setting:
            return
        bar = self._bar
        order = [bar.logicalIndex(place) for place in range(bar.count())]
        names = [self._model.fields[section].name for section in order]
        # The model takes the new order over, so the bar goes back to showing it as it comes.
        QTimer.singleShot(0, self, lambda: self._take_order(names))

    def _take_order(self, names: list[str]) -> None:
        self._setting = True
        for place in range(self._bar.count()):
            self._bar.moveSection(self._bar.visualIndex(place), place)
        self._setting = False
        self.columns_changed.emit(names)

    def _resized(self, section: int, _old: int, new: int) -> None:
        if not self._setting and section < len(self._model.fields) and new:
            self.widths_changed.emit({self._model.fields[section].name: new})
