"""From what is chosen in the print dialog to the pages that are painted."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fibre_planner.language import mark
from fibre_planner.progress import Report, silent
from fibre_planner.ui.map.geometry import Points, bounds_of
from fibre_planner.ui.map.scene import Scene
from fibre_planner.ui.map.viewport import Box
from fibre_planner.ui.printing.documents import Page
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.ground import GroundAsk, PaperGround
from fibre_planner.ui.printing.ground_wish import most_per_page
from fibre_planner.ui.printing.map_page import MapPage
from fibre_planner.ui.printing.paper import Paper, fitting_scale, grown, middle_of
from fibre_planner.ui.printing.series import SERIES, Feature, series_pages
from fibre_planner.ui.printing.table_layout import PrintTable
from fibre_planner.ui.printing.table_page import table_pages

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan
    from fibre_planner.model.project import Project

EXTENTS: Mapping[str, str] = {
    "view": mark("What is seen now"),
    "all": mark("The whole project"),
    "selection": mark("The selected rows"),
    **SERIES,
}
"""What a map shows → what it is called in the dialog."""

TABLES: Mapping[str, str] = {
    "": mark("No table"),
    "cost": mark("Bill of quantities"),
    "addresses": mark("Addresses on the map"),
    "trenches": mark("Trenches on the map"),
    "selection": mark("Selected rows"),
}
"""Table → what it is called in the dialog."""

_MARGIN = 0.04

_SHAPES = frozenset(
    {"borders", "land", "sites", "ducts", "wishes", "trenches", "phases", "comparison"}
)
"""Groups whose lines and areas the whole project reaches to. Not what lies around addresses, of
which one with wrong coordinates would make the town a dot, nor the landscape of an extract."""


@dataclass(frozen=True, eq=False)
class Source:
    """What there is to print: the map as it is on the screen, and the project behind it.

    view: the box that is seen. chosen: table and ids of the rows that are selected. ground: the
    basemap, None where none is shown.
    """

    scene: Scene
    groups: frozenset[str]
    view: Box
    project: Project
    plan: Plan | None = None
    chosen: tuple[str, frozenset[str]] = ("", frozenset())
    ground: PaperGround | None = None


@dataclass(frozen=True)
class Choice:
    """What was chosen in the dialog.

    extent: a key of EXTENTS. scale: 0 fits what is shown. features: the pages of a series.
    table: a key of TABLES. kind: pdf, png or svg. basemap: whether it is printed below the map.
    apart: whether each page of a series becomes a file of its own.
    """

    paper: Paper = field(default_factory=Paper)
    extent: str = "view"
    scale: int = 0
    features: tuple[Feature, ...] = ()
    table: str = ""
    fields: Fields = field(default_factory=Fields)
    kind: str = "pdf"
    basemap: bool = False
    apart: bool = False


def map_pages(source: Source, choice: Choice, *, patience_s: float | None = None) -> list[MapPage]:
    """Return the pages with maps: one, or those of a series with an overview.

    patience_s: how long a page waits for tiles of the basemap when it is painted; None to the end.
    """
    box = _box(source, choice.extent)
    scale = choice.scale or fitting_scale(choice.paper, box)
    is_series = choice.extent in SERIES and bool(choice.features)
    ground = None
    if choice.basemap and source.ground is not None:
        most = most_per_page(len(choice.features) + 1 if is_series else 1)
        ground = GroundAsk(source.ground, most, patience_s)
    page = MapPage(
        choice.paper,
        source.scene,
        source.groups,
        middle_of(box),
        scale,
        choice.fields,
        ground=ground,
    )
    if is_series:
        return series_pages(page, choice.features, choice.scale)
    return [page]


def all_pages(source: Source, choice: Choice, report: Report = silent) -> list[Page]:
    """Return the pages with maps, and behind them those of the table that was chosen."""
    maps = map_pages(source, choice)
    pages: list[Page] = [*maps]
    table = _table(source, choice, maps)
    if table is not None and choice.kind == "pdf":
        pages += table_pages(table, choice.paper, choice.fields, report)
    return pages


def whole_box(scene: Scene, groups: frozenset[str]) -> Box | None:
    """Return the box around the addresses and around the shapes of the groups that are printed."""
    shapes = [
        layer.data
        for layer in scene.shown(groups & _SHAPES)
        if not isinstance(layer.data, Points) and len(layer.data)
    ]
    around = bounds_of(shapes)
    if around is None or scene.box is None:
        return around or scene.box
    (west, south, east, north), box = around, scene.box
    return (min(west, box[0]), min(south, box[1]), max(east, box[2]), max(north, box[3]))


def selection_box(scene: Scene, table: str, ids: frozenset[str]) -> Box | None:
    """Return the box around the selected rows that the map shows, None without any."""
    # numpy.isin needs texts of one kind, while ids are kept as objects.
    boxes = []
    for layer in scene.layers:
        if layer.table != table:
            continue
        rows = [number for number, name in enumerate(layer.data.ids.tolist()) if name in ids]
        boxes += _boxes(layer.data, rows)
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return (min(wests), min(souths), max(easts), max(norths))


def _boxes(data: Any, rows: Sequence[int]) -> list[Box]:
    """Return the boxes of some rows of points or paths."""
    if not rows:
        return []
    parts = getattr(data, "feature", None)
    if parts is None:
        return [(x, y, x, y) for x, y in data.xy[rows].tolist()]
    wanted = set(rows)
    kept = [part for part, row in enumerate(parts.tolist()) if row in wanted]
    return [tuple(box) for box in data.boxes[kept].tolist()]


def _box(source: Source, extent: str) -> Box:
    """Return what a single map shows; what is seen where there is nothing else."""
    found: Box | None = source.view
    if extent == "all":
        found = whole_box(source.scene, source.groups)
    elif extent == "selection":
        found = selection_box(source.scene, *source.chosen)
    if found is None or found == source.view:
        return source.view
    west, south, east, north = grown(found, _MARGIN)
    least = 20.0
    return (west - least, south - least, east + least, north + least)


def _table(source: Source, choice: Choice, maps: Sequence[MapPage]) -> PrintTable | None:
    """Return the table that was chosen, of what the maps show; None where there is none."""
    # It comes with geopandas, which the window must not load before work needs it.
    contents: Any = importlib.import_module("fibre_planner.ui.printing.contents")
    project, plan = source.project, source.plan
    shown = maps[1:] or maps  # an overview shows more than the pages
    table: PrintTable | None = None
    if choice.table == "addresses":
        table = contents.address_rows(project, plan, _ids(contents, shown, "addresses"))
    elif choice.table == "trenches" and plan is not None:
        table = contents.trench_rows(plan, _ids(contents, shown, "plan_trenches"))
    elif choice.table == "cost" and plan is not None:
        table = contents.cost_rows(project, plan)
    elif choice.table == "selection":
        table = contents.selected_rows(project, plan, *source.chosen)
    return table


def _ids(contents: Any, pages: Sequence[MapPage], table: str) -> set[str]:
    return {
        name for page in pages for name in contents.ids_within(page.scene.layers, table, page.box)
    }
