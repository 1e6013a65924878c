"""What if: after an edit the plan is re-solved from the previous one and compared with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fibre_planner.language import tr
from fibre_planner.ui.commands import in_job, tasks
from fibre_planner.ui.wording import comparison_texts

if TYPE_CHECKING:
    from fibre_planner.model.comparison import Comparison
    from fibre_planner.model.plan import Plan
    from fibre_planner.model.project import Project
    from fibre_planner.model.scenario import Scenario
    from fibre_planner.ui.main_window import MainWindow


class WhatIf(QObject):
    """Offers the new plan where an edit makes the old one outdated, makes it and compares."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
        self._was_outdated: bool | None = None
        self._document.findings_changed.connect(self._offer)

    def replan(
        self,
        scenario: Scenario | None = None,
        step: str = "",
        edited: Project | None = None,
    ) -> None:
        """Design the plan that is shown anew with the data as they are, then compare the two.

        scenario: other parameters than those of the plan; step: name of the undo step. edited: the
        project after an edit that is taken together with the new plan, as one step.
        """
        window, project, plan = self._window, self._document.project, self._document.plan
        if project is None or plan is None or window.jobs.is_busy:
            return
        designs, commands = self._document.designs, window.commands
        before, wanted = designs.of(plan.plan_id), scenario or plan.scenario
        if window.messages.kind in ("success", "note"):
            window.messages.hide()  # what it offers is being done

        def work() -> Any:
            show = commands.sketches.show
            return tasks().plan(edited or project, wanted, show, before=before, keep=designs.keep)

        def done(after: Any) -> None:
            if commands.take(step or tr("What if"), project, after):
                self._compare(after, plan)

        commands.run(tr("What if"), in_job(work), done, can_finish=True, link="plan")

    def network_behind(self, missing: str) -> Any:
        """Return the design of the plan that is shown; else say what is missing, and return None.

        missing: sentence for a plan whose network this session has not worked out.
        """
        project, plan = self._document.project, self._document.plan
        design = self._document.designs.of(plan.plan_id) if plan is not None else None
        if project is not None and design and design.project.streets is project.streets:
            return design
        self._window.messages.show_message(
            "note", missing, button=tr("Work it out"), action=self.replan
        )
        return None

    def _compare(self, after: Any, plan: Plan) -> None:
        made = after.plans[-1]
        if made.plan_id == plan.plan_id:
            self._window.messages.show_message(
                "note", tr("Nothing that the plan depends on has changed; it stays as it is.")
            )
            return

        def told(found: Comparison) -> None:
            if self._document.project is not after:
                return
            self._window.comparison.show(found)
            self._window.messages.show_message("success", comparison_texts().change_sentence(found))

        work = in_job(lambda: tasks().compare(after, plan.plan_id, made.plan_id))
        self._window.commands.run(tr("Compare plans"), work, told)

    def _offer(self) -> None:
        """Offer a new plan when an edit has just made the newest one outdated."""
        document = self._document
        if not document.is_checked:
            if document.undo_stack.count() == 0:
                self._was_outdated = None  # another project
            return
        outdated = any(finding.code == "plan_outdated" for finding in document.findings)
        before, self._was_outdated = self._was_outdated, outdated
        if not outdated or before is not False:
            return
        bar = self._window.messages
        said = bar.text if bar.isVisible() and bar.kind in ("success", "note") else ""
        bar.show_message(
            "note",
            f"{said} {tr('The data have changed since the plan was made.')}".strip(),
            button=tr("Re-plan and compare"),
            action=self.replan,
        )
