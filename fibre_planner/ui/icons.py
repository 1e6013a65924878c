"""Icons: the SVG files of `resources/icons` in the colour of the window's text."""

from __future__ import annotations

from functools import lru_cache

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
    image = _drawn(name, colour, round(size_px * ratio))
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


@lru_cache(maxsize=256)
def _icon(name: str, normal: str, disabled: str) -> QIcon:
    made = QIcon()
    for size in _SIZES_PX:
        made.addPixmap(QPixmap.fromImage(_drawn(name, normal, size)))
        made.addPixmap(QPixmap.fromImage(_drawn(name, disabled, size)), QIcon.Mode.Disabled)
    return made


def _drawn(name: str, colour: str, side: int) -> QImage:
    source = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image
