"""The attribute table in a real window: mouse, keys, clipboard, and the map beside it."""

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.table.panel import TablePanel
from fibre_planner.ui.table.value_dialog import ValueDialog
from tests.ui.windows import project_of, show

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def table(qtbot: QtBot, window: MainWindow, project: Project) -> TablePanel:
    show(qtbot, window, project)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(window.table.isVisible)
    return window.table


def column_of(table: TablePanel, name: str) -> int:
    return [field.name for field in table.model.fields].index(name)


def place_of(table: TablePanel, row: int, column: str = "street") -> QPoint:
    index = table.model.index(row, column_of(table, column))
    table.view.scrollTo(index)
    return table.view.visualRect(index).center()


def click(qtbot: QtBot, table: TablePanel, row: int, keys: Qt.KeyboardModifier = NONE) -> None:
    qtbot.mouseClick(table.view.viewport(), LEFT, keys, place_of(table, row))


def type_filter(qtbot: QtBot, table: TablePanel, line: str) -> None:
    table.filter.clear()
    with qtbot.waitSignal(table.filter.wanted):
        qtbot.keyClicks(table.filter, line)


def ids_shown(table: TablePanel) -> list[str]:
    return table.model.ids_of(np.arange(table.model.rowCount()))


def chosen(table: TablePanel) -> set[str]:
    return set(table.content.ids[table.model.chosen])


def test_filter_is_applied_while_typing_and_counted(qtbot: QtBot, table: TablePanel) -> None:
    assert table.counts.text() == "6 rows"
    type_filter(qtbot, table, "mill")
    assert ids_shown(table) == ["a5", "a6"]
    assert table.counts.text() == "2 of 6 rows"
    type_filter(qtbot, table, "dwellings > 1 and street ~ main")
    assert ids_shown(table) == ["a2", "a4"]


def test_line_that_is_wrong_says_so_below_and_keeps_the_rows(
    qtbot: QtBot, table: TablePanel
) -> None:
    type_filter(qtbot, table, "mill")
    type_filter(qtbot, table, "sstreet = mill")
    assert "no column “sstreet”" in table.filter.problem.text()
    assert table.filter.problem.isVisible()
    assert ids_shown(table) == ["a5", "a6"]
    type_filter(qtbot, table, "main")
    assert not table.filter.problem.isVisible()


def test_tip_of_the_line_lists_signs_and_columns(table: TablePanel) -> None:
    assert "length_m" not in table.filter.toolTip()
    assert "Comes in from" in table.filter.toolTip()
    assert "coverage_class" not in table.filter.toolTip()
    assert "contains" in table.filter.toolTip()
    assert table.filter.placeholderText() == "Filter: main 12, or Dwellings > 100"


def test_click_on_a_title_sorts_up_then_down_then_not_at_all(
    qtbot: QtBot, table: TablePanel
) -> None:
    header = table.view.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column_of(table, "dwellings")) + 20, 8)
    orders = []
    for _ in range(3):
        qtbot.mouseClick(header.viewport(), LEFT, NONE, at)
        orders.append(ids_shown(table))
    assert orders[0] == ["a1", "a3", "a6", "a2", "a4", "a5"]
    assert orders[1] == ["a4", "a2", "a1", "a3", "a6", "a5"]
    assert orders[2] == ["a1", "a2", "a3", "a4", "a5", "a6"]


def test_rows_are_chosen_by_mouse_as_everywhere(
    qtbot: QtBot, window: MainWindow, table: TablePanel
) -> None:
    click(qtbot, table, 1)
    assert chosen(table) == {"a2"}
    click(qtbot, table, 3, SHIFT)
    assert chosen(table) == {"a2", "a3", "a4"}
    click(qtbot, table, 2, CTRL)
    assert chosen(table) == {"a2", "a4"}
    assert (window.selection.table, window.selection.ids) == ("addresses", {"a2", "a4"})
    assert "2 chosen" in table.counts.text()
    assert "Dwellings 10" in table.sums.text()


def test_dragging_over_rows_chooses_them(
    qtbot: QtBot, window: MainWindow, table: TablePanel
) -> None:
    port = table.view.viewport()
    qtbot.mousePress(port, LEFT, NONE, place_of(table, 0))
    qtbot.mouseMove(port, place_of(table, 1))
    qtbot.mouseMove(port, place_of(table, 2))
    qtbot.mouseRelease(port, LEFT, NONE, place_of(table, 2))
    assert window.selection.ids == {"a1", "a2", "a3"}


def test_rows_are_chosen_by_keys_as_everywhere(
    qtbot: QtBot, window: MainWindow, table: TablePanel
) -> None:
    qtbot.keyClick(table.filter, Qt.Key.Key_Return)
    assert table.view.hasFocus()
    click(qtbot, table, 0)
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert window.selection.ids == {"a2"}
    qtbot.keyClick(table.view, Qt.Key.Key_Down, SHIFT)
    assert window.selection.ids == {"a2", "a3"}
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert window.selection.ids == {"a2"}
    qtbot.keyClick(table.view, Qt.Key.Key_A, CTRL)
    assert len(window.selection.ids) == 6
    qtbot.keyClick(table.view, Qt.Key.Key_Escape)
    assert window.selection.ids == frozenset()


