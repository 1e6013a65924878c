"""What the map shows of a project and a plan, as immutable layers in the order they are painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from fibre_planner.model.finding import SEVERITIES, Finding
from fibre_planner.model.ruleset import COVERAGE_CLASSES
from fibre_planner.ui.map.comparison_layer import comparison_layers
from fibre_planner.ui.map.geometry import Paths, bounds_of, make_paths, make_points
from fibre_planner.ui.map.labels import LabelSource
from fibre_planner.ui.map.phase_layer import dated_trenches, phase_layers
from fibre_planner.ui.map.scene_labels import labels_of
from fibre_planner.ui.map.scene_layers import (
    Rows,
    SceneLayer,
    barriers_of,
    dot_layer,
    dots_of,
    kind_codes,
    line_layer,
    of_kinds,
    plain,
    polygon_layer,
    rows_of,
)
from fibre_planner.ui.map.share_layer import ShareChoice, share_layers
from fibre_planner.ui.map.surroundings import surroundings
from fibre_planner.ui.map.viewport import Box
from fibre_planner.ui.map.wish_layer import wish_layers

if TYPE_CHECKING:  # geopandas comes with them, which the window does not need to open
    from fibre_planner.model.comparison import Comparison
    from fibre_planner.model.plan import Plan
    from fibre_planner.model.project import Project

GREEN_KINDS = ("forest", "green")
LAND_KINDS = ("business_park", "school", "hospital", "public_office")
BORDER_KINDS = ("district", "municipality", "funding_area", "moratorium", "phase")
BARRIER_KINDS = ("water", "railway")
LEVELS = ("lead_in", "distribution", "trunk")
NODE_KINDS = ("pop", "cabinet", "street_cabinet", "shaft", "handover")
PLACE_KINDS = ("school", "hospital", "town_hall")
ROAD_CLASSES: tuple[tuple[str, ...], ...] = (
    ("footway", "path", "cycleway", "steps", "bridleway", "corridor"),
    ("track", "pedestrian_path"),
    ("service",),
    ("residential", "unclassified", "living_street", "pedestrian", "road"),
    ("tertiary", "tertiary_link"),
    ("secondary", "secondary_link"),
    ("primary", "primary_link"),
    ("motorway", "motorway_link", "trunk", "trunk_link"),
)
"""OSM highway classes from the least to the most important; the place is the kind of a street."""

MAIN_STREETS_FROM = 4
"""From this kind on streets are kept apart, as from afar only they are seen."""


@dataclass(frozen=True, eq=False)
class Scene:
    """All layers of one state of the project, from the ground up.

    box: what the project covers, None where it is empty.
    labels: the texts the map may show, by group.
    shares: which shares its areas are coloured by, None for none.
    is_whole: nothing was left out that takes long to make.
    """

    layers: tuple[SceneLayer, ...] = ()
    box: Box | None = None
    labels: LabelSource = field(default_factory=LabelSource)
    shares: ShareChoice | None = None
    is_whole: bool = True

    def shown(self, groups: frozenset[str]) -> tuple[SceneLayer, ...]:
        """Return the layers of the groups that are visible."""
        return tuple(layer for layer in self.layers if layer.group in groups)

    def groups(self) -> dict[str, int]:
        """Return the number of features of each group that has any."""
        counts: dict[str, int] = {}
        for layer in self.layers:
            if layer.counted and len(layer.data):
                counts[layer.group] = counts.get(layer.group, 0) + len(layer.data.kinds_shown())
        return counts

    def share_rows(self) -> tuple[Any, ...]:
        """Return the areas with their shares, a table for each layer of them."""
        return tuple(layer.facts for layer in self.layers if layer.facts is not None)

    def kind_counts(self) -> dict[tuple[str, int], int]:
        """Return the number of features by layer key and kind."""
        return self._kind_counts

    @cached_property
    def _kind_counts(self) -> dict[tuple[str, int], int]:
        counts: dict[tuple[str, int], int] = {}
        for layer in self.layers:
            for kind, count in enumerate(np.bincount(layer.data.kinds_shown()).tolist()):
                counts[layer.key, kind] = count
        return counts


@dataclass(frozen=True, eq=False)
class SceneInput:
    """Everything a scene is made of.

    side: one or other, where a map of its own shows each of two compared plans.
    shares: which shares areas are coloured by, None for none.
    """

    project: Project
    plan: Plan | None = None
    findings: Sequence[Finding] = ()
    comparison: Comparison | None = None
    side: str = ""
    shares: ShareChoice | None = None


class SceneBuilder:
    """Makes scenes and keeps each layer for as long as the tables it was made of are the same."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[Any, ...], Any]] = {}

    def build(self, given: SceneInput, *, quick: bool = False) -> Scene:
        """Return the scene of a project; layers whose tables are unchanged are the same objects.

        quick: leave out what takes long to make and is not yet known.
        """
        layers: list[SceneLayer] = []
        is_whole = True
        for key, make in _MAKERS.items():
            sources, build = make(given)
            if quick and key in _SLOW and not self._is_known(key, sources):
                is_whole = False
                continue
            layers.extend(self._remembered(key, sources, build))
        labels = labels_of(given, layers, self._remembered)
        has_shares = any(layer.group == "shares" for layer in layers)
        box = _home_box(layers)
        shares = given.shares if has_shares else None
        scene = Scene(tuple(layers), box, labels, shares, is_whole)
        scene.kind_counts()  # counted here, as the window asks for it many times
        return scene

    def is_complete(self, given: SceneInput) -> bool:
        """Return whether everything slow is known already."""
        return all(self._is_known(key, _MAKERS[key](given)[0]) for key in _SLOW)

    def _is_known(self, key: str, sources: tuple[Any, ...]) -> bool:
        known = self._made.get(key)
        return known is not None and _same(known[0], sources)

    def _remembered(self, key: str, sources: tuple[Any, ...], build: Callable[[], Any]) -> Any:
        if self._is_known(key, sources):
            return self._made[key][1]
        made = build()
        self._made[key] = (sources, made)
        return made


