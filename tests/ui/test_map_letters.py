"""The texts of the map are as large as those of the window; the picture is renewed with them."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QMainWindow,
    QRadioButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
)
from pytestqt.qtbot import QtBot

from fibre_planner.ui import icons, theme
from fibre_planner.ui.fitting_bar import FittingBar
from fibre_planner.ui.map import furniture
from fibre_planner.ui.map.canvas import MapCanvas
from fibre_planner.ui.map.geometry import make_points
from fibre_planner.ui.map.labels import LabelSource
from fibre_planner.ui.map.lettering import paint_labels
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.scene import SceneInput
from fibre_planner.ui.map.styles import LIGHT, Look
from fibre_planner.ui.map.viewport import Viewport
from tests.towns import town

pytestmark = pytest.mark.usefixtures("qapp")
LARGE = replace(LIGHT, letters=2.0)


@pytest.fixture
def application_font() -> Iterator[None]:
    before = QApplication.font()
    yield
    QApplication.setFont(before)


def inked_rows(image: QImage) -> int:
    """Return over how many rows of pixels the ink of a picture reaches."""
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), -1)
    rows = np.nonzero((pixels >> 24).any(axis=1))[0]
    return int(rows[-1] - rows[0] + 1)


def written(look: Look) -> QImage:
    """Return a house number in the middle of a picture of 200 by 100 px."""
    numbers = make_points(np.array([[100.0, 50.0]]), np.zeros(1), np.array(["12"], dtype=object))
    frame = Frame((0.0, 0.0, 200.0, 100.0), 1.0, 1.0)
    source = LabelSource(nodes=numbers)
    return paint_labels(source, frozenset({"nodes"}), frame, look, 1).image


@pytest.mark.usefixtures("application_font")
@pytest.mark.parametrize(("percent", "letters"), [(100, 1.0), (150, 1.5), (200, 2.0)])
def test_letters_of_the_map_are_as_large_as_texts_are_chosen(percent: int, letters: float) -> None:
    font = QApplication.font()
    font.setPixelSize(round(12 * percent / 100))
    QApplication.setFont(font)
    assert theme.map_look("light").letters == letters
    assert theme.map_look("dark").letters == letters


def test_a_name_is_twice_as_high_where_texts_are_twice_as_large() -> None:
    usual, large = inked_rows(written(LIGHT)), inked_rows(written(LARGE))
    halo_px = 3
    assert abs((large - halo_px) - 2 * (usual - halo_px)) <= 2


def test_scale_bar_and_notes_grow_with_the_letters() -> None:
    rows = []
    for look in (LIGHT, LARGE):
        image = QImage(400, 300, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        height = furniture.draw_notes(painter, Viewport(0, 0, 0, 400, 300), ["", "© X", ""], look)
        painter.end()
        rows.append((height, inked_rows(image)))
    (usual_px, usual_rows), (large_px, large_rows) = rows
    assert (usual_px, large_px) == (20.0, 40.0)
    assert large_rows > 1.8 * usual_rows


def test_new_letters_renew_the_texts_of_a_map_that_is_painted(qtbot: QtBot) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    drawn = town("""
        1     2
        |     |
        A-----B
    """)
    canvas.show_scene_of(lambda: SceneInput(drawn), fit=True)
    qtbot.waitUntil(lambda: canvas.scene.box is not None and canvas.is_idle())
    before = canvas.grab().toImage()
    with qtbot.waitSignal(canvas.render_finished):
        canvas.set_look(LARGE)
        assert not canvas.is_idle()
    assert canvas.grab().toImage() != before
    with qtbot.waitSignal(canvas.render_finished):
        canvas.set_look(LIGHT)
    assert canvas.grab().toImage() == before
    canvas.close_down()


def styles_of(bar: FittingBar) -> list[Qt.ToolButtonStyle]:
    return [button.toolButtonStyle() for button in bar.findChildren(QToolButton) if button.text()]


def test_toolbar_gives_up_texts_before_commands_and_takes_them_back(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = FittingBar("Bar", window)
    icon = icons.icon("route")
    first = [bar.addAction(icon, text) for text in ("Import addresses", "Make a plan")]
    last = [bar.addAction(icon, text) for text in ("Planning", "Funding")]
    bar.give_up(first)
    bar.give_up(last)
    window.addToolBar(bar)
    text, alone = (
        Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
        Qt.ToolButtonStyle.ToolButtonIconOnly,
    )
    window.resize(900, 200)
    window.show()
    assert styles_of(bar) == [text, text, text, text]
    window.resize(320, 200)
    qtbot.waitUntil(lambda: styles_of(bar) == [alone, alone, text, text])
    window.resize(900, 200)
    qtbot.waitUntil(lambda: styles_of(bar) == [text, text, text, text])
    names = [bar.widgetForAction(action).accessibleName() for action in first]
    assert names == ["Import addresses", "Make a plan"]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_focus_is_seen_on_boxes_to_tick_and_to_choose(
    qtbot: QtBot, qapp: QApplication, name: str
) -> None:
    theme.apply_theme(qapp, name)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    parts = [QComboBox(), QCheckBox("Tick"), QRadioButton("One"), QLineEdit(), QSpinBox()]
    for part in parts:
        column.addWidget(part)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    for part, other in zip(parts, [*parts[1:], parts[0]], strict=True):
        pictures = []
        for focus in (other, part):
            focus.setFocus(Qt.FocusReason.TabFocusReason)
            dialog.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as after Tab
            pictures.append(part.grab().toImage())
        assert pictures[0] != pictures[1], type(part).__name__
    theme.apply_theme(qapp, "light")
