"""Remedies for findings that are certain: nothing is guessed, and rows taken out are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import shapely

from fibre_planner.analysis.duplicates import set_duplicates_apart
from fibre_planner.analysis.dwellings import estimate_dwellings
from fibre_planner.language import mark, ntr, tr
from fibre_planner.model import editing
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import Project
from fibre_planner.model.tables import id_column
from fibre_planner.progress import Report, silent
from fibre_planner.workflow.history import record
from fibre_planner.workflow.intake import keep_duplicates


def _set_duplicates_apart(project: Project, _finding: Finding) -> Project:
    kept, duplicates = set_duplicates_apart(project.addresses, project.buildings)
    rejected = keep_duplicates(project.rejected, duplicates, kept)
    return project.with_layers(addresses=kept, rejected=rejected)


def _estimate_dwellings(project: Project, _finding: Finding) -> Project:
    census = None if project.census.empty else project.census
    filled = estimate_dwellings(project.addresses, project.buildings, census)
    return project.with_layers(addresses=filled)


def _repair_shapes(project: Project, finding: Finding) -> Project:
    """Cut polygons where they cross themselves; one that leaves more than polygons stays as it is.

    The parts of an outline that crosses itself all stay: their area is the same by either reading.
    """
    rows = project.layer(finding.layer)
    rows = rows[rows[id_column(finding.layer)].isin(finding.rows)]
    shapes = shapely.make_valid(rows.geometry.to_numpy(), method="linework")
    surfaces = np.isin(shapely.get_type_id(shapes), (3, 6))
    ids = rows[id_column(finding.layer)].to_numpy(object)
    repaired = dict(zip(ids[surfaces], shapes[surfaces], strict=True))
    return editing.set_geometry(project, finding.layer, repaired) if repaired else project


def _take_out(project: Project, finding: Finding) -> Project:
    reason = tr("Taken out: {finding}").format(finding=finding.message)
    return editing.remove_rows(project, finding.layer, finding.rows, reason)


_REMEDIES: Mapping[str, tuple[str, Callable[[Project, Finding], Project]]] = {
    "duplicate_address": (mark("Set the duplicates apart"), _set_duplicates_apart),
    "missing_dwellings": (mark("Estimate the dwellings"), _estimate_dwellings),
    "invalid_shape": (mark("Repair the outlines"), _repair_shapes),
    "street_without_length": (mark("Take these rows out"), _take_out),
}
"""Code of a finding → what its remedy is called, and what it does."""


def remedy_title(finding: Finding) -> str:
    """Return what the remedy of a finding is called, empty where only a person can decide."""
    return tr(_REMEDIES[finding.code][0]) if finding.code in _REMEDIES else ""


def mend(project: Project, findings: Iterable[Finding], report: Report = silent) -> Project:
    """Return the project with the remedies of some findings applied, noted in its history.

    Findings without a remedy are passed over; rows taken out are kept among the rejected ones.
    The same project comes back where no remedy changes anything.
    """
    wanted = [finding for finding in findings if finding.code in _REMEDIES]
    mended = project
    for number, finding in enumerate(wanted):
        report(number / len(wanted), remedy_title(finding))
        mended = _REMEDIES[finding.code][1](mended, finding)
    if mended is project:
        return project
    text = ntr("Mended {count} finding", "Mended {count} findings", len(wanted))
    counts = {finding.code: finding.count for finding in wanted}
    return record(mended, text.format(count=len(wanted)), counts)
