"""Painting trenches in the colours of their years of building, and the years beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor

from fibre_planner.model.year_styles import letter_colour
from fibre_planner.ui.map import painters, styles
from fibre_planner.ui.map.geometry import Paths
from fibre_planner.ui.map.phase_layer import styles_of_kinds
from fibre_planner.ui.map.styles import LineStyle

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from fibre_planner.ui.map.geometry import Points
    from fibre_planner.ui.map.lettering import Pen
    from fibre_planner.ui.map.scene_layers import SceneLayer
    from fibre_planner.ui.map.sheet import Sheet

STREET_PX, LEAD_IN_PX = 3.6, 1.3
_APART_PX = 150.0
_LETTERS_LIGHTNESS = 0.77


def paint_years(sheet: Sheet, layer: SceneLayer) -> None:
    """Draw trenches in the colours of their years, what comes last below."""
    data, near = layer.data, layer.key == "phase_lead_ins"
    if not isinstance(data, Paths) or (near and sheet.resolution >= styles.LEAD_INS_BELOW):
        return
    parts = data.within(sheet.frame.grown(10))
    kinds = data.kind[data.feature[parts]]
    width_px = LEAD_IN_PX if near else STREET_PX
    width = styles.width_at(width_px, sheet.resolution)
    by_kind = styles_of_kinds(np.unique(data.kind).tolist())
    for kind, entry in reversed(by_kind.items()):
        chosen = parts[kinds == kind]
        if not len(chosen):
            continue
        if not near and sheet.resolution < 15:
            edge = styles.data_pen(LineStyle(sheet.look.outline.name(), 1.0, ()), 1.0, sheet.look)
            edge.setColor(sheet.look.outline)
            edge.setWidthF(width + 2.0)
            painters.draw_paths(sheet.painter(), sheet.frame, data, chosen, edge)
        style = LineStyle(entry["colour"], width_px, tuple(entry["dash_px"]))
        pen = styles.data_pen(style, width, sheet.look)
        pen.setColor(line_colour(entry["colour"], sheet.look.dark))
        painters.draw_paths(sheet.painter(), sheet.frame, data, chosen, pen)


def write_years(pen: Pen, places: Points, font: QFont) -> None:
    """Write each year on its longest trenches, the same one not too near to itself."""
    rows = places.within(pen.frame.box)
    if not len(rows):
        return
    px = pen.frame.px(places.xy[rows])
    by_kind = styles_of_kinds(np.unique(places.kind).tolist())
    written: dict[int, list[tuple[float, float]]] = {}
    # The longest come first; there is one per year and square of the map.
    for row, (x, y) in zip(rows.tolist(), px.tolist(), strict=True):
        kind = int(places.kind[row])
        others = written.setdefault(kind, [])
        if any(abs(x - a) + abs(y - b) < _APART_PX for a, b in others):
            continue
        colour = by_kind[kind]["colour"]
        if pen.write(str(places.ids[row]), font, (x, y), ink_of(colour, pen.look.dark)):
            others.append((x, y))


def ink_of(colour: str, dark: bool) -> QColor:
    """Return the colour of a year as letters, which need more contrast than lines."""
    if not dark:
        return QColor(letter_colour(colour))
    line = line_colour(colour, dark)
    lightness = max(line.lightnessF(), _LETTERS_LIGHTNESS)
    return QColor.fromHslF(max(line.hslHueF(), 0.0), line.hslSaturationF(), lightness)


def line_colour(colour: str, dark: bool) -> QColor:
    """Return the colour of a year as it is drawn: on a dark ground it is lighter."""
    shown = QColor(colour)
    if not dark:
        return shown
    hue, lightness = max(shown.hslHueF(), 0.0), 0.52 + 0.38 * shown.lightnessF()
    return QColor.fromHslF(hue, 0.9 * shown.hslSaturationF(), lightness)
