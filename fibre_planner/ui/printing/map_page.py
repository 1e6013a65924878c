"""One page with a map: frame, scale bar, north arrow, legend and title block around it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from fibre_planner.progress import Report, part, silent
from fibre_planner.ui.map import furniture
from fibre_planner.ui.map.lettering import Pen, write_labels
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.scene import Scene
from fibre_planner.ui.map.sheet import PictureSheet
from fibre_planner.ui.map.styles import LIGHT
from fibre_planner.ui.map.tiles import GROUND_GROUPS, paint_layers
from fibre_planner.ui.map.viewport import Box, nice_length
from fibre_planner.ui.printing import ink
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.ground_wish import PAPER_DPI
from fibre_planner.ui.printing.legend_block import draw_legend, legend_lines
from fibre_planner.ui.printing.paper import (
    PX_PER_INCH,
    Paper,
    Rect,
    map_box,
    places_on,
    resolution_at,
)
from fibre_planner.ui.printing.title_block import Numbered, draw_title_block
from fibre_planner.ui.printing.vector_sheet import VectorPen, VectorSheet

if TYPE_CHECKING:
    from fibre_planner.ui.printing.ground import GroundAsk

_MOST_BAR_PX = 190.0
_NOTE_PX = 10


@dataclass(frozen=True)
class Mark:
    """A box on an overview with the number of the page that shows it."""

    box: Box
    text: str


@dataclass(frozen=True, eq=False)
class MapPage:
    """What one page shows: a part of a scene, and the words around it.

    middle: metres in the middle of the map. scale: its denominator. groups: the layers seen.
    marks: boxes of other pages, on the overview of a series. ground: the basemap below the map.
    """

    paper: Paper
    scene: Scene
    groups: frozenset[str]
    middle: tuple[float, float]
    scale: int
    fields: Fields
    numbered: Numbered = field(default_factory=Numbered)
    marks: tuple[Mark, ...] = ()
    ground: GroundAsk | None = None

    @property
    def title(self) -> str:
        """Return what the page is called in lists."""
        return self.numbered.name or self.fields.title

    @property
    def box(self) -> Box:
        """Return what the map shows, in metres."""
        return map_box(self.paper, self.middle, self.scale)

    def paint(self, painter: QPainter, ratio: float, report: Report = silent) -> None:
        """Paint the page in logical pixels.

        ratio: device pixels per logical pixel for a picture; 0 on a device that takes vectors.
        """
        places = places_on(self.paper)
        basemap = _basemap(self, places.map, ratio, part(report, 0.0, 0.5))
        groups = self.groups - GROUND_GROUPS if basemap is not None else self.groups
        _paint_map(painter, replace(self, groups=groups), ratio, basemap, part(report, 0.5, 1.0))
        lines = legend_lines(self.scene, groups, self.box, resolution_at(self.scale), LIGHT)
        draw_legend(painter, places.legend, lines)
        draw_title_block(painter, places.block, self.fields, self.scale, self.numbered)
        report(1.0, self.title)


def _basemap(page: MapPage, place: Rect, ratio: float, report: Report) -> QImage | None:
    """Return the picture below the map, no finer than the page can show."""
    if page.ground is None:
        return None
    # A preview is coarser than paper but tells what the paper will show.
    dpi = min(PAPER_DPI, ratio * PX_PER_INCH) if ratio else PAPER_DPI
    inches = (place.width / PX_PER_INCH, place.height / PX_PER_INCH)
    return page.ground.picture(page.box, inches, dpi, report)


def _paint_map(
    painter: QPainter, page: MapPage, ratio: float, basemap: QImage | None, report: Report
) -> None:
    place = places_on(page.paper).map
    frame = Frame(page.box, resolution_at(page.scale), ratio or 1.0, vector=not ratio)
    with ink.clipped(painter, place):
        painter.translate(place.left, place.top)
        if ratio:
            room = QRectF(0, 0, place.width, place.height)
            painter.drawImage(room, _picture(page, frame, place, basemap))
            pen: Pen = Pen(painter, frame, LIGHT)
        else:
            _paint_vectors(painter, page, frame, place, basemap, report)
            pen = VectorPen(painter, frame, LIGHT)
        # The basemap names the streets itself.
        named = page.groups - {"streets"} if basemap is not None else page.groups
        write_labels(pen, page.scene.labels, named)
        for mark in page.marks:
            _draw_mark(painter, frame, mark)
    _draw_scale_bar(painter, page.scale, place)
    if basemap is not None and page.ground is not None:
        _draw_attribution(painter, page.ground.attribution, place)
    furniture.draw_north_arrow(painter, place.right - 24, place.top + 40, LIGHT)
    ink.draw_frame(painter, place, 1.6)


def _paint_vectors(
    painter: QPainter,
    page: MapPage,
    frame: Frame,
    place: Rect,
    basemap: QImage | None,
    report: Report,
) -> None:
    room = QRectF(0, 0, place.width, place.height)
    painter.fillRect(room, LIGHT.ground)
    if basemap is not None:
        painter.drawImage(room, basemap)
    sheet = VectorSheet(painter, frame, LIGHT)
    layers = page.scene.shown(page.groups)
    for number, layer in enumerate(layers):
        report(0.9 * number / len(layers), page.title)
        paint_layers((layer,), sheet)


def _picture(page: MapPage, frame: Frame, place: Rect, basemap: QImage | None) -> QImage:
    """Return the map's layers as a picture, painted as fast as on the screen."""
    size = (max(round(place.width * frame.ratio), 1), max(round(place.height * frame.ratio), 1))
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(LIGHT.ground)
    if basemap is not None:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, *size), basemap)
        painter.end()
    sheet = PictureSheet(image, frame, LIGHT)
    try:
        paint_layers(page.scene.shown(page.groups), sheet)
    finally:
        sheet.finish()
    return image


