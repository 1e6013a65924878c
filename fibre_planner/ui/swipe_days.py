"""The two days of a swipe: a field for each over the map, and what is there on them."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QObject, QTimer, Signal
from PySide6.QtWidgets import QDateEdit, QWidget

from fibre_planner.language import current_language, tr
from fibre_planner.ui.map.scene import SceneInput

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan
    from fibre_planner.model.project import Project

_QUIET_MS = 250
State = tuple["Project", "Plan | None"]


class SwipeDays(QObject):
    """Two days, those chosen last for as long as the window is open.

    Signals: changed() a moment after another day is chosen.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._days: list[dt.date] = []
        self._made: dict[int, tuple[tuple[Any, ...], State]] = {}
        self._timer = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._timer.timeout.connect(self.changed)

    def fields(self, project: Project, plan: Plan | None, over: QWidget) -> list[QWidget]:
        """Return the fields of the left and the right day, for a project that is shown now."""
        if not self._days:
            workflow: Any = importlib.import_module("fibre_planner.workflow")
            self._days = list(workflow.two_days(project, plan))
        names = (tr("Day on the left"), tr("Day on the right"))
        return [self._field(side, name, over) for side, name in enumerate(names)]

    def put(self, side: int, day: dt.date) -> None:
        """Take another day for a side: 0 is the left, 1 the right one."""
        if self._days[side] != day:
            self._days[side] = day
            self._timer.start()

    def input_of(self, side: int, given: SceneInput) -> Callable[[], SceneInput]:
        """Return a function that makes what a side shows of a project; it may take a while."""
        day = self._days[side]

        def dated() -> SceneInput:
            project, plan = self._state(side, given.project, given.plan, day)
            return replace(given, project=project, plan=plan)

        return dated

    def seen(self, side: int) -> State | None:
        """Return project and plan as a side shows them, None while it shows nothing yet."""
        made = self._made.get(side)
        return made[1] if made else None

    def forget(self) -> None:
        """Let go of what was shown."""
        self._made.clear()

    def _state(self, side: int, project: Project, plan: Plan | None, day: dt.date) -> State:
        asked = (project, plan, day)
        known = self._made.get(side)
        if known and known[0][0] is project and known[0][1] is plan and known[0][2] == day:
            return known[1]
        workflow: Any = importlib.import_module("fibre_planner.workflow")
        state: State = workflow.state_on(project, plan, day)
        self._made[side] = (asked, state)
        return state

    def _field(self, side: int, name: str, over: QWidget) -> QDateEdit:
        day = self._days[side]
        made = QDateEdit(QDate(day.year, day.month, day.day), over)
        written = "dd.MM.yyyy" if current_language() == "de" else "d MMM yyyy"
        made.setDisplayFormat(f"'{tr('as of')}' {written}")
        made.setCalendarPopup(True)
        made.setAccessibleName(name)
        made.setToolTip(
            tr("{side}: supply that has come by then, and what is built in years ended by then")
            .format(side=name)
        )  # fmt: skip
        made.dateChanged.connect(lambda date: self.put(side, date.toPython()))
        made.adjustSize()
        made.hide()
        return made
