"""From a line that is clicked to its two parts, as one undo step."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fibre_planner.language import tr
from fibre_planner.ui.map.tools.split import Split

if TYPE_CHECKING:
    from fibre_planner.ui.feature_edits import FeatureEdits
    from fibre_planner.ui.main_window import MainWindow


class SplitFlow(QObject):
    """Splits streets and ducts of the project, and trenches of the plan that is shown."""

    def __init__(self, window: MainWindow, edits: FeatureEdits) -> None:
        super().__init__(window)
        self._window, self._edits = window, edits
        self.tool = Split(window.canvas)
        self.tool.find = edits.shape
        self.tool.chosen = self._chosen
        self.tool.split.connect(self._split)

    def _chosen(self, table: str) -> Collection[str]:
        chosen = self._window.selection
        return chosen.ids if chosen.table == table else ()

    def _split(self, table: str, row_id: str, x: float, y: float) -> None:
        """Split a row; both parts are chosen then."""
        from fibre_planner.model.splitting import split_line, split_trench

        window, plan = self._window, self._window.document.plan
        before = self.ids(table)

        def edit(project: Any) -> Any:
            if table != "plan_trenches":
                return split_line(project, table, row_id, (x, y))
            assert plan is not None
            return split_trench(project, plan.plan_id, row_id, (x, y))

        name = tr("a trench") if table == "plan_trenches" else self._edits.name(table, row_id)
        if self._edits.change(tr("Split {name}").format(name=name), edit):
            window.selection.choose(table, [row_id, *(self.ids(table) - before)])

    def ids(self, table: str) -> set[str]:
        """Return the ids of the lines of a table that may be there to be split."""
        document = self._window.document
        if table == "plan_trenches":
            return set() if document.plan is None else set(document.plan.trenches["trench_id"])
        return set() if document.project is None else set(document.project.layer(table).iloc[:, 0])
