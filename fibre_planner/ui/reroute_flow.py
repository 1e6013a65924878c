"""From a trench that is dragged to the plan that takes the other street."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from fibre_planner.language import tr
from fibre_planner.ui.map.tools.reroute import Reroute, change_text

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


class RerouteFlow(QObject):
    """Measures the ways around a trench in a thread of its own, and takes the one that is chosen.

    Signals: measured(number of the press, ways around the trench or None).
    """

    measured = Signal(int, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._press = 0
        self.tool = Reroute(window.canvas)
        self.tool.pressed.connect(self._measure)
        self.tool.chosen.connect(self._take)
        self.measured.connect(self._give)

    def _measure(self, x: float, y: float) -> None:
        """Begin to measure, or say what is missing."""
        design = self._window.what_if.network_behind(
            tr("The network behind this plan has to be worked out before it can be rerouted.")
        )
        if design is None:
            self.tool.let_go()
            return
        self._press += 1
        work = threading.Thread(
            target=self._find, args=(self._press, design, x, y), name="detours", daemon=True
        )
        work.start()

    def _find(self, press: int, design: Any, x: float, y: float) -> None:
        """Measure, away from the window's thread; what cannot be measured has no way around."""
        from fibre_planner.workflow import find_detours

        found = None
        try:
            found = find_detours(design, x, y)
        finally:
            self.measured.emit(press, found)

    def _give(self, press: int, found: Any) -> None:
        if press != self._press or not self.tool.is_held:
            return
        if found is None:
            self.tool.let_go()
            self._window.messages.show_message("note", tr("There is no trench of this plan here."))
        else:
            self.tool.give(found)

    def _take(self, detours: Any, route: Any) -> None:
        """Keep the route as one undo step and make the plan that takes it."""
        from fibre_planner.workflow import reroute

        step = tr("Reroute a trench ({change})").format(change=change_text(route))
        window = self._window
        if window.drawing.edits.change(step, lambda project: reroute(project, detours, route)):
            window.what_if.replan()
