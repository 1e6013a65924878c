"""A project with the addresses of a small town, and reply files of providers."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from fibre_planner import workflow
from fibre_planner.model.project import Project
from tests.analysis.survey.survey_towns import town

EAST_M, NORTH_M = 483_000.0, 5_549_000.0
HEAD = "OI;Straße;Hausnr;PLZ;Anbieter;Status;Technologie;Bandbreite;verfügbar ab;verbindlich\n"


def project_with_town() -> Project:
    """Return the town of the matching tests, moved to where Offenbach lies."""
    addresses = town()
    moved = addresses.set_geometry(addresses.translate(EAST_M, NORTH_M))
    return workflow.create_project("Town").with_layers(addresses=moved)


def csv_file(path: Path, *rows: str) -> Path:
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def workbook(path: Path, rows: list[list[object]], merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path
