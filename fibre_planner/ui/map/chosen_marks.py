"""Marks on the rows that are chosen, thousands of them in one pass."""

from __future__ import annotations

import math
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from fibre_planner.ui.map.geometry import Paths, Points
from fibre_planner.ui.map.painters import Frame, draw_segments, polygons_of
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.map.scene_layers import SceneLayer
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.viewport import Box, Viewport

CHOSEN = QColor("#e6007e")
"""A colour that no data carries, so that what is chosen is never taken for a class."""

_MOST_RINGS = 250
"""Smooth rings cost Qt twenty times what set pixels cost; more marks than this are set."""

_RADII_PX = ((4_000, (8.0, 7.0, 4.5)), (10_000, (2.4, 1.5, -1.0)), (math.inf, (1.5, 1.5, -1.0)))
"""Up to how many marks: radius of the edge, of the colour and of the hole within."""

_CROSS_PX, _CROSS_WIDE_PX = 4.5, 1.8
_CROSSES_PX = ((4_000, 4.0), (10_000, 2.0), (math.inf, 1.0))
"""Up to how many crosses: half their side."""

_FAR_M_PER_PX, _FAR_COUNT = 2.0, 4_001
"""Above this scale marks are as small as those of so many places."""

_REACH_PX = 12.0
_sorted: WeakKeyDictionary[Points | Paths, bool] = WeakKeyDictionary()


class ChosenMarks:
    """Paints the chosen rows of one table; found again in each new scene.

    crosses: paint points that were left out, as crosses, in place of rings around chosen ones.
    """

    def __init__(self, *, crosses: bool = False) -> None:
        self._crosses = crosses
        self._points: list[np.ndarray] = []
        self._paths: list[tuple[Paths, np.ndarray]] = []
        self._version = 0
        self._picture: tuple[object, QImage] | None = None

    def show(self, layers: Sequence[SceneLayer], ids: frozenset[str]) -> None:
        """Mark the rows of some layers with these ids."""
        self._points, self._paths = [], []
        self._version += 1
        wanted = np.array(sorted(ids), dtype=object)
        for layer in layers:
            data = layer.data
            rows = rows_with(data, wanted)
            if not len(rows):
                continue
            if isinstance(data, Points):
                self._points.append(data.xy[rows])
            else:
                self._paths.append((data, np.flatnonzero(np.isin(data.feature, rows))))

    def box(self) -> Box | None:
        """Return the box around what is marked, None where nothing is."""
        corners = list(self._points)
        corners += [paths.boxes[parts].reshape(-1, 2) for paths, parts in self._paths]
        xy = np.concatenate(corners) if corners else np.empty((0, 2))
        xy = xy[np.isfinite(xy).all(axis=1)]
        if not len(xy):  # rows without a shape have no place either
            return None
        (west, south), (east, north) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
        return (west, south, east, north)

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        """Paint rings around points and bold lines along paths."""
        frame = Frame(view.box(), view.resolution, 1.0)
        for paths, parts in self._paths:
            _paint_paths(painter, frame, paths, _seen(paths, parts, frame), look)
        if not self._points:
            return
        px = frame.px(np.concatenate(self._points))
        inside = (px > -_REACH_PX) & (px < (view.width + _REACH_PX, view.height + _REACH_PX))
        px = px[inside.all(axis=1)]
        if len(px) <= _MOST_RINGS:
            for x, y in px.tolist():  # a few hundred at most
                (draw_cross if self._crosses else draw_ring)(painter, x, y, look)
            return
        ratio = painter.device().devicePixelRatioF()
        key = (view, self._version, look.dark, ratio)
        if self._picture is None or self._picture[0] != key:
            signs = _cross_steps if self._crosses else _ring_steps
            # From afar neighbours would cover each other, as thousands do from near.
            count = max(len(px), _FAR_COUNT) if view.resolution > _FAR_M_PER_PX else len(px)
            self._picture = (key, _set_marks(px, view, ratio, signs(count, ratio, look)))
        painter.drawImage(QPointF(-2 * _REACH_PX, -2 * _REACH_PX), self._picture[1])


def rows_with(data: Points | Paths, wanted: np.ndarray) -> np.ndarray:
    """Return the rows of a layer that have one of the ids, which are sorted text."""
    ids = data.ids
    if not len(ids) or not len(wanted):
        return np.empty(0, dtype=np.int64)
    if data not in _sorted:
        _sorted[data] = bool((ids[:-1] <= ids[1:]).all())
    if not _sorted[data]:
        return np.flatnonzero(np.isin(ids.astype(str), wanted.astype(str)))
    at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.asarray(at[ids[at] == wanted])


