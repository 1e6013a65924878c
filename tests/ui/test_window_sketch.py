"""The best network so far on the map and in words, and a search that is ended early."""

import threading
from dataclasses import replace

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt, QThread
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.model.sketch import Sketch
from fibre_planner.progress import Enough, Report
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.sketch import SketchOrder, paint_sketch
from fibre_planner.ui.map.styles import LIGHT
from fibre_planner.ui.panels.task_strip import sketch_text
from fibre_planner.ui.sketches import Sketches
from tests.towns import ORIGIN, town

ALONG = shapely.LineString([(0.0, 50.0), (100.0, 50.0)])
BELOW = shapely.LineString([(0.0, 20.0), (100.0, 20.0)])


def sketch_of(*lines: shapely.LineString, cost: float = 1020.0, bound: float = 1000.0) -> Sketch:
    return Sketch(np.array(lines, dtype=object), cost, bound)


@pytest.fixture
def project() -> Project:
    return town("""
        1   2   p
        |   |   |
        A---B---C---N
    """)


@pytest.fixture
def window(qtbot: QtBot, window: MainWindow, project: Project) -> MainWindow:
    window.closing.ask_cancel_job = lambda: True
    window.document.show(project)
    qtbot.waitUntil(window.canvas.is_idle, timeout=20_000)
    return window


def is_drawn(image: QImage, x: int, y: int) -> bool:
    return image.pixelColor(x, y).alpha() > 0


def has_orange(window: MainWindow, x: float, y: float) -> bool:
    """Tell whether the colour of the sketch is at a place of the map, or a pixel beside it."""
    px, py = window.canvas.view.to_screen(x, y)
    image = window.canvas.grab().toImage()
    near = [image.pixelColor(round(px), round(py) + step) for step in (-2, -1, 0, 1, 2)]
    return any(colour.red() - colour.blue() > 90 for colour in near)


def test_sketch_is_painted_where_its_lines_lie() -> None:
    order = SketchOrder(sketch_of(ALONG), Frame((0.0, 0.0, 100.0, 100.0), 1.0, 1.0), LIGHT)
    image = paint_sketch(order).image
    assert is_drawn(image, 50, 50)
    assert not is_drawn(image, 50, 20)
    assert image.size().toTuple() == (100, 100)


def test_sketch_without_lines_is_an_empty_picture() -> None:
    frame = Frame((0.0, 0.0, 10.0, 10.0), 1.0, 1.0)
    image = paint_sketch(SketchOrder(sketch_of(), frame, LIGHT)).image
    assert not is_drawn(image, 5, 5)


def test_fast_sketches_are_thinned_out_and_the_last_one_arrives(qtbot: QtBot) -> None:
    sketches = Sketches()
    arrived: list[Sketch] = []
    threads: list[QThread] = []
    sketches.arrived.connect(lambda _: threads.append(QThread.currentThread()))
    sketches.arrived.connect(arrived.append)
    here = QThread.currentThread()

    def work() -> None:
        for number in range(2000):
            sketches.show(sketch_of(cost=3000.0 - number))

    worker = threading.Thread(target=work)
    worker.start()
    qtbot.waitUntil(lambda: bool(arrived) and arrived[-1].cost_eur == 1001.0)
    worker.join(20)
    assert not worker.is_alive()
    assert len(arrived) < 10
    assert set(threads) == {here}


def test_sketch_of_an_ended_job_is_forgotten(qtbot: QtBot) -> None:
    sketches = Sketches()
    arrived: list[Sketch] = []
    sketches.arrived.connect(arrived.append)
    with qtbot.waitSignal(sketches.arrived):
        sketches.show(sketch_of(cost=1.0))
    sketches.show(sketch_of(cost=2.0))
    sketches.forget()
    with qtbot.waitSignal(sketches.arrived):
        sketches.show(sketch_of(cost=3.0))
    assert [sketch.cost_eur for sketch in arrived] == [1.0, 3.0]


def test_sentence_tells_cost_and_what_is_proven() -> None:
    assert sketch_text(sketch_of(cost=12_345.4, bound=0.0)) == (
        "Trenches for €12,345, still improving"
    )
    assert sketch_text(sketch_of(cost=1004.0, bound=1000.0)) == (
        "Trenches for €1,004, at most 0.40% above the optimum, still improving"
    )
    assert "less than 0.01%" in sketch_text(sketch_of(cost=1000.0, bound=1000.0))


def test_preliminary_network_is_called_so() -> None:
    plain = Sketch(np.empty(0, dtype=object), 900.0, 500.0, preliminary=True)
    assert sketch_text(plain).startswith("Preliminary")


