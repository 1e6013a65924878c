"""The plan as one HTML file with a map that opens in any browser, without internet."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import shapely

from fibre_planner.io.atomic import replacing
from fibre_planner.language import tr
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, silent
from fibre_planner.report.webmap_backgrounds import background_hosts
from fibre_planner.report.webmap_content import map_content, page_title
from fibre_planner.report.webmap_layers import (
    address_codes,
    pack_addresses,
    pack_buildings,
    pack_ducts,
    pack_streets,
    pack_trenches,
    placed,
)
from fibre_planner.report.webmap_page import make_page
from fibre_planner.report.webmap_payload import compress, make_grid

MOST_BUILDINGS = 150_000
"""With more buildings than this the file would grow beyond what a browser opens at once."""


def write_webmap(project: Project, plan: Plan | None, path: Path, report: Report = silent) -> None:
    """Write the map in the language in use; without a plan it shows coverage alone.

    The same inputs give the same bytes. Raises PlannerError where the file cannot be written.
    """
    report(0.0, tr("Drawing the map …"))
    xy = shapely.get_coordinates(project.addresses.geometry.to_numpy()[placed(project.addresses)])
    if not len(xy):
        xy = shapely.get_coordinates(project.streets.geometry.to_numpy())
    grid = make_grid(project.crs, xy[np.isfinite(xy).all(axis=1)])
    codes = address_codes(project, plan)
    content = map_content(project, plan, codes, grid)
    report(0.3, tr("Packing the layers …"))
    payloads = {
        "fp-data": compress(_as_json(content)),
        "fp-addresses": pack_addresses(project, plan, codes, grid),
        "fp-streets": pack_streets(project, grid),
    }
    if plan is not None:
        payloads["fp-trenches"] = pack_trenches(plan, grid)
    if len(project.ducts):
        payloads["fp-ducts"] = pack_ducts(project, grid)
    report(0.6, tr("Packing the layers …"))
    if 0 < len(project.buildings) <= MOST_BUILDINGS:
        payloads["fp-buildings"] = pack_buildings(project, grid)
    page = make_page(page_title(project), payloads, background_hosts())
    report(0.9, tr("Writing the map …"))
    with replacing(path) as temporary:
        temporary.write_text(page, encoding="utf-8", errors="replace", newline="\n")
    report(1.0, tr("The map is written."))


def _as_json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, default=str).encode("utf-8", "replace")