def test_rows_chosen_elsewhere_are_marked_and_brought_into_view(
    window: MainWindow, table: TablePanel
) -> None:
    window.selection.choose("addresses", ["a6"])
    assert chosen(table) == {"a6"}
    window.selection.choose("streets", ["w1"])
    assert chosen(table) == set()


def test_only_chosen_rows_are_listed_when_asked_for(
    qtbot: QtBot, window: MainWindow, table: TablePanel
) -> None:
    window.selection.choose("addresses", ["a2", "a5"])
    qtbot.mouseClick(table.only_chosen, LEFT)
    assert ids_shown(table) == ["a2", "a5"]
    window.selection.choose("addresses", ["a1"], "add")
    assert ids_shown(table) == ["a1", "a2", "a5"]
    qtbot.mouseClick(table.only_chosen, LEFT)
    assert len(ids_shown(table)) == 6


def test_enter_and_double_click_bring_the_row_onto_the_map(
    qtbot: QtBot, window: MainWindow, table: TablePanel
) -> None:
    for row, act in (
        (0, lambda: qtbot.keyClick(table.view, Qt.Key.Key_Return)),
        (5, lambda: qtbot.mouseDClick(table.view.viewport(), LEFT, NONE, place_of(table, 5))),
    ):
        click(qtbot, table, row)
        with qtbot.waitSignal(table.box_wanted) as told:
            act()
        west, south, east, north = told.args[0]
        point = project_of(window).addresses.geometry.iloc[row]
        assert (west, south, east, north) == (point.x, point.y, point.x, point.y)
        assert window.canvas.view.x == pytest.approx(point.x)


def test_copied_rows_are_on_the_clipboard_with_titles(qtbot: QtBot, table: TablePanel) -> None:
    click(qtbot, table, 3)
    qtbot.keyClick(table.view, Qt.Key.Key_C, CTRL)
    head, row = QGuiApplication.clipboard().text().splitlines()
    assert head.split("\t")[:3] == ["Street", "House number", "Suffix"]
    assert row.split("\t")[:3] == ["Main Street", "4", "a"]


def test_rows_that_are_seen_are_written_as_csv(
    qtbot: QtBot, window: MainWindow, table: TablePanel, tmp_path: Path
) -> None:
    assert table.save.isVisible()
    assert table.save.isEnabled()
    type_filter(qtbot, table, "mill")
    file = tmp_path / "rows.csv"
    with qtbot.waitSignal(window.jobs.finished):
        window.table_link.write_file(file)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head[:2] == ["Street", "House number"]
    assert [row[:2] for row in rows] == [["Mill Lane", "5"], ["Mill Lane", "7"]]
    with qtbot.waitSignal(window.jobs.finished):
        window.table_link.write_file(tmp_path / "missing" / "rows.csv")
    assert window.messages.kind == "error"


def test_rows_that_are_seen_are_written_as_a_workbook_in_their_order_and_columns(
    qtbot: QtBot, window: MainWindow, table: TablePanel, tmp_path: Path
) -> None:
    table.model.show_columns(["street", "dwellings", "cost_base_eur", "category"])
    table.model.sort_by("dwellings", descending=True)
    file = tmp_path / "rows.xlsx"
    with qtbot.waitSignal(window.jobs.finished):
        window.table_link.write_file(file)
    (sheet,) = openpyxl.load_workbook(file).worksheets
    head, *rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert head == ["Street", "Dwellings (units)", "Cost", "Category"]
    assert [row[1] for row in rows] == [8, 2, 1, 1, 1, None]
    assert all(isinstance(row[1], int) for row in rows[:-1])
    assert rows[0][0] == "Main Street"
    assert isinstance(rows[0][2], int | float | None)
    assert window.messages.kind == "success"


def edit(qtbot: QtBot, table: TablePanel, row: int, column: str) -> QLineEdit | QComboBox:
    qtbot.mouseClick(table.view.viewport(), LEFT, NONE, place_of(table, row, column))
    qtbot.keyClick(table.view, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit | QComboBox)
    assert editor is not table.filter
    return editor


def finish(qtbot: QtBot, window: MainWindow, editor: QLineEdit | QComboBox) -> None:
    with qtbot.waitSignal(window.document.project_changed):  # an editor commits a moment later
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_cell_is_edited_as_one_step_that_can_be_undone(
    qtbot: QtBot, window: MainWindow, table: TablePanel
) -> None:
    editor = edit(qtbot, table, 4, "dwellings")
    assert editor.text() == ""
    qtbot.keyClicks(editor, "12")
    finish(qtbot, window, editor)
    assert project_of(window).addresses["dwellings"].tolist() == [1, 2, 1, 8, 12, 1]
    assert chosen(table) == {"a5"}
    window.actions_by_name["undo"].trigger()
    assert project_of(window).addresses["dwellings"].tolist() == [1, 2, 1, 8, -1, 1]
    assert table.model.data(table.model.index(4, column_of(table, "dwellings"))) == ""


