"""Multipolygon and boundary relations as polygons made of their members' lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely


@dataclass(frozen=True)
class Relation:
    """One relation: its key "r6", tags, and members as kind, number and role."""

    key: str
    tags: Mapping[str, str]
    members: tuple[tuple[str, int, str], ...]


def assemble(relations: Sequence[Relation], members: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return geometry and problem of each relation.

    members: geometries by key, "w5" lines and "n7" points; those missing in the file are absent.
    A relation whose rings are complete becomes a polygon; else a collection of what is known of
    its members, which still places an address, or None; with the code of the problem.
    """
    geometries = np.full(len(relations), None, dtype=object)
    problems = np.full(len(relations), "", dtype=object)
    for row, relation in enumerate(relations):  # a few hundred in a town
        geometries[row], problems[row] = _assemble_one(relation, members)
    return geometries, problems


def _assemble_one(relation: Relation, members: Mapping[str, Any]) -> tuple[Any, str]:
    """Return geometry and problem of one relation."""
    ways = [f"w{ref}" for kind, ref, _ in relation.members if kind == "w"]
    known = [members[key] for key in dict.fromkeys(ways) if key in members]
    lines = [line for line in known if line.geom_type == "LineString"]
    if relation.tags.get("type") in ("multipolygon", "boundary") and ways:
        if len(known) == len(set(ways)):
            # The rings decide what is inside, not the roles, which are often wrong.
            _, cuts, dangles, invalid = shapely.polygonize_full(lines)
            surface = shapely.build_area(shapely.multilinestrings(lines))
            if not surface.is_empty and all(rest.is_empty for rest in (cuts, dangles, invalid)):
                return surface, ""
            problem = "open_ring"
        else:
            problem = "missing_members"
    else:
        problem = "no_area"
    points = [members.get(f"n{ref}") for kind, ref, _ in relation.members if kind == "n"]
    rest = [*lines, *(point for point in points if point is not None)]
    return (shapely.GeometryCollection(rest) if rest else None), problem
