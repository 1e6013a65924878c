"""Moving a planned cabinet or PoP: dragged, clicked or typed to its new place, with its price."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter

from fibre_planner.language import ntr, tr
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.base import MapTool, Pointer
from fibre_planner.ui.map.tools.signs import paint_course, paint_figure, paint_handle
from fibre_planner.ui.map.tools.typed_places import typed_place
from fibre_planner.ui.map.viewport import Viewport
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas

_ROUNDED_EUR = 100


class MoveNode(MapTool):
    """Takes a planned cabinet or PoP and puts it to where it is dropped or clicked.

    node_id: what is held, empty for nothing; moves: where it may go, None until that is known;
    move: the place under the mouse. chosen_node: returns the id of the planned node that is
    chosen, with which the tool begins.

    Signals: taken(node_id) where a node is taken; then give `moves`, or call `let_go`.
    chosen(moves, move) where it is put.
    """

    cursor = Qt.CursorShape.CrossCursor
    taken = Signal(str)
    chosen = Signal(object, object)
    takes_typed = True

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.chosen_node: Callable[[], str] = str
        self.node_id = ""
        self.moves: Any = None
        self.move: Any = None
        self._is_new = False
        self._at: tuple[float, float] | None = None
        self._put = False

    def hint(self) -> str:
        if not self.node_id:
            return tr("Drag a planned cabinet or PoP to its place, or click both; Escape ends.")
        if self.moves is None:
            return tr("Looking up where it may stand …")
        if self.move is None:
            return tr("Drag it, click its new place, or type it.")
        text = move_text(self.move).replace("\n", " ")
        if self.move.problem:
            return text
        return tr("Put it here: {change}").format(change=text)

    def begin(self) -> None:
        super().begin()
        node_id = self.chosen_node()
        if node_id:
            self.take(node_id)

    def end(self) -> None:
        self.let_go()
        super().end()

    def take(self, node_id: str) -> None:
        """Hold a planned node; its places are asked for."""
        self.let_go()
        self.node_id = node_id
        self.taken.emit(node_id)
        self.hint_changed.emit()

    def let_go(self) -> None:
        """Hold nothing."""
        self.node_id, self._is_new, self._put = "", False, False
        self.moves = self.move = self._at = None
        self.hint_changed.emit()
        self.canvas.update()

    def give(self, moves: Any) -> None:
        """Take where the held node may go; the place under the mouse is shown at once."""
        self.moves = moves
        self._show()
        if self._put:
            self._choose()

    # --- mouse and keys

    def press(self, at: Pointer) -> bool:
        node_id = self._node_at(at)
        if not node_id or self.node_id not in ("", node_id):
            return False
        if not self.node_id:
            self.take(node_id)
            self._is_new = True
        return bool(self.node_id)

    def drag(self, at: Pointer) -> None:
        if self.node_id:
            self._is_new = False
            self._point(at)

    def drop(self, at: Pointer) -> None:
        if self.node_id:
            self._point(at)
            self._choose()

    def click(self, at: Pointer) -> None:
        if self._is_new:
            self._is_new = False  # the press of this click has taken it
        elif self.node_id:
            self._point(at)
            self._choose()
        elif node_id := self._node_at(at):
            self.take(node_id)

    def double_click(self, at: Pointer) -> bool:  # noqa: ARG002 - the first click has told it
        return True

    def hover(self, at: Pointer) -> None:
        if self.node_id:
            self._point(at)
            return
        hits = [hit for hit in self.canvas.hits_at(at.px, at.py) if hit.table == "plan_nodes"]
        self.canvas.set_hover(hits[0] if hits else None, at.x, at.y)

    def enter(self, text: str) -> None:
        """Put the held node to a place that was typed; raises PlannerError where it is none."""
        begin = [] if self.moves is None else [self.moves.begin]
        place = typed_place(text, begin)
        if self.node_id:
            self._at = place
            self._show()
            self._choose()

    def cancel(self) -> bool:
        held = bool(self.node_id)
        self.let_go()
        return held

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        if self.moves is None or self.move is None:
            return
        end = (self.move.x, self.move.y)
        paint_course(painter, view, look, np.array([self.moves.begin, end]))
        px, py = view.to_screen(*end)
        paint_handle(painter, look, (px, py), chosen=not self.move.problem)
        paint_figure(painter, view, look, QPointF(px, py), move_text(self.move))

    def _node_at(self, at: Pointer) -> str:
        hits = self.canvas.hits_at(at.px, at.py)
        nodes = [hit.row_id for hit in hits if hit.table == "plan_nodes"]
        if self.node_id in nodes:
            return self.node_id  # a PoP and a cabinet may stand at one place
        return nodes[0] if nodes else ""

    def _point(self, at: Pointer) -> None:
        self._at = (at.x, at.y)
        self._show()

    def _show(self) -> None:
        if self.moves is not None and self._at is not None:
            self.move = self.moves.to(*self._at)
        self.hint_changed.emit()
        self.canvas.update()

    def _choose(self) -> None:
        if self.moves is None:
            self._put = True  # as soon as its places are known
            return
        moves, move = self.moves, self.move
        self.let_go()
        if move is not None:
            self.chosen.emit(moves, move)


def move_text(move: Any) -> str:
    """Return what a move changes: how far, and about what it costs; or why it may not be."""
    from fibre_planner.workflow import refusal

    write = numbers()
    if move.problem:
        return str(refusal(move.problem))
    text = tr("moved by {distance}").format(distance=write.format_length(move.moved_m))
    if move.cost_eur is not None:
        rounded = round(move.cost_eur / _ROUNDED_EUR) * _ROUNDED_EUR
        cost = write.format_change(rounded, write.format_money)
        text += " · " + tr("at most about {cost}").format(cost=cost)
    if move.lost:
        lost = ntr("{n} house is too far away", "{n} houses are too far away", move.lost)
        text += "\n" + lost.format(n=write.format_number(move.lost))
    return text
