"""What a cell is painted and edited with: a line, or a list of the values that are allowed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui.table.fields import Field
from fibre_planner.ui.table.model import CHOSEN_ROLE, TableModel
from fibre_planner.ui.table.typed import day_as_typed, number_as_typed
from fibre_planner.ui.wording import label

_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints chosen rows as chosen and opens the editor that fits a column."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        if index.data(CHOSEN_ROLE):
            option.state |= QStyle.StateFlag.State_Selected

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        model = index.model()
        assert isinstance(model, TableModel)
        return editor_for(model.fields[index.column()], parent)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, TableModel)
        show_value(editor, model.fields[index.column()], index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        model.setData(index, typed_value(editor))


def editor_for(field: Field, parent: QWidget | None) -> QWidget:
    """Return an empty editor for values of a column."""
    choices = _choices(field)
    editor: QWidget
    if choices:
        box = QComboBox(parent)
        for value, text in choices:
            box.addItem(text, value)
        editor = box
    else:
        line = QLineEdit(parent)
        if field.is_number:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        elif field.kind == "date":
            line.setPlaceholderText(day_as_typed("2026-05-31"))
        editor = line
    editor.setAccessibleName(field.title)
    editor.setAutoFillBackground(True)
    return editor


def show_value(editor: QWidget, field: Field, value: Any) -> None:
    """Show a value of a column in its editor."""
    if isinstance(editor, QComboBox):
        at = editor.findData(bool(value) if field.kind == "flag" else str(value))
        if at < 0:
            editor.insertItem(0, str(value), str(value))
            at = 0
        editor.setCurrentIndex(at)
    elif isinstance(editor, QLineEdit):
        editor.setText(_as_typed(field, value))
        editor.selectAll()


def typed_value(editor: QWidget) -> Any:
    """Return what stands in an editor: the value chosen from a list, else a text."""
    if isinstance(editor, QComboBox):
        return editor.currentData()
    assert isinstance(editor, QLineEdit)
    return editor.text()


def _choices(field: Field) -> list[tuple[Any, str]]:
    if field.kind == "flag":
        return [(True, label("flag", "yes")), (False, label("flag", "no"))]
    if not field.choices:
        return []
    found: list[tuple[Any, str]] = [(code, field.write(code)) for code in field.choices]
    return [*found, ("", tr("(empty)"))]


def _as_typed(field: Field, value: Any) -> str:
    if field.is_number:
        known = value == value and value != field.unknown
        return number_as_typed(float(value)) if known else ""
    return day_as_typed(str(value)) if field.kind == "date" else str(value)
