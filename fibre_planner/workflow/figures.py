"""What lists and charts show of a coverage, counted in one go."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from fibre_planner.analysis.gap_sizes import gap_sizes
from fibre_planner.model.project import Project


@dataclass(frozen=True, eq=False)
class CoverageFigures:
    """Figures of one state of addresses and coverage.

    gaps: one row per gap, those with most dwellings first (see `gap_sizes`).
    """

    gaps: pd.DataFrame


def coverage_figures(project: Project) -> CoverageFigures:
    """Return the figures of a project whose coverage is computed."""
    return CoverageFigures(gap_sizes(project.addresses, project.coverage))
