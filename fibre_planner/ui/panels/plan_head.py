"""Which plan is shown, and what can be done with it: choose, rename, delete, see its parameters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui.dialogs.parameters import ParametersDialog
from fibre_planner.ui.document import Document
from fibre_planner.ui.plan_edits import delete_plan, rename_plan
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan


class PlanHead(QWidget):
    """The chooser above the figures of a plan, with a menu beside it."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.box = QComboBox()
        self.box.setAccessibleName(tr("Plan that is shown"))
        # A long name must not make the panel wider; the list itself shows all of it.
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(12)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.menu_button = QToolButton()
        self.menu_button.setText("…")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setAccessibleName(tr("What can be done with the plan"))
        self.menu_button.setToolTip(self.menu_button.accessibleName())
        self.menu_button.setMenu(self._menu())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 1)
        row.addWidget(self.menu_button)
        self._fill()
        self.box.activated.connect(lambda _: document.choose_plan(self.box.currentData()))

    def rename(self) -> None:
        """Ask for a name of the plan that is shown."""
        plan = self._document.plan
        if plan is None:
            return
        # The window is asked, and not waited for: this chooser is made anew when work ends.
        dialog = QInputDialog(self.window())
        dialog.setWindowTitle(tr("Rename plan"))
        dialog.setLabelText(tr("Name of the plan"))
        dialog.setTextValue(plan.name)
        dialog.textValueSelected.connect(partial(_rename, self._document, plan))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def delete(self) -> None:
        """Delete the plan that is shown; undo brings it back, so nothing is asked."""
        plan = self._document.plan
        if plan is not None:
            delete_plan(self._document, plan.plan_id)

    def show_parameters(self) -> None:
        """Show what the plan was made with."""
        plan = self._document.plan
        if plan is not None:
            dialog = ParametersDialog(plan, self.window())
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("&Parameters …"), self.show_parameters)
        menu.addSeparator()
        menu.addAction(tr("&Rename …"), self.rename)
        menu.addAction(tr("&Delete"), self.delete)
        return menu

    def _fill(self) -> None:
        project, shown = self._document.project, self._document.plan
        if project is None or shown is None:
            return
        for plan in reversed(project.plans):
            self.box.addItem(headline(plan), plan.plan_id)
        self.box.setCurrentIndex(self.box.findData(shown.plan_id))
        self.box.setToolTip(self.box.currentText())


def _rename(document: Document, plan: Plan, name: str) -> None:
    """Rename a plan that is still there."""
    known = document.project.plans if document.project is not None else ()
    is_there = any(each.plan_id == plan.plan_id for each in known)
    if is_there and name.strip() and name.strip() != plan.name:
        rename_plan(document, plan.plan_id, name)


def headline(plan: Plan) -> str:
    """Return a plan's name, its day and its cost in one line."""
    write = numbers()
    when = write.format_date(plan.created)
    return " · ".join(
        text for text in (plan.name, when, write.format_money(plan.summary.cost_eur.base)) if text
    )
