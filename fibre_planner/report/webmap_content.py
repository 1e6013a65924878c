"""What the HTML map says beside its layers: title, figures, legend, texts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from fibre_planner.language import current_language, tr
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import COVERAGE_CLASSES, ELIGIBILITIES
from fibre_planner.report.figures import figure_groups, municipality
from fibre_planner.report.numbers import format_date
from fibre_planner.report.phase_map import year_entries
from fibre_planner.report.sources import attributions
from fibre_planner.report.texts import label
from fibre_planner.report.webmap_backgrounds import background_values
from fibre_planner.report.webmap_layers import (
    LEVELS,
    STATUSES,
    area_values,
    gap_values,
    ground_values,
    node_values,
    placed,
    site_values,
)
from fibre_planner.report.webmap_payload import STEP_M, Grid
from fibre_planner.resources import RESOURCES, read_toml

_OPEN_GROUPS = ("network", "cost")
# What matters most is painted last and lies on top.
_COVERAGE_PAINT = ("served", "unknown", "dark_grey", "light_grey", "white")
_ELIGIBLE_PAINT = ("no", "unknown", "check", "yes")
_STATUS_PAINT = ("excluded", "connected", "unconnected")
_MARGIN = 0.03


def map_content(
    project: Project, plan: Plan | None, codes: pd.DataFrame, grid: Grid
) -> dict[str, Any]:
    """Return everything the page shows that is no packed layer, as plain values.

    codes: class, eligibility and status per address, as `webmap_layers.address_codes` gives them.
    """
    colours = read_toml(RESOURCES / "styles" / "colours.toml")
    content = {
        "language": {"de": "de-DE", "en": "en-GB"}[current_language()],
        "title": page_title(project),
        "subtitle": _subtitle(project, plan),
        "confidential": confidentiality(project),
        "origin": list(grid.origin),
        "step_m": STEP_M,
        "bounds": _bounds(project, grid),
        "colours": colours,
        "themes": _themes(colours, codes),
        "levels": [{"code": code, "label": label("level", code)} for code in LEVELS],
        "years": year_entries(plan),
        "figures": _figures(project, plan),
        "nodes": node_values(plan, grid) if plan else [],
        "sites": site_values(project, grid),
        "gaps": gap_values(project, grid),
        "areas": area_values(project, grid),
        "ground": ground_values(project, grid),
        "attributions": list(attributions(project)),
        "backgrounds": background_values(),
        "texts": _texts(),
    }
    content["layers"] = _layers(project, plan, content)
    return content


def page_title(project: Project) -> str:
    """Return the title of the page."""
    return tr("Gigabit plan {municipality}").format(municipality=municipality(project))


def confidentiality(project: Project) -> str:
    """Return the warning on a report that shows what providers have told; else an empty text."""
    told = project.supply["survey"].ne("").any() or project.supply["status"].eq("planned").any()
    return tr("Confidential: contains data of the market survey") if told else ""


def _subtitle(project: Project, plan: Plan | None) -> str:
    if plan is None:
        return tr("{project}: coverage").format(project=project.name)
    return tr("Plan {plan} of {date}").format(plan=plan.plan_id, date=format_date(plan.created))


def _bounds(project: Project, grid: Grid) -> list[int]:
    """Return the box to show first; a few far-off places do not shrink the town to a dot."""
    here = project.addresses.geometry.to_numpy()[placed(project.addresses)]
    xy = shapely.get_coordinates(here)
    if not len(xy):
        xy = shapely.get_coordinates(project.streets.geometry.to_numpy())
    if not len(xy):
        return [-4000, -4000, 4000, 4000]
    low, high = np.quantile(xy, [0.002, 0.998], axis=0)
    margin = np.maximum((high - low) * _MARGIN, 30.0)
    corners: npt.NDArray[np.float64] = np.array([low - margin, high + margin])
    return [int(step) for step in grid.steps(corners).ravel()]


def _figures(project: Project, plan: Plan | None) -> list[dict[str, Any]]:
    opened = _OPEN_GROUPS if plan else ("coverage",)
    return [
        {
            "heading": group.heading,
            "open": group.name in opened,
            "rows": [[figure.label, figure.text(), figure.note] for figure in group.figures],
        }
        for group in figure_groups(project, plan)
        if group.name != "data"
    ]


def _themes(colours: dict[str, Any], codes: pd.DataFrame) -> list[dict[str, Any]]:
    kinds = {
        "coverage_class": ("coverage", COVERAGE_CLASSES, _COVERAGE_PAINT, tr("coverage class")),
        "eligible": ("eligible", ELIGIBILITIES, _ELIGIBLE_PAINT, tr("eligibility")),
        "status": ("plan_status", STATUSES, _STATUS_PAINT, tr("part in the plan")),
    }
    texts = {"coverage": "coverage_class"}
    themes = []
    for column in codes:
        style, known, paint, text = kinds[str(column)]
        counts = np.bincount(codes[column], minlength=len(known)).tolist()
        entries = [
            {
                "label": label(texts.get(style, style), code),
                "count": count,
                "colour": colours[style][code]["colour"],
                "symbol": colours[style][code]["symbol"],
            }
            for code, count in zip(known, counts, strict=True)
        ]
        themes.append(
            {
                "column": column,
                "label": text,
                "entries": entries,
                "paint_order": [known.index(code) for code in paint],
            }
        )
    return themes


def _layers(project: Project, plan: Plan | None, content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of the legend that switch layers, from above to below."""
    rows: list[dict[str, Any]] = []
    if plan is not None:
        for kind in ("pop", "cabinet"):
            count = sum(node["kind"] == kind for node in content["nodes"])
            rows.append(
                _layer(f"node_{kind}", label("node", kind), "symbol", count, ["node", kind])
            )
        levels = plan.trenches["level"].value_counts()
        for level in LEVELS:
            text = tr("Trench: {level}").format(level=label("level", level))
            row = _layer(f"level_{level}", text, "line", 0, ["level", level])
            rows += [row] if levels.get(level, 0) else []
    if len(project.ducts):
        rows.append(_layer("ducts", tr("Existing ducts"), "line", 0, ["line", "duct"]))
    if content["sites"]:
        count = len(project.sites)
        rows.append(
            _layer("sites", tr("Construction sites"), "area", count, ["area", "site"], opacity=0.75)
        )
    if content["gaps"]:
        count = len(content["gaps"])
        rows.append(_layer("gaps", tr("Gaps"), "area", count, ["area", "gap"], opacity=0.1))
    if content["areas"]:
        row = _layer("areas", tr("Districts and business parks"), "area", 0, None, opacity=1.0)
        rows.append({**row, "colour": "#ece6f0"})
    if content["ground"]:
        row = _layer("ground", tr("Water, railways and green"), "area", 0, None, opacity=1.0)
        rows.append({**row, "colour": content["colours"]["ground"]["water"]})
    rows.append(_layer("streets", tr("Streets"), "line", 0, ["line", "street"]))
    if len(project.buildings):
        row = _layer("buildings", tr("Buildings (zoomed in)"), "area", 0, None, opacity=1.0)
        rows.append({**row, "colour": "#dedad2"})
    rows.append(_layer("labels", tr("Names"), "text", 0, None))
    return rows


