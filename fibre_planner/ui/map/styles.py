"""Colours, widths and symbols of the map, light and dark; data colours come from the one table."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from fibre_planner.model.finding import SEVERITIES
from fibre_planner.model.ruleset import COVERAGE_CLASSES
from fibre_planner.resources import RESOURCES, read_toml
from fibre_planner.ui.map.comparison_layer import DIFFERENCES
from fibre_planner.ui.map.scene import LEVELS, NODE_KINDS, PLACE_KINDS
from fibre_planner.ui.map.wish_layer import WISHES


@dataclass(frozen=True)
class Look:
    """Colours of everything that is not data, for a light or a dark window, and size of letters.

    letters: how large the texts of the map are, 1 to 2; on paper always 1.
    """

    dark: bool
    ground: QColor
    green: tuple[QColor, ...]  # forest, green
    water: QColor
    water_edge: QColor
    railway: QColor
    land: tuple[QColor, ...]  # business park, school, hospital, public office
    building: QColor
    building_edge: QColor
    street: QColor
    main_street: QColor
    casing: QColor
    path: QColor
    border: QColor
    text: QColor
    place_text: QColor
    halo: QColor
    outline: QColor
    selection: QColor
    letters: float = 1.0

    def letter_px(self, size_px: float) -> int:
        """Return the size of letters that are so large where texts have their usual size."""
        return round(size_px * self.letters)


LIGHT = Look(
    dark=False,
    ground=QColor("#f1f1ee"),
    green=(QColor("#d3e2c6"), QColor("#e1ecd5")),
    water=QColor("#b9d7ea"),
    water_edge=QColor("#9cc3dc"),
    railway=QColor("#d4d1cc"),
    land=(QColor("#e6e2ec"), QColor("#efe9d8"), QColor("#f3e2e2"), QColor("#e4e9e4")),
    building=QColor("#dfddd8"),
    building_edge=QColor("#cbc8c1"),
    street=QColor("#ffffff"),
    main_street=QColor("#fdf8e7"),
    casing=QColor("#cfcdc7"),
    path=QColor("#d9d5cd"),
    border=QColor("#8d86a0"),
    text=QColor("#4a4a4a"),
    place_text=QColor("#5b5570"),
    halo=QColor(255, 255, 255, 225),
    outline=QColor("#ffffff"),
    selection=QColor("#111111"),
)

DARK = Look(
    dark=True,
    ground=QColor("#262b32"),
    green=(QColor("#26362c"), QColor("#2a3a31")),
    water=QColor("#1f4660"),
    water_edge=QColor("#32607d"),
    railway=QColor("#41454c"),
    land=(QColor("#322d3d"), QColor("#383426"), QColor("#3f2c31"), QColor("#2b352f")),
    building=QColor("#363c44"),
    building_edge=QColor("#454c55"),
    street=QColor("#515963"),
    main_street=QColor("#646764"),
    casing=QColor("#15181c"),
    path=QColor("#3b424b"),
    border=QColor("#9a93b0"),
    text=QColor("#d5d9de"),
    place_text=QColor("#c3bbdb"),
    halo=QColor(24, 27, 32, 225),
    outline=QColor("#15181c"),
    selection=QColor("#ffffff"),
)

STREET_WIDTHS_M = (2.0, 3.0, 4.5, 7.5, 9.0, 10.5, 12.5, 15.0)
"""Drawn width of a street by its kind (scene.ROAD_CLASSES), in metres where the map is near."""

STREET_LEAST_PX = (0.0, 0.6, 0.8, 1.4, 1.8, 2.2, 2.8, 3.2)
STREET_SEEN_BELOW = (2.5, 4.0, 5.0, 14.0, 40.0, 100.0, 300.0, 2000.0)
"""Metres per pixel from which on a kind of street is left out."""

BUILDINGS_BELOW = 3.5
POINTS_AS_SYMBOLS_BELOW = 4.2
LEAD_INS_BELOW = 6.0
NEAR_POINTS_BELOW = 25.0
DUCTS_BELOW = 30.0
NUMBERS_BELOW = 0.36
NODE_NAMES_BELOW = 1.3
STREET_NAMES_BELOW = 3.0
DISTRICT_NAMES_BELOW = 30.0

LAND_STRIPES_BELOW = 8.0
GAP_STRIPES_ALPHA = 70
GAP_PATTERNS = (Qt.BrushStyle.FDiagPattern, Qt.BrushStyle.CrossPattern)
"""Gaps that may be aided, and those whose supply is not known."""

BORDER_PATTERNS = {
    "funding_area": Qt.BrushStyle.VerPattern,
    "moratorium": Qt.BrushStyle.DiagCrossPattern,
}
"""Second cue of areas whose borders look alike."""

_SEEN_BELOW = {
    "buildings": BUILDINGS_BELOW,
    "phase_lead_ins": LEAD_INS_BELOW,
    "ducts": DUCTS_BELOW,
    "site_points": NEAR_POINTS_BELOW,
    "places": NEAR_POINTS_BELOW,
    "nodes": NEAR_POINTS_BELOW,
    "plan_nodes": NEAR_POINTS_BELOW,
    "node_wishes": NEAR_POINTS_BELOW,
    "findings": NEAR_POINTS_BELOW,
}


@dataclass(frozen=True)
class Symbol:
    """A marker: triangle, diamond, square, circle, ring, star or house; its size and colour."""

    shape: str
    size_px: float
    colour: str


@cache
def table() -> dict[str, Any]:
    """Return the colour table of `resources/styles/colours.toml`."""
    return read_toml(RESOURCES / "styles" / "colours.toml")


def _symbol(kind: str, name: str) -> Symbol:
    entry = table()[kind][name]
    return Symbol(entry["symbol"], float(entry["size_px"]), entry["colour"])


@cache
def symbols(layer: str) -> tuple[Symbol, ...]:
    """Return the symbols of a layer of points by kind; empty for a layer without."""
    if layer == "addresses":
        return tuple(_symbol("coverage", name) for name in COVERAGE_CLASSES)
    if layer == "findings":
        return tuple(_symbol("severity", name) for name in SEVERITIES)
    if layer in ("nodes", "plan_nodes"):
        return tuple(_node_symbol(kind, planned=layer == "plan_nodes") for kind in NODE_KINDS)
    if layer == "node_wishes":
        return (_symbol("wish", "place"),)
    if layer == "places":
        return tuple(Symbol("house", 13, "#4d4d4d") for _ in PLACE_KINDS)
    if layer == "site_points":
        return (Symbol("diamond", 13, table()["area"]["site"]["colour"]),)
    return ()


def _node_symbol(kind: str, *, planned: bool) -> Symbol:
    if kind == "pop":
        return _symbol("node", "pop")
    cabinet = _symbol("node", "cabinet")
    if kind == "cabinet":
        return cabinet if planned else Symbol("square", cabinet.size_px - 1, "#56B4E9")
    return Symbol("square" if kind == "street_cabinet" else "ring", 9, "#7a7a7a")


@dataclass(frozen=True)
class LineStyle:
    """A data line: colour, width in px where the map is near, strokes and spaces in px."""

    colour: str
    width_px: float
    dash_px: tuple[float, ...]


@cache
def line_style(kind: str, name: str) -> LineStyle:
    """Return the style of a line of the colour table, such as ("level", "trunk")."""
    entry = table()[kind][name]
    return LineStyle(entry["colour"], float(entry["width_px"]), tuple(entry["dash_px"]))


@cache
def trench_styles() -> tuple[LineStyle, ...]:
    """Return the styles of trenches in the order of scene.LEVELS."""
    return tuple(line_style("level", level) for level in LEVELS)


@cache
def difference_styles() -> tuple[LineStyle, ...]:
    """Return the styles of compared trenches in the order of comparison_layer.DIFFERENCES."""
    return tuple(line_style("difference", state) for state in DIFFERENCES)


def for_look(symbol: Symbol, look: Look) -> Symbol:
    """Return a symbol that can be seen on a look's ground: dark signs turn light in the dark."""
    if look.dark and QColor(symbol.colour).lightness() < 110 and not _is_vivid(symbol.colour):
        return replace(symbol, colour="#e9ecef")
    return symbol


