"""Drawing and editing on the map of a real window: every edit one undo step with a name."""

import threading

import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fibre_planner.model.editing import add_row
from fibre_planner.model.project import Project
from fibre_planner.progress import Report
from fibre_planner.ui.draw_kinds import KINDS
from fibre_planner.ui.main_window import MainWindow
from tests.towns import at, rectangle, town
from tests.ui.map_gestures import CTRL, LEFT, Gestures, cell, gestures_at
from tests.ui.windows import project_of, show

KIND = {kind.name: kind for kind in KINDS}


@pytest.fixture
def project() -> Project:
    drawn = town("""
        1   2   p   4
        |   |   |   |
        A---B---C---N
    """)
    return add_row(drawn, "sites", {"title": "Alt", "site_id": "b1"}, rectangle(2, -6, 6, -3))


@pytest.fixture
def gestures(qtbot: QtBot, window: MainWindow, project: Project) -> Gestures:
    return gestures_at(cell(4, -1), qtbot, window, project)


def fill(window: MainWindow, name: str, text: str) -> None:
    form = window.drawing.form
    assert form is not None
    form.fields[name].setText(text)


def test_drawn_site_is_asked_for_its_values_and_is_one_undo_step(
    window: MainWindow, gestures: Gestures
) -> None:
    before = project_of(window)
    window.drawing.draw_kind(KIND["site"])
    assert "Construction site" in window.map_frame.hint.text()
    for corner in (cell(-4, 4), cell(0, 4), cell(0, 6)):
        gestures.click(corner, CTRL)
    gestures.double_click(cell(-4, 6))
    form = window.drawing.form
    assert form is not None
    assert form.isVisible()
    assert form.fields["title"].text() == "s1"  # the nearest street
    fill(window, "title", "Luisenstraße")
    fill(window, "planned_from", "2027-03-01")
    fill(window, "planned_to", "2027-02-01")
    form.accept()
    assert form.isVisible()
    assert "end lies before" in form.problem.text()
    fill(window, "planned_to", "2027-05-31")
    form.accept()
    assert window.document.undo_stack.undoText() == "Draw Construction site “Luisenstraße”"
    row = project_of(window).sites.set_index("site_id").loc["drawn-000001"]
    assert (row["title"], row["planned_from"]) == ("Luisenstraße", "2027-03-01")
    assert row.geometry.area == pytest.approx(800.0, abs=20)
    assert window.selection.ids == {"drawn-000001"}
    window.actions_by_name["undo"].trigger()
    assert project_of(window) is before


def test_escape_steps_back_and_keeps_what_is_finished(
    window: MainWindow, gestures: Gestures
) -> None:
    window.drawing.draw_kind(KIND["phase"])
    tool = window.drawing.draw
    for corner in (cell(-4, 4), cell(0, 4), cell(0, 6)):
        gestures.click(corner, CTRL)
    gestures.key(Qt.Key.Key_Return)
    form = window.drawing.form
    assert form is not None
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert window.drawing.form is None
    assert len(tool.course) == 3
    gestures.key(Qt.Key.Key_Return)
    fill(window, "name", "Nord")
    window.drawing.form.accept()
    assert list(project_of(window).areas["name"]) == ["Nord"]
    gestures.click(cell(-4, -4), CTRL)
    gestures.click(cell(-2, -4), CTRL)
    gestures.key(Qt.Key.Key_Escape)
    assert len(tool.course) == 1
    gestures.key(Qt.Key.Key_Escape)
    gestures.key(Qt.Key.Key_Escape)
    assert window.canvas.navigation.tool is window.canvas.navigation.identify
    assert list(project_of(window).areas["name"]) == ["Nord"]