def _layer(
    name: str, text: str, shape: str, count: int, style: list[str] | None, opacity: float = 1.0
) -> dict[str, Any]:
    return {
        "name": name,
        "label": text,
        "shape": shape,
        "count": count,
        "style": style,
        "opacity": opacity,
        "on": True,
    }


def _texts() -> dict[str, str]:
    return {
        "address": tr("Address"),
        "addresses_by": tr("Addresses by"),
        "background": tr("Background map"),
        "cabinet": tr("Cabinet"),
        "cable": tr("Cables"),
        "cost": tr("Cost"),
        "cost_share": tr("Share of the cost"),
        "coverage_class": tr("Coverage"),
        "ducts": tr("Ducts"),
        "dwellings": tr("Dwellings"),
        "eligible": tr("Eligible"),
        "existing": tr("stands already"),
        "fibres": tr("Fibres"),
        "lead_in": tr("Lead-in"),
        "legend": tr("Legend"),
        "level": tr("network level"),
        "length": tr("Length"),
        "method": tr("Method"),
        "needs_internet": tr("A background map is fetched from the internet only when chosen."),
        "no_background": tr("none"),
        "note": tr("Note"),
        "nothing_found": tr("Nothing found"),
        "place": tr("Town"),
        "plan": tr("Plan"),
        "provider": tr("Provider"),
        "rule": tr("Deciding rule"),
        "search": tr("Street and house number"),
        "street": tr("Street"),
        "supply": tr("Supply"),
        "trench": tr("Trench"),
        "trenches_by": tr("Trenches by"),
        "units": tr("Units"),
        "way": tr("Way to the PoP"),
        "year": tr("Year of building"),
        "year_of_building": tr("year of building"),
        "zoom_in": tr("Zoom in"),
        "zoom_out": tr("Zoom out"),
    }