def test_best_network_so_far_stands_in_for_the_old_plan_until_the_job_ends(
    qtbot: QtBot, window: MainWindow
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(report: Report) -> None:
        x, y = ORIGIN
        window.commands.sketches.show(sketch_of(shapely.LineString([(x, y), (x + 40, y)])))
        begun.set()
        go_on.wait(10)
        report(1.0, "done")

    window.commands.run("Plan", work, lambda _: None, can_finish=True)
    with qtbot.waitSignal(window.commands.sketches.arrived):
        pass
    assert begun.is_set()
    assert "trenches" not in window.canvas.seen_groups()
    assert "2.00%" in window.task_strip._text.text()
    assert "best network so far" in window.map_frame.hint.text()
    qtbot.waitUntil(window.canvas.is_idle)
    assert has_orange(window, ORIGIN[0] + 8, ORIGIN[1])
    with qtbot.waitSignal(window.jobs.finished):
        go_on.set()
    assert "trenches" in window.canvas.seen_groups()
    assert not window.map_frame.hint.isVisible()
    qtbot.waitUntil(window.canvas.is_idle)
    assert not has_orange(window, ORIGIN[0] + 8, ORIGIN[1])


def test_finish_now_ends_the_search_with_what_it_has(qtbot: QtBot, window: MainWindow) -> None:
    begun, pressed = threading.Event(), threading.Event()

    def work(report: Report) -> str:
        report(0.1, "searching")
        begun.set()
        pressed.wait(10)
        try:
            report(0.2, "searching")
        except Enough:
            return "the best so far"
        return "searched to the end"

    results: list[str] = []
    strip = window.task_strip
    window.commands.run("Plan", work, results.append, can_finish=True)
    qtbot.waitUntil(begun.is_set)
    assert strip.finish_button.isVisible()
    assert strip.finish_button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert window.actions_by_name["finish"].isEnabled()
    window.actions_by_name["finish"].trigger()
    assert not strip.finish_button.isEnabled()
    assert "Finishing" in strip._text.text()
    with qtbot.waitSignal(window.jobs.finished):
        pressed.set()
    qtbot.waitUntil(lambda: results == ["the best so far"])
    assert not strip.finish_button.isVisible()
    assert not window.actions_by_name["finish"].isEnabled()


def test_work_without_a_search_cannot_be_finished_early(qtbot: QtBot, window: MainWindow) -> None:
    go_on = threading.Event()
    window.commands.run("Save", lambda _: go_on.wait(10), lambda _: None)
    assert not window.task_strip.finish_button.isVisible()
    assert not window.actions_by_name["finish"].isEnabled()
    assert window.actions_by_name["cancel"].isEnabled()
    with qtbot.waitSignal(window.jobs.finished):
        go_on.set()


def test_cancelling_is_said_at_once(qtbot: QtBot, window: MainWindow) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(report: Report) -> None:
        begun.set()
        go_on.wait(10)
        report(0.5, "half")

    window.commands.run("Plan", work, lambda _: None, can_finish=True)
    qtbot.waitUntil(begun.is_set)
    window.actions_by_name["cancel"].trigger()
    assert window.task_strip._text.text() == "Cancelling …"
    assert not window.task_strip.cancel_button.isEnabled()
    assert not window.task_strip.finish_button.isEnabled()
    with qtbot.waitSignal(window.jobs.cancelled):
        go_on.set()


@pytest.mark.slow
@pytest.mark.parametrize("budget_eur", [None, 1e6])
def test_search_that_is_finished_at_once_still_gives_a_whole_plan(
    qtbot: QtBot, window: MainWindow, project: Project, budget_eur: float | None
) -> None:
    with qtbot.waitSignal(window.document.project_changed, timeout=200_000):
        window.commands.plan(replace(project.scenarios[0], budget_eur=budget_eur))
        assert window.task_strip.finish_button.isVisible()
        window.task_strip.finish_button.click()
    plan = window.document.plan
    assert plan is not None
    assert plan.summary.connected == 3
    assert "connects" in window.messages.text


def test_long_texts_at_the_lower_edge_never_make_the_window_wider(
    qtbot: QtBot, window: MainWindow
) -> None:
    go_on = threading.Event()
    window.commands.run("Plan", lambda _: go_on.wait(10), lambda _: None, can_finish=True)
    narrow = window.minimumSizeHint().width()
    window.task_strip.show_sketch(sketch_of(cost=123_456_789.0, bound=100_000_000.0))
    assert window.task_strip._text.text().startswith("Trenches for")
    assert window.minimumSizeHint().width() == narrow
    with qtbot.waitSignal(window.jobs.finished):
        go_on.set()


def test_hint_longer_than_the_map_is_written_in_several_lines(window: MainWindow) -> None:
    window.map_frame.show_hint("short")
    one_line = window.map_frame.hint.height()
    window.map_frame.show_hint("a long hint " * 40)
    hint = window.map_frame.hint
    assert hint.height() > one_line
    assert hint.geometry().right() <= window.canvas.width()
    assert hint.geometry().left() >= 0
