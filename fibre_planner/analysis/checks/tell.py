"""How a check says what it found: one finding with rows, place, count and remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from fibre_planner.model.catalogue import price
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.finding import Finding, Severity
from fibre_planner.model.project import Project
from fibre_planner.model.tables import id_column

Flags = npt.NDArray[np.bool_]
Message = Callable[[int], str]
"""Gives the sentence for a count; it may hold {count}."""


@dataclass(frozen=True)
class Kind:
    """What a check looks for: the name of the rule, how grave it is, and in which layer."""

    code: str
    severity: Severity
    layer: str


def tell(
    project: Project, kind: Kind, rows: Any, message: Message, remedy: str, cost_eur: float = 0.0
) -> list[Finding]:
    """Return one finding on the flagged rows of a layer, none where no row is flagged.

    rows: one flag per row of the layer. cost_eur: rounded to whole EUR, it is a hint.
    """
    found = np.flatnonzero(np.asarray(rows))
    if not len(found):
        return []
    ids = project.layer(kind.layer)[id_column(kind.layer)].to_numpy(object)[found]
    return [
        Finding(
            code=kind.code,
            severity=kind.severity,
            layer=kind.layer,
            rows=tuple(sorted(ids.tolist())),
            message=message(len(found)).format(count=len(found)),
            remedy=remedy,
            place=_place(project, kind.layer, int(found[0])),
            cost_eur=float(round(cost_eur)),
        )
    ]


def base_price(project: Project, code: str) -> float:
    """Return the base price of a position in EUR, 0 where the project's catalogue lacks it."""
    try:
        base = price(project.catalogue, code).base
    except PlannerError:
        return 0.0
    return base if np.isfinite(base) and base > 0 else 0.0


def has_shape(shapes: Any) -> Flags:
    """Return which geometries have a place: neither missing nor empty nor without coordinates."""
    flags: Flags = np.isfinite(shapely.bounds(np.asarray(shapes))).all(axis=1)
    return flags


def _place(project: Project, layer: str, row: int) -> tuple[float, float] | None:
    """Return a point on the row, or on the address it speaks of."""
    table = project.layer(layer)
    if layer == "supply":
        addresses = project.addresses
        match = np.flatnonzero(addresses["address_id"] == table["address_id"].iloc[row])
        shape = addresses.geometry.iloc[match[0]] if len(match) else None
    elif "geometry" in table:
        shape = table.geometry.iloc[row]
    else:
        shape = None
    if shape is None or not has_shape([shape])[0]:
        return None
    x, y = shapely.get_coordinates(shape)[0]
    return float(x), float(y)
