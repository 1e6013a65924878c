"""How lines, polygons and points reach a picture, in short calls that let the window breathe."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from shiboken6 import Shiboken

from fibre_planner.ui.map import unlocked
from fibre_planner.ui.map.breathing import give_way
from fibre_planner.ui.map.geometry import Paths
from fibre_planner.ui.map.viewport import Box

LINES_PER_CALL = 200
"""A painter call holds the interpreter lock; more lines at once make the window stutter."""

ROUND_LINES_PER_CALL = 40
"""Round ends take several times longer than flat ones."""

STAMPS_PER_CALL = 500

_FRAGMENT_NUMBERS = 10
"""x, y, left, top, width, height, scale right and down, turn, opacity: all doubles, as in Qt."""

_ROUND_ENDS_BELOW, _ROUND_ENDS_FROM_PX = 600, 3.0
_OPAQUE = 255
_SEEN_FROM_PX, _SHAPE_SEEN_FROM_PX = 1.0, 4.0
_BYTES_PER_VERTEX = 16


@dataclass(frozen=True)
class Frame:
    """Where a picture lies in the world.

    box: what it shows. resolution: metres per logical pixel. ratio: device per logical pixel.
    vector: whether it is a page of vectors, where lines are kept whole.
    """

    box: Box
    resolution: float
    ratio: float
    vector: bool = False

    def px(self, xy: np.ndarray) -> np.ndarray:
        """Return logical pixels (n, 2) of places (n, 2)."""
        return (xy - (self.box[0], self.box[3])) * (1, -1) / self.resolution

    def grown(self, margin_px: float) -> Box:
        """Return the box with a margin, for what reaches in from outside."""
        margin = margin_px * self.resolution
        west, south, east, north = self.box
        return (west - margin, south - margin, east + margin, north + margin)


def polygon_of(xy: np.ndarray) -> QPolygonF:
    """Return vertices (n, 2) as a Qt polygon without a loop in Python."""
    xy = np.ascontiguousarray(xy, dtype=np.float64)
    polygon = QPolygonF()
    polygon.resize(len(xy))
    if len(xy):
        ctypes.memmove(Shiboken.getCppPointer(polygon.data())[0], xy.ctypes.data, xy.nbytes)
    return polygon


def polygons_of(frame: Frame, paths: Paths, parts: np.ndarray) -> Iterator[QPolygonF]:
    """Yield parts as Qt polygons in logical pixels; their places are reckoned all at once."""
    px = _vertices_px(frame, paths, parts)
    for address, count in _addresses(px, paths, parts):  # one polygon per part is what Qt takes
        polygon = QPolygonF()
        polygon.resize(count)
        if count:
            source = Shiboken.getCppPointer(polygon.data())[0]
            ctypes.memmove(source, address, count * _BYTES_PER_VERTEX)
        yield polygon


def _vertices_px(frame: Frame, paths: Paths, parts: np.ndarray) -> np.ndarray:
    """Return the vertices (n, 2) of parts one after the other in logical pixels."""
    numbers, _ = paths.vertices(parts)
    return np.ascontiguousarray(frame.px(paths.xy[numbers]), dtype=np.float64)


def _addresses(px: np.ndarray, paths: Paths, parts: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield where the vertices of each part begin in memory, and how many there are."""
    address = px.ctypes.data
    for count in paths.counts(parts).tolist():  # one call of Qt per part
        yield address, count
        address += count * _BYTES_PER_VERTEX


def draw_segments(painter: QPainter, px: np.ndarray, per_call: int = LINES_PER_CALL) -> None:
    """Draw straight pieces (n, 4) with the pen that is set, some per call."""
    px = np.ascontiguousarray(px, dtype=np.float64)
    for start in range(0, len(px), per_call):
        some = px[start : start + per_call]
        give_way()
        unlocked.draw_lines(painter, some)


