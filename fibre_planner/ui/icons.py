"""Icons: the SVG files of `resources/icons` in the colour of the window's text."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from fibre_planner.resources import RESOURCES

_SIZES_PX = (16, 20, 24, 32, 48, 64)


def icon(name: str, colour: str = "") -> QIcon:
    """Return an icon in a colour, by default that of the window's text; greyed when disabled.

    Raises FileNotFoundError for a name that is not shipped.
    """
    palette = QApplication.palette()
    normal = colour or palette.color(QPalette.ColorRole.WindowText).name()
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
    return _icon(name, normal, disabled)


def picture(name: str, colour: str, size_px: int, ratio: float) -> QPixmap:
    """Return an icon as a sharp picture of a logical size."""
    image = _strip(name, colour, (round(size_px * ratio),))
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


@lru_cache(maxsize=256)
def _icon(name: str, normal: str, disabled: str) -> QIcon:
    made = QIcon()
    for colour, mode in ((normal, QIcon.Mode.Normal), (disabled, QIcon.Mode.Disabled)):
        strip = _strip(name, colour, _SIZES_PX)
        left = 0
        for size in _SIZES_PX:
            made.addPixmap(QPixmap.fromImage(strip.copy(left, 0, size, size)), mode)
            left += size
    return made


def _strip(name: str, colour: str, sides: tuple[int, ...]) -> QImage:
    """Return an icon in several sizes side by side: the window draws hundreds at its start."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    image = QImage(sum(sides), max(sides), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    left = 0
    for side in sides:
        renderer.render(painter, QRectF(left, 0, side, side))
        left += side
    painter.end()
    return image


@cache
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
