"""Moving a planned cabinet or PoP: measured on a design, kept as a dated wish."""

from __future__ import annotations

from fibre_planner.analysis.moving import Move, Moves, find_moves
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.model.wishes import place_nodes
from fibre_planner.workflow.clock import now

__all__ = ["find_moves", "move_node", "refusal"]


def move_node(project: Project, moves: Moves, move: Move) -> Project:
    """Return the project with the wish that a planned cabinet or PoP stands at another place.

    A wish that has put it where it stands is changed. Of several planned PoPs the others are
    wished for where they are, so that only this one moves. Raises PlannerError where the place
    is not allowed.
    """
    if move.problem:
        raise PlannerError(refusal(move.problem), tr("Choose a place at the side of a street."))
    day = now().date().isoformat()
    keep = [(x, y) for x, y in moves.others]
    reasons = (tr("Moved on the map."), tr("Kept where it was planned."))
    return place_nodes(project, moves.kind, (move.x, move.y), keep, (moves.wish_id, day, reasons))


def refusal(problem: str) -> str:
    """Return why a cabinet or PoP may not stand at a place. problem: see `Move.problem`."""
    return {
        "far": tr("This place lies too far from every street."),
        "private": tr("This place lies on private ground."),
        "closed": tr("This place lies inside a building or on closed ground."),
        "no_side": tr("There is no side of a street to stand on: bridge, tunnel or carriageway."),
    }.get(problem, tr("The streets here are not joined to those of the network."))
