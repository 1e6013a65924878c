"""Loads what painting needs of Qt before two threads paint at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QGradient,
    QImage,
    QImageReader,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QRegion,
    QTextOption,
    QTransform,
)

PAINTING_TYPES = (
    Qt,
    QBrush,
    QBuffer,
    QByteArray,
    QColor,
    QFont,
    QGradient,
    QIODevice,
    QImage,
    QImageReader,
    QLineF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QRegion,
    QTextOption,
    QTransform,
)
"""Classes with enumerations that the threads of a map use."""


def load_enumerations(kinds: Iterable[type]) -> None:
    """Make all enumerations of some classes."""
    for kind in kinds:
        for name in dir(kind):
            if not name.startswith("__"):  # help texts are made when they are looked at, slowly
                getattr(kind, name)


@cache
def load_painting_types() -> None:
    """Make all enumerations of the painting classes, and paint once; call it in the GUI thread.

    PySide makes an enumeration when it is first asked for. Where one thread does so while another
    one looks for the form of a call that takes an enumeration, the process dies.
    """
    load_enumerations(PAINTING_TYPES)
    image = QImage(8, 8, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QBrush(QColor("white"), Qt.BrushStyle.BDiagPattern))
    painter.fillRect(QRect(0, 0, 4, 4), QColor("white"))
    painter.fillRect(QRectF(0, 0, 4, 4), QBrush(QColor("white")))
    painter.drawImage(QRectF(0, 0, 4, 4), QImage(image))
    whole = QRectF(0, 0, 8, 8)
    piece = QPainter.PixmapFragment.create(whole.center(), whole)
    painter.drawPixmapFragments(piece, 1, QPixmap.fromImage(QImage(image)))
    painter.drawText(QRectF(0, 0, 8, 8), Qt.AlignmentFlag.AlignCenter, "x")
    QFontMetrics(painter.font()).horizontalAdvance("x")
    painter.end()
