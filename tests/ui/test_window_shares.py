"""Areas coloured by a share: chosen in a panel, painted on the map, told in the legend."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui import legend_entries, settings
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.labels import ScaledPlaces
from fibre_planner.ui.map.lettering import paint_labels
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.scene import Scene, SceneBuilder, SceneInput
from fibre_planner.ui.map.share_layer import bounds, share_choice
from fibre_planner.ui.map.share_painter import share_fill
from fibre_planner.ui.map.styles import LIGHT, table
from fibre_planner.ui.panels.share_box import ShareBox
from fibre_planner.ui.printing.legend_block import legend_lines
from fibre_planner.ui.share_texts import class_texts
from tests.report.small_plan import EAST, NORTH, small_project
from tests.ui.windows import show, wait_until_settled


def scene_of(project: Project, measure: str, by: str) -> Scene:
    return SceneBuilder().build(SceneInput(project, shares=share_choice(measure, by)))


def shares_of(scene: Scene, key: str = "shares"):
    return next(layer for layer in scene.layers if layer.key == key)


def test_district_takes_the_class_of_its_share() -> None:
    layer = shares_of(scene_of(small_project(), "gigabit", "district"))
    assert layer.data.kind.tolist() == [3]  # 8 of 12 dwellings: 50 to below 75 %
    assert layer.data.ids.tolist() == ["67 %"]


def test_squares_without_known_dwellings_are_a_kind_of_their_own() -> None:
    layer = shares_of(scene_of(small_project(), "gigabit", "grid"))
    assert sorted(layer.data.ids.tolist()) == ["0 %", "0 %", "80 %", "–"]
    assert sorted(layer.data.kind.tolist()) == [0, 1, 1, 4]


def test_nothing_chosen_means_no_layer_and_another_choice_makes_it_anew() -> None:
    builder, project = SceneBuilder(), small_project()
    assert "shares" not in builder.build(SceneInput(project)).groups()
    given = SceneInput(project, shares=share_choice("white", "district"))
    first = shares_of(builder.build(given))
    assert shares_of(builder.build(given)) is first
    assert builder.is_complete(given)
    other = SceneInput(project, shares=share_choice("served", "district"))
    assert not builder.is_complete(other)
    assert shares_of(builder.build(other)) is not first


def test_labels_of_squares_belong_to_scales_that_do_not_overlap() -> None:
    known = scene_of(small_project(), "gigabit", "grid").labels.shares
    assert [type(one) for one in known] == [ScaledPlaces] * 3
    assert [len(one.places) for one in known] == [4, 3, 2]
    ranges = sorted((one.seen_from, one.seen_below) for one in known)
    assert [low for low, _ in ranges[1:]] == [high for _, high in ranges[:-1]]


def test_share_is_written_where_an_area_has_room(qtbot: QtBot) -> None:
    assert qtbot is not None
    labels = scene_of(small_project(), "gigabit", "district").labels
    box = (EAST - 200, NORTH - 200, EAST + 200, NORTH + 200)
    groups = frozenset({"shares"})
    near = paint_labels(labels, groups, Frame(box, 1.0, 1.0), LIGHT, 1).pieces
    far = paint_labels(labels, groups, Frame(box, 5.0, 1.0), LIGHT, 1).pieces
    assert near
    assert not far


def test_legend_names_the_classes_there_are_the_highest_first() -> None:
    scene = scene_of(small_project(), "gigabit", "grid")
    texts = [entry.text for entry in legend_entries.share_entries(scene)]
    assert texts == ["75 to below 95 %", "0 to below 25 %", "no figure"]
    assert legend_entries.title("shares", scene) == "Gigabit: share by square"


def test_printed_legend_lists_the_shares(qtbot: QtBot) -> None:
    assert qtbot is not None
    scene = scene_of(small_project(), "gigabit", "district")
    assert scene.box is not None
    lines = legend_lines(scene, frozenset({"shares"}), scene.box, 1.0, LIGHT)
    assert [line.text for line in lines] == ["Gigabit: share by district", "50 to below 75 %"]


def test_classes_have_a_colour_each_that_darkens_with_the_share() -> None:
    colours = [QColor(colour) for colour in table()["share"]["colours"]]
    assert len(colours) == len(bounds()) == len(class_texts())
    light = [0.2126 * c.redF() + 0.7152 * c.greenF() + 0.0722 * c.blueF() for c in colours]
    assert light == sorted(light, reverse=True)
    assert share_fill(0)[0].style() != share_fill(1)[0].style()  # hatched


def test_choice_is_remembered(qtbot: QtBot) -> None:
    box = ShareBox()
    qtbot.addWidget(box)
    assert box.choice is None
    assert not box.by.isEnabled()
    with qtbot.waitSignal(box.changed):
        box.measure.setCurrentIndex(box.measure.findData("white"))
    box.by.setCurrentIndex(box.by.findData("grid"))
    assert box.choice is share_choice("white", "grid")
    assert settings.shares() == ("white", "grid")
    again = ShareBox()
    qtbot.addWidget(again)
    assert again.choice is share_choice("white", "grid")


@pytest.mark.parametrize("by", ["district", "grid"])
def test_map_shows_the_share_that_is_chosen_in_the_panel(
    qtbot: QtBot, window: MainWindow, project: Project, by: str
) -> None:
    show(qtbot, window, project)
    box = window.coverage_panel.share_box
    box.by.setCurrentIndex(box.by.findData(by))
    with qtbot.waitSignal(window.canvas.render_finished, timeout=20_000):
        box.measure.setCurrentIndex(box.measure.findData("gigabit"))
    qtbot.waitUntil(lambda: window.canvas.scene.shares is not None)
    window.canvas.set_groups(frozenset({"shares"}))
    window.canvas.set_view(window.canvas.view.centred(EAST + 75, NORTH - 30, 0))
    wait_until_settled(qtbot, window)
    x, y = window.canvas.view.to_screen(EAST + 75, NORTH - 10)
    seen = window.canvas.grab().toImage().pixelColor(QPoint(round(x) + 8, round(y) + 12))
    fill = share_fill(3 if by == "district" else 4)[0].color()
    share = fill.alphaF()
    expected = [
        share * ink + (1 - share) * ground
        for ink, ground in zip(fill.getRgb()[:3], LIGHT.ground.getRgb()[:3], strict=True)
    ]
    assert list(seen.getRgb()[:3]) == pytest.approx(expected, abs=3)
    legend = [label.text() for label in window.map_frame.legend.findChildren(QLabel)]
    assert any("Gigabit: share" in text for text in legend)
