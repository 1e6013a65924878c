"""Areas coloured by a share: chosen in a panel, painted on the map, told in the legend."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
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
from fibre_planner.ui.panels.bars import bar_in
from fibre_planner.ui.panels.share_box import ShareBox
from fibre_planner.ui.printing.legend_block import legend_lines
from fibre_planner.ui.share_texts import class_texts
from tests.report.small_plan import EAST, NORTH, small_project
from tests.ui.windows import show, texts_of, wait_until_settled, words


def scene_of(project: Project, measure: str, by: str) -> Scene:
    return SceneBuilder().build(SceneInput(project, shares=share_choice(measure, by)))


def shares_of(scene: Scene, key: str = "shares"):
    return next(layer for layer in scene.layers if layer.key == key)


def test_district_takes_the_class_of_its_share() -> None:
    layer = shares_of(scene_of(small_project(), "gigabit", "district"))
    assert layer.data.kind.tolist() == [3]  # 8 of 12 dwellings: 50 to below 75 %
    assert layer.facts["told"].tolist() == ["67 %"]
    assert layer.data.ids.tolist() == ["d1"]


def test_squares_without_known_dwellings_are_a_kind_of_their_own() -> None:
    layer = shares_of(scene_of(small_project(), "gigabit", "grid"))
    assert sorted(layer.facts["told"].tolist()) == ["0 %", "0 %", "80 %", "–"]
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


def chosen_share(qtbot: QtBot, window: MainWindow, project: Project, by: str) -> None:
    show(qtbot, window, project)
    box = window.coverage_panel.share_box
    box.by.setCurrentIndex(box.by.findData(by))
    box.measure.setCurrentIndex(box.measure.findData("gigabit"))
    qtbot.waitUntil(lambda: window.canvas.scene.shares is not None, timeout=20_000)


def test_chart_of_shares_stays_until_the_new_ones_are_there(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    chosen_share(qtbot, window, project, "district")
    panel = window.charts_panel
    panel.kind.setCurrentIndex(panel.kind.findData("shares"))
    bars = texts_of(panel.table)
    assert bars
    whole = window.canvas.scene
    layers = tuple(layer for layer in whole.layers if layer.group != "shares")
    window.canvas.scene = replace(whole, layers=layers, shares=None, is_whole=False)
    window.canvas.scene_changed.emit()
    assert panel.told.text()
    assert texts_of(panel.table) == bars
    window.canvas.scene = replace(window.canvas.scene, is_whole=True)
    window.canvas.scene_changed.emit()
    assert not panel.told.text()


def at_empty_place(window: MainWindow, level: int = 0) -> QPoint:
    """Return where a place without any address or street is seen, 20 m beside a2."""
    window.canvas.set_view(window.canvas.view.centred(EAST + 45, NORTH - 45, level))
    x, y = window.canvas.view.to_screen(EAST + 45, NORTH - 45)
    return QPoint(round(x), round(y))


def test_click_on_a_district_chooses_its_addresses_and_tells_its_share(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    chosen_share(qtbot, window, project, "district")
    place = at_empty_place(window)
    qtbot.mouseMove(window.canvas, place + QPoint(9, 9))
    qtbot.mouseMove(window.canvas, place)
    qtbot.waitUntil(lambda: "67 %" in words(window.task_strip))
    assert "Old Town: Gigabit 67 %, 4 addresses" in words(window.task_strip)
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert window.selection.table == "addresses"
    assert window.selection.ids == {"a1", "a2", "a3", "a4"}
    area = window.map_link._explained[0]
    assert area.title == "Old Town"
    assert "Area with a share" in words(window.inspector)
    assert area.sections[0][1] == [
        ("Gigabit: share", "67 %"),
        ("Addresses", "4"),
        ("… of them: Gigabit", "1"),
        ("Dwellings", "12"),
        ("… of them: Gigabit", "8"),
    ]
    assert area.sections[1][0] == "Sums"
    assert [hit.row_id for hit in window.canvas.selection] == ["d1"]


def test_links_of_an_area_lead_to_those_with_and_without(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    chosen_share(qtbot, window, project, "district")
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=at_empty_place(window))
    area = window.map_link._explained[0]
    assert [(link.text, link.ids) for link in area.links] == [
        ("4 addresses in it", ("a4", "a1", "a2", "a3")),
        ("1 address: Gigabit", ("a4",)),
        ("3 other addresses", ("a1", "a2", "a3")),
    ]
    window.map_link.open_link(area.links[2])
    assert window.selection.ids == {"a1", "a2", "a3"}


@pytest.mark.parametrize(("level", "side"), [(0, "100"), (16, "500")])
def test_click_takes_the_square_of_the_size_that_is_seen(
    qtbot: QtBot, window: MainWindow, project: Project, level: int, side: str
) -> None:
    chosen_share(qtbot, window, project, "grid")
    place = at_empty_place(window, level)
    hits = [hit for hit in window.canvas.hits_at(place.x(), place.y()) if hit.table == "squares"]
    assert [hit.row_id.split("m ")[0] for hit in hits] == [f"square {side}"]


def test_ctrl_and_a_click_take_an_area_out_of_what_is_chosen(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    chosen_share(qtbot, window, project, "district")
    window.selection.choose("addresses", ["a1", "a6"])
    place = at_empty_place(window)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, control, place)
    assert window.selection.ids == {"a2", "a3", "a4", "a6"}


def test_part_of_a_bar_chooses_a_class_and_the_row_its_district(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    show(qtbot, window, project)
    window.show_panel("coverage")
    table = window.coverage_panel.table
    qtbot.waitUntil(table.isVisible)
    item = next(
        table.topLevelItem(number)
        for number in range(table.topLevelItemCount())
        if table.topLevelItem(number).text(0) == "Old Town"
    )
    left, view = Qt.MouseButton.LeftButton, table.viewport()
    cell = bar_in(QRectF(table.visualRect(table.indexFromItem(item, 2))))
    middle = round(cell.center().y())
    # Of its four addresses two are white, one light grey, one served.
    for share, ids in ((0.25, {"a1", "a3"}), (0.6, {"a2"}), (0.9, {"a4"})):
        x = round(cell.left() + share * cell.width())
        qtbot.mouseClick(view, left, pos=QPoint(x, middle))
        assert window.selection.ids == ids
    name = table.visualRect(table.indexFromItem(item, 0)).center()
    qtbot.mouseClick(view, left, pos=name)
    assert window.selection.ids == {"a1", "a2", "a3", "a4"}
    window.selection.clear()
    table.setFocus()
    table.setCurrentItem(item)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert window.selection.ids == {"a1", "a2", "a3", "a4"}