def _is_vivid(colour: str) -> bool:
    return QColor(colour).hsvSaturation() > 60


def data_pen(style: LineStyle, width_px: float, look: Look) -> QPen:
    """Return the pen of a data line at a width, with its dashes; lighter in the dark."""
    colour = QColor(style.colour)
    pen = QPen(colour.lighter(125) if look.dark else colour, width_px)
    if style.dash_px:
        pen.setDashPattern([length / style.width_px for length in style.dash_px])
    return pen


def wish_pens(kind: int, factor: float, look: Look) -> list[QPen]:
    """Return the pens that draw a wish one after the other: bars, casing or squares by its kind.

    kind: place in scene.WISHES; factor: of all widths.
    """
    style = line_style("wish", WISHES[kind])
    pen = data_pen(style, style.width_px * factor, look)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style.dash_px:
        return [QPen(pen.color(), max(2.0 * factor, 1.0)), pen]
    # The street shows between the two edges of the casing.
    return [pen, QPen(look.street, pen.widthF() * 0.55)]


def area_colour(name: str) -> QColor:
    """Return the colour of a data area of the table, such as "site"."""
    return QColor(table()["area"][name]["colour"])


def land_stripes(look: Look) -> QColor:
    """Return the colour of the stripes that tell business parks from other land."""
    ground = look.land[0]
    return ground.lighter(125) if look.dark else ground.darker(108)


def street_width_px(kind: int, resolution: float) -> float:
    """Return the drawn width of a street in px, 0 where it is left out at that scale."""
    if resolution >= STREET_SEEN_BELOW[kind]:
        return 0.0
    return max(STREET_WIDTHS_M[kind] / resolution, STREET_LEAST_PX[kind])


def layer_seen_below(layer: str) -> float:
    """Return the metres per pixel from which on a layer is left out."""
    return _SEEN_BELOW.get(layer, math.inf)


def width_at(width_px: float, resolution: float) -> float:
    """Return a line's width at a scale: full when near, a little over half of it when far."""
    share = min(max((resolution - 0.5) / 11.5, 0.0), 1.0)
    return width_px * (1.25 - 0.65 * share)


def least_node_factor(resolution: float) -> float:
    """Return the least size of POPs, cabinets and signs: from afar they would hide the town."""
    return float(min(max(0.9 - 0.05 * resolution, 0.55), 0.75))


def symbol_factor(resolution: float) -> float:
    """Return how large symbols are drawn at a scale, 1 at one pixel per half metre."""
    return float(min(max(1.25 - 0.42 * resolution**0.5, 0.45), 1.25))