def _draw_attribution(painter: QPainter, text: str, place: Rect) -> None:
    """Write in the lower right corner whose the basemap is."""
    font = ink.font(_NOTE_PX)
    lines = ink.broken(text, font, place.width / 2, 1)
    if not lines:
        return
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(lines[0]) + 8, metrics.height() + 2
    ground = QRectF(place.right - width, place.bottom - height, width, height)
    painter.fillRect(ground, QColor("#ffffff"))
    painter.setPen(ink.BLACK)
    ink.write_lines(painter, (ground.left() + 4, ground.top() + 1), lines, font)


def _draw_mark(painter: QPainter, frame: Frame, mark: Mark) -> None:
    west, south, east, north = mark.box
    left, top = (west - frame.box[0]) / frame.resolution, (frame.box[3] - north) / frame.resolution
    size = ((east - west) / frame.resolution, (north - south) / frame.resolution)
    outline = QRectF(left, top, *size)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(LIGHT.outline, 3.4), QPen(ink.BLACK, 1.4)):
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(outline)
    badge = QRectF(outline.left() + 3, outline.top() + 3, 24, 24)
    painter.setBrush(QColor("#ffffff"))
    painter.setPen(QPen(ink.BLACK, 1.2))
    painter.drawEllipse(badge)
    painter.setFont(ink.font(12, bold=True))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, mark.text)


def _draw_scale_bar(painter: QPainter, scale: int, place: Rect) -> None:
    """Draw a bar of alternating fields in the lower left corner, on a ground of its own."""
    resolution = resolution_at(scale)
    length_m = nice_length(resolution, _MOST_BAR_PX)
    width = length_m / resolution
    write = partial(furniture.length_text, length_m)
    left, top = place.left + 20, place.bottom - 18
    ground = QRectF(left - 14, top - 22, width + 44, 36)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#ffffff"))
    painter.drawRect(ground)
    painter.setPen(QPen(ink.BLACK, 0.9))
    for step in range(4):
        painter.setBrush(ink.BLACK if step % 2 == 0 else QColor("#ffffff"))
        painter.drawRect(QRectF(left + step * width / 4, top, width / 4, 5))
    painter.setFont(ink.font(11))
    for share in (0.0, 0.5, 1.0):
        cell = QRectF(left + share * width - 50, top - 19, 100, 16)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, write(share))