def _same(old: tuple[Any, ...], new: tuple[Any, ...]) -> bool:
    return len(old) == len(new) and all(a is b for a, b in zip(old, new, strict=True))


def _home_box(layers: Sequence[SceneLayer]) -> Box | None:
    """Return the box of the addresses, or of everything where there are none.

    A few addresses with wrong coordinates must not make the town a dot: what lies far outside
    the middle 98 percent is left out.
    """
    points = [layer.data for layer in layers if layer.key == "addresses" and len(layer.data)]
    if not points:
        return bounds_of([layer.data for layer in layers])
    low, high = np.percentile(points[0].xy, [1, 99], axis=0)
    reach = np.maximum(high - low, 200.0) / 2
    inside = ((points[0].xy >= low - reach) & (points[0].xy <= high + reach)).all(axis=1)
    kept = points[0].xy[inside]
    west, south = kept.min(axis=0).tolist()
    east, north = kept.max(axis=0).tolist()
    return (west, south, east, north)


_Maker = Callable[[SceneInput], tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]]


def _areas(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    areas = given.project.areas
    return (areas,), lambda: [
        polygon_layer("greens", "greens", "areas", of_kinds(areas, GREEN_KINDS)),
        polygon_layer("barriers", "barriers", "areas", barriers_of(areas)),
        polygon_layer("land", "land", "areas", of_kinds(areas, LAND_KINDS)),
    ]


def _borders(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    areas = given.project.areas

    def build() -> list[SceneLayer]:
        rows = of_kinds(areas, BORDER_KINDS)
        there = ~(shapely.is_missing(rows.shapes) | shapely.is_empty(rows.shapes))
        # Neighbours share a border: drawn twice, its dashes would fill each other's gaps.
        edges = shapely.union_all(shapely.boundary(rows.shapes[there]))
        once = np.array([shapely.line_merge(edges)], dtype=object)
        lines = make_paths(once, np.zeros(1), np.array([""], dtype=object), closed=False)
        return [
            polygon_layer("borders", "borders", "areas", rows),
            SceneLayer("border_lines", "borders", "areas", lines, pickable=False, counted=False),
        ]

    return (areas,), build


def _buildings(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    table = given.project.buildings
    return (table,), lambda: [polygon_layer("buildings", "buildings", "buildings", plain(table))]


def _streets(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    table = given.project.streets

    def build() -> list[SceneLayer]:
        rank = {name: kind for kind, names in enumerate(ROAD_CLASSES) for name in names}
        kind = table["road_class"].map(rank).fillna(3).to_numpy(np.uint8)
        made = line_layer("streets", "streets", "streets", rows_of(table, kind))
        if isinstance(made.data, Paths):
            made.data.split_by_kind(MAIN_STREETS_FROM)
        return [made]

    return (table,), build


def _ducts(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    table = given.project.ducts
    return (table,), lambda: [line_layer("ducts", "ducts", "ducts", plain(table))]


def _wishes(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    table, places = given.project.wishes, given.project.node_wishes
    return (table, places), lambda: wish_layers(table, places)


def _gaps(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    """Draw each gap as the surroundings of its addresses, which show its true shape."""
    addresses, coverage = given.project.addresses, given.project.coverage

    def build() -> list[SceneLayer]:
        gap = coverage.set_index("address_id")["gap_id"].reindex(addresses["address_id"])
        names = gap.fillna("").to_numpy(dtype=object)
        shapes = addresses.geometry.to_numpy()
        there = (names != "") & ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
        known, owner = np.unique(names[there], return_inverse=True)
        drawn = surroundings(shapely.get_coordinates(shapes[there]), owner)
        unknown = np.array([name.startswith("unknown") for name in known], dtype=np.uint8)
        return [polygon_layer("gaps", "gaps", "gaps", Rows(drawn, unknown, known))]

    return (addresses, coverage), build


def _shares(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    project, chosen = given.project, given.shares
    sources: list[Any] = [chosen]
    if chosen is not None:
        by = {"district": project.areas, "block": project.streets}.get(chosen.by)
        sources += [project.addresses, project.coverage, by]
    return tuple(sources), lambda: share_layers(project, chosen)


def _sites(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    table = given.project.sites

    def build() -> list[SceneLayer]:
        rows = plain(table)
        return [
            polygon_layer("sites", "sites", "sites", rows),
            line_layer("site_lines", "sites", "sites", rows),
            dot_layer("site_points", "sites", "sites", dots_of(rows)),
        ]

    return (table,), build


def _trenches(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    # Where two plans are compared, their trenches are those of the comparison.
    table = given.plan.trenches if given.plan and given.comparison is None else None

    def build() -> list[SceneLayer]:
        if table is None:
            return []
        kind = kind_codes(table["level"], LEVELS)
        return [line_layer("trenches", "trenches", "plan_trenches", rows_of(table, kind))]

    return (table,), build


def _phases(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    table = dated_trenches(given.plan) if given.comparison is None else None
    return (table,), lambda: phase_layers(table)


def _comparison(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    found, side = given.comparison, given.side
    return (found, side), lambda: comparison_layers(found, side)


def _addresses(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    table, coverage = given.project.addresses, given.project.coverage

    def build() -> list[SceneLayer]:
        classes = coverage.set_index("address_id")["coverage_class"]
        kind = kind_codes(classes.reindex(table["address_id"]), COVERAGE_CLASSES)
        return [dot_layer("addresses", "addresses", "addresses", rows_of(table, kind))]

    return (table, coverage), build


def _places(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    table = given.project.places
    return (table,), lambda: [
        dot_layer("places", "places", "places", of_kinds(table, PLACE_KINDS)),
    ]


def _nodes(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    table, plan = given.project.nodes, given.plan

    def build() -> list[SceneLayer]:
        made = [dot_layer("nodes", "nodes", "nodes", of_kinds(table, NODE_KINDS))]
        if plan is not None:
            rows = of_kinds(plan.nodes, NODE_KINDS)
            made.append(dot_layer("plan_nodes", "plan_nodes", "plan_nodes", rows))
        return made

    return (table, plan.nodes if plan else None), build


def _findings(given: SceneInput) -> tuple[tuple[Any, ...], Callable[[], list[SceneLayer]]]:
    findings = given.findings

    def build() -> list[SceneLayer]:
        placed = [(n, found) for n, found in enumerate(findings) if found.place is not None]
        xy = np.array([found.place for _, found in placed], dtype=float).reshape(-1, 2)
        kind = np.array([SEVERITIES.index(found.severity) for _, found in placed], dtype=np.uint8)
        ids = np.array([str(n) for n, _ in placed], dtype=object)
        return [SceneLayer("findings", "findings", "findings", make_points(xy, kind, ids))]

    return (findings,), build


_MAKERS: Mapping[str, _Maker] = {
    "areas": _areas,
    "buildings": _buildings,
    "streets": _streets,
    "shares": _shares,
    "gaps": _gaps,
    "borders": _borders,
    "sites": _sites,
    "ducts": _ducts,
    "wishes": _wishes,
    "trenches": _trenches,
    "phases": _phases,
    "addresses": _addresses,
    "comparison": _comparison,
    "places": _places,
    "nodes": _nodes,
    "findings": _findings,
}
"""From the ground up."""

_SLOW = ("gaps", "shares")
