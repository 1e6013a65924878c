"""A picture that rolls with the view shows what a fresh one would show, pixel by pixel."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from fibre_planner.ui.map.canvas import MapCanvas
from fibre_planner.ui.map.rolling import RollingPicture
from fibre_planner.ui.map.scene import SceneInput
from tests.towns import ORIGIN, town

SIZE, AHEAD = (37, 23), 96
WHOLE = QRect(0, 0, *SIZE)

pytestmark = pytest.mark.usefixtures("qapp")


def world(corner: tuple[int, int], seed: int):
    """Return what draws a pixel of the world in a colour of its own wherever the view looks."""

    def compose(painter: QPainter, part: QRect) -> None:
        for x in range(part.left(), part.right() + 1):
            for y in range(part.top(), part.bottom() + 1):
                right, up = corner[0] + x, corner[1] - y
                painter.fillRect(x, y, 1, 1, QColor(right % 251, up % 241, seed))

    return compose


def laid(rolling: RollingPicture, corner: tuple[int, int], part: QRect, seed: int) -> QImage:
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    rolling.lay(painter, corner, part, SIZE, seed, world(corner, seed))
    painter.end()
    return image.copy(part)


PLACES = st.tuples(st.integers(-150, 150), st.integers(-150, 150))
PARTS = st.builds(
    lambda left, top, width, height: QRect(left, top, width, height).intersected(WHOLE),
    *(st.integers(0, 30), st.integers(0, 20), st.integers(1, 37), st.integers(1, 23)),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(PLACES, PARTS, st.integers(0, 1)), min_size=1, max_size=5))
def test_rolled_picture_equals_a_fresh_one(steps) -> None:
    rolling = RollingPicture()
    for corner, part, seed in steps:
        fresh = laid(RollingPicture(), corner, part, seed)
        assert laid(rolling, corner, part, seed) == fresh


def asked_of(rolling: RollingPicture, corner: tuple[int, int]) -> int:
    """Return how many pixels are laid anew when all is seen from a corner."""
    asked: list[QRect] = []
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    rolling.lay(painter, corner, WHOLE, SIZE, 1, lambda _painter, part: asked.append(part))
    painter.end()
    return sum(part.width() * part.height() for part in asked)


def test_only_what_comes_into_view_and_a_strip_ahead_of_it_is_laid_anew() -> None:
    rolling = RollingPicture()
    wide, high = SIZE
    assert asked_of(rolling, (0, 0)) == wide * high
    assert asked_of(rolling, (3, 0)) == (3 + AHEAD) * high
    assert asked_of(rolling, (6, 0)) == 0
    assert asked_of(rolling, (6, -2)) == (2 + AHEAD) * wide
    assert asked_of(rolling, (6, -2 - AHEAD)) == 0


def test_lost_part_is_laid_anew_and_one_outside_changes_nothing() -> None:
    rolling, asked = RollingPicture(), []
    laid(rolling, (0, 0), WHOLE, 1)
    rolling.lose_part(QRect(30, 20, 512, 512))
    rolling.lose_part(QRect(-90, -90, 20, 20))
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    rolling.lay(painter, (0, 0), WHOLE, SIZE, 1, lambda _painter, part: asked.append(part))
    painter.end()
    assert asked == [QRect(30, 20, 7, 3)]


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    drawn = town("""
        1     2
        |     |
        A-----B
    """)
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    with qtbot.waitSignal(made.scene_changed):
        made.show_scene_of(lambda: SceneInput(drawn))
    yield made
    made.close_down()


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


def test_frame_after_panning_equals_one_that_is_laid_anew(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_view(canvas.view.centred(*ORIGIN, -8))
    qtbot.waitUntil(canvas.is_idle)
    for step in ((-15.0, 3.3), (200.5, -90.0), (-7.0, -31.0)):
        canvas.set_view(canvas.view.panned(*step))
        canvas.grab()
    qtbot.waitUntil(canvas.is_idle)
    rolled = pixels(canvas.grab().toImage())
    canvas._picture._rolling = RollingPicture()
    assert np.array_equal(rolled, pixels(canvas.grab().toImage()))
    assert len(np.unique(rolled)) > 10
