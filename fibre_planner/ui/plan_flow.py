"""Asking for the parameters of a plan, with the place of the PoP chosen on the map if wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from fibre_planner.language import tr
from fibre_planner.ui.dialogs.plan import PlanDialog
from fibre_planner.ui.map.tools.identify import PickPlace

if TYPE_CHECKING:
    from fibre_planner.model.scenario import Scenario
    from fibre_planner.ui.main_window import MainWindow


class PlanFlow(QObject):
    """Goes from dialog to map and back until the scenario is complete, then starts the plan."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._asked: Scenario | None = None
        self.tool = PickPlace(window.canvas)
        self.tool.picked.connect(self._take_place)
        self.tool.cancelled.connect(self._stop)

    def ask(self, scenario: Scenario | None = None) -> None:
        """Show the dialog with a scenario, by default that of the plan that is shown."""
        window = self._window
        project, plan = window.document.project, window.document.plan
        if project is None or window.jobs.is_busy:
            return
        shown = scenario or (plan.scenario if plan else project.scenarios[0])
        dialog = PlanDialog(shown, window, project.scenarios)
        dialog.save_wanted.connect(lambda kept: self.keep(dialog, kept))
        dialog.delete_wanted.connect(lambda name: self.delete(dialog, name))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            window.canvas.target = None
            window.commands.plan(dialog.scenario())
        elif dialog.place_wanted:
            self.ask_place(dialog.scenario())

    def keep(self, dialog: PlanDialog, scenario: Scenario) -> None:
        """Keep a scenario in the project, in place of the one of its name."""
        project = self._window.document.project
        if project is None:
            return
        kept = [each for each in project.scenarios if each.name != scenario.name]
        names = [each.name for each in project.scenarios]
        place = names.index(scenario.name) if scenario.name in names else len(kept)
        kept.insert(place, scenario)
        step = tr("Keep scenario “{name}”").format(name=scenario.name)
        self._take_scenarios(dialog, step, tuple(kept))

    def delete(self, dialog: PlanDialog, name: str) -> None:
        """Take a scenario out of the project; one at least stays."""
        project = self._window.document.project
        if project is None:
            return
        kept = tuple(each for each in project.scenarios if each.name != name)
        step = tr("Delete scenario “{name}”").format(name=name)
        self._take_scenarios(dialog, step, kept)

    def _take_scenarios(
        self, dialog: PlanDialog, step: str, scenarios: tuple[Scenario, ...]
    ) -> None:
        document = self._window.document
        project = document.project
        if project is not None and scenarios:
            document.change(step, project, replace(project, scenarios=scenarios))
            dialog.show_kept(scenarios)

    def ask_place(self, scenario: Scenario) -> None:
        """Let the next click on the map be the place of the PoP."""
        self._asked = scenario
        window = self._window
        window.canvas.navigation.use(self.tool)
        window.canvas.setFocus()
        window.map_frame.show_hint(tr("Click the place of the PoP on the map; Escape ends this."))

    def _take_place(self, x: float, y: float) -> None:
        asked = self._asked
        self._stop()
        self._window.canvas.target = (x, y)
        self._window.canvas.update()
        if asked is not None:
            self.ask(replace(asked, pop_x=x, pop_y=y))

    def _stop(self) -> None:
        self._asked = None
        self._window.canvas.navigation.use(None)
        self._window.map_frame.show_hint("")
