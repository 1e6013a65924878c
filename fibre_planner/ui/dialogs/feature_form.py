"""Asks for the main values of what was just drawn, with one field per column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.draw_kinds import DrawKind
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.table.cell_changes import value_of
from fibre_planner.ui.table.cell_editors import editor_for, show_value, typed_value
from fibre_planner.ui.table.fields import Field
from fibre_planner.ui.table.sources import field_of
from fibre_planner.ui.wording import table_columns

_SPARE_PX = 16
_BEGIN, _END = "planned_from", "planned_to"


class FeatureForm(QDialog):
    """A field per column that a kind asks; it closes when all of them can be read.

    fields: the editors by column.
    """

    def __init__(
        self, kind: DrawKind, defaults: Mapping[str, Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        give_help(self, "map")
        self.setWindowTitle(tr(kind.title))
        self.setMinimumWidth(420)
        self._kind = kind
        self._columns: dict[str, Field] = {}
        self.fields: dict[str, QWidget] = {}
        form = QFormLayout()
        known = {column.name: column for column in table_columns(kind.table)}
        for name in kind.fields:  # a handful
            column = known[name]
            field = field_of(kind.table, column, np.empty(0, dtype=object), owned=True)
            editor = editor_for(field, self)
            show_value(editor, field, defaults.get(name, column.fill_value()))
            if isinstance(editor, QLineEdit) and editor.placeholderText():
                example = tr("unknown, or such as {example}")
                shown = example.format(example=editor.placeholderText())
                editor.setPlaceholderText(shown)
                editor.setMinimumWidth(editor.fontMetrics().horizontalAdvance(shown) + _SPARE_PX)
            editor.setToolTip(field.about)
            self._columns[name], self.fields[name] = field, editor
            form.addRow(field.title + (" *" if name in kind.needed else ""), editor)
        self.problem = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.problem.setAccessibleName(tr("What is missing"))
        self.problem.hide()
        column_layout = QVBoxLayout(self)
        column_layout.addLayout(form)
        column_layout.addWidget(self.problem)
        column_layout.addWidget(self._make_buttons())
        next(iter(self.fields.values())).setFocus()

    def values(self) -> dict[str, Any]:
        """Return what was filled in, by column; raises PlannerError for what cannot be read."""
        return {
            name: value_of(field, typed_value(self.fields[name]))
            for name, field in self._columns.items()
        }

    def accept(self) -> None:
        problem = self._find_problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            super().accept()

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(parent=self)
        take = buttons.addButton(tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        take.setDefault(True)
        back = buttons.addButton(tr("Go on drawing"), QDialogButtonBox.ButtonRole.RejectRole)
        back.setToolTip(tr("Go back to the map; what was drawn stays."))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _find_problem(self) -> str:
        try:
            values = self.values()
        except PlannerError as error:
            return str(error)
        for name in self._kind.needed:
            if not values[name]:
                self.fields[name].setFocus()
                return tr("Please fill in “{column}”.").format(column=self._columns[name].title)
        begin, end = values.get(_BEGIN), values.get(_END)
        if begin and end and end < begin:  # ISO dates are ordered as texts
            self.fields[_END].setFocus()
            return tr("The end lies before the start.")
        return ""