def test_cabinet_snaps_to_the_street_and_is_suspended_by_ctrl(
    window: MainWindow, gestures: Gestures
) -> None:
    window.drawing.draw_kind(KIND["cabinet"])
    x, y = cell(2, 0)
    gestures.move((x, y + 1.5))
    assert window.drawing.draw.now.kind == "edge"
    gestures.click((x, y + 1.5))
    window.drawing.form.accept()
    gestures.click((x, y + 1.5), CTRL)
    window.drawing.form.accept()
    nodes = project_of(window).nodes.set_index("node_id")
    assert nodes.geometry["drawn-000001"].y == y
    assert nodes.geometry["drawn-000002"].y == pytest.approx(y + 1.5, abs=0.2)
    assert set(nodes["kind"]) == {"cabinet", "pop"}


def test_typed_figures_draw_a_street(window: MainWindow, gestures: Gestures) -> None:
    window.drawing.draw_kind(KIND["street"])
    line = window.map_tools.typed_line
    assert line.isVisible()
    x, y = cell(-2, -2)
    gestures.key(Qt.Key.Key_5)
    assert line.hasFocus()
    for text in (f"{x} {y}", "@30 0", "40 < 0"):
        line.setText(text)
        QTest.keyClick(line, Qt.Key.Key_Return)
    line.setText("nonsense")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "no place" in window.map_frame.hint.text()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    gestures.key(Qt.Key.Key_Return)
    fill(window, "name", "Neue Gasse")
    window.drawing.form.accept()
    drawn = project_of(window).streets.set_index("street_id").loc["drawn-000001"]
    assert list(drawn.geometry.coords) == [(x, y), (x + 30, y), (x + 30, y + 40)]
    assert (drawn["name"], drawn["road_class"]) == ("Neue Gasse", "residential")


def test_drawn_address_knows_its_neighbourhood_and_its_district(
    qtbot: QtBot, window: MainWindow, gestures: Gestures, project: Project
) -> None:
    district = add_row(
        project, "areas", {"kind": "district", "name": "Mitte"}, rectangle(-9, -9, 20, 9)
    )
    show(qtbot, window, district)
    window.drawing.draw_kind(KIND["address"])
    gestures.click(cell(2, 3), CTRL)
    form = window.drawing.form
    assert form is not None
    assert form.fields["postcode"].text() == "63065"
    form.accept()
    assert "Please fill in" in form.problem.text()
    fill(window, "house_number", "7")
    form.accept()
    row = project_of(window).addresses.set_index("address_id").loc["drawn-000001"]
    assert (row["house_number"], row["dwellings"], row["district"]) == ("7", 1, "Mitte")


def test_vertex_is_dragged_inserted_and_deleted(window: MainWindow, gestures: Gestures) -> None:
    window.actions_by_name["edit_shape"].trigger()
    tool, stack = window.drawing.edit_shape, window.document.undo_stack
    gestures.click(cell(4, -4.5))
    assert (tool.table, tool.row_id) == ("sites", "b1")
    gestures.drag(cell(6, -3), cell(8, -3), CTRL)
    assert stack.undoText() == "Move a vertex of Construction site “Alt”"
    assert site(window).area == pytest.approx(1200 + 300, abs=30)
    gestures.drag(cell(2, -4.5), cell(0, -4.5), CTRL)  # the middle of the left edge
    assert stack.undoText() == "Insert a vertex into Construction site “Alt”"
    assert len(site(window).exterior.coords) == 6
    gestures.key(Qt.Key.Key_Delete)
    assert stack.undoText() == "Delete a vertex of Construction site “Alt”"
    assert len(site(window).exterior.coords) == 5
    assert stack.count() == 3


def test_feature_is_moved_as_a_whole_and_only_the_overlay_is_painted_meanwhile(
    window: MainWindow, gestures: Gestures
) -> None:
    window.actions_by_name["edit_shape"].trigger()
    gestures.click(cell(4, -4.5))
    before = project_of(window)
    gestures.press(cell(4, -4.5), CTRL)
    gestures.move_held(cell(4, -4.5), cell(5, -4.5), CTRL)
    assert project_of(window) is before
    assert window.canvas.is_idle()
    assert window.drawing.edit_shape.outline.shape() != site(window)
    QTest.mouseRelease(window.canvas, LEFT, CTRL, gestures.px(cell(5, -4.5)))
    assert site(window).bounds[0] == pytest.approx(cell(3, 0)[0], abs=0.3)
    assert window.document.undo_stack.undoText() == "Move Construction site “Alt”"


