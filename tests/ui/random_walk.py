"""A random walk through a real window: what a hasty user might do, under a seed."""

from __future__ import annotations

import logging
import os
import random
import sys
from collections import deque
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import LAYERS, Project
from fibre_planner.ui.application import Program
from fibre_planner.ui.draw_kinds import KINDS
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.messages import FaultDialog
from fibre_planner.ui.table.sources import SOURCES
from fibre_planner.ui.workspaces import WORKSPACES
from tests.ui.random_answers import HELD, KEYS, Answers, described, touch, turn_wheel

_LEFT = Qt.MouseButton.LeftButton
_NEVER = ("quit", "german", "english", "sample")
"""Commands a walk leaves alone: the end, what a step of its own does, and seconds of planning."""
_TRACE_STEPS = 60
_LONGEST_WAIT_MS = 30_000
_LONGEST_JOB_MS = 240_000
"""Work that is cancelled ends within moments, unless it is compiling for the first time."""


class Links(QObject):
    """Takes the addresses the window would open in other programs."""

    @Slot("QUrl")
    def take(self, _url: object) -> None:
        return


class Walk:
    """Goes step by step through the window of a program and looks for anything that breaks.

    project: what is shown at first, and again where a step has closed it.
    """

    def __init__(
        self, qtbot: QtBot, qtlog: Any, program: Program, project: Project, seed: int
    ) -> None:
        self.qtbot, self.program, self.project, self.seed = qtbot, program, project, seed
        self._qtlog = qtlog
        self.chance = random.Random(seed)
        self.trace: deque[str] = deque(maxlen=_TRACE_STEPS)
        self.most_undo_steps = 0
        self._beginning: Project | None = None
        self._tables: dict[str, pd.DataFrame] = {}
        self._faults: list[str] = []
        self.document = program.session.document
        self._links = Links()
        for scheme in ("file", "http", "https"):
            QDesktopServices.setUrlHandler(scheme, self._links, "take")
        self._handler = _Warnings(self._faults)
        logging.getLogger().addHandler(self._handler)
        program.show_window()
        self.document.show(project)
        self._see_document()
        self.answers = Answers(seed, self.note)

    @property
    def window(self) -> MainWindow:
        """Return the window, which is another one after the language has changed."""
        assert self.program.window is not None
        return self.program.window

    # --- walking

    def go(self, steps: int) -> None:
        """Walk; raise AssertionError with the last steps where something breaks."""
        try:
            with self.qtbot.captureExceptions() as raised:
                for number in range(steps):
                    self._step(number, raised)
                self._settle()
                self._undo_everything()
                self._look_for_faults(raised)
        except Exception as error:
            told = "\n".join(self.trace)
            raise AssertionError(f"seed {self.seed}: {error}\nThe last steps:\n{told}") from error

    def end(self) -> None:
        """Stop answering and watching, and close what is open."""
        self.answers.dismiss()
        self.answers.stop()
        logging.getLogger().removeHandler(self._handler)
        for scheme in ("file", "http", "https"):
            QDesktopServices.unsetUrlHandler(scheme)

    def note(self, sentence: str) -> None:
        """Keep what is done next for the case that it breaks."""
        self.trace.append(sentence)
        if os.environ.get("FIBRE_PLANNER_WALK_TRACE"):
            sys.__stderr__.write(sentence + "\n")

    def _step(self, number: int, raised: list[Any]) -> None:
        if not self.answers.answer():
            names, weights = zip(*_STEPS, strict=True)
            step = self.chance.choices(names, weights)[0]
            self.note(f"{number} {step.__name__.strip('_')}")
            step(self)
        QApplication.processEvents()
        self._see_document()
        self.most_undo_steps = max(self.most_undo_steps, self.document.undo_stack.count())
        self._look_for_faults(raised)
        if number % 100 == 99:
            self._settle()

    def _look_for_faults(self, raised: list[Any]) -> None:
        assert not raised, f"{raised[0][0].__name__}: {raised[0][1]}"
        assert not self._faults, self._faults
        said = [record.message for record in self._qtlog.records if not record.ignored]
        assert not said, said
        for dialog in self.window.findChildren(FaultDialog):
            assert not dialog.isVisible(), dialog.findChildren(QPlainTextEdit)[0].toPlainText()
        assert self.window.isVisible()

    def _settle(self) -> None:
        """Wait until nothing runs: a window that answers no more does not get there."""
        self.note("wait until nothing runs")
        self.answers.dismiss()
        if self.document.project is None:
            self.document.show(self.project)
            self._see_document()
        self.program.session.jobs.cancel()
        answered: list[bool] = []
        QTimer.singleShot(0, lambda: answered.append(True))

        self.qtbot.waitUntil(lambda: bool(answered), timeout=_LONGEST_WAIT_MS)

        def check_job() -> None:
            job = self.program.session.jobs.current
            assert job is None, f"“{job.title}” does not end: {job.fraction} {job.message}"

        self.qtbot.waitUntil(check_job, timeout=_LONGEST_JOB_MS)
        self.qtbot.waitUntil(self.window.canvas.is_idle, timeout=_LONGEST_WAIT_MS)

    # --- the project

    def _see_document(self) -> None:
        """Keep the tables of each project that is begun with, as they are now."""
        project = self.document.project
        if self.document.undo_stack.count() == 0 and project is not self._beginning:
            self._beginning = project
            self._tables = {} if project is None else tables_of(project)

    def _undo_everything(self) -> None:
        self.note("undo everything")
        after = self.document.project
        assert after is not None
        tables = tables_of(after)
        stack = self.document.undo_stack
        place = stack.index()
        while stack.canUndo():
            stack.undo()
        assert self.document.project is not None
        assert_same_tables(tables_of(self.document.project), self._tables)
        stack.setIndex(place)
        assert_same_tables(tables_of(self.document.project), tables)
        stack.setIndex(0)
        QApplication.processEvents()


