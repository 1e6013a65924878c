"""From a planned cabinet or PoP that is moved to the plan in which it stands there."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from fibre_planner.language import tr
from fibre_planner.ui.map.tools.move_node import MoveNode
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


class NodeMoveFlow(QObject):
    """Looks up in a thread of its own where a node may go, and makes the plan with it there.

    Signals: measured(number of the take, moves or None, place to go to or None).
    """

    measured = Signal(int, object, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._take_number = 0
        self.tool = MoveNode(window.canvas)
        self.tool.chosen_node = self._chosen_node
        self.tool.taken.connect(self._measure)
        self.tool.chosen.connect(self._take)
        self.measured.connect(self._give)

    def move_to(self, node_id: str, x: float, y: float) -> None:
        """Move a planned node to a place."""
        self._measure(node_id, (x, y))

    def _chosen_node(self) -> str:
        chosen = self._window.selection
        one = chosen.table == "plan_nodes" and len(chosen.ids) == 1
        return next(iter(chosen.ids)) if one else ""

    def _measure(self, node_id: str, to: tuple[float, float] | None = None) -> None:
        """Begin to look up the places, or say what is missing."""
        design = self._window.what_if.network_behind(
            tr("The network behind this plan has to be worked out before it can be changed.")
        )
        if design is None:
            self.tool.let_go()
            return
        self._take_number += 1
        work = threading.Thread(
            target=self._find, args=(self._take_number, design, node_id, to), daemon=True
        )
        work.start()

    def _find(self, number: int, design: Any, node_id: str, to: tuple[float, float] | None) -> None:
        """Look up, away from the window's thread; what cannot be looked up may go nowhere."""
        from fibre_planner.workflow import find_moves

        found = None
        try:
            found = find_moves(design, node_id)
        finally:
            self.measured.emit(number, found, to)

    def _give(self, number: int, moves: Any, to: tuple[float, float] | None) -> None:
        if number != self._take_number or not (to or self.tool.node_id):
            return
        if moves is None:
            self.tool.let_go()
            self._window.messages.show_message(
                "note",
                tr("This node stands already; it is not planned."),
                tr("Move it with the tool for shapes."),
            )
        elif to is not None:
            self._take(moves, moves.to(*to))
        else:
            self.tool.give(moves)

    def _take(self, moves: Any, move: Any) -> None:
        """Make the plan with the node at its place, both as one undo step."""
        from fibre_planner.workflow import move_node

        window, plan = self._window, self._window.document.plan
        if plan is None or plan.nodes["node_id"].eq(moves.node_id).sum() != 1:
            return
        by = numbers().format_length(move.moved_m)
        if moves.kind == "pop":
            step = tr("Move a planned PoP by {distance}").format(distance=by)
        else:
            step = tr("Move a planned cabinet by {distance}").format(distance=by)
        edited = window.drawing.edits.edited(partial(move_node, moves=moves, move=move))
        if edited is None:
            return
        if moves.by_scenario:
            moved = replace(plan.scenario, pop_x=move.x, pop_y=move.y)
            window.what_if.replan(moved, step)
            return
        layers = window.layers_panel
        layers.set_hidden(layers.hidden_groups() - {"wishes"})
        window.what_if.replan(step=step, edited=edited)