def test_escape_while_dragging_leaves_everything_as_it_was(
    window: MainWindow, gestures: Gestures
) -> None:
    window.actions_by_name["edit_shape"].trigger()
    gestures.click(cell(4, -4.5))
    before = project_of(window)
    gestures.press(cell(6, -3))
    gestures.move_held(cell(6, -3), cell(9, 0))
    gestures.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(window.canvas, LEFT, pos=gestures.px(cell(9, 0)))
    assert project_of(window) is before
    assert window.drawing.edit_shape.outline.shape().equals(site(window))


def test_dragged_vertex_snaps_to_other_features_but_not_to_its_own(
    window: MainWindow, gestures: Gestures
) -> None:
    window.actions_by_name["edit_shape"].trigger()
    gestures.click(cell(4, -4.5))
    x, y = cell(4, 0)
    gestures.drag(cell(6, -3), (x + 1, y - 1))
    assert (x, y) in list(site(window).exterior.coords)


def test_pop_is_moved_by_figures_and_undone_under_the_tool(
    window: MainWindow, gestures: Gestures
) -> None:
    window.actions_by_name["edit_shape"].trigger()
    gestures.click(cell(12, 0))
    tool = window.drawing.edit_shape
    assert tool.table == "nodes"
    tool.enter("@5 0")
    x, y = cell(12, 0)
    assert project_of(window).nodes.geometry.iloc[0] == shapely.Point(x + 5, y)
    assert window.document.undo_stack.undoText() == "Move PoP"
    window.actions_by_name["undo"].trigger()
    assert tool.outline.shape() == shapely.Point(x, y)


def test_deleted_address_can_be_brought_back_from_the_message(
    window: MainWindow, gestures: Gestures
) -> None:
    before = project_of(window)
    window.actions_by_name["edit_shape"].trigger()
    gestures.click(cell(0, 2))
    gestures.key(Qt.Key.Key_Delete)
    assert "p1" not in set(project_of(window).addresses["address_id"])
    assert window.document.undo_stack.undoText() == "Delete Address “Dorfstraße 1”"
    assert "rejected" in window.messages.text
    assert window.drawing.edit_shape.outline is None
    window.messages._button.click()
    assert project_of(window) is before


def test_chosen_rows_are_deleted_as_one_step(window: MainWindow, gestures: Gestures) -> None:
    window.selection.choose("addresses", ["p1", "p2"])
    window.actions_by_name["delete_chosen"].trigger()
    assert list(project_of(window).addresses["address_id"]) == ["p3", "p4"]
    assert not window.selection.ids
    assert window.document.undo_stack.undoText() == "Delete 2 rows"
    gestures.key(Qt.Key.Key_Escape)


def test_row_that_is_undone_is_chosen_no_longer(window: MainWindow, gestures: Gestures) -> None:
    window.drawing.draw_kind(KIND["shaft"])
    gestures.click(cell(2, 3), CTRL)
    window.drawing.form.accept()
    assert window.selection.ids == {"drawn-000001"}
    window.actions_by_name["undo"].trigger()
    assert window.selection.table == ""


