"""The open project as a value with a path, an undo stack and the marks of what is saved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from fibre_planner.ui.kept_designs import KeptDesigns

if TYPE_CHECKING:
    from fibre_planner.model.finding import Finding
    from fibre_planner.model.plan import Plan
    from fibre_planner.model.project import Project


class Document(QObject):
    """Holds the one project the window works on; every change is one named undo step.

    path: the project file, None for a project that was never saved.
    designs: from which plans of the project are re-solved.
    findings: of the last check, belonging to the project in `checked`.

    Signals: replaced() before another document is shown.
    project_changed() when another project value is shown; state_changed() when path or
    dirty mark change; findings_changed(); plan_changed() when another plan is shown.
    """

    replaced = Signal()
    project_changed = Signal()
    state_changed = Signal()
    findings_changed = Signal()
    plan_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self.undo_stack = QUndoStack(self)
        self.findings: tuple[Finding, ...] = ()
        self.designs = KeptDesigns()
        self._project: Project | None = None
        self._checked: Project | None = None
        self._plan_id: str | None = None
        self.undo_stack.cleanChanged.connect(self.state_changed)

    @property
    def project(self) -> Project | None:
        """Return the project, None while nothing is open."""
        return self._project

    @property
    def is_dirty(self) -> bool:
        """Return whether there is something to save."""
        return self._project is not None and not self.undo_stack.isClean()

    @property
    def is_checked(self) -> bool:
        """Return whether the findings are of the present project."""
        return self._project is not None and self._checked is self._project

    @property
    def plan(self) -> Plan | None:
        """Return the plan that is shown: the chosen one, else the newest."""
        if self._project is None or not self._project.plans:
            return None
        plans = self._project.plans
        return next((plan for plan in plans if plan.plan_id == self._plan_id), plans[-1])

    def choose_plan(self, plan_id: str) -> None:
        """Show another plan of the project."""
        if plan_id != self._plan_id:
            self._plan_id = plan_id
            self.plan_changed.emit()

    def show(
        self,
        project: Project | None,
        path: Path | None = None,
        *,
        saved: bool = True,
        same: bool = False,
    ) -> None:
        """Replace the whole document, such as by a file that was opened.

        same: whether it goes on as the same one, with results that nobody is to save.
        """
        if not same:
            self.replaced.emit()
        self._project = project
        self.path = path
        self._plan_id = None
        self.findings, self._checked = (), None
        self.undo_stack.clear()
        if project is None:
            self.designs.clear()
        if not saved:
            self.undo_stack.resetClean()
        self.project_changed.emit()
        self.findings_changed.emit()
        self.state_changed.emit()

    def change(self, name: str, before: Project, after: Project) -> bool:
        """Take a new project value as one undo step with a name.

        Return False, and change nothing, where the document is no longer what the change
        started from.
        """
        if self._project is not before:
            return False
        if after is not before:
            self.undo_stack.push(_Change(self, name, before, after))
        return True

    def set_findings(self, checked: Project, findings: Sequence[Finding]) -> None:
        """Keep the findings of a check; those of another project value are dropped."""
        if checked is self._project:
            self.findings, self._checked = tuple(findings), checked
            self.findings_changed.emit()

    def forget_findings(self) -> None:
        """Drop the findings, such as after the language of their sentences has changed."""
        self.findings, self._checked = (), None
        self.findings_changed.emit()

    def mark_saved(self, saved: Project, path: Path) -> None:
        """Note that a project value was saved; later changes stay unsaved."""
        self.path = path
        if saved is self._project:
            self.undo_stack.setClean()
        self.state_changed.emit()

    def _put(self, project: Project) -> None:
        known = {plan.plan_id for plan in self._project.plans} if self._project else set()
        self._project = project
        if any(plan.plan_id not in known for plan in project.plans):
            self._plan_id = None  # a new plan is what one wants to see
        self.project_changed.emit()


class _Change(QUndoCommand):
    def __init__(self, document: Document, name: str, before: Project, after: Project) -> None:
        super().__init__(name)
        self._document, self._before, self._after = document, before, after

    def redo(self) -> None:
        self._document._put(self._after)

    def undo(self) -> None:
        self._document._put(self._before)
