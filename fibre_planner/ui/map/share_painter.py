"""Painting areas in the colours of their shares, and the shares on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from fibre_planner.ui.map import painters, styles
from fibre_planner.ui.map.geometry import Paths
from fibre_planner.ui.map.share_layer import bounds, is_of_squares, seen_squares

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from fibre_planner.ui.map.labels import ScaledPlaces
    from fibre_planner.ui.map.lettering import Pen
    from fibre_planner.ui.map.scene_layers import SceneLayer
    from fibre_planner.ui.map.sheet import Sheet

_ALPHA = 175
_ROOM_PX = 34.0
_BELOW_A_NAME_PX = 19.0


def share_fill(kind: int) -> tuple[QBrush, QColor]:
    """Return what fills an area of a kind, and the colour of its edge."""
    style = styles.table()["share"]
    if not kind:
        grey = QColor(style["none"]["colour"])
        return QBrush(grey, Qt.BrushStyle.BDiagPattern), grey
    colour = QColor(style["colours"][kind - 1])
    edge = QColor(colour).darker(130)
    colour.setAlpha(_ALPHA)
    return QBrush(colour), edge


def paint_shares(sheet: Sheet, layer: SceneLayer) -> None:
    """Fill areas by the class of their share; of squares those of the scale's size alone."""
    data = layer.data
    if not isinstance(data, Paths):
        return
    parts = data.within(sheet.frame.grown(4))
    if is_of_squares(layer):
        parts = seen_squares(data, parts, sheet.resolution)
    kinds = data.kind[data.feature[parts]]
    for kind in range(len(bounds()) + 1):
        brush, edge = share_fill(kind)
        chosen = parts[kinds == kind]
        painters.draw_polygons(
            sheet.painter(), sheet.frame, data, chosen, brush=brush, pen=QPen(edge, 0.8)
        )


def write_shares(pen: Pen, known: tuple[ScaledPlaces, ...], font: QFont) -> None:
    """Write the share on each area that has room for it at the scale."""
    resolution = pen.frame.resolution
    for one in known:  # three at most
        if not one.seen_from <= resolution < one.seen_below:
            continue
        rows = one.places.within(pen.frame.box)
        rows = rows[one.width_m[rows] >= pen.look.letter_px(_ROOM_PX) * resolution]
        px = pen.frame.px(one.places.xy[rows])
        for row, (x, y) in zip(rows.tolist(), px.tolist(), strict=True):  # bounded by their room
            text = str(one.places.ids[row])
            if not pen.write(text, font, (x, y), pen.look.text):  # a name stands there already
                pen.write(text, font, (x, y + pen.look.letter_px(_BELOW_A_NAME_PX)), pen.look.text)
