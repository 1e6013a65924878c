"""The map gone through by keyboard: one feature after the other is chosen, explained and told."""

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.geometry import make_paths, make_points
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.map.scene_layers import SceneLayer
from fibre_planner.ui.map.stepping import next_stop
from tests.ui.windows import show

BOX = (0.0, 0.0, 120.0, 120.0)


def layer(name: str, places: dict[str, tuple[float, float]]) -> SceneLayer:
    ids = np.array(list(places), dtype=object)
    data = make_points(np.array(list(places.values())), np.zeros(len(ids)), ids)
    return SceneLayer(name, name, name, data)


HOUSES = layer("addresses", {"c": (10, 10), "a": (10, 110), "b": (90, 105), "far": (500, 500)})


def chosen_after(present: str, step: int) -> str:
    hit = Hit("addresses", "addresses", present, 0.0) if present else None
    stop = next_stop((HOUSES,), BOX, "", hit, step)
    assert stop is not None
    return stop.hit.row_id


@pytest.mark.parametrize(
    ("present", "step", "then"),
    [("", 1, "a"), ("a", 1, "b"), ("b", 1, "c"), ("c", 1, "a"), ("a", -1, "c"), ("", -1, "c")],
)
def test_features_come_in_lines_from_the_upper_left_and_begin_again(
    present: str, step: int, then: str
) -> None:
    assert chosen_after(present, step) == then


def test_feature_outside_the_map_is_never_chosen() -> None:
    assert "far" not in {chosen_after(name, step) for name in "abc" for step in (1, -1)}


def test_layer_on_top_is_gone_through_unless_another_one_is_wanted() -> None:
    line = np.array([shapely.LineString([(0, 50), (100, 50)])], dtype=object)
    paths = make_paths(line, np.zeros(1), np.array(["t"], dtype=object), closed=False)
    trenches = SceneLayer("trenches", "trenches", "plan_trenches", paths)
    layers = (trenches, HOUSES)
    top = next_stop(layers, BOX, "", None, 1)
    wanted = next_stop(layers, BOX, "plan_trenches", None, 1)
    assert top is not None
    assert wanted is not None
    assert (top.hit.row_id, wanted.hit.row_id) == ("a", "t")
    assert (wanted.x, wanted.y) == (50, 50)


def test_nothing_is_chosen_where_nothing_is_seen() -> None:
    assert next_stop((HOUSES,), (900.0, 900.0, 950.0, 950.0), "", None, 1) is None
    assert next_stop((), BOX, "", None, 1) is None


def test_n_on_the_map_chooses_explains_and_tells_the_screen_reader(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    show(qtbot, window, project)
    window.selection_link.set_table("addresses")
    window.canvas.setFocus()
    told = []
    for _ in range(3):
        QTest.keyClick(window.canvas, Qt.Key.Key_N)
        (row_id,) = window.selection.ids
        told.append((row_id, window.inspector.title.text()))
        said = window.canvas.accessibleDescription()
        assert said.startswith(f"Chosen: {window.inspector.kind.text()}, {told[-1][1]}.")
        assert "Arrow keys" in said
    assert len({row_id for row_id, _ in told}) == 3
    QTest.keyClick(window.canvas, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert window.selection.ids == {told[1][0]}
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert not window.selection.ids
