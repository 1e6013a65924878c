"""Shows what a plan was made with: every parameter of its scenario, with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui.dialogs.scenario_fields import source_of
from fibre_planner.ui.layouts import tree_of_columns
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.wording import label, parameter_text

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan


class ParametersDialog(QDialog):
    """A table of parameter and value; it changes nothing."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_help(self, "plan")
        self.setWindowTitle(tr("Parameters of “{plan}”").format(plan=plan.name))
        self.table = tree_of_columns()
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHeaderLabels([tr("Parameter"), tr("Value")])
        for name, value in plan.scenario.to_dict().items():
            item = QTreeWidgetItem([label("parameter", name), parameter_text(name, value)])
            for column in (0, 1):
                item.setToolTip(column, source_of(name) or item.text(column))
            self.table.addTopLevelItem(item)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addWidget(buttons)
        room = self.screen().availableGeometry()
        wanted = self.table.sizeHintForColumn(0) + self.table.sizeHintForColumn(1) + 90
        tall = self.table.sizeHintForRow(0) * (self.table.topLevelItemCount() + 2) + 80
        self.resize(min(wanted, room.width() - 40), min(tall, room.height() - 80))
