"""What follows from an edit by hand: addresses get the district they lie in."""

from __future__ import annotations

from dataclasses import replace

from fibre_planner.analysis.districts import set_districts
from fibre_planner.model.project import Project

_MOVE_DISTRICTS = ("addresses", "areas")


def settle(project: Project, table: str) -> Project:
    """Return the project after an edit of a table, with what the edit decides filled in.

    An address without district gets the one it lies in; one that has a district keeps it.
    """
    if table not in _MOVE_DISTRICTS or not (project.areas["kind"] == "district").any():
        return project
    if not (project.addresses["district"] == "").any():
        return project
    filled = set_districts(project.addresses, project.areas)
    if filled["district"].equals(project.addresses["district"]):
        return project
    return replace(project, addresses=filled)
