"""Leading a planned trench through another street: measured on a design, kept as wishes."""

from __future__ import annotations

from fibre_planner.analysis.rerouting import Detours, Route, find_detours, pieces_of
from fibre_planner.language import tr
from fibre_planner.model.project import Project
from fibre_planner.model.wishes import draw_route

__all__ = ["find_detours", "reroute"]


def reroute(project: Project, detours: Detours, route: Route) -> Project:
    """Return the project with wishes that lead the network over a route.

    The stretch that is left out is blocked; the route is drawn by hand.
    """
    pieces = pieces_of(detours, route.left_out, project.streets, "blocked")
    pieces += pieces_of(detours, route.edges, project.streets, "drawn")
    return draw_route(project, pieces, tr("Rerouted on the map."))
