"""Blocking and preferring streets in a real window: one undo step each, with its own signs."""

import pytest
from pandas.testing import assert_frame_equal
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from tests.towns import at, town
from tests.ui.map_gestures import Gestures, gestures_at
from tests.ui.windows import project_of, wait_until_settled, words


@pytest.fixture
def project() -> Project:
    return town("""
        1   2   p   4
        |   |   |   |
        A---B---C---N
    """)


@pytest.fixture
def gestures(qtbot: QtBot, window: MainWindow, project: Project) -> Gestures:
    return gestures_at((at(4, 1).x, at(4, 1).y), qtbot, window, project)


def place(column: float, row: float) -> tuple[float, float]:
    point = at(column, row)
    return (point.x, point.y)


def wishes(window: MainWindow) -> list[tuple[str, str, str]]:
    rows = project_of(window).wishes
    return list(zip(rows["wish_id"], rows["wish"], rows["street_id"], strict=True))


def test_clicked_street_is_blocked_and_undone(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    before = project_of(window)
    gestures.click(place(2, 0))
    assert window.selection.ids == {"A-B"}
    window.actions_by_name["block_street"].trigger()
    assert wishes(window) == [("drawn-000001", "blocked", "A-B")]
    assert window.document.undo_stack.undoText() == "Block “A-B”"
    wait_until_settled(qtbot, window)
    assert window.canvas.scene.groups()["wishes"] == 1
    assert project_of(window).streets is before.streets
    window.actions_by_name["undo"].trigger()
    assert project_of(window) is before


@pytest.mark.usefixtures("gestures")
def test_second_wish_takes_the_place_of_the_first_and_can_be_taken_back(
    window: MainWindow,
) -> None:
    window.selection.choose("streets", ["A-B", "B-C"])
    window.actions_by_name["block_street"].trigger()
    assert window.document.undo_stack.undoText() == "Block 2 streets"
    window.selection.choose("streets", ["B-C"])
    window.actions_by_name["prefer_street"].trigger()
    assert wishes(window) == [
        ("drawn-000001", "blocked", "A-B"),
        ("drawn-000003", "preferred", "B-C"),
    ]
    window.selection.choose("wishes", ["drawn-000001"])
    window.actions_by_name["no_preference"].trigger()
    assert wishes(window) == [("drawn-000003", "preferred", "B-C")]
    assert window.document.undo_stack.count() == 3
    window.actions_by_name["no_preference"].trigger()  # nothing there any more: no step
    assert window.document.undo_stack.count() == 3
    window.document.undo_stack.setIndex(0)
    assert_frame_equal(project_of(window).wishes, town("A---N").wishes)


@pytest.mark.usefixtures("gestures")
def test_without_a_chosen_street_the_window_says_how_to_choose_one(window: MainWindow) -> None:
    window.actions_by_name["prefer_street"].trigger()
    assert "No street is chosen" in window.messages.text
    assert project_of(window).wishes.empty


def test_menu_of_the_map_chooses_the_street_under_the_mouse(
    window: MainWindow, gestures: Gestures
) -> None:
    assert window.wishes.menu_at(gestures.px(place(6, -3))) is None
    menu = window.wishes.menu_at(gestures.px(place(6, 0)))
    assert menu is not None
    texts = [action.text().replace("&", "") for action in menu.actions()]
    assert texts == ["Block street", "Prefer street", "No preference"]
    menu.actions()[0].trigger()
    assert wishes(window) == [("drawn-000001", "blocked", "B-C")]


def test_street_and_wish_are_explained(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    window.selection.choose("streets", ["B-C"])
    window.actions_by_name["block_street"].trigger()
    wait_until_settled(qtbot, window)
    gestures.click(place(6, 0))
    assert window.selection.table == "wishes"
    assert "Street: blocked" in words(window.inspector)
    assert "no trench lies here" in words(window.inspector)
