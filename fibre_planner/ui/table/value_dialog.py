"""Asks for one value that all chosen rows get in one column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import ntr, tr
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.table.cell_editors import editor_for, typed_value
from fibre_planner.ui.table.fields import Field
from fibre_planner.ui.wording import numbers


class ValueDialog(QDialog):
    """Chooses a column that may be changed and a value for it.

    take: called with column and value; returns what is wrong, empty where it was taken.
    """

    def __init__(
        self,
        fields: Sequence[Field],
        count: int,
        take: Callable[[Field, Any], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        give_help(self, "selection")
        self._fields = list(fields)
        self._take = take
        self.setWindowTitle(tr("Set a value"))
        head = ntr("{n} row gets this value:", "{n} rows get this value:", count)
        self.head = QLabel(head.format(n=numbers().format_number(count)), wordWrap=True)
        self.column = QComboBox()
        for field in self._fields:
            self.column.addItem(field.title, field.name)
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("role", "problem")
        self.problem.hide()
        self.value: QWidget = QWidget()
        self._form = QFormLayout()
        self._form.addRow(tr("Colu&mn"), self.column)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(tr("Set"))
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.addWidget(self.head)
        outer.addLayout(self._form)
        outer.addWidget(self.problem)
        outer.addWidget(buttons)
        self.column.currentIndexChanged.connect(lambda _: self._show_editor())
        self._show_editor()
        self.setMinimumWidth(360)

    @property
    def field(self) -> Field:
        """Return the column that is chosen."""
        return self._fields[self.column.currentIndex()]

    def choose_column(self, name: str) -> None:
        """Choose a column by its name."""
        self.column.setCurrentIndex(max(self.column.findData(name), 0))

    def _show_editor(self) -> None:
        if self._form.rowCount() > 1:
            self._form.removeRow(1)
        self.value = editor_for(self.field, self)
        self._form.addRow(tr("&Value"), self.value)
        self.problem.hide()

    def _accept(self) -> None:
        trouble = self._take(self.field, typed_value(self.value))
        self.problem.setText(trouble)
        self.problem.setVisible(bool(trouble))
        if trouble:
            self.value.setFocus()
        else:
            self.accept()