def test_edit_that_is_no_value_is_told_and_changes_nothing(
    qtbot: QtBot, window: MainWindow, table: TablePanel
) -> None:
    before = project_of(window)
    editor = edit(qtbot, table, 0, "dwellings")
    qtbot.keyClicks(editor, "many")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "“many” is no number" in table.filter.problem.text())
    assert project_of(window) is before


def test_code_is_chosen_from_a_list(qtbot: QtBot, window: MainWindow, table: TablePanel) -> None:
    editor = edit(qtbot, table, 0, "category")
    assert isinstance(editor, QComboBox)
    assert editor.currentText() == "private"
    editor.setCurrentIndex(editor.findData("hospital"))
    finish(qtbot, window, editor)
    assert project_of(window).addresses["category"].iloc[0] == "hospital"


def test_computed_cells_and_plans_open_no_editor(qtbot: QtBot, table: TablePanel) -> None:
    click(qtbot, table, 0)
    index = table.model.index(0, column_of(table, "coverage_class"))
    assert not table.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    table.show_table("plan_trenches")
    assert not table.model.flags(table.model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    table.view.choose_all()
    assert not table.set_value.isEnabled()


def test_one_value_is_set_for_all_chosen_rows(
    qtbot: QtBot, window: MainWindow, table: TablePanel
) -> None:
    window.selection.choose("addresses", ["a1", "a5", "a6"])
    qtbot.mouseClick(table.set_value, LEFT)
    dialog = table.findChild(ValueDialog)
    dialog.choose_column("dwellings")
    value = dialog.value
    assert isinstance(value, QLineEdit)
    qtbot.keyClicks(value, "-2")
    ok: QPushButton = dialog.ok
    qtbot.mouseClick(ok, LEFT)
    assert dialog.problem.isVisible()
    value.clear()
    qtbot.keyClicks(value, "3")
    qtbot.mouseClick(ok, LEFT)
    assert not dialog.isVisible()
    assert project_of(window).addresses["dwellings"].tolist() == [3, 2, 1, 8, 3, 3]
    assert "3 rows" in window.document.undo_stack.undoText()


def test_columns_are_chosen_and_moved_by_keys_and_remembered(
    qtbot: QtBot, table: TablePanel
) -> None:
    columns = table.column_menu.list
    qtbot.keyClick(columns, Qt.Key.Key_Space)
    assert "street" not in [field.name for field in table.model.fields]
    columns.setCurrentRow(0)
    qtbot.keyClick(columns, Qt.Key.Key_Down, CTRL)
    names = [field.name for field in table.model.fields]
    assert names[:2] == ["suffix", "house_number"]
    table.show_table("streets")
    table.show_table("addresses")
    assert [field.name for field in table.model.fields] == names


def test_dragged_title_moves_its_column(qtbot: QtBot, table: TablePanel) -> None:
    header = table.view.horizontalHeader()
    with qtbot.waitSignal(table.header.columns_changed):
        header.moveSection(0, 2)
    names = [field.name for field in table.model.fields]
    assert names[:3] == ["house_number", "suffix", "street"]
    assert [header.visualIndex(at) for at in range(3)] == [0, 1, 2]


def test_sites_open_today_are_one_choice_away(table: TablePanel) -> None:
    table.show_table("sites")
    actions: dict[str, Callable[[], None]] = {
        action.text(): action.trigger for action in table.presets.menu().actions()
    }
    for day, count in ((dt.date(2027, 4, 1), 1), (dt.date(2027, 8, 1), 0)):
        table.today = lambda day=day: day
        actions["Open today"]()
        assert table.model.rowCount() == count


def test_empty_table_says_what_to_do(qtbot: QtBot, table: TablePanel) -> None:
    table.show_table("ducts")
    button = table.empty.findChildren(QPushButton)[-1]
    assert button.isVisible()
    with qtbot.waitSignal(table.step_wanted, check_params_cb=lambda name: name == "import"):
        table.window().actions_by_name["import"].setEnabled(False)  # its dialog would wait for us
        qtbot.mouseClick(button, LEFT)


def test_table_follows_undo_and_closing_of_the_project(
    window: MainWindow, table: TablePanel, project: Project
) -> None:
    fewer = project.with_layers(addresses=project.addresses.iloc[:4])
    window.document.change("Delete", project, fewer)
    assert table.counts.text() == "4 rows"
    window.document.undo_stack.undo()
    assert table.counts.text() == "6 rows"
    window.document.show(None)
    assert not table.isVisible()
