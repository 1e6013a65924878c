"""The attribute table as a panel: which table, its filter, its rows, what is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui import icons
from fibre_planner.ui.document import Document
from fibre_planner.ui.facts import Known
from fibre_planner.ui.selection import Selection
from fibre_planner.ui.table.cell_changes import change_values
from fibre_planner.ui.table.clipboard import as_tsv
from fibre_planner.ui.table.column_list import ColumnMenu
from fibre_planner.ui.table.conditions import parse
from fibre_planner.ui.table.counts import count_text, sum_text
from fibre_planner.ui.table.empty_tables import EmptyTable
from fibre_planner.ui.table.fields import Field
from fibre_planner.ui.table.filter_line import FilterLine, fill_presets, preset_button
from fibre_planner.ui.table.header import TableHeader
from fibre_planner.ui.table.matching import matching_rows
from fibre_planner.ui.table.model import TableModel
from fibre_planner.ui.table.remembered import Look, keep_look, look_of
from fibre_planner.ui.table.sources import SOURCES, Content, box_of, content_of, title_of
from fibre_planner.ui.table.value_dialog import ValueDialog
from fibre_planner.ui.table.view import TableView
from fibre_planner.ui.wording import numbers


class TablePanel(QWidget):
    """Shows one table of the document at a time; it is brought up to date when it is seen.

    Signals: box_wanted(west, south, east, north) for the rows to be seen on the map;
    told(sentence) for what was done; step_wanted(name of a command) from an empty table;
    print_wanted() for the wanted rows on paper.
    """

    box_wanted = Signal(object)
    told = Signal(str)
    step_wanted = Signal(str)
    file_wanted = Signal()
    print_wanted = Signal()

    def __init__(
        self, document: Document, selection: Selection, known: Callable[[], Known | None]
    ) -> None:
        super().__init__()
        self._document, self._selection, self._known = document, selection, known
        self.today = dt.date.today
        self.content = Content("")
        self._look = Look()
        self._stale = True
        self._choosing = False
        self.table_name = "addresses"
        self.model = TableModel(self._change_cell)
        self.view = TableView(self.model)
        self.header = TableHeader(self.view, self.model)
        self.filter = FilterLine()
        self._make_tools()
        self._make_layout()
        self._connect()
        self._warm_timer = QTimer(self, singleShot=True, interval=30)
        self._warm_timer.timeout.connect(self._warm_next)

    def _make_tools(self) -> None:
        self.tables = QComboBox()
        self.tables.setAccessibleName(tr("Table"))
        self.tables.setToolTip(tr("Table"))
        for name in SOURCES:
            self.tables.addItem(title_of(name), name)
        self.presets = preset_button()
        self.only_chosen = _button("click", tr("Only chosen rows"), checkable=True)
        self.set_value = _button("pencil", tr("Set one value for all chosen rows …"))
        self.zoom = _button("zoom-scan", tr("Show chosen rows on the map (Enter)"))
        self.copy = _button("copy", tr("Copy rows for a spreadsheet (Ctrl+C)"))
        self.print = _button("printer", tr("Print rows as a PDF …"))
        self.save = _button("file-export", tr("Save the rows as a workbook or CSV file …"))
        self.columns = _button("columns-3", tr("Columns"))
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.column_menu = ColumnMenu(self.columns)
        self.columns.setMenu(self.column_menu)

    def _make_layout(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 4, 8, 4)
        tools.addWidget(self.tables)
        tools.addWidget(self.filter, 1)
        on_rows = (self.presets, self.only_chosen, self.zoom, self.set_value)
        for button in (*on_rows, self.copy, self.save, self.print, self.columns):
            tools.addWidget(button)
        self.counts, self.sums = QLabel(), QLabel()
        self.sums.setProperty("role", "muted")
        self.counts.setProperty("role", "plain")
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 3, 10, 3)
        foot.addWidget(self.counts)
        foot.addStretch()
        foot.addWidget(self.sums)
        self.empty = EmptyTable()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self.pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.filter.problem)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.tables.activated.connect(lambda at: self.show_table(self.tables.itemData(at)))
        self.filter.wanted.connect(self._filter)
        self.filter.left.connect(self.view.setFocus)
        self.only_chosen.toggled.connect(lambda _: self._filter())
        self.set_value.clicked.connect(self.ask_value)
        self.zoom.clicked.connect(self.zoom_to_chosen)
        self.copy.clicked.connect(self.copy_rows)
        self.save.clicked.connect(self.file_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.column_menu.list.columns_changed.connect(self._show_columns)
        self.header.columns_changed.connect(self._show_columns)
        self.header.sort_wanted.connect(self._sort)
        self.header.widths_changed.connect(self._keep_widths)
        self.header.menu_wanted.connect(self._open_columns)
        self.view.rows_chosen.connect(self._give_choice)
        self.view.zoom_wanted.connect(self.zoom_to_chosen)
        self.view.copy_wanted.connect(self.copy_rows)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.empty.step_wanted.connect(self.step_wanted)
        self._selection.changed.connect(self._take_choice)
        for changed in (
            self._document.project_changed,
            self._document.plan_changed,
            self._document.findings_changed,
        ):
            changed.connect(self.refresh)

    # --- what is shown

    def show_table(self, name: str, line: str | None = None) -> None:
        """Show a table, filtered by a line where one is given."""
        if name != self.table_name:
            self.table_name = name
            self.only_chosen.setChecked(False)
            line = line or ""
        if line is not None:
            self.filter.put(line)
        self.refresh()

    def refresh(self) -> None:
        """Show the document as it is now, at once where the panel is seen, else when it will be."""
        self._stale = True
        if self.isVisible():
            self._bring_up_to_date()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        self._stale = False
        self.tables.setCurrentIndex(self.tables.findData(self.table_name))
        known = self._known()
        if known is None:
            self.content = Content("")
            self.model.show(self.content, [])
            return
        before = self.content
        self.content = content_of(self.table_name, known, before)
        if self.content.name == before.name and before.fields and self.content.fields:
            self.model.replace(self.content)
        else:
            self._show_anew()
        self._take_choice()
        self._filter()
        self._warm_timer.start()

    def _show_anew(self) -> None:
        self._look = look_of(self.content)
        self.filter.explain(self.content)
        fill_presets(self.presets, self.filter, self.content)
        self.column_menu.fill(self.content, self._look.columns)
        self.model.show(self.content, self._look.columns)
        self.model.sort_by(self._look.sorted_by, descending=self._look.descending)
        self.header.show_sorting(self._look.sorted_by, descending=self._look.descending)
        self.header.set_widths(self._look.widths_px)

    def _warm_next(self) -> None:
        """Prepare one column for searching while nothing else is to do."""
        for field in self.content.fields:
            if not field.is_number and "folded" not in field.__dict__:
                _ = field.folded, field.distinct
                self._warm_timer.start()
                return

    # --- filter, order, columns

    def _filter(self) -> None:
        if self._stale:
            return  # it is filtered when it is brought up to date
        if not self.content.fields:
            self.filter.show_problem("")
            self._show_counts()
            return
        try:
            wanted = parse(self.filter.text(), self.content.names())
            mask = matching_rows(wanted, self.content.fields, self.today(), self.model.fields)
        except PlannerError as error:
            self.filter.show_problem(str(error))
            return
        self.filter.show_problem("")
        self.model.filter(mask, only_chosen=self.only_chosen.isChecked())
        self._show_counts()

    def _sort(self, name: str, descending: bool) -> None:
        self._look.sorted_by, self._look.descending = name, descending
        keep_look(self.content.name, self._look)
        self.model.sort_by(name, descending=descending)
        self.header.show_sorting(name, descending=descending)

    def _show_columns(self, columns: list[str]) -> None:
        self._look.columns = columns
        keep_look(self.content.name, self._look)
        self.model.show_columns(columns)
        self._filter()
        self.column_menu.fill(self.content, columns)
        self.header.set_widths(self._look.widths_px)
        self.header.show_sorting(self._look.sorted_by, descending=self._look.descending)

    def _keep_widths(self, widths_px: dict[str, int]) -> None:
        self._look.widths_px.update(widths_px)
        keep_look(self.content.name, self._look)

    def _show_counts(self) -> None:
        rows, chosen = len(self.content.ids), self.model.chosen
        self.pages.setCurrentIndex(0 if rows else 1)
        self.empty.show_table(self.table_name, self._document.plan is not None)
        count = int(np.count_nonzero(chosen))
        self.counts.setText(count_text(self.model.rowCount(), rows, count))
        self.sums.setText(sum_text(self.model.fields, chosen))
        self.zoom.setEnabled(count > 0)
        self.only_chosen.setEnabled(count > 0 or self.only_chosen.isChecked())
        self.set_value.setEnabled(count > 0 and any(field.owned for field in self.content.fields))
        for button in (self.copy, self.save, self.print):
            button.setEnabled(self.model.rowCount() > 0)

    # --- what is chosen

    @property
    def _chosen_as(self) -> str:
        return SOURCES[self.table_name].chosen_as

    def _give_choice(self) -> None:
        self._choosing = True
        self._selection.choose(self._chosen_as, self.content.ids[self.model.chosen].tolist())
        self._choosing = False
        self._show_counts()

    def _take_choice(self) -> None:
        """Mark the rows that are chosen elsewhere."""
        if self._choosing or self._stale:
            return
        same = self._selection.table == self._chosen_as
        self.model.choose(self.content.rows_of(self._selection.ids if same else ()))
        self.view.scroll_to_chosen()
        self._show_counts()

    def zoom_to_chosen(self) -> None:
        """Ask for the chosen rows on the map."""
        ids = self.content.ids[self.model.chosen].tolist()
        known = self._known()
        if not ids and self.view.currentIndex().isValid():
            ids = self.model.ids_of(np.array([self.view.currentIndex().row()]))
        box = box_of(self.table_name, frozenset(ids), known) if known and ids else None
        if box is not None:
            self.box_wanted.emit(box)
        elif ids:
            self.told.emit(tr("These rows have no place on the map."))

    # --- copying and changing

    def wanted_rows(self) -> np.ndarray:
        """Return the chosen rows as they are sorted, or all that are seen where none is."""
        order = self.model.order
        chosen = order[self.model.chosen[order]]
        return chosen if len(chosen) else order

    def rows_wanted(self) -> np.ndarray:
        """Return the chosen rows of those that are seen, or all of these where none is chosen."""
        order = self.model.order
        chosen = order[self.model.chosen[order]]
        return chosen if len(chosen) else order

    def copy_rows(self) -> None:
        """Put the chosen rows, or all that are seen where none is, on the clipboard."""
        rows = self.wanted_rows()
        QGuiApplication.clipboard().setText(as_tsv(self.model.fields, rows))
        text = ntr("{n} row is on the clipboard.", "{n} rows are on the clipboard.", len(rows))
        self.told.emit(text.format(n=numbers().format_number(len(rows))))

    def _change_cell(self, row_id: str, field: Field, given: Any) -> bool:
        trouble = self._change([row_id], field, given)
        self.filter.show_problem(trouble)
        return not trouble

    def _change(self, ids: list[str], field: Field, given: Any) -> str:
        """Change values; return what is wrong, empty where they were taken."""
        try:
            change_values(self._document, self.table_name, ids, field, given)
        except PlannerError as error:
            return str(error)
        return ""

    def ask_value(self) -> None:
        """Ask for one value for all chosen rows."""
        fields = [field for field in self.content.fields if field.owned]
        ids = self.content.ids[self.model.chosen].tolist()
        if fields and ids:
            dialog = ValueDialog(
                fields, len(ids), lambda field, given: self._change(ids, field, given), self
            )
            at = self.view.currentIndex()
            if at.isValid():
                dialog.choose_column(self.model.fields[at.column()].name)
            dialog.open()

    # --- menus

    def _open_columns(self) -> None:
        self.columns.showMenu()

    def _open_menu(self, at: Any) -> None:
        menu = self.header.cell_menu(self.view.indexAt(at))
        menu.addSeparator()
        for button in (self.zoom, self.copy, self.save, self.print, self.set_value):
            action = menu.addAction(button.icon(), button.toolTip())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))


def _button(icon: str, tip: str, *, checkable: bool = False) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoRaise(True)
    button.setCheckable(checkable)
    return button
