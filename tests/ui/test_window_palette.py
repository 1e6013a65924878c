"""The command palette in a real window: commands, places, reasons, keys."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.actions import COMMANDS
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.menu_paths import plain
from fibre_planner.ui.palette.dialog import PaletteDialog, spoken
from fibre_planner.ui.palette.entries import command_entries, found_entries
from fibre_planner.ui.palette.places import PlaceFinder, gather
from tests.ui.windows import show

ENTER, DOWN, UP = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up


def opened(qtbot: QtBot, window: MainWindow) -> PaletteDialog:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.palette_flow.dialog is not None)
    dialog = window.palette_flow.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: window.palette_flow.finder.is_ready)
    dialog.refresh()
    return dialog


def titles(dialog: PaletteDialog) -> list[str]:
    return [entry.title for entry in dialog.rows.entries]


@pytest.fixture
def shown(qtbot: QtBot, window: MainWindow, project: Project) -> MainWindow:
    show(qtbot, window, project)
    return window


def test_every_command_of_the_table_is_offered_with_its_way(shown: MainWindow) -> None:
    entries = {entry.key: entry for entry in command_entries(shown, shown.actions_by_name)}
    assert {command.name for command in COMMANDS} <= set(entries)
    assert entries["plan"].detail == "Planning"
    assert entries["construction"].detail == "View › Workspace"
    assert {plain(dock.windowTitle()) for dock in shown.docks.values()} <= {
        entry.title for entry in entries.values() if entry.detail == "View › Panels"
    }


def test_letters_find_a_command_and_enter_runs_it(qtbot: QtBot, shown: MainWindow) -> None:
    shown.docks["budget"].hide()
    for _ in range(2):  # a panel that is there already stays
        dialog = opened(qtbot, shown)
        QTest.keyClicks(dialog.line, "budget")
        assert titles(dialog)[0] == "Budget"
        QTest.keyClick(dialog.line, ENTER)
        qtbot.waitUntil(lambda: shown.palette_flow.dialog is None)
        qtbot.waitUntil(lambda: not shown.docks["budget"].visibleRegion().isEmpty())


def test_what_was_chosen_last_stands_first_when_nothing_is_typed(
    qtbot: QtBot, shown: MainWindow
) -> None:
    dialog = opened(qtbot, shown)
    QTest.keyClicks(dialog.line, "fund")
    QTest.keyClick(dialog.line, ENTER)
    qtbot.waitUntil(lambda: shown.workspaces.current.name == "funding")
    dialog = opened(qtbot, shown)
    assert titles(dialog)[0] == "Funding"
    assert titles(dialog).count("Funding") == 1
    QTest.keyClick(dialog.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shown.palette_flow.dialog is None)


def test_an_address_is_chosen_and_brought_into_view(qtbot: QtBot, shown: MainWindow) -> None:
    dialog = opened(qtbot, shown)
    QTest.keyClicks(dialog.line, "main str 4a")
    assert titles(dialog)[0] == "Main Street 4a"
    address = shown.document.project.addresses.query("suffix == 'a'")
    QTest.keyClick(dialog.line, ENTER)
    qtbot.waitUntil(lambda: shown.selection.ids == {address["address_id"].iloc[0]})
    place = address.geometry.iloc[0]
    west, south, east, north = shown.canvas.view.box()
    assert west < place.x < east
    assert south < place.y < north


def test_a_street_is_chosen_with_all_its_segments_and_a_district_with_its_addresses(
    qtbot: QtBot, shown: MainWindow
) -> None:
    for typed, table, column, value in (
        ("mill lane", "streets", "name", "Mill Lane"),
        ("old town", "addresses", "district", "Old Town"),
    ):
        dialog = opened(qtbot, shown)
        QTest.keyClicks(dialog.line, typed)
        assert titles(dialog)[0] == value
        QTest.keyClick(dialog.line, ENTER)
        rows = shown.document.project.layer(table)
        wanted = frozenset(rows.loc[rows[column] == value].iloc[:, 0])
        qtbot.waitUntil(lambda wanted=wanted: shown.selection.ids == wanted)
        assert wanted


def test_a_command_that_is_not_possible_says_why_and_stays(
    qtbot: QtBot, window: MainWindow
) -> None:
    dialog = opened(qtbot, window)
    QTest.keyClicks(dialog.line, "plan network")
    entry = dialog.rows.entries[0]
    assert (entry.title, entry.reason) == ("Plan network", "Open a project first.")
    assert "Open a project first." in spoken(entry)
    QTest.keyClick(dialog.line, ENTER)
    assert dialog.isVisible()
    assert dialog.note.text() == "Open a project first."
    QTest.keyClick(dialog.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.palette_flow.dialog is None)


def test_arrows_go_round_and_the_line_tells_the_current_entry(
    qtbot: QtBot, shown: MainWindow
) -> None:
    dialog = opened(qtbot, shown)
    qtbot.waitUntil(dialog.line.hasFocus)
    QTest.keyClick(dialog.line, UP)
    assert dialog.list.currentIndex().row() == len(dialog.rows.entries) - 1
    QTest.keyClick(dialog.line, DOWN)
    assert dialog.list.currentIndex().row() == 0
    assert dialog.line.accessibleDescription() == spoken(dialog.rows.entries[0])
    QTest.keyClicks(dialog.line, "qqqq")
    assert dialog.rows.entries == []
    assert "Nothing fits" in dialog.note.text()
    dialog.reject()
    qtbot.waitUntil(lambda: shown.palette_flow.dialog is None)


def test_places_are_gathered_again_only_when_tables_change(project: Project) -> None:
    finder = PlaceFinder()
    finder.ask(project)
    first = finder._asked
    finder.ask(project)
    assert finder._asked is first
    finder.ask(project.with_layers(addresses=project.addresses.iloc[:1]))
    assert finder._asked is not first
    finder.ask(None)
    assert finder.is_ready
    assert not len(finder.places().texts)


def test_an_empty_town_has_no_places(project: Project) -> None:
    empty = project.with_layers(
        **{
            name: project.layer(name).iloc[:0]
            for name in ("addresses", "streets", "sites", "areas", "nodes", "places")
        }
    )
    places = gather(empty)
    assert found_entries("main", [], [], places, lambda *_: None) == []


def test_many_addresses_answer_while_typing(project: Project) -> None:
    import pandas as pd

    few = project.addresses
    many = pd.concat([few] * 4_000, ignore_index=True)
    many["address_id"] = [f"a{number}" for number in range(len(many))]
    many["house_number"] = [str(number % 900) for number in range(len(many))]
    places = gather(project.with_layers(addresses=many))
    assert len(places.texts) > 24_000
    begun = time.process_time()
    found = found_entries("main str 12", [], [], places, lambda *_: None)
    assert time.process_time() - begun < 0.1
    assert found[0].title.startswith("Main Street 12")
