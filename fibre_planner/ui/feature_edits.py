"""Edits of rows by hand as undo steps of the document, with a sentence where one is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.facts import Known, explain
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.model.project import Project
    from fibre_planner.ui.main_window import MainWindow


class FeatureEdits:
    """Adds, changes, moves and deletes rows of the project that one window shows."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._document = window.document

    def shape(self, table: str, row_id: str) -> Any:
        """Return the geometry of a row, None where it is gone."""
        project = self._document.project
        if project is None or not table:
            return None
        if table in ("plan_nodes", "plan_trenches"):
            plan = self._document.plan
            if plan is None:
                return None
            frame: Any = plan.nodes if table == "plan_nodes" else plan.trenches
        else:
            frame = project.layer(table)
        rows = frame.geometry[frame.iloc[:, 0] == row_id]
        return rows.iloc[0] if len(rows) else None

    def name(self, table: str, row_id: str) -> str:
        """Return what a row is called, such as “Construction site “Luisenstraße””."""
        project = self._document.project
        found = explain(Hit("", table, row_id, 0.0), Known(project)) if project else None
        if found is None:
            return row_id
        if found.title in ("", found.kind):
            return found.kind
        return tr("{kind} “{name}”").format(kind=found.kind, name=found.title)

    def add(self, table: str, values: Mapping[str, Any], shape: Any, title: str) -> str:
        """Add a row; return its id, empty where it was refused. title: what it is called."""
        editing = _editing()
        made: list[str] = []

        def edit(project: Project) -> Project:
            made.append(editing.next_id(project, table))
            return _settled(editing.add_row(project, table, values, shape), table)

        done = self.change(tr("Draw {name}").format(name=title), edit)
        return made[0] if done else ""

    def reshape(self, table: str, row_id: str, shape: Any, step: str) -> bool:
        """Give a row another geometry; return whether it was taken. step: name of the undo step."""

        def edit(project: Project) -> Project:
            return _settled(_editing().set_geometry(project, table, {row_id: shape}), table)

        return self.change(step, edit)

    def delete(self, table: str, ids: Iterable[str]) -> bool:
        """Delete rows, which are kept among the rejected rows; say so and how it is undone."""
        ids = sorted(ids)
        if not ids:
            return False
        if len(ids) == 1:
            what = self.name(table, ids[0])
        else:
            what = ntr("{count} row", "{count} rows", len(ids)).format(
                count=numbers().format_number(len(ids))
            )
        step = tr("Delete {name}").format(name=what)
        if not self.change(step, lambda project: _editing().remove_rows(project, table, ids)):
            return False
        self._window.messages.show_message(
            "note",
            tr("{name}: deleted. The values are kept with the rejected rows.").format(name=what),
            button=tr("Undo"),
            action=self._undo(),
        )
        return True

    def _undo(self) -> Callable[[], None]:
        stack = self._document.undo_stack
        index = stack.index()

        def undo() -> None:
            if stack.index() == index:  # a later step is not the one that is meant
                stack.undo()

        return undo

    def change(self, step: str, edit: Callable[[Project], Project]) -> bool:
        """Take an edit as one undo step; a sentence says why where it is refused."""
        project, after = self._document.project, self.edited(edit)
        if project is None or after is None:
            return False
        return self._document.change(step, project, after)

    def edited(self, edit: Callable[[Project], Project]) -> Project | None:
        """Return the project after an edit; None, and a sentence that says why, where refused."""
        bar, project = self._window.messages, self._document.project
        if project is None:
            return None
        if self._window.jobs.is_busy:
            bar.show_message(
                "warning",
                tr("The data are not changed while work is running on them."),
                tr("Wait for its end, or cancel it below."),
            )
            return None
        try:
            return edit(project)
        except PlannerError as error:
            bar.show_message("warning", error.message, error.remedy)
            return None


def _editing() -> Any:
    """Return the edits of tables; loaded late for their geopandas."""
    from fibre_planner.model import editing

    return editing


def _settled(project: Project, table: str) -> Project:
    from fibre_planner.workflow import settle

    return settle(project, table)
