"""Shapes of several parts and kinds under the vertex tool, and what ends with a document."""

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from fibre_planner.model.editing import add_row
from fibre_planner.model.project import Project
from fibre_planner.ui.draw_kinds import KINDS
from fibre_planner.ui.main_window import MainWindow
from tests.towns import at, rectangle, town
from tests.ui.map_gestures import CTRL, Gestures, cell, gestures_at
from tests.ui.windows import project_of, show

KIND = {kind.name: kind for kind in KINDS}


@pytest.fixture
def project() -> Project:
    drawn = town("""
        1   2   p   4
        |   |   |   |
        A---B---C---N
    """)
    area = rectangle(2, -6, 6, -3)
    hole = [(at(3, -4).x, at(3, -4).y), (at(4, -4).x, at(4, -4).y), (at(4, -5).x, at(4, -5).y)]
    area = shapely.Polygon(area.exterior.coords, [hole])
    line = shapely.LineString([cell(8, -6), cell(12, -6)])
    mixed = shapely.GeometryCollection([area, line, at(10, -3)])
    return add_row(drawn, "sites", {"title": "Alt", "site_id": "b1"}, mixed)


@pytest.fixture
def gestures(qtbot: QtBot, window: MainWindow, project: Project) -> Gestures:
    return gestures_at(cell(6, -3), qtbot, window, project)


def test_line_point_and_hole_of_one_site_are_edited_and_undone(
    window: MainWindow, gestures: Gestures, project: Project
) -> None:
    window.actions_by_name["edit_shape"].trigger()
    tool, stack = window.drawing.edit_shape, window.document.undo_stack
    gestures.click(cell(10, -3))  # the point of the site
    assert (tool.table, tool.row_id) == ("sites", "b1")
    gestures.drag(cell(10, -3), cell(12, -3), CTRL)
    assert stack.undoText() == "Move a vertex of Construction site “Alt”"
    gestures.drag(cell(12, -6), cell(12, -5), CTRL)
    gestures.click(cell(3, -4))
    gestures.key(Qt.Key.Key_Delete)
    assert stack.undoText() == "Delete a part of Construction site “Alt”"
    area, line, point = shapely.get_parts(project_of(window).sites.geometry.iloc[0])
    assert not area.interiors
    assert line.coords[1] == pytest.approx(cell(12, -5), abs=0.2)
    assert point.coords[0] == pytest.approx(cell(12, -3), abs=0.2)
    gestures.click((point.x, point.y))
    gestures.key(Qt.Key.Key_Delete)
    assert len(shapely.get_parts(project_of(window).sites.geometry.iloc[0])) == 2
    stack.setIndex(0)
    assert project_of(window) is project


def test_half_drawn_piece_and_its_form_end_with_the_document(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    window.drawing.draw_kind(KIND["street"])
    gestures.click(cell(-2, -2), CTRL)
    gestures.click(cell(2, -2), CTRL)
    assert len(window.drawing.draw.course) == 2
    show(qtbot, window, town("A---N"))
    assert window.drawing.draw.course == []
    assert window.canvas.navigation.tool is not window.drawing.draw
    window.drawing.draw_kind(KIND["street"])
    window.drawing.draw.course = [cell(0, 0), cell(2, 2)]
    gestures.key(Qt.Key.Key_Return)
    assert window.drawing.form is not None
    show(qtbot, window, town("B---N"))
    assert window.drawing.form is None
    gestures.key(Qt.Key.Key_Return)
    assert len(project_of(window).streets) == 1


def test_plan_that_follows_the_sample_town_leaves_the_tool_alone(
    window: MainWindow, gestures: Gestures, project: Project
) -> None:
    window.drawing.draw_kind(KIND["street"])
    gestures.click(cell(-2, -2), CTRL)
    window.document.show(project.with_metadata(note="x"), None, same=True)
    assert len(window.drawing.draw.course) == 1


def test_wished_place_is_drawn_before_there_is_a_plan(
    window: MainWindow, gestures: Gestures
) -> None:
    window.drawing.draw_kind(KIND["wished_cabinet"])
    gestures.click(cell(4, 0), CTRL)
    form = window.drawing.form
    assert form is not None
    form.fields["reason"].setText("Bauamt")
    form.accept()
    wish = project_of(window).node_wishes.iloc[0]
    assert (wish["kind"], wish["reason"]) == ("cabinet", "Bauamt")
    assert wish["wished_on"]
    assert window.selection.table == "node_wishes"


def test_drawn_street_has_the_road_class_that_was_chosen(
    window: MainWindow, gestures: Gestures
) -> None:
    window.drawing.draw_kind(KIND["street"])
    gestures.click(cell(-2, -2), CTRL)
    gestures.click(cell(2, -2), CTRL)
    gestures.key(Qt.Key.Key_Return)
    form = window.drawing.form
    assert form is not None
    box = form.fields["road_class"]
    assert isinstance(box, QComboBox)
    assert box.currentText() == "residential street"
    box.setCurrentIndex(box.findData("footway"))
    form.accept()
    drawn = project_of(window).streets.set_index("street_id").loc["drawn-000001"]
    assert drawn["road_class"] == "footway"
