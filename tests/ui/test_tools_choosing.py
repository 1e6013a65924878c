"""Choosing rows on the map: by click, box, polygon and command, and how they are marked."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from fibre_planner.model.editing import add_row
from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.chosen_marks import CHOSEN, ChosenMarks, rows_with
from fibre_planner.ui.map.geometry import make_points
from fibre_planner.ui.map.scene_layers import SceneLayer
from fibre_planner.ui.map.styles import LIGHT
from fibre_planner.ui.map.tools.choosing import box_outline, rows_within
from fibre_planner.ui.map.viewport import Viewport
from tests.towns import rectangle, town
from tests.ui.map_gestures import CTRL, SHIFT, Gestures, cell, gestures_at
from tests.ui.windows import show


@pytest.fixture
def project() -> Project:
    return town("""
        1   2   p   4
        |   |   |   |
        A---B---C---D
    """)


@pytest.fixture
def gestures(qtbot: QtBot, window: MainWindow, project: Project) -> Gestures:
    return gestures_at(cell(6, 1), qtbot, window, project)


def test_click_chooses_and_keys_add_toggle_and_remove(
    window: MainWindow, gestures: Gestures
) -> None:
    chosen = window.selection
    gestures.click(cell(0, 2))
    assert (chosen.table, chosen.ids) == ("addresses", {"p1"})
    gestures.click(cell(4, 2), SHIFT)
    assert chosen.ids == {"p1", "p2"}
    gestures.click(cell(0, 2), CTRL)
    assert chosen.ids == {"p2"}
    gestures.click(cell(0, 2), CTRL)
    gestures.click(cell(4, 2), CTRL | SHIFT)
    assert chosen.ids == {"p1"}
    gestures.key(Qt.Key.Key_Escape)
    assert chosen.ids == frozenset()


def test_drag_with_shift_chooses_by_a_box_and_the_strip_says_how_many(
    window: MainWindow, gestures: Gestures
) -> None:
    before = window.canvas.view
    gestures.drag(cell(-1, 3), cell(9, 1.5), SHIFT)
    assert window.canvas.view == before
    assert window.selection.ids == {"p1", "p2", "p3"}
    assert window.task_strip._chosen.text() == "3 addresses chosen"


def test_box_tool_chooses_from_the_layer_that_is_asked_for(
    window: MainWindow, gestures: Gestures
) -> None:
    window.actions_by_name["select_box"].trigger()
    gestures.drag(cell(-1, 3), cell(6, -1))
    assert window.selection.table == "addresses"
    window.selection_link.set_table("streets")
    gestures.drag(cell(-1, 0.5), cell(3, -0.5))
    assert window.selection.table == "streets"
    assert window.selection.ids == {"A-B", "s1"}


def test_adding_keeps_to_the_table_that_is_chosen_from(
    window: MainWindow, gestures: Gestures
) -> None:
    window.actions_by_name["select_box"].trigger()
    window.selection.choose("streets", ["C-D"])
    gestures.drag(cell(-1, 3), cell(1, -1), SHIFT)
    assert window.selection.table == "streets"
    assert window.selection.ids == {"C-D", "A-B", "s1"}


def test_polygon_tool_chooses_what_lies_within_its_corners(
    window: MainWindow, gestures: Gestures
) -> None:
    window.actions_by_name["select_polygon"].trigger()
    for corner in (cell(-1, 3), cell(5, 3), cell(5, 1.5)):
        gestures.click(corner)
    gestures.click(cell(20, 20))
    gestures.key(Qt.Key.Key_Backspace)
    gestures.key(Qt.Key.Key_Return)
    assert window.selection.ids == {"p2"}
    assert window.canvas.navigation.tool is window.map_tools.tools["select_polygon"]
    gestures.key(Qt.Key.Key_Escape)
    assert window.canvas.navigation.tool is window.canvas.navigation.identify
    assert window.actions_by_name["identify"].isChecked()


def test_commands_choose_all_the_others_and_nothing(window: MainWindow, gestures: Gestures) -> None:
    gestures.click(cell(0, 2))
    window.actions_by_name["select_others"].trigger()
    assert window.selection.ids == {"p2", "p3", "p4"}
    window.actions_by_name["select_all"].trigger()
    assert len(window.selection.ids) == 4
    window.actions_by_name["select_none"].trigger()
    assert window.selection.table == ""


def test_showing_the_chosen_rows_brings_them_into_view(
    window: MainWindow, gestures: Gestures
) -> None:
    gestures.look(cell(500, 500))
    window.selection.choose("addresses", ["p1", "p4"])
    window.actions_by_name["zoom_chosen"].trigger()
    west, south, east, north = window.canvas.view.box()
    for x, y in (cell(0, 2), cell(12, 2)):
        assert west < x < east
        assert south < y < north


def test_rows_chosen_elsewhere_are_marked_on_the_map(
    window: MainWindow, gestures: Gestures
) -> None:
    window.selection.choose("addresses", ["p2", "p3"])
    picture = window.canvas.grab().toImage()
    for place in (cell(4, 2), cell(8, 2)):
        assert CHOSEN in colours_beside(picture, gestures.px(place))
    assert CHOSEN not in colours_beside(picture, gestures.px(cell(0, 2)))


def colours_beside(picture: QImage, px: QPoint) -> list[QColor]:
    """Return the colours where the ring around a place is crossed, to the east of it."""
    return [QColor(picture.pixel(px.x() + step, px.y())) for step in range(5, 12)]


def test_thousands_of_marks_are_set_at_their_places() -> None:
    xy = np.array([(x, y) for x in range(100) for y in range(60)], dtype=float) * 8 + 4
    ids = np.array([f"a{n:05d}" for n in range(len(xy))], dtype=object)
    layer = SceneLayer("addresses", "addresses", "addresses", make_points(xy, ids == "", ids))
    marks = ChosenMarks()
    marks.show([layer], frozenset(ids.tolist()))
    image = QImage(800, 480, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    marks.paint(painter, Viewport(400.0, 240.0, 0, 800, 480), LIGHT)
    painter.end()
    places = [(x, 480 - y) for x, y in xy.astype(int).tolist()]
    assert all(QColor(image.pixel(*place)) == CHOSEN for place in places)
    assert image.pixel(0, 0) == 0


def test_rows_are_found_by_id_in_sorted_and_unsorted_layers() -> None:
    ids = np.array(["b", "a", "d", "c"], dtype=object)
    xy = np.arange(8, dtype=float).reshape(4, 2)
    wanted = np.array(["a", "c", "x"], dtype=object)
    unsorted = make_points(xy, np.zeros(4), ids)
    assert sorted(rows_with(unsorted, wanted).tolist()) == [1, 3]
    in_order = make_points(xy, np.zeros(4), np.sort(ids))
    assert rows_with(in_order, wanted).tolist() == [0, 2]


def test_slanted_outline_leaves_out_what_only_its_box_holds() -> None:
    xy = np.array([(1.0, 1.0), (9.0, 9.0), (5.0, 4.0)])
    ids = np.array(["near", "far", "middle"], dtype=object)
    layer = SceneLayer("nodes", "nodes", "nodes", make_points(xy, np.zeros(3), ids))
    triangle = np.array([(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)])
    assert rows_within([layer], triangle) == ("nodes", ["middle", "near"])
    assert rows_within([layer], box_outline((0, 0, 10, 10)))[1] == ["far", "middle", "near"]
    assert rows_within([layer], triangle[:2]) == ("", [])


def test_area_is_chosen_where_the_box_meets_its_edge(
    qtbot: QtBot, window: MainWindow, gestures: Gestures, project: Project
) -> None:
    site = rectangle(2, 4, 6, 6)
    show(qtbot, window, add_row(project, "sites", {"title": "x"}, site))
    gestures.look(cell(6, 1))
    window.actions_by_name["select_box"].trigger()
    gestures.drag(cell(1, 7), cell(3, 3.5))
    assert (window.selection.table, window.selection.ids) == ("sites", {"drawn-000001"})
