"""Painting one tile of the map: every layer of a scene from the ground up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPen

from fibre_planner.ui.map import painters, styles
from fibre_planner.ui.map.geometry import Paths, Points
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.phase_painter import paint_years
from fibre_planner.ui.map.scene import BORDER_KINDS, MAIN_STREETS_FROM
from fibre_planner.ui.map.scene_layers import SceneLayer
from fibre_planner.ui.map.share_painter import paint_shares
from fibre_planner.ui.map.sheet import PictureSheet, Sheet
from fibre_planner.ui.map.styles import Look, Symbol
from fibre_planner.ui.map.viewport import TILE_PX, TileKey, metres_per_px, tile_box
from fibre_planner.ui.map.wish_layer import WISHES

GROUND_GROUPS = frozenset({"greens", "barriers", "land", "buildings"})
"""What a basemap shows as well, and would be hidden by."""


_THIN_STREET_ALPHA = 85


def paint_tile(
    layers: tuple[SceneLayer, ...],
    key: TileKey,
    ratio: float,
    look: Look,
    *,
    transparent: bool = False,
) -> QImage:
    """Return the picture of a tile with the given layers.

    transparent: whether something lies below it, which is to be seen between the layers.
    """
    if transparent:
        image = QImage(TILE_PX, TILE_PX, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
    else:
        image = QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)
        image.fill(look.ground)
    frame = Frame(tile_box(key, ratio), metres_per_px(key.level), ratio)
    sheet = PictureSheet(image, frame, look)
    try:
        paint_layers(layers, sheet, _OVER_A_BASEMAP if transparent else {})
    finally:
        sheet.finish()
    return image


def paint_layers(
    layers: tuple[SceneLayer, ...],
    sheet: Sheet,
    otherwise: Mapping[str, Callable[[Sheet, SceneLayer], None]] = MappingProxyType({}),
) -> None:
    """Draw layers on a sheet, from the ground up; some may be drawn otherwise."""
    for layer in layers:
        otherwise.get(layer.key, _PAINTERS[layer.key])(sheet, layer)


def _polygons(
    sheet: Sheet, data: Points | Paths, kind: int | None, brush: QBrush, pen: QPen
) -> None:
    if not isinstance(data, Paths):
        return
    rings = data.within(sheet.frame.grown(4))
    if kind is not None:
        rings = rings[data.kind[data.feature[rings]] == kind]
    painters.draw_polygons(sheet.painter(), sheet.frame, data, rings, brush=brush, pen=pen)


def _barriers(sheet: Sheet, layer: SceneLayer) -> None:
    look = sheet.look
    _polygons(sheet, layer.data, 0, QBrush(look.water), QPen(look.water_edge, 0.8))
    _polygons(sheet, layer.data, 1, QBrush(look.railway), QPen(Qt.PenStyle.NoPen))
    if sheet.resolution < 8:
        ties = QBrush(look.railway.darker(118), Qt.BrushStyle.BDiagPattern)
        _polygons(sheet, layer.data, 1, ties, QPen(look.railway.darker(112), 0.8))


def _greens(sheet: Sheet, layer: SceneLayer) -> None:
    for kind, colour in enumerate(sheet.look.green):
        _polygons(sheet, layer.data, kind, QBrush(colour), QPen(Qt.PenStyle.NoPen))


def _land(sheet: Sheet, layer: SceneLayer) -> None:
    for kind, colour in enumerate(sheet.look.land):
        _polygons(sheet, layer.data, kind, QBrush(colour), QPen(colour.darker(108), 0.8))
    if sheet.resolution < styles.LAND_STRIPES_BELOW:
        stripes = QBrush(styles.land_stripes(sheet.look), Qt.BrushStyle.FDiagPattern)
        _polygons(sheet, layer.data, 0, stripes, QPen(Qt.PenStyle.NoPen))


def _buildings(sheet: Sheet, layer: SceneLayer) -> None:
    if sheet.resolution >= styles.BUILDINGS_BELOW:
        return
    look = sheet.look
    near = sheet.resolution < 1.5
    pen = QPen(look.building_edge, 0.8) if near else QPen(Qt.PenStyle.NoPen)
    _polygons(sheet, layer.data, None, QBrush(look.building), pen)


def _border_areas(sheet: Sheet, layer: SceneLayer) -> None:
    """Hatch areas of aid and of moratorium; the others are there to be clicked."""
    for kind, name in enumerate(BORDER_KINDS):
        pattern = styles.BORDER_PATTERNS.get(name)
        if pattern is not None:
            ink = QColor(sheet.look.border)
            ink.setAlpha(90)
            _polygons(sheet, layer.data, kind, QBrush(ink, pattern), QPen(Qt.PenStyle.NoPen))


def _borders(sheet: Sheet, layer: SceneLayer) -> None:
    if not isinstance(layer.data, Paths):
        return
    colour = QColor(sheet.look.border)
    wide = QColor(colour)
    wide.setAlpha(30)
    parts = layer.data.within(sheet.frame.grown(8))
    painters.draw_paths(sheet.painter(), sheet.frame, layer.data, parts, QPen(wide, 6.0))
    dashed = QPen(colour, 1.2)
    dashed.setDashPattern([7, 3.5, 1.5, 3.5])
    painters.draw_paths(sheet.painter(), sheet.frame, layer.data, parts, dashed)


def _streets(sheet: Sheet, layer: SceneLayer) -> None:
    """Draw all casings first, then all fills, so that streets join without a seam."""
    data, look = layer.data, sheet.look
    if not isinstance(data, Paths):
        return
    widths = [styles.street_width_px(kind, sheet.resolution) for kind in range(8)]
    least = next((kind for kind, width in enumerate(widths) if width), 8)
    if least >= MAIN_STREETS_FROM:
        data = data.from_kind(least)  # from afar most streets are not even looked at
    parts = data.within(sheet.frame.grown(16))
    kinds = data.kind[data.feature[parts]]
    casing = min(0.5 + 1.0 / max(sheet.resolution, 0.5), 1.4) if sheet.resolution < 12 else 0.0
    for kind in range(2, 8):
        if casing and widths[kind]:
            pen = QPen(look.casing, widths[kind] + 2 * casing)
            painters.draw_paths(sheet.painter(), sheet.frame, data, parts[kinds == kind], pen)
    for kind in range(2):
        if widths[kind]:
            pen = QPen(look.path, max(min(widths[kind], 2.4), 1.0))
            painters.draw_paths(sheet.painter(), sheet.frame, data, parts[kinds == kind], pen)
    for kind in range(2, 8):
        if widths[kind]:
            # From afar a white line on a light ground would be lost without its casing.
            near = look.main_street if kind >= 5 else look.street
            pen = QPen(near if casing else look.casing, widths[kind])
            painters.draw_paths(sheet.painter(), sheet.frame, data, parts[kinds == kind], pen)


def _thin_streets(sheet: Sheet, layer: SceneLayer) -> None:
    """Draw the middle lines of streets alone: the basemap below shows how wide they are."""
    data = layer.data
    if not isinstance(data, Paths):
        return
    widths = [styles.street_width_px(kind, sheet.resolution) for kind in range(8)]
    least = next((kind for kind, width in enumerate(widths) if width), 8)
    data = data.from_kind(least) if least >= MAIN_STREETS_FROM else data
    parts = data.within(sheet.frame.grown(4))
    kinds = data.kind[data.feature[parts]]
    seen = np.array([width > 0 for width in widths])
    colour = QColor(sheet.look.text)
    colour.setAlpha(_THIN_STREET_ALPHA)
    painters.draw_paths(sheet.painter(), sheet.frame, data, parts[seen[kinds]], QPen(colour, 1.2))


def _gaps(sheet: Sheet, layer: SceneLayer) -> None:
    """Tint and outline gaps: those that may be aided in colour, unresolved ones in grey."""
    for kind, colour in enumerate((styles.area_colour("gap"), QColor("#8c8c8c"))):
        fill = QColor(colour)
        fill.setAlpha(12 if sheet.resolution < 1.5 else 22 if sheet.resolution < 12 else 60)
        pen = QPen(colour, 1.2)
        pen.setDashPattern([4, 3])
        _polygons(sheet, layer.data, kind, QBrush(fill), QPen(Qt.PenStyle.NoPen))
        fill.setAlpha(styles.GAP_STRIPES_ALPHA)
        _polygons(sheet, layer.data, kind, QBrush(fill, styles.GAP_PATTERNS[kind]), pen)


def _sites(sheet: Sheet, layer: SceneLayer) -> None:
    colour = styles.area_colour("site")
    ground = QColor(colour)
    ground.setAlpha(90)
    edge = QPen(QColor(styles.table()["area"]["site"]["outline"]), 1.4)
    _polygons(sheet, layer.data, None, QBrush(ground), QPen(Qt.PenStyle.NoPen))
    stripes = QColor(edge.color().lighter(150) if not sheet.look.dark else colour)
    _polygons(sheet, layer.data, None, QBrush(stripes, Qt.BrushStyle.BDiagPattern), edge)


def _site_lines(sheet: Sheet, layer: SceneLayer) -> None:
    data = layer.data
    if not isinstance(data, Paths):
        return
    parts = data.within(sheet.frame.grown(10))
    edge = QColor(styles.table()["area"]["site"]["outline"])
    width = styles.width_at(5.0, sheet.resolution)
    painters.draw_paths(sheet.painter(), sheet.frame, data, parts, QPen(edge, width + 2.2))
    painters.draw_paths(
        sheet.painter(), sheet.frame, data, parts, QPen(styles.area_colour("site"), width)
    )


def _ducts(sheet: Sheet, layer: SceneLayer) -> None:
    data, style = layer.data, styles.line_style("line", "duct")
    if not isinstance(data, Paths) or sheet.resolution >= styles.DUCTS_BELOW:
        return
    parts = data.within(sheet.frame.grown(6))
    colour = QColor(style.colour).lighter(170) if sheet.look.dark else QColor(style.colour)
    pen = QPen(colour, styles.width_at(style.width_px, sheet.resolution))
    pen.setDashPattern([length / style.width_px for length in style.dash_px])
    painters.draw_paths(sheet.painter(), sheet.frame, data, parts, pen)


def _wishes(sheet: Sheet, layer: SceneLayer) -> None:
    """Draw bars across blocked streets, a casing along preferred ones, squares on drawn routes."""
    data = layer.data
    if not isinstance(data, Paths):
        return
    parts = data.within(sheet.frame.grown(14))
    kinds = data.kind[data.feature[parts]]
    factor = styles.width_at(1.0, sheet.resolution)
    for kind in range(len(WISHES)):
        for pen in styles.wish_pens(kind, factor, sheet.look):
            painters.draw_paths(sheet.painter(), sheet.frame, data, parts[kinds == kind], pen)


def _trenches(sheet: Sheet, layer: SceneLayer) -> None:
    """Draw lead-ins below distribution below trunk, the latter two with a casing."""
    data = layer.data
    if not isinstance(data, Paths):
        return
    parts = data.within(sheet.frame.grown(10))
    kinds = data.kind[data.feature[parts]]
    for kind, style in enumerate(styles.trench_styles()):
        if kind == 0 and sheet.resolution >= styles.LEAD_INS_BELOW:
            continue
        width = styles.width_at(style.width_px, sheet.resolution)
        chosen = parts[kinds == kind]
        colour = QColor(style.colour)
        if sheet.look.dark:
            colour = colour.lighter(125)
        if kind and sheet.resolution < 15:
            edge = QPen(sheet.look.outline, width + 2.0)
            painters.draw_paths(sheet.painter(), sheet.frame, data, chosen, edge)
        pen = QPen(colour, width)
        painters.draw_paths(sheet.painter(), sheet.frame, data, chosen, pen)


def _comparison(sheet: Sheet, layer: SceneLayer) -> None:
    """Draw what two plans share thin, and on top with a casing what one of them alone digs."""
    data = layer.data
    if not isinstance(data, Paths):
        return
    parts = data.within(sheet.frame.grown(10))
    kinds = data.kind[data.feature[parts]]
    for kind, style in enumerate(styles.difference_styles()):
        width = styles.width_at(style.width_px, sheet.resolution)
        chosen = parts[kinds == kind]
        if style.width_px > 4:
            edge = QPen(sheet.look.outline, width + 2.0)
            painters.draw_paths(sheet.painter(), sheet.frame, data, chosen, edge)
        painters.draw_paths(
            sheet.painter(), sheet.frame, data, chosen, styles.data_pen(style, width, sheet.look)
        )


def _points(sheet: Sheet, layer: SceneLayer) -> None:
    """Draw symbols when near, bare pixels in the colours of the kinds when far."""
    data = layer.data
    if not isinstance(data, Points) or not len(data):
        return
    known = styles.symbols(layer.key)
    if layer.key == "addresses" and sheet.resolution >= styles.POINTS_AS_SYMBOLS_BELOW:
        _dots(sheet, data, [QColor(symbol.colour) for symbol in known])
        return
    rows = data.within(sheet.frame.grown(14))
    if not len(rows):
        return
    px, kinds = sheet.frame.px(data.xy[rows]), data.kind[rows]
    least = 0.45 if layer.key == "addresses" else styles.least_node_factor(sheet.resolution)
    factor = max(styles.symbol_factor(sheet.resolution), least)
    sheet.stamps(px, kinds, [_sized(symbol, factor, sheet.look) for symbol in known])


def _dots(sheet: Sheet, data: Points, colours: list[QColor]) -> None:
    """Draw bare pixels; from afar one for many, in the colour of the kind that most have."""
    side = 3 if sheet.resolution < 9 else 2 if sheet.resolution < 30 else 1
    box = sheet.frame.grown(side)
    fewer = data.seen_at(sheet.resolution / sheet.frame.ratio)
    if fewer is None:
        rows = data.within(box)
        xy, kinds = data.xy[rows], data.kind[rows]
    else:
        xy, kinds = fewer
        first, last = np.searchsorted(xy[:, 1], [box[1], box[3]])  # they go from south to north
        xy, kinds = xy[first:last], kinds[first:last]
        inside = (xy[:, 0] >= box[0]) & (xy[:, 0] <= box[2])
        xy, kinds = xy[inside], kinds[inside]
    if len(xy):
        sheet.dots(sheet.frame.px(xy), kinds, colours, side)


def _sized(symbol: Symbol, factor: float, look: Look) -> Symbol:
    shown = styles.for_look(symbol, look)
    return replace(shown, size_px=round(symbol.size_px * factor * 2) / 2)


def _near_points(sheet: Sheet, layer: SceneLayer) -> None:
    if sheet.resolution < styles.NEAR_POINTS_BELOW:
        _points(sheet, layer)


_PAINTERS: Mapping[str, Callable[[Sheet, SceneLayer], None]] = {
    "greens": _greens,
    "barriers": _barriers,
    "land": _land,
    "buildings": _buildings,
    "borders": _border_areas,
    "border_lines": _borders,
    "streets": _streets,
    "shares": paint_shares,
    "shares_coarse": paint_shares,
    "gaps": _gaps,
    "sites": _sites,
    "site_lines": _site_lines,
    "site_points": _near_points,
    "ducts": _ducts,
    "wishes": _wishes,
    "node_wishes": _near_points,
    "trenches": _trenches,
    "phase_lead_ins": paint_years,
    "phases": paint_years,
    "comparison": _comparison,
    "addresses": _points,
    "places": _near_points,
    "nodes": _near_points,
    "plan_nodes": _near_points,
    "findings": _near_points,
}

_OVER_A_BASEMAP = {"streets": _thin_streets}
