"""What the attribute table says while a table has no rows, with the step that would bring some."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedLayout, QWidget

from fibre_planner.language import mark, tr
from fibre_planner.ui.panels.empty import empty_state
from fibre_planner.ui.table.sources import title_of

_IMPORT = (mark("Import them from a file, or draw them on the map."), "import", mark("Import …"))
_PLAN = (mark("The table belongs to a plan, and there is none yet."), "plan", mark("Make plan …"))
_STEPS: Mapping[str, tuple[str, str, str]] = {
    "supply": (
        mark("Import what providers report or what the federal raster says."),
        "import",
        mark("Import …"),
    ),
    "gaps": (
        mark("Gaps are found with the coverage; where all is served, there is none."),
        "coverage",
        mark("Coverage …"),
    ),
    "findings": (mark("The check has found nothing to mend."), "", ""),
    "rejected": (mark("Every row of every file was taken over."), "", ""),
    "history": (mark("Nothing has been imported or computed yet."), "", ""),
    "catalogue": (mark("The project has no prices."), "", ""),
}
_OF_PLAN: Mapping[str, tuple[str, str, str]] = {
    "plan_phases": (mark("The scenario has no yearly budget."), "plan", mark("Make plan …")),
    "plan_budget": (
        mark("The budget curve of this plan has not been worked out."),
        "budget_curve",
        mark("Budget curve"),
    ),
    "plan_rules": (mark("No rule had to be applied or relaxed."), "", ""),
}


class EmptyTable(QWidget):
    """A page that says why a table is empty.

    Signals: step_wanted(name of the command that would fill it).
    """

    step_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, bool] | None = None
        self._layout = QStackedLayout(self)

    def show_table(self, name: str, has_plan: bool) -> None:
        """Speak of one table."""
        if self._shown == (name, has_plan):
            return
        self._shown = (name, has_plan)
        old = self._layout.currentWidget()
        if old is not None:
            self._layout.removeWidget(old)
            old.deleteLater()
        self._layout.addWidget(self._page(name, has_plan))

    def _page(self, name: str, has_plan: bool) -> QWidget:
        steps = _OF_PLAN.get(name, ("", "", "")) if has_plan else _PLAN
        reason, command, text = steps if name.startswith("plan_") else _STEPS.get(name, _IMPORT)
        button = None
        if command:
            button = QPushButton(tr(text))
            button.clicked.connect(lambda: self.step_wanted.emit(command))
        title = tr("No rows: {table}").format(table=title_of(name))
        return empty_state(title, tr(reason) if reason else "", button)
