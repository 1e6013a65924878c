"""A random walk over table, workspaces, edits and undo: nothing breaks, undoing gives all back."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.table.cell_changes import change_values
from fibre_planner.ui.table.sources import SOURCES
from fibre_planner.ui.workspaces import WORKSPACES
from tests.ui.windows import project_of, show

STEPS = 150
LINES = (
    "", "main", "mill or 3", "street ~ main", "dwellings > 1", "length_m > 20 and level = trunk",
    "eligible = yes", "planned_from <= today", "binding = yes", "= 3", "street", "not lane",
)  # fmt: skip
VALUES = ("7", "", "many", "Long Road", "2027-05-01", "school", True, "-1")


def walk(window: MainWindow, chance: random.Random) -> None:
    table, document = window.table, window.document
    ids = table.content.ids.tolist()
    owned = [field for field in table.content.fields if field.owned]

    def edit() -> None:
        if owned and ids:
            wanted = chance.sample(ids, min(2, len(ids)))
            field, value = chance.choice(owned), chance.choice(VALUES)
            try:
                change_values(document, table.table_name, wanted, field, value)
            except PlannerError as error:
                table.filter.show_problem(error.message)

    def columns() -> None:
        names = [field.name for field in table.content.fields]
        if names:
            table.column_menu.list.columns_changed.emit(chance.sample(names, min(3, len(names))))

    def choose() -> None:
        window.selection.choose(
            SOURCES[table.table_name].chosen_as, chance.sample(ids, min(3, len(ids)))
        )

    steps: tuple[Callable[[], object], ...] = (
        lambda: table.show_table(chance.choice(list(SOURCES))),
        lambda: table.filter.set_line(chance.choice(LINES)),
        lambda: window.workspaces.switch(chance.choice(WORKSPACES).name),
        lambda: window.show_panel("table"),
        lambda: table.only_chosen.setChecked(chance.random() < 0.5),
        lambda: (
            table.header.sort(chance.choice(table.model.fields).name)
            if table.model.fields
            else None
        ),
        table.view.choose_all,
        table.view.choose_none,
        table.zoom_to_chosen,
        table.copy_rows,
        choose,
        columns,
        edit,
        edit,
        document.undo_stack.undo,
        document.undo_stack.redo,
        window.workspaces.reset,
    )
    chance.choice(steps)()


@pytest.mark.parametrize("seed", [1, 2])
def test_random_steps_break_nothing_and_undoing_gives_the_project_back(
    qtbot: QtBot, window: MainWindow, project: Project, seed: int
) -> None:
    show(qtbot, window, project)
    chance = random.Random(seed)
    for _ in range(STEPS):
        walk(window, chance)
        table = window.table
        if table.isVisible() and table.content.fields:
            assert len(table.model.chosen) == len(table.content.ids)
            assert table.model.rowCount() <= len(table.content.ids)
    while window.document.undo_stack.canUndo():
        window.document.undo_stack.undo()
    assert project_of(window) is project
