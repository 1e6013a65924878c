"""Two states over one map with a handle between them, by mouse and by keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.comparison_layer import DIFFERENCES
from tests.ui.test_window_comparison import compared, twice
from tests.ui.windows import show, words

__all__ = ["compared", "twice"]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def swiped(qtbot: QtBot, compared: MainWindow) -> MainWindow:  # the fixture by name
    qtbot.mouseClick(compared.comparison_panel.swipe, LEFT)
    left = compared.swipe.canvas
    assert left is not None
    qtbot.waitUntil(
        lambda: (
            "comparison" in left.scene.groups() and left.is_idle() and compared.canvas.is_idle()
        ),
        timeout=20_000,
    )
    return compared


def test_left_map_shows_plan_a_and_the_right_one_plan_b(qtbot: QtBot, swiped: MainWindow) -> None:
    left, right = swiped.swipe.canvas.scene, swiped.canvas.scene
    one, other = (DIFFERENCES.index(state) for state in ("only_one", "only_other"))
    qtbot.waitUntil(lambda: not swiped.canvas.scene.kind_counts().get(("comparison", one), 0))
    assert left.kind_counts()["comparison", one] > 0
    assert left.kind_counts().get(("comparison", other), 0) == 0
    assert right.kind_counts()["comparison", other] > 0
    assert [name.text() for name in swiped.swipe._names] == ["Plan A", "Plan B"]


def test_picture_is_of_one_plan_left_of_the_handle_and_of_the_other_right_of_it(
    swiped: MainWindow,
) -> None:
    main, swipe = swiped.canvas, swiped.swipe
    swipe.canvas.set_groups(frozenset())
    main.set_groups(frozenset({"streets"}))
    x = swipe.handle.x_px
    assert swipe.canvas.geometry() == main.rect()
    assert swipe.canvas.mask().boundingRect().getRect() == (0, 0, x, main.height())
    assert main.childAt(QPoint(x - 60, main.height() // 2)) is swipe.canvas
    assert main.childAt(QPoint(x + 60, main.height() // 2)) is None
    assert main.childAt(QPoint(x, main.height() // 2)) is swipe.handle


def test_click_on_the_left_marks_and_explains_what_plan_a_digs_there(
    qtbot: QtBot, swiped: MainWindow
) -> None:
    main, left, found = swiped.canvas, swiped.swipe.canvas, swiped.comparison.found
    rows = found.sections[found.sections["state"] == "only_one"]
    rows = rows.iloc[[rows.geometry.length.argmax()]]  # no house stands in its middle
    section, line = rows["section_id"].iloc[0], rows.geometry.iloc[0]
    place = line.interpolate(0.5, normalized=True)
    view = main.view.centred(place.x, place.y, -4)
    main.set_view(view.centred(place.x + 150 * view.resolution, place.y, -4))
    px, py = main.view.to_screen(place.x, place.y)
    qtbot.mouseClick(left, LEFT, pos=QPoint(round(px), round(py)))
    assert [(hit.table, hit.row_id) for hit in left.selection] == [("comparison", section)]
    assert main.selection == ()
    assert swiped.map_link.known_on(left=True).plan is found.one
    assert "only in plan A" in words(swiped.inspector)


def test_handle_is_dragged_and_the_mask_follows(qtbot: QtBot, swiped: MainWindow) -> None:
    handle, main = swiped.swipe.handle, swiped.canvas
    start = QPoint(handle.width() // 2, 200)
    qtbot.mousePress(handle, LEFT, pos=start)
    qtbot.mouseMove(handle, start - QPoint(150, 0))
    before = main.width() // 2
    assert handle.x_px == pytest.approx(before - 150, abs=2)
    qtbot.mouseRelease(handle, LEFT)
    assert swiped.swipe.canvas.mask().boundingRect().width() == handle.x_px


def test_handle_moves_by_keys_and_escape_ends(qtbot: QtBot, swiped: MainWindow) -> None:
    handle, width = swiped.swipe.handle, swiped.canvas.width()
    qtbot.keyClick(handle, Qt.Key.Key_Right)
    assert handle.share == pytest.approx(0.52)
    qtbot.keyClick(handle, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert handle.share == pytest.approx(0.42)
    qtbot.keyClick(handle, Qt.Key.Key_End)
    assert handle.x_px == width - 1
    qtbot.keyClick(handle, Qt.Key.Key_Home)
    assert handle.x_px == 1
    qtbot.keyClick(handle, Qt.Key.Key_Escape)
    assert swiped.swipe.canvas is None
    assert not swiped.comparison_panel.swipe.isChecked()


def test_both_maps_look_at_the_same_place(swiped: MainWindow) -> None:
    left, main = swiped.swipe.canvas, swiped.canvas
    assert left.view == main.view
    assert main.scene.box is not None
    west, south, east, north = main.scene.box
    assert west <= main.view.x <= east
    assert south <= main.view.y <= north
    main.zoom_by(-4)
    assert left.view == main.view
    left.set_view(left.view.panned(60, 20))
    assert main.view == left.view


def test_swipe_and_side_by_side_exclude_each_other_and_end_with_the_comparison(
    qtbot: QtBot, swiped: MainWindow
) -> None:
    panel = swiped.comparison_panel
    qtbot.mouseClick(panel.both_maps, LEFT)
    assert swiped.swipe.canvas is None
    assert swiped.side_by_side.canvas is not None
    qtbot.mouseClick(panel.swipe, LEFT)
    assert swiped.side_by_side.canvas is None
    assert swiped.swipe.canvas is not None
    qtbot.mouseClick(panel.close_button, LEFT)
    assert swiped.swipe.canvas is None
    assert swiped.swipe.state == ""


def test_another_rule_set_is_shown_on_the_left(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    show(qtbot, window, project)
    swipe = window.swipe
    swipe.menu.aboutToShow.emit()
    assert not swipe._choices["plans"].isEnabled()
    assert swipe._choices["plans"].toolTip() == "Compare two plans first."
    assert swipe._choices["days"].isEnabled()
    before = window.canvas.view
    swipe._choices["rl2.0-2023"].trigger()
    assert window.canvas.view == before
    qtbot.waitUntil(lambda: "addresses" in swipe.canvas.scene.groups(), timeout=20_000)
    assert window.document.project is project  # nothing is changed
    assert [name.toolTip()[-4:] for name in swipe._names] == ["2023", "2024"]
    swipe._choices[""].trigger()
    assert swipe.canvas is None


def test_swipe_ends_when_the_project_is_closed(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    show(qtbot, window, project)
    window.swipe.choose("rl2.0-2023")
    assert window.swipe.canvas is not None
    window.document.show(None)
    assert window.swipe.canvas is None
