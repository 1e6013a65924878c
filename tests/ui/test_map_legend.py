"""The legend over the map leaves the map to be seen."""

from pytestqt.qtbot import QtBot

from fibre_planner.ui import settings
from fibre_planner.ui.map.frame import MapFrame
from fibre_planner.ui.map.scene import SceneBuilder, SceneInput
from fibre_planner.ui.map.styles import LIGHT
from tests.report.small_plan import small_project


def framed(qtbot: QtBot) -> MapFrame:
    frame = MapFrame()
    qtbot.addWidget(frame)
    frame.resize(1000, 800)
    frame.show()
    project = small_project()
    scene = SceneBuilder().build(SceneInput(project, project.plans[0]))
    frame.show_legend(scene, frozenset({"addresses", "trenches", "plan_nodes"}), LIGHT)
    return frame


def test_legend_folds_where_the_map_is_small_and_opens_with_more_room(qtbot: QtBot) -> None:
    frame = framed(qtbot)
    assert frame.is_legend_open
    frame.resize(260, 800)
    qtbot.waitUntil(lambda: not frame.is_legend_open)
    assert settings.legend_open()  # the user has not asked for it
    frame.resize(1000, 1)  # as low as it gets
    qtbot.waitUntil(lambda: frame.canvas.width() == 1000)
    assert not frame.is_legend_open
    frame.resize(1000, 800)
    qtbot.waitUntil(lambda: frame.is_legend_open)
    frame.canvas.close_down()


def test_legend_opened_by_hand_stays_open_on_a_small_map(qtbot: QtBot) -> None:
    frame = framed(qtbot)
    frame.resize(260, 800)
    qtbot.waitUntil(lambda: not frame.is_legend_open)
    frame._fold.click()
    assert frame.is_legend_open
    frame.resize(250, 790)
    qtbot.waitUntil(lambda: frame.canvas.width() == 250)
    assert frame.is_legend_open
    frame._fold.click()
    frame.resize(1000, 800)
    qtbot.waitUntil(lambda: frame.canvas.width() == 1000)
    assert not frame.is_legend_open
    assert not settings.legend_open()
    frame.canvas.close_down()
