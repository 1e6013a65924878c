"""What lists and charts show of a coverage, counted in one go."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from fibre_planner.analysis.gap_sizes import gap_sizes
from fibre_planner.analysis.line_shares import line_codes, lines_by_district
from fibre_planner.model.project import Project


@dataclass(frozen=True, eq=False)
class CoverageFigures:
    """Figures of one state of addresses and coverage.

    technology, speed: addresses by district (rows) and code (see `lines_by_district`).
    gaps: one row per gap, those with most dwellings first (see `gap_sizes`).
    """

    technology: pd.DataFrame
    speed: pd.DataFrame
    gaps: pd.DataFrame


def coverage_figures(project: Project) -> CoverageFigures:
    """Return the figures of a project whose coverage is computed."""
    addresses, coverage = project.addresses, project.coverage
    return CoverageFigures(
        lines_by_district(addresses, coverage, "technology"),
        lines_by_district(addresses, coverage, "speed"),
        gap_sizes(addresses, coverage),
    )


def addresses_of_lines(project: Project, kind: str, district: str, code: str) -> list[str]:
    """Return the addresses of a district whose best line has a code of a kind."""
    chosen = line_codes(project.addresses, project.coverage, kind) == code
    chosen &= (project.addresses["district"] == district).to_numpy()
    return list(project.addresses["address_id"].to_numpy(object)[chosen])