def marked_once(hits: Sequence[Hit], table: str, ids: frozenset[str]) -> bool:
    """Return whether what is explained is all that is chosen, and needs no second mark."""
    return len(ids) == 1 and any(hit.table == table and hit.row_id in ids for hit in hits)


def _seen(paths: Paths, parts: np.ndarray, frame: Frame) -> np.ndarray:
    west, south, east, north = frame.grown(_REACH_PX)
    boxes = paths.boxes[parts]
    meets = (boxes[:, 0] <= east) & (boxes[:, 2] >= west)
    meets &= (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    return np.asarray(parts[meets])


def _paint_paths(
    painter: QPainter, frame: Frame, paths: Paths, parts: np.ndarray, look: Look
) -> None:
    few = len(parts) <= _MOST_RINGS
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, few)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(look.outline, 6.0), QPen(CHOSEN, 3.0)):
        painter.setPen(pen)
        if few:
            for line in polygons_of(frame, paths, parts):  # a few hundred at most
                painter.drawPolyline(line)
        elif pen.color() == CHOSEN:  # a casing would double the time of thousands
            segments = paths.segments(parts)
            px = [frame.px(segments[:, :2]), frame.px(segments[:, 2:])]
            draw_segments(painter, np.hstack(px))


def draw_ring(painter: QPainter, x: float, y: float, look: Look) -> None:
    """Draw the sign of what is chosen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(look.outline, 5.0), QPen(CHOSEN, 2.6)):
        painter.setPen(pen)
        painter.drawEllipse(QPointF(x, y), 8.0, 8.0)


def draw_cross(painter: QPainter, x: float, y: float, look: Look) -> None:
    """Draw the sign of what was left out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    reach = _CROSS_PX
    for pen in (QPen(look.outline, _CROSS_WIDE_PX + 2.4), QPen(look.selection, _CROSS_WIDE_PX)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(x - reach, y - reach), QPointF(x + reach, y + reach))
        painter.drawLine(QPointF(x - reach, y + reach), QPointF(x + reach, y - reach))


Signs = list[tuple[np.ndarray, QColor]]
"""Steps (n, 2) in pixels from the middle of a mark, and their colour; the later on top."""


def _set_marks(px: np.ndarray, view: Viewport, ratio: float, signs: Signs) -> QImage:
    """Return a clear picture with a mark at each place, set pixel by pixel in one pass.

    It reaches over the view by `_REACH_PX` on all sides, so that no pixel has to be cut off.
    """
    edge = 2 * _REACH_PX
    size = round((view.width + 2 * edge) * ratio), round((view.height + 2 * edge) * ratio)
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    buffer = np.frombuffer(image.bits(), dtype=np.uint32)
    stride = image.bytesPerLine() // 4
    at = ((px + edge) * ratio).astype(np.int32)
    middle = (at[:, 1] * stride + at[:, 0])[:, None]
    for steps, colour in signs:
        buffer[middle + (steps[:, 1] * stride + steps[:, 0])] = colour.rgba()
    image.setDevicePixelRatio(ratio)
    return image


def _ring_steps(count: int, ratio: float, look: Look) -> Signs:
    """Return the signs of chosen places, the smaller the more there are."""
    outer, inner, hole = next(radii for most, radii in _RADII_PX if count <= most)
    return [
        (_ring(inner * ratio, outer * ratio), look.outline),
        (_ring(hole * ratio, inner * ratio), CHOSEN),
    ]


def _cross_steps(count: int, ratio: float, look: Look) -> Signs:
    """Return the signs of places that were left out, the smaller the more there are."""
    reach = round(next(half for most, half in _CROSSES_PX if count <= most) * ratio)
    along = np.arange(-reach, reach + 1)
    thin = np.concatenate([np.column_stack([along, along]), np.column_stack([along, -along])])
    sides = np.array([(0, 0), (1, 0)]) if reach > 1 else np.zeros((1, 2), dtype=np.int64)
    bold = np.concatenate([thin + side for side in sides])
    around = np.concatenate([bold + side for side in ((-1, 0), (1, 0), (0, -1), (0, 1))])
    signs = [(bold.astype(np.int32), look.selection)]
    return [(around.astype(np.int32), look.outline), *signs] if reach > 1 else signs


def _ring(least: float, most: float) -> np.ndarray:
    """Return the steps (n, 2) in pixels from a middle to the pixels of a ring."""
    reach = int(np.ceil(most))
    grid = np.mgrid[-reach : reach + 1, -reach : reach + 1].reshape(2, -1).T
    away = np.hypot(grid[:, 0], grid[:, 1])
    return np.asarray(grid[(away > least) & (away <= most)].astype(np.int32))
