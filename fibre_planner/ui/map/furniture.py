"""Scale bar, north arrow and source notes drawn over the map."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from fibre_planner.language import current_language
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.viewport import Viewport, nice_length

_MARGIN_PX = 14.0
_MOST_BAR_PX, _MOST_BAR = 160.0, 0.3
_NOTE_PX = 20.0
_LOWER_PX, _ARROW_DOWN_PX = 110.0, 134.0
_ARROW_PX = ((0, -13), (7, 9), (0, 4), (-7, 9))


class Furniture:
    """What lies over every map, painted once and kept until it changes: texts cost most of it."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, QPixmap]] = {}

    def draw(
        self, painter: QPainter, view: Viewport, ratio: float, notes: list[str], look: Look
    ) -> None:
        """Draw notes, scale bar and north arrow; the first note is a warning."""
        size = (view.width, view.height)
        height = look.letter_px(_LOWER_PX)
        lower = QRectF(0, view.height - height, view.width, height)
        state = (view.level, size, ratio, tuple(notes), look)
        self._put(
            painter, "lower", state, lower, ratio, lambda on: _draw_lower(on, view, notes, look)
        )
        side = look.letter_px(40)
        x = view.width - _MARGIN_PX - 0.4 * side
        y = _ARROW_DOWN_PX * (1 + look.letters) / 2 + 34 * look.letters
        place = QRectF(x - side / 2, y - side, side, 1.5 * side)
        arrow = (view.width, ratio, look)
        self._put(
            painter, "north", arrow, place, ratio, lambda on: draw_north_arrow(on, x, y, look)
        )

    def _put(
        self,
        painter: QPainter,
        name: str,
        state: object,
        place: QRectF,
        ratio: float,
        draw: Callable[[QPainter], object],
    ) -> None:
        known = self._kept.get(name)
        if known is None or known[0] != state:
            picture = QPixmap(round(place.width() * ratio), round(place.height() * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            within = QPainter(picture)
            within.setRenderHint(QPainter.RenderHint.Antialiasing)
            within.translate(-place.topLeft())
            draw(within)
            within.end()
            known = self._kept[name] = (state, picture)
        painter.drawPixmap(place.topLeft(), known[1])


def _draw_lower(painter: QPainter, view: Viewport, notes: list[str], look: Look) -> None:
    above = draw_notes(painter, view, notes, look)
    draw_scale_bar(painter, view, look, view.width - _MARGIN_PX, above)


def small_font(look: Look) -> QFont:
    """Return the font of notes on the map."""
    font = QFont()
    font.setPixelSize(look.letter_px(11))
    return font


def length_text(length_m: float, share: float = 1.0) -> str:
    """Return a share of the length of a scale bar with its unit, which only its end names."""
    by_km = length_m >= 1000
    number = f"{share * length_m / (1000 if by_km else 1):g}"
    if current_language() == "de":  # the formats of reports would load pandas into the first map
        number = number.replace(".", ",")
    return f"{number} {'km' if by_km else 'm'}" if share == 1.0 else number


def draw_scale_bar(
    painter: QPainter, view: Viewport, look: Look, right_px: float, above_px: float
) -> None:
    """Draw a bar of a round length at the lower right edge, above the notes."""
    length_m = nice_length(view.resolution, min(_MOST_BAR_PX, _MOST_BAR * view.width))
    width = length_m / view.resolution
    text = length_text(length_m)
    baseline = view.height - max(above_px, look.letter_px(_NOTE_PX)) - 12
    left = right_px - width
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = [
        QPointF(left, baseline - 6),
        QPointF(left, baseline),
        QPointF(right_px, baseline),
        QPointF(right_px, baseline - 6),
    ]
    for pen in (QPen(look.halo, 5.0), QPen(look.text, 1.8)):
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(corners))
    painter.setFont(small_font(look))
    box = QRectF(left - 40, baseline - 6 - look.letter_px(18), width + 80, look.letter_px(18))
    _write(painter, box, Qt.AlignmentFlag.AlignCenter, text, look)


def draw_north_arrow(painter: QPainter, x: float, y: float, look: Look) -> None:
    """Draw an arrow to the north around a place."""
    painter.setPen(QPen(look.halo, 3.0))
    size = look.letters
    shape = QPolygonF([QPointF(x + size * right, y + size * down) for right, down in _ARROW_PX])
    painter.setBrush(look.text)
    painter.drawPolygon(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(shape)
    painter.setFont(small_font(look))
    _write(
        painter,
        QRectF(x - 12 * size, y - 31 * size, 24 * size, 16 * size),
        Qt.AlignmentFlag.AlignCenter,
        "N",
        look,
    )


def draw_notes(painter: QPainter, view: Viewport, notes: list[str], look: Look) -> float:
    """Write notes at the lower right edge, below each other where they do not fit into one line.

    The first one is a warning and is greyed; a note too long for the map is shortened.
    Returns the height in px that they take.
    """
    painter.setFont(small_font(look))
    metrics = QFontMetricsF(painter.font())
    line_px = look.letter_px(_NOTE_PX)
    warning, *plain = notes
    joined = " · ".join(note for note in plain if note)
    room = max(view.width - 2 * _MARGIN_PX - 200, 60.0)
    fits = metrics.horizontalAdvance(joined) <= room
    lines = [(joined, False)] if fits else [(note, False) for note in plain[::-1]]
    lines.append((warning, True))
    height = 0.0
    for line, greyed in lines:  # from the lower edge up
        if line:
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(shown) + 12
            top = view.height - line_px - height
            box = QRectF(view.width - width - 4, top, width, line_px - 3)
            _draw_note(painter, box, shown, look.halo, look.place_text if greyed else look.text)
            height += line_px
    return height


def _draw_note(painter: QPainter, box: QRectF, text: str, ground: QColor, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _write(
    painter: QPainter, box: QRectF, alignment: Qt.AlignmentFlag, text: str, look: Look
) -> None:
    painter.setPen(look.halo)
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(box.translated(dx, dy), alignment, text)
    painter.setPen(look.text)
    painter.drawText(box, alignment, text)
