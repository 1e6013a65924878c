"""Painting the texts of the map into one picture: names of streets and districts, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QTransform,
)

from fibre_planner.ui.map import styles
from fibre_planner.ui.map.breathing import give_way
from fibre_planner.ui.map.geometry import Points
from fibre_planner.ui.map.labels import LabelSource, Occupancy
from fibre_planner.ui.map.name_lines import Run, name_line
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.phase_painter import write_years
from fibre_planner.ui.map.share_painter import write_shares
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.unlocked import fill_path

_MOST_NAMES = 260
_MOST_NODES = 400
_BESIDE_A_POP_PX, _BESIDE_A_CABINET_PX = 10.0, 7.0
_MOST_NUMBERS = 1500
_MOST_SHAPES = 6000
_HALO_PX = 3.0
_PIECE_PX = 128


@dataclass(frozen=True, eq=False)
class LabelPicture:
    """The texts of a part of the world as a picture with a transparent ground.

    pieces: the parts of the picture where there is any text at all: left, top, right, bottom in
    its own pixels, the last two not included.
    """

    image: QImage
    frame: Frame
    revision: int
    pieces: tuple[tuple[int, int, int, int], ...] = ()

    def lay(self, painter: QPainter, corner: tuple[int, int], part: QRect) -> None:
        """Draw the texts in a part of a view in device pixels, the same ones wherever it looks.

        corner: of the view, as upper_left returns it.
        """
        device = self.frame.resolution / self.frame.ratio
        left = round(self.frame.box[0] / device) - corner[0]
        top = corner[1] - round(self.frame.box[3] / device)
        west, north = part.left() - left, part.top() - top
        east, south = west + part.width(), north + part.height()
        for x1, y1, x2, y2 in self.pieces:
            x, y = max(x1, west), max(y1, north)
            wide, high = min(x2, east) - x, min(y2, south) - y
            if wide > 0 and high > 0:
                painter.drawImage(left + x, top + y, self.image, x, y, wide, high)


def paint_labels(
    source: LabelSource, groups: frozenset[str], frame: Frame, look: Look, revision: int
) -> LabelPicture:
    """Return the texts that fit into a frame, the important ones first."""
    width = (frame.box[2] - frame.box[0]) / frame.resolution
    height = (frame.box[3] - frame.box[1]) / frame.resolution
    image = QImage(
        max(round(width * frame.ratio), 1),
        max(round(height * frame.ratio), 1),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(frame.ratio, frame.ratio)
    try:
        write_labels(Pen(painter, frame, look), source, groups)
    finally:
        painter.end()
    return LabelPicture(image, frame, revision, _pieces(image))


def _pieces(image: QImage) -> tuple[tuple[int, int, int, int], ...]:
    """Return the parts of a picture that are not empty, row by row."""
    width, height = image.width(), image.height()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(height, -1)
    found: list[tuple[int, int, int, int]] = []
    for top in range(0, height, _PIECE_PX):  # some dozens of squares
        bottom = min(top + _PIECE_PX, height)
        inked = np.logical_or.reduce(pixels[top:bottom], axis=0)
        for left in range(0, width, _PIECE_PX):
            right = min(left + _PIECE_PX, width)
            if not inked[left:right].any():
                continue
            if found and found[-1][1] == top and found[-1][2] == left:
                left = found.pop()[0]  # fewer and longer ones are drawn faster
            found.append((left, top, right, bottom))
    return tuple(found)


def write_labels(pen: Pen, source: LabelSource, groups: frozenset[str]) -> None:
    """Write the texts of the groups that are seen at a scale, the important ones first."""
    resolution = pen.frame.resolution
    if "borders" in groups and 0.9 < resolution < styles.DISTRICT_NAMES_BELOW:
        _write_districts(pen, source)
    if "phases" in groups and resolution < styles.DISTRICT_NAMES_BELOW:
        write_years(pen, source.years, _font(pen.look.letter_px(12), bold=True))
    if "shares" in groups:
        write_shares(pen, source.shares, _font(pen.look.letter_px(11), bold=True))
    for group, places in (("plan_nodes", source.plan_nodes), ("nodes", source.nodes)):
        if group in groups and resolution < styles.NODE_NAMES_BELOW:
            _write_nodes(pen, places)
    if "streets" in groups and resolution < styles.STREET_NAMES_BELOW:
        _write_streets(pen, source)
    if "addresses" in groups and resolution < styles.NUMBERS_BELOW:
        _write_numbers(pen, source)


class Pen:
    """Writes texts with a halo where there is room."""

    def __init__(self, painter: QPainter, frame: Frame, look: Look) -> None:
        self.painter = painter
        self.frame = frame
        self.look = look
        width = (frame.box[2] - frame.box[0]) / frame.resolution
        height = (frame.box[3] - frame.box[1]) / frame.resolution
        self.room = Occupancy(width, height)
        self.size_px = (width, height)
        self._halo, self._ink = QBrush(look.halo), QBrush(look.text)

    def write(self, text: str, font: QFont, middle: tuple[float, float], colour: QColor) -> bool:
        """Write a text around a place if there is room for it."""
        give_way()
        shape = shape_of(text, font)
        width, height = shape.advance, shape.ascent
        x, y = middle
        box = (x - width / 2 - 3, y - height / 2 - 2, x + width / 2 + 3, y + height / 2 + 3)
        if not self.room.take([box]):
            return False
        self.put(text, font, QPointF(x - width / 2, y + shape.cap_height / 2), colour)
        return True

    def write_along(self, text: str, font: QFont, run: Run | None, x: float, y: float) -> bool:
        """Write a text letter by letter where a run from a place on sets it, if there is room."""
        if run is None:
            return False
        give_way()
        places, angles = run[0] + (x, y), run[1]
        reach = shapes_of(text, font)[0].ascent / 2 + 1
        boxes = [(px - reach, py - reach, px + reach, py + reach) for px, py in places.tolist()]
        if not self.room.take(boxes):
            return False
        self.put_along(text, font, places, angles)
        return True

    def put(self, text: str, font: QFont, start: QPointF, colour: QColor) -> None:
        """Write a text with its halo from a place on its baseline on."""
        shape = shape_of(text, font)
        fill_path(self.painter, shape.halo.translated(start), self._halo)
        fill_path(self.painter, shape.ink.translated(start), QBrush(colour))

    def put_along(self, text: str, font: QFont, places: np.ndarray, angles: np.ndarray) -> None:
        """Write letters with their halo around places (n, 2) at angles (n,) in radians."""
        shapes = shapes_of(text, font)
        cos, sin = np.cos(angles), np.sin(angles)
        back = np.array([shape.advance / 2 for shape in shapes])
        down = shapes[0].cap_height / 2
        x = places[:, 0] - cos * back - sin * down
        y = places[:, 1] - sin * back + cos * down
        numbers = np.column_stack([cos, sin, -sin, cos, x, y]).tolist()
        turns = [QTransform(*six) for six in numbers]
        # One call per letter: Qt fills a path of many letters several times slower.
        for turn, shape in zip(turns, shapes, strict=True):
            fill_path(self.painter, turn.map(shape.halo), self._halo)
        give_way()
        for turn, shape in zip(turns, shapes, strict=True):
            fill_path(self.painter, turn.map(shape.ink), self._ink)


@dataclass(frozen=True, eq=False)
class TextShape:
    """The outline of a text from the origin on, that of its halo, and its measures in px."""

    ink: QPainterPath
    halo: QPainterPath
    advance: float
    ascent: float
    cap_height: float


def shape_of(text: str, font: QFont) -> TextShape:
    """Return the shape of a text or letter; it is kept, as the same ones come again and again."""
    return _shape(text, font, font.key())


def shapes_of(text: str, font: QFont) -> list[TextShape]:
    """Return the shapes of the letters of a text."""
    name = font.key()  # asked once, as Qt writes it anew each time
    return [_shape(letter, font, name) for letter in text]


def _advances(text: str, font: QFont) -> np.ndarray:
    return np.array([shape.advance for shape in shapes_of(text, font)])


def _shape(text: str, font: QFont, name: str) -> TextShape:
    key = (text, name)
    shape = _shapes.get(key)
    if shape is None:
        metrics = QFontMetricsF(font)
        ink = QPainterPath()
        ink.setFillRule(Qt.FillRule.WindingFill)
        ink.addText(QPointF(0, 0), font, text)
        stroker = QPainterPathStroker()
        stroker.setWidth(_HALO_PX)
        stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        halo = stroker.createStroke(ink).united(ink)
        shape = TextShape(
            ink, halo, metrics.horizontalAdvance(text), metrics.ascent(), metrics.capHeight()
        )
        if len(_shapes) >= _MOST_SHAPES:
            _shapes.clear()
        _shapes[key] = shape
    return shape


_shapes: dict[tuple[str, str], TextShape] = {}


def _font(size_px: int, *, bold: bool = False, spaced: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(size_px)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if spaced:
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 114)
    return font


def _write_districts(pen: Pen, source: LabelSource) -> None:
    size_px = (13 + pen.look.letter_px(13)) // 2  # large already, and long: they grow half as much
    font = _font(size_px, bold=True, spaced=True)
    rows = source.districts.within(pen.frame.box)
    px = pen.frame.px(source.districts.xy[rows])
    for row, (x, y) in zip(rows.tolist(), px.tolist(), strict=True):  # a few dozen at most
        pen.write(str(source.districts.ids[row]).upper(), font, (x, y), pen.look.place_text)


def _write_nodes(pen: Pen, places: Points) -> None:
    """Write the name of each node below its symbol, above it where there is no room."""
    fonts = (_font(pen.look.letter_px(12), bold=True), _font(pen.look.letter_px(10)))
    rows = places.within(pen.frame.box)[:_MOST_NODES]
    px = pen.frame.px(places.xy[rows])
    size = styles.symbol_factor(pen.frame.resolution)
    for row, (x, y) in zip(rows.tolist(), px.tolist(), strict=True):  # a bounded number
        least = places.kind[row] > 0
        aside = (_BESIDE_A_CABINET_PX if least else _BESIDE_A_POP_PX) * size
        aside += pen.look.letter_px(8)
        text, font = str(places.ids[row]), fonts[int(least)]
        if not pen.write(text, font, (x, y + aside), pen.look.text):
            pen.write(text, font, (x, y - aside), pen.look.text)


def _write_streets(pen: Pen, source: LabelSource) -> None:
    font = _font(pen.look.letter_px(12 if pen.frame.resolution < 0.8 else 11))
    font_name = font.key()
    width, height = pen.size_px
    lines = source.streets
    written = 0
    for part in lines.within(pen.frame.box).tolist():  # stops after a fixed number of names
        text = str(lines.ids[lines.feature[part]])
        known, x, y = name_line(lines, part, pen.frame, font_name, partial(_advances, text, font))
        for runs in known.tries(x, y, width, height):  # one per half screen
            written += any(pen.write_along(text, font, run, x, y) for run in runs)
        if written > _MOST_NAMES:
            return


def _write_numbers(pen: Pen, source: LabelSource) -> None:
    font = _font(pen.look.letter_px(10))
    above = 6 + pen.look.letter_px(6)
    rows = source.numbers.within(pen.frame.box)[:_MOST_NUMBERS]
    px = pen.frame.px(source.numbers.xy[rows])
    for row, (x, y) in zip(rows.tolist(), px.tolist(), strict=True):  # a bounded number
        pen.write(str(source.numbers.ids[row]), font, (x, y - above), pen.look.text)
