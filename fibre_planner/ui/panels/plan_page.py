"""A panel about the plan that is shown: built anew for each, or saying how to get one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from fibre_planner.language import tr
from fibre_planner.ui.document import Document
from fibre_planner.ui.layouts import TallPage
from fibre_planner.ui.panels.empty import empty_state

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan


class PlanPage(TallPage):
    """Scrolls a column of widgets that `_fill` makes for a plan.

    Signals: plan_wanted() when the button of the empty state is pressed.
    """

    plan_wanted = Signal()

    def __init__(self, document: Document, name: str, without: str, parent: QWidget | None) -> None:
        """Show nothing yet. without: what a plan would show here."""
        super().__init__(parent)
        self._document = document
        self._without = without
        self.setAccessibleName(name)
        document.project_changed.connect(self._show)
        document.plan_changed.connect(self._show)

    def _show(self) -> None:
        plan = self._document.plan
        if plan is None:
            self._put(self._empty())
            return
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 8, 12, 12)
        self._fill(column, plan)
        column.addStretch()
        self._put(page)

    def _put(self, page: QWidget) -> None:
        """Show a page in place of the former one, whose key or click may still be under way."""
        former = self.takeWidget()
        if former is not None:
            former.hide()
            former.deleteLater()
        self.setWidget(page)

    def _fill(self, column: QVBoxLayout, plan: Plan) -> None:
        raise NotImplementedError

    def _empty(self) -> QWidget:
        button = QPushButton(tr("Plan the network …"))
        button.setEnabled(self._document.project is not None)
        button.clicked.connect(self.plan_wanted)
        return empty_state(tr("No plan yet"), self._without, button)