def test_edit_is_refused_while_work_is_running_and_the_piece_stays(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    window.drawing.draw_kind(KIND["phase"])
    for corner in (cell(-4, 4), cell(0, 4), cell(0, 6)):
        gestures.click(corner, CTRL)
    gestures.key(Qt.Key.Key_Return)
    fill(window, "name", "Nord")
    go_on = threading.Event()

    def work(_report: Report) -> None:
        assert go_on.wait(20)

    with qtbot.waitSignal(window.jobs.finished, timeout=20_000):
        window.commands.run("Plan", work, lambda _: None)
        window.drawing.form.accept()
        assert window.messages.kind == "warning"
        assert project_of(window).areas.empty
        assert len(window.drawing.draw.course) == 3
        go_on.set()
    gestures.key(Qt.Key.Key_Return)
    fill(window, "name", "Nord")
    window.drawing.form.accept()
    assert list(project_of(window).areas["name"]) == ["Nord"]


def test_area_without_width_is_refused_and_stays_on_the_map(
    window: MainWindow, gestures: Gestures
) -> None:
    window.drawing.draw_kind(KIND["phase"])
    tool = window.drawing.draw
    for corner in (cell(-4, 4), cell(-2, 4), cell(0, 4)):
        gestures.click(corner)
    gestures.key(Qt.Key.Key_Return)
    fill(window, "name", "Flach")
    window.drawing.form.accept()
    assert window.messages.kind == "warning"
    assert project_of(window).areas.empty
    assert len(tool.course) == 3


def test_layer_that_is_drawn_into_is_shown(window: MainWindow, gestures: Gestures) -> None:
    sites = next(
        window.layers_panel.topLevelItem(number)
        for number in range(window.layers_panel.topLevelItemCount())
        if window.layers_panel.topLevelItem(number).text(0) == "Construction sites"
    )
    sites.setCheckState(0, Qt.CheckState.Unchecked)
    assert "sites" not in window.canvas.groups
    window.drawing.draw_kind(KIND["site_line"])
    gestures.click(cell(-4, 4), CTRL)
    gestures.double_click(cell(0, 4))
    fill(window, "title", "Kanal")
    window.drawing.form.accept()
    assert "sites" in window.canvas.groups


def test_snapping_switched_off_is_remembered(window: MainWindow, gestures: Gestures) -> None:
    window.actions_by_name["snapping"].trigger()
    window.drawing.draw_kind(KIND["cabinet"])
    x, y = cell(2, 0)
    gestures.move((x, y + 1.5))
    assert window.drawing.draw.now.kind == ""
    assert not window.actions_by_name["snapping"].isChecked()


def site(window: MainWindow) -> shapely.Polygon:
    sites = project_of(window).sites
    return sites.geometry[sites["site_id"] == "b1"].iloc[0]


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("draw"), st.integers(-4, 9), st.integers(-6, 4)),
        st.tuples(st.just("move"), st.integers(-4, 9), st.integers(-6, 4)),
        st.tuples(st.just("delete"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("undo"), st.just(0), st.just(0)),
        st.tuples(st.just("redo"), st.just(0), st.just(0)),
    ),
    max_size=8,
)


@given(steps=_STEPS)
@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_after_any_edits_undoing_all_gives_the_equal_project(
    window: MainWindow, project: Project, steps: list[tuple[str, int, int]]
) -> None:
    window.document.show(project, None)
    untouched = {name: project.layer(name).copy(deep=True) for name in ("nodes", "rejected")}
    edits, stack = window.drawing.edits, window.document.undo_stack
    for what, column, row in steps:
        ids = list(project_of(window).nodes["node_id"])
        if what == "draw":
            edits.add("nodes", {"kind": "shaft"}, at(column, row), "Shaft")
        elif what == "move" and ids:
            edits.reshape("nodes", ids[-1], at(column, row), "Move")
        elif what == "delete" and ids:
            edits.delete("nodes", [ids[column % len(ids)]])
        elif what == "undo":
            stack.undo()
        elif what == "redo":
            stack.redo()
    last = project_of(window)
    stack.setIndex(0)
    assert project_of(window) is project
    assert_geodataframe_equal(project.nodes, untouched["nodes"])
    assert_frame_equal(project.rejected, untouched["rejected"])
    stack.setIndex(stack.count())
    if "undo" not in [what for what, *_ in steps]:
        assert project_of(window) is last
