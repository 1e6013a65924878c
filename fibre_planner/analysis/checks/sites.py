"""Checks of construction sites and of shapes that are drawn wrongly."""

from __future__ import annotations

import numpy as np
import shapely

from fibre_planner.analysis.checks.tell import Kind, has_shape, tell
from fibre_planner.analysis.coverage_supply import parse_dates
from fibre_planner.language import ntr, tr
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import Project


def site_ends_before_start(project: Project) -> list[Finding]:
    """Find sites whose planned end lies before their planned start."""
    start = parse_dates(project.sites["planned_from"])
    end = parse_dates(project.sites["planned_to"])
    return tell(
        project,
        Kind("site_ends_before_start", "warning", "sites"),
        end < start,
        lambda count: ntr(
            "{count} construction site ends before it starts.",
            "{count} construction sites end before they start.",
            count,
        ),
        tr("Correct the dates; day and month may be mixed up."),
    )


def site_without_dates(project: Project) -> list[Finding]:
    """Find sites without a start or end that can be read."""
    start = parse_dates(project.sites["planned_from"])
    end = parse_dates(project.sites["planned_to"])
    return tell(
        project,
        Kind("site_without_dates", "warning", "sites"),
        start.isna() | end.isna(),
        lambda count: ntr(
            "{count} construction site lacks its start or end.",
            "{count} construction sites lack their start or end.",
            count,
        ),
        tr("Add the dates; a site without dates cannot be used for laying along."),
    )


def invalid_shape(project: Project) -> list[Finding]:
    """Find polygons that cross themselves, layer by layer."""
    found = []
    for layer in ("areas", "buildings", "sites"):
        shapes = project.layer(layer).geometry.to_numpy()
        found += tell(
            project,
            Kind("invalid_shape", "warning", layer),
            has_shape(shapes) & ~np.asarray(shapely.is_valid(shapes), dtype=bool),
            lambda count: ntr(
                "{count} polygon crosses itself.", "{count} polygons cross themselves.", count
            ),
            tr("Draw the outline anew, or repair it with “Fix geometries” in QGIS."),
        )
    return found