class _Warnings(logging.Handler):
    def __init__(self, faults: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        self._faults.append(record.getMessage())


def tables_of(project: Project) -> dict[str, pd.DataFrame]:
    """Return copies of all tables of a project, those of its plans too."""
    found = {name: project.layer(name).copy(deep=True) for name in LAYERS}
    for plan in project.plans:
        for name, value in vars(plan).items():
            if isinstance(value, pd.DataFrame):
                found[f"{plan.plan_id}/{name}"] = value.copy(deep=True)
    return found


def assert_same_tables(found: dict[str, pd.DataFrame], wanted: dict[str, pd.DataFrame]) -> None:
    """Compare all tables with their rows, values, types and shapes."""
    assert set(found) == set(wanted)
    for name, frame in wanted.items():
        if isinstance(frame, gpd.GeoDataFrame):
            assert found[name].geometry.to_wkb().equals(frame.geometry.to_wkb()), name
        rest = [column for column in frame.columns if frame[column].dtype.name != "geometry"]
        pd.testing.assert_frame_equal(
            pd.DataFrame(found[name][rest]), pd.DataFrame(frame[rest]), obj=name
        )


# --- single steps


def _place(walk: Walk) -> QPoint:
    canvas = walk.window.canvas
    return QPoint(walk.chance.randrange(canvas.width()), walk.chance.randrange(canvas.height()))


def _on_map(walk: Walk) -> None:
    canvas = walk.window.canvas
    if not canvas.isVisible():
        return
    chance, place = walk.chance, _place(walk)
    held = chance.choice(HELD)
    what = chance.choice(("click", "click", "double", "right", "drag", "hover", "wheel", "key"))
    walk.note(f"  {what} at {place.x()},{place.y()} {held.name}")
    if what == "click":
        QTest.mouseClick(canvas, _LEFT, held, place)
    elif what == "double":
        QTest.mouseClick(canvas, _LEFT, held, place)
        QTest.mouseDClick(canvas, _LEFT, held, place)
    elif what == "right":
        QTest.mouseClick(canvas, Qt.MouseButton.RightButton, held, place)
    elif what == "hover":
        QTest.mouseMove(canvas, place)
    elif what == "wheel":
        turn_wheel(canvas, place, chance.choice((-360, -120, 120, 360, 7)), held)
    elif what == "key":
        QTest.keyClick(canvas, chance.choice(KEYS), held)
    else:
        QTest.mousePress(canvas, _LEFT, held, place)
        for _ in range(3):
            QTest.mouseMove(canvas, _place(walk))
        if chance.random() < 0.2:
            QTest.keyClick(canvas, Qt.Key.Key_Escape)
        QTest.mouseRelease(canvas, _LEFT, held, _place(walk))


def _command(walk: Walk) -> None:
    actions = walk.window.actions_by_name
    name = walk.chance.choice([name for name in actions if name not in _NEVER])
    walk.note(f"  {name}" + ("" if actions[name].isEnabled() else " (not enabled)"))
    actions[name].trigger()


def _shortcut(walk: Walk) -> None:
    actions = walk.window.actions_by_name
    keyed = [
        name for name in actions if name not in _NEVER and not actions[name].shortcut().isEmpty()
    ]
    name = walk.chance.choice(keyed)
    target = QApplication.focusWidget() or walk.window
    walk.note(f"  {name} {actions[name].shortcut().toString()} to {described(target)}")
    QTest.keySequence(target, actions[name].shortcut())


def _menu(walk: Walk) -> None:
    """Choose an entry of a menu as the mouse does: the menu is filled, then the entry triggered."""
    window = walk.window
    known = {window.actions_by_name[name] for name in _NEVER}
    entries: list[tuple[str, QAction]] = []

    def collect(menu: QMenu) -> None:
        if menu is window.basemap.menu:  # asks servers outside
            return
        menu.aboutToShow.emit()
        for action in menu.actions():
            if action.menu() is not None:
                collect(action.menu())
            elif action.isEnabled() and not action.isSeparator() and action not in known:
                entries.append((f"{menu.title()} → {action.text()}", action))

    for action in window.menuBar().actions():
        collect(action.menu())
    name, chosen = walk.chance.choice(entries)
    walk.note(f"  {name}")
    chosen.trigger()


def _touch(walk: Walk) -> None:
    touch(walk.window, walk.chance, walk.note)


def _key(walk: Walk) -> None:
    target = QApplication.focusWidget() or walk.window
    key, held = walk.chance.choice(KEYS), walk.chance.choice(HELD)
    walk.note(f"  {held.name} {key.name} to {described(target)}")
    QTest.keyClick(target, key, held)


def _undo(walk: Walk) -> None:
    stack = walk.document.undo_stack
    what = walk.chance.choice((stack.undo, stack.undo, stack.redo))
    walk.note(f"  {what.__name__}")
    what()


def _workspace(walk: Walk) -> None:
    name = walk.chance.choice(WORKSPACES).name
    walk.note(f"  {name}")
    walk.window.actions_by_name[name].trigger()


def _panel(walk: Walk) -> None:
    name = walk.chance.choice(list(walk.window.docks))
    dock = walk.window.docks[name]
    what = walk.chance.choice(("show", "show", "toggle", "float", "move"))
    walk.note(f"  {what} {name}")
    if what == "show":
        walk.window.show_panel(name)
    elif what == "toggle":
        dock.toggleViewAction().trigger()
    elif what == "float":
        dock.setFloating(not dock.isFloating())
    else:
        areas = Qt.DockWidgetArea
        area = walk.chance.choice(
            (areas.LeftDockWidgetArea, areas.RightDockWidgetArea, areas.BottomDockWidgetArea)
        )
        walk.window.addDockWidget(area, dock)


def _table(walk: Walk) -> None:
    table = walk.window.table
    name = walk.chance.choice(list(SOURCES))
    walk.note(f"  {name}")
    if walk.document.project is not None:
        table.show_table(name)
        walk.window.show_panel("table")


def _draw(walk: Walk) -> None:
    kind = walk.chance.choice(KINDS)
    walk.note(f"  {kind.name}" if hasattr(kind, "name") else f"  {kind}")
    if walk.document.project is not None:
        walk.window.drawing.draw_kind(kind)
        for _ in range(walk.chance.randrange(4)):
            QTest.mouseClick(walk.window.canvas, _LEFT, HELD[0], _place(walk))
        QTest.keyClick(walk.window.canvas, Qt.Key.Key_Return)
        form = walk.window.drawing.form
        if form is not None and walk.chance.random() < 0.7:
            form.accept()


def _move_node(walk: Walk) -> None:
    """Take a planned cabinet or PoP and put it somewhere, or leave it be."""
    plan, tool = walk.document.plan, walk.window.moving.tool
    if plan is None or plan.nodes.empty:
        return
    node = walk.chance.choice(plan.nodes["node_id"].tolist())
    walk.note(f"  {node}")
    walk.window.selection.choose("plan_nodes", [node])
    walk.window.actions_by_name["move_node"].trigger()
    QTest.mouseMove(walk.window.canvas, _place(walk))
    QTest.mouseClick(walk.window.canvas, _LEFT, walk.chance.choice(HELD), _place(walk))
    if walk.chance.random() < 0.3:
        QTest.keyClick(walk.window.canvas, Qt.Key.Key_Escape)
    elif walk.chance.random() < 0.3:
        tool.take(node)


def _split(walk: Walk) -> None:
    """Split a street, a duct or a planned trench near where it lies."""
    edits = walk.window.drawing.edits
    table = walk.chance.choice(("streets", "ducts", "plan_trenches"))
    ids = walk.window.drawing.splitting.ids(table)
    if not ids:
        return
    row_id = walk.chance.choice(sorted(ids))
    line = edits.shape(table, row_id)
    if line is None or line.is_empty:
        return
    place = line.interpolate(walk.chance.random(), normalized=True)
    walk.note(f"  {table} {row_id}")
    canvas = walk.window.canvas
    canvas.set_view(canvas.view.centred(place.x, place.y, -8))
    walk.window.actions_by_name["split"].trigger()
    QTest.keyClick(canvas, Qt.Key.Key_Return)


def _delete(walk: Walk) -> None:
    """Choose some rows of a table and delete them."""
    project, table = walk.document.project, walk.window.table
    name = walk.chance.choice(("addresses", "sites", "areas", "ducts", "streets", "supply"))
    walk.note(f"  {name}")
    if project is not None and not project.layer(name).empty:
        table.show_table(name)
        ids = table.content.ids.tolist()
        walk.window.selection.choose(
            SOURCES[name].chosen_as, walk.chance.sample(ids, min(2, len(ids)))
        )
        walk.window.actions_by_name["delete_chosen"].trigger()


def _resize(walk: Walk) -> None:
    size = walk.chance.choice(((1300, 860), (640, 480), (1920, 1080), (300, 200), (1000, 1400)))
    walk.note(f"  {size}")
    walk.window.resize(*size)


def _speak(walk: Walk) -> None:
    name = walk.chance.choice(("german", "english"))
    walk.note(f"  {name}")
    walk.window.actions_by_name[name].trigger()


def _show_again(walk: Walk) -> None:
    if walk.document.project is None:
        walk.document.show(walk.project)


_STEPS: tuple[tuple[Callable[[Walk], None], int], ...] = (
    (_on_map, 20), (_touch, 20), (_command, 8), (_shortcut, 8), (_menu, 8), (_key, 8), (_undo, 6),
    (_workspace, 2), (_panel, 4), (_table, 3), (_draw, 8), (_move_node, 2), (_split, 2),
    (_delete, 2), (_resize, 1), (_speak, 1),
    (_show_again, 4),
)  # fmt: skip
