"""Clicks, drags, keys and commands at random: nothing breaks, and undoing all gives it all back."""

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fibre_planner.model.editing import add_row
from fibre_planner.model.project import Project
from fibre_planner.ui.draw_kinds import KINDS
from fibre_planner.ui.main_window import MainWindow
from tests.towns import rectangle, town
from tests.ui.map_gestures import CTRL, LEFT, NONE, SHIFT, Gestures
from tests.ui.windows import project_of, show

_STEPS = 200
_COMMANDS = (
    *("identify", "select_box", "select_polygon", "zoom_box", "measure_length", "measure_area"),
    *("draw", "edit_shape", "edit_shape", "split", "snapping", "undo", "redo", "select_all"),
    *("select_others", "select_none", "zoom_chosen", "previous_view", "next_view", "fit"),
    "delete_chosen",
)
_KEYS = (
    *(Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Delete),
    *(Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Space),
)
_TYPED = ("500010 5550010", "@5 5", "10 < 45", "7", "nonsense", "")


@pytest.fixture
def project() -> Project:
    drawn = town("""
        1   2   p   4
        |   |   |   |
        A---B---C---N
    """)
    return add_row(drawn, "sites", {"title": "Alt"}, rectangle(2, -6, 6, -3))


@pytest.mark.parametrize("seed", [1])
def test_random_walk_breaks_nothing_and_is_undone_to_the_equal_project(
    qtbot: QtBot, window: MainWindow, project: Project, seed: int
) -> None:
    show(qtbot, window, project)
    chance = random.Random(seed)
    gestures = Gestures(qtbot, window)
    most_steps = 0
    for _ in range(_STEPS):
        _step(window, gestures, chance)
        form = window.drawing.form
        if form is not None:
            _answer(window, chance)
        most_steps = max(most_steps, window.document.undo_stack.count())
    assert most_steps > 3
    window.drawing.draw.start_anew()
    window.document.undo_stack.setIndex(0)
    assert project_of(window) is project
    assert window.pages.currentWidget() is window.map_views


def _step(window: MainWindow, gestures: Gestures, chance: random.Random) -> None:
    canvas = window.canvas
    held = chance.choice((NONE, NONE, NONE, SHIFT, CTRL))
    place = QPoint(chance.randrange(canvas.width()), chance.randrange(canvas.height()))
    what = chance.choice(("click", "click", "click", "drag", "double", "key", "command", "type"))
    if what == "click":
        QTest.mouseClick(canvas, LEFT, held, place)
    elif what == "double":
        gestures.double_click(canvas.view.to_world(place.x(), place.y()))
    elif what == "drag":
        begin = canvas.view.to_world(place.x(), place.y())
        step = chance.uniform(-40, 40) * canvas.view.resolution
        gestures.drag(begin, (begin[0] + step, begin[1] - step), held)
    elif what == "key":
        gestures.key(chance.choice(_KEYS), held)
    elif what == "command" and chance.random() < 0.3:
        window.drawing.draw_kind(chance.choice(KINDS))
    elif what == "command":
        window.actions_by_name[chance.choice(_COMMANDS)].trigger()
    elif window.map_tools.typed_line.isVisible():
        window.map_tools.typed_line.setText(chance.choice(_TYPED))
        QTest.keyClick(window.map_tools.typed_line, Qt.Key.Key_Return)
    if chance.random() < 0.1:
        canvas.fit()


def _answer(window: MainWindow, chance: random.Random) -> None:
    """Fill in the form and take it, or go on drawing."""
    form = window.drawing.form
    assert form is not None
    for field in form.fields.values():
        if isinstance(field, QLineEdit) and not field.text() and chance.random() < 0.5:
            field.setText(chance.choice(("Nord", "12", "2027-01-01")))
    form.accept()
    if window.drawing.form is form:
        form.reject()
