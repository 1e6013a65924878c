"""The list of shortcuts: complete, without two meanings for one key, and searchable."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import fibre_planner.ui
from fibre_planner.ui.actions import COMMANDS
from fibre_planner.ui.dialogs.keys import KeysDialog
from fibre_planner.ui.own_keys import OWN_KEYS, key_groups, native

UI = Path(fibre_planner.ui.__file__).parent
# Qt's names of keys → what a shortcut calls them, where the two differ.
NAMES = {
    "Plus": "+", "Minus": "-", "Equal": "=", "Escape": "Esc",
    "PageUp": "PgUp", "PageDown": "PgDown",
}  # fmt: skip


def keys_in(*files: Path) -> set[str]:
    """Return the keys that sources name as Qt.Key.Key_X, by the names of shortcuts."""
    named = {
        node.attr.removeprefix("Key_")
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr.startswith("Key_")
    }
    return {NAMES.get(name, name) for name in named}


def listed(*groups: str) -> set[str]:
    """Return the single keys that are listed in groups, without Shift and Ctrl."""
    rows = [row for title, keys in OWN_KEYS if title in groups for row in keys]
    return {key.removeprefix("Shift+").removeprefix("Ctrl+") for row in rows for key in row.keys}


def test_every_key_the_map_and_its_tools_take_is_listed_and_no_other() -> None:
    files = [UI / "map" / "navigation.py", *(UI / "map" / "tools").glob("*.py")]
    assert keys_in(*files) == listed("On the map", "While drawing and measuring")


def test_every_key_the_table_takes_is_listed() -> None:
    taken = keys_in(*(UI / "table").glob("*.py"))
    assert taken
    assert taken <= listed("In the attribute table")


def test_every_key_the_budget_curve_takes_is_listed() -> None:
    assert keys_in(UI / "panels" / "budget_chart.py") == listed("On the budget curve")


def test_every_key_of_charts_and_swipe_is_listed() -> None:
    assert keys_in(UI / "panels" / "bar_chart.py") == listed("On charts with bars")
    swipe = listed("On the edge between two swiped maps")
    assert keys_in(UI / "map" / "swipe_handle.py") == swipe


def test_no_other_part_of_the_window_takes_keys_that_are_not_listed() -> None:
    listed_parts = {
        "map/navigation.py",
        "map/swipe_handle.py",
        "panels/bar_chart.py",
        "panels/budget_chart.py",
    }
    within_popups = {
        "map/typed_line.py",
        "palette/dialog.py",
        "panels/task_list.py",
    }  # popups: Escape
    others = {
        path.relative_to(UI).as_posix()
        for path in UI.rglob("*.py")
        if path.parent.name not in ("tools", "table") and keys_in(path)
    }
    assert others == listed_parts | within_popups


def test_no_two_commands_share_a_shortcut() -> None:
    shortcuts = [QKeySequence(each.shortcut).toString() for each in COMMANDS if each.shortcut]
    assert all(shortcuts)
    assert [key for key, count in Counter(shortcuts).items() if count > 1] == []


def test_no_command_takes_a_key_away_from_map_table_or_curve() -> None:
    own = {key for _, rows in OWN_KEYS for row in rows for key in row.keys}
    assert own.isdisjoint({command.shortcut for command in COMMANDS})


def test_every_shortcut_is_listed_once() -> None:
    shown = [keys for _, rows in key_groups() for _, keys in rows]
    for command in COMMANDS:
        if command.shortcut:
            assert shown.count(native(command.shortcut)) == 1, command.name


@pytest.mark.parametrize(("typed", "left"), [("F9", 3), ("backspace", 2), ("qqq", 0)])
def test_typing_leaves_the_rows_that_fit(qtbot: QtBot, typed: str, left: int) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClicks(dialog.search, typed)
    shown = [item for _, items in dialog._groups for item in items if not item.isHidden()]
    assert len(shown) == left
    assert sum(not group.isHidden() for group, _ in dialog._groups) <= left
