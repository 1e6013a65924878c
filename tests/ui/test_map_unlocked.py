"""Painting without the interpreter lock draws the same pixels as PySide's own calls."""

import sys
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from fibre_planner.ui.map import unlocked

pytestmark = pytest.mark.usefixtures("qapp")

LINES = np.array([[2.0, 3.0, 50.0, 40.0], [60.0, 5.0, 5.5, 60.0]])
RING = np.array([[5.0, 5.0], [60.0, 10.0], [30.0, 55.0]])
BOXES = np.array([[4.0, 6.0, 20.0, 9.5]])
STAMPS = np.array([[30.0, 30.0, 0, 0, 8.0, 8.0, 1.0, 1.0, 0.0, 1.0]])


def a_path() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(10, 12, 40, 30)
    return path


def a_stamp() -> QPixmap:
    picture = QPixmap(8, 8)
    picture.fill(QColor("green"))
    return picture


DRAWN: dict[str, Callable[[QPainter], None]] = {
    "_lines": lambda painter: unlocked.draw_lines(painter, LINES),
    "_boxes": lambda painter: unlocked.draw_boxes(painter, BOXES),
    "_polygon": lambda painter: unlocked.draw_polygon(painter, RING.ctypes.data, len(RING)),
    "_polyline": lambda painter: unlocked.draw_polyline(painter, RING.ctypes.data, len(RING)),
    "_path": lambda painter: unlocked.draw_path(painter, a_path()),
    "_filled": lambda painter: unlocked.fill_path(painter, a_path(), QBrush(QColor("blue"))),
    "_fragments": lambda painter: unlocked.draw_fragments(painter, STAMPS, a_stamp()),
}


def drawn(draw: Callable[[QPainter], None]) -> QImage:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("red"), 2.5))
    painter.setBrush(QColor("yellow"))
    draw(painter)
    painter.end()
    return image


@pytest.mark.parametrize("name", DRAWN)
def test_call_without_the_lock_draws_what_pysides_own_draws(name, monkeypatch) -> None:
    blank = drawn(QPainter.resetTransform)
    quick = drawn(DRAWN[name])
    monkeypatch.setattr(unlocked, name, None)
    assert quick == drawn(DRAWN[name])
    assert quick != blank


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt's names differ elsewhere")
@pytest.mark.parametrize("name", DRAWN)
def test_qt_of_this_system_offers_the_call(name) -> None:
    assert getattr(unlocked, name) is not None