def draw_paths(painter: QPainter, frame: Frame, paths: Paths, parts: np.ndarray, pen: QPen) -> None:
    """Draw lines with round joins where they are wide and few, else as bare pieces."""
    if not len(parts):
        return
    if frame.vector:
        _draw_whole(painter, polygons_of(frame, paths, parts), pen)
        return
    round_ends = pen.widthF() > _ROUND_ENDS_FROM_PX and len(parts) < _ROUND_ENDS_BELOW
    dashed = pen.style() == Qt.PenStyle.CustomDashLine
    if round_ends and not dashed and pen.color().alpha() == _OPAQUE:
        # Round ends that lie on each other make round joins, unless one shines through the other.
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        draw_segments(painter, _pieces_px(frame, paths, parts), ROUND_LINES_PER_CALL)
        return
    if round_ends or dashed:
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if not dashed:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        px = _vertices_px(frame, paths, parts)
        for address, count in _addresses(px, paths, parts):  # one short painter call per line
            give_way()
            unlocked.draw_polyline(painter, address, count)
        return
    # Flat ends are several times faster; square ones hide the notch at a bend of thin lines.
    pen.setCapStyle(Qt.PenCapStyle.SquareCap if pen.widthF() > 1.2 else Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    draw_segments(painter, _pieces_px(frame, paths, parts))


def _pieces_px(frame: Frame, paths: Paths, parts: np.ndarray) -> np.ndarray:
    """Return the straight pieces (n, 4) of lines in logical pixels."""
    numbers, last = paths.vertices(parts)
    px = frame.px(paths.xy.take(numbers, axis=0))
    begin = np.flatnonzero(~last)
    return np.hstack([px[begin], px[begin + 1]])


def _draw_whole(painter: QPainter, lines: Iterator[QPolygonF], pen: QPen) -> None:
    """Draw lines as they are, many per call: a vector device does not cut them into pixels."""
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    solid = pen.style() != Qt.PenStyle.CustomDashLine
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if solid else Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    while some := list(itertools.islice(lines, LINES_PER_CALL)):
        path = QPainterPath()
        for line in some:
            path.addPolygon(line)
        painter.drawPath(path)


def draw_polygons(
    painter: QPainter, frame: Frame, paths: Paths, rings: np.ndarray, *, brush: QBrush, pen: QPen
) -> None:
    """Draw polygons; those with holes as one path each, all others as plain rings."""
    painter.setPen(pen)
    painter.setBrush(brush)
    if not frame.vector:
        rings = _draw_small(painter, frame, paths, rings)
    polygons = paths.polygon[rings]
    alone = np.ones(len(rings), dtype=bool)
    shared = polygons[1:] == polygons[:-1]
    alone[1:] &= ~shared
    alone[:-1] &= ~shared
    px = _vertices_px(frame, paths, rings[alone])
    for address, count in _addresses(px, paths, rings[alone]):  # one short painter call each
        give_way()
        unlocked.draw_polygon(painter, address, count)
    for polygon in np.unique(polygons[~alone]).tolist():
        path = QPainterPath()
        for ring in paths.rings_of(polygon):
            path.addPolygon(polygon_of(frame.px(paths.part(ring))))
            path.closeSubpath()
        give_way()
        unlocked.draw_path(painter, path)


def _draw_small(painter: QPainter, frame: Frame, paths: Paths, rings: np.ndarray) -> np.ndarray:
    """Draw polygons of a few pixels as boxes, leave out smaller ones; return the other rings."""
    boxes = paths.boxes[rings]
    size = (boxes[:, 2:] - boxes[:, :2]).max(axis=1) / frame.resolution
    seen = (size >= _SEEN_FROM_PX) & (size < _SHAPE_SEEN_FROM_PX)
    corner = frame.px(boxes[seen][:, (0, 3)])
    sides = (boxes[seen][:, 2:] - boxes[seen][:, :2]) / frame.resolution
    px = np.ascontiguousarray(np.hstack([corner, sides]), dtype=np.float64)
    for start in range(0, len(px), LINES_PER_CALL):
        some = px[start : start + LINES_PER_CALL]
        give_way()
        unlocked.draw_boxes(painter, some)
    larger: np.ndarray = rings[size >= _SHAPE_SEEN_FROM_PX]
    return larger


def stamp(
    painter: QPainter, px: np.ndarray, kinds: np.ndarray, pictures: list[QImage], ratio: float
) -> None:
    """Stamp a picture on each place (n, 2), chosen by its kind; later places lie on top.

    All pictures stand on one strip, of which Qt draws many pieces in one call: several times
    faster than one picture after the other.
    """
    strip, left = _strip(pictures)
    sides = np.array([picture.width() for picture in pictures], dtype=np.float64)[kinds]
    pieces = np.zeros((len(px), _FRAGMENT_NUMBERS))
    # Qt lays the middle of a piece on its place: rounded so that its corner is a whole pixel.
    pieces[:, :2] = np.round(px * ratio - sides[:, None] / 2) + sides[:, None] / 2
    pieces[:, 2] = left[kinds]
    pieces[:, 4] = pieces[:, 5] = sides
    pieces[:, 6] = pieces[:, 7] = pieces[:, 9] = 1.0  # scale and opacity
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    for start in range(0, len(pieces), STAMPS_PER_CALL):
        some = pieces[start : start + STAMPS_PER_CALL]
        give_way()
        unlocked.draw_fragments(painter, some, strip)
    painter.restore()


def _strip(pictures: list[QImage]) -> tuple[QPixmap, np.ndarray]:
    """Return pictures side by side and where each of them begins."""
    widths = [picture.width() for picture in pictures]
    left = np.cumsum([0, *widths])
    strip = QImage(
        int(left[-1]), max(picture.height() for picture in pictures),
        QImage.Format.Format_ARGB32_Premultiplied,
    )  # fmt: skip
    strip.fill(Qt.GlobalColor.transparent)
    painter = QPainter(strip)
    for picture, x in zip(pictures, left.tolist(), strict=False):  # a handful of kinds
        painter.drawImage(x, 0, picture)
    painter.end()
    return QPixmap.fromImage(strip), left[:-1].astype(np.float64)


def plot_pixels(image: QImage, px: np.ndarray, colours: np.ndarray, side: int) -> None:
    """Set a square of device pixels at each place; no painter may be active on the picture.

    px: (n, 2) device pixels. colours: (n,) uint32 ARGB. side: edge of the square in device px.
    """
    stride = image.bytesPerLine() // 4
    height, width = image.height(), image.width()
    buffer = np.frombuffer(image.bits(), dtype=np.uint32).reshape(height, stride)
    left = np.floor(px[:, 0] - (side - 1) / 2).astype(np.int64)
    top = np.floor(px[:, 1] - (side - 1) / 2).astype(np.int64)
    for dy in range(side):  # as many rounds as a symbol has pixels, not as there are points
        for dx in range(side):
            x, y = left + dx, top + dy
            inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
            buffer[y[inside], x[inside]] = colours[inside]
