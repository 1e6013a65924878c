"""All keyboard shortcuts, in groups and searchable."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui.layouts import take_room, tree_of_columns
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.own_keys import key_groups
from fibre_planner.ui.theme import beside_letters

_WIDTH_PX, _HEIGHT_PX, _BESIDE_PX = 640, 680, 50


class KeysDialog(QDialog):
    """Lists the keys of all commands, of the map, the table and the charts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_help(self, "shortcuts")
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.search = QLineEdit(placeholderText=tr("Command or key"), clearButtonEnabled=True)
        self.search.setAccessibleName(tr("Search the shortcuts"))
        self.search.textChanged.connect(self._filter)
        self.list = tree_of_columns()
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([tr("Command"), tr("Keys")])
        self.list.setAccessibleName(tr("Keyboard shortcuts"))
        self.list.setAlternatingRowColors(True)
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        for title, rows in key_groups():
            group = QTreeWidgetItem([title])
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            items = [QTreeWidgetItem(list(row)) for row in rows]
            group.addChildren(items)
            self._groups.append((group, items))
            self.list.addTopLevelItem(group)
            group.setFirstColumnSpanned(True)
        self.list.expandAll()
        self.list.resizeColumnToContents(0)
        self.list.resizeColumnToContents(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.search, self.list, buttons):
            column.addWidget(widget)
        take_room(self, _WIDTH_PX, _HEIGHT_PX)
        wanted = self.list.columnWidth(0) + self.list.columnWidth(1) + beside_letters(_BESIDE_PX)
        room = self.screen().availableGeometry().width() - 40
        self.resize(min(max(wanted, self.width()), room), self.height())

    def _filter(self, typed: str) -> None:
        """Hide the rows that hold none of what is typed, and groups without rows."""
        words = typed.casefold().split()
        for group, items in self._groups:
            for item in items:
                line = f"{group.text(0)} {item.text(0)} {item.text(1)}".casefold()
                item.setHidden(not all(word in line for word in words))
            group.setHidden(all(item.isHidden() for item in items))
