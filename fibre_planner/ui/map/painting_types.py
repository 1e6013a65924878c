"""Loads what painting needs of Qt before two threads paint at the same time."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QGradient,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextOption,
)

_WITH_ENUMERATIONS = (
    Qt,
    QBrush,
    QColor,
    QFont,
    QGradient,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextOption,
)


@cache
def load_painting_types() -> None:
    """Make all enumerations of the painting classes, and paint once; call it in the GUI thread.

    PySide makes an enumeration when it is first asked for. Where one thread does so while another
    one looks for the form of a call that takes an enumeration, the process dies.
    """
    for kind in _WITH_ENUMERATIONS:
        for name in dir(kind):
            if not name.startswith("__"):  # help texts are made when they are looked at, slowly
                getattr(kind, name)
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
