"""Two plans compared in the real window: command, panel, map and workbook."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fibre_planner import workflow
from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.comparison_layer import DIFFERENCES
from fibre_planner.ui.panels.comparison_tables import DifferenceTable
from tests.analysis.comparison.test_compare import DETOUR, site_along
from tests.towns import town
from tests.ui.windows import show


def planned_twice() -> Project:
    """Return a town with a plan without and one with a site that moves the trench."""
    project = town(DETOUR)
    scenario = workflow.scenario_for(project)
    project = workflow.plan(project, scenario)
    return workflow.plan(project.with_layers(sites=site_along((0, 2), (21, 2))), scenario)


@pytest.fixture(scope="module")
def twice() -> Project:
    return planned_twice()


@pytest.fixture
def compared(qtbot: QtBot, window: MainWindow, twice: Project) -> MainWindow:
    show(qtbot, window, twice)
    with qtbot.waitSignal(window.comparison.changed, timeout=20_000):
        window.actions_by_name["compare"].trigger()
    qtbot.waitUntil(
        lambda: "comparison" in window.canvas.scene.groups() and window.canvas.is_idle(),
        timeout=20_000,
    )
    return window


def headline(window: MainWindow) -> list[str]:
    grid = window.comparison_panel.headline
    found = []
    for row in range(3):
        cells = [grid.itemAtPosition(row, column).widget() for column in range(3)]
        found.append(" ".join(cell.text() for cell in cells if isinstance(cell, QLabel)))
    return found


def cells(table: DifferenceTable, column: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def click_row(qtbot: QtBot, table: DifferenceTable, row: int) -> None:
    place = table.visualRect(table.model().index(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_command_is_disabled_with_one_plan_and_says_why(
    qtbot: QtBot, window: MainWindow, twice: Project
) -> None:
    one = workflow.compare(twice).one
    show(qtbot, window, replace(twice, plans=(one,)))
    action = window.actions_by_name["compare"]
    assert not action.isEnabled()
    assert "one plan only" in action.toolTip()


def test_command_tells_what_it_does_once_there_are_two_plans(compared: MainWindow) -> None:
    action = compared.actions_by_name["compare"]
    assert action.isEnabled()
    assert "what differs" in action.toolTip()


def test_headline_tells_metres_euros_and_addresses_with_signs(compared: MainWindow) -> None:
    assert compared.docks["comparison"].isVisible()
    assert headline(compared) == [
        "▲ +40\u00a0m Trench",
        "▼ −€1,773 Cost",
        "= 0 connected addresses",
    ]


def test_choosing_the_plans_the_other_way_round_turns_the_signs(
    qtbot: QtBot, compared: MainWindow
) -> None:
    panel = compared.comparison_panel
    before = panel.one.currentIndex(), panel.other.currentIndex()
    panel.one.setCurrentIndex(before[1])
    panel.other.setCurrentIndex(before[0])
    with qtbot.waitSignal(compared.comparison.changed, timeout=20_000):
        panel.other.activated.emit(before[0])
    assert headline(compared)[:2] == ["▼ −40\u00a0m Trench", "▲ +€1,773 Cost"]


def test_map_shows_what_each_plan_digs_alone(compared: MainWindow) -> None:
    counts = compared.canvas.scene.kind_counts()
    kinds = {state: counts["comparison", n] for n, state in enumerate(DIFFERENCES)}
    found = compared.comparison.found
    assert found is not None
    assert kinds == {state: int((found.sections["state"] == state).sum()) for state in DIFFERENCES}
    assert "trenches" not in compared.canvas.scene.groups()


def test_plans_are_told_apart_by_colour_and_by_dashes() -> None:
    from fibre_planner.ui.map import styles

    looks = dict(zip(DIFFERENCES, styles.difference_styles(), strict=True))
    assert looks["only_one"].dash_px
    assert not looks["only_other"].dash_px
    assert looks["only_one"].colour != looks["only_other"].colour
    assert looks["same"].width_px < looks["only_other"].width_px


def test_clicked_row_is_marked_and_seen_on_the_map(qtbot: QtBot, compared: MainWindow) -> None:
    table = compared.comparison_panel.tables["sections"]
    before = compared.canvas.view
    click_row(qtbot, table, 0)
    assert [hit.table for hit in compared.canvas.selection] == ["comparison"]
    assert compared.canvas.view != before
    section = compared.canvas.selection[0].row_id
    found = compared.comparison.found
    assert found is not None
    row = found.sections[found.sections["section_id"] == section]
    west, south, east, north = compared.canvas.view.box()
    assert west < row.total_bounds[0]
    assert row.total_bounds[2] < east
    assert south < row.total_bounds[1]
    assert row.total_bounds[3] < north


def test_rows_are_sorted_by_value_where_a_heading_is_clicked(
    qtbot: QtBot, compared: MainWindow
) -> None:
    table = compared.comparison_panel.tables["sections"]
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 12, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    metres = [
        float(text.replace("−", "-").replace(",", "").replace("+", "")) for text in cells(table, 2)
    ]
    assert metres == sorted(metres) or metres == sorted(metres, reverse=True)
    assert sum(metres) == pytest.approx(40.0)


def test_clicked_stretch_on_the_map_is_chosen_in_the_table(
    qtbot: QtBot, compared: MainWindow
) -> None:
    found = compared.comparison.found
    assert found is not None
    rows = found.sections[found.sections["street"] == "D-B"]
    middle = rows.geometry.iloc[0].interpolate(0.5, normalized=True)
    x, y = compared.canvas.view.to_screen(middle.x, middle.y)
    qtbot.mouseClick(compared.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    table = compared.comparison_panel.tables["sections"]
    assert cells(table, 1)[table.currentIndex().row()] == "D-B"


def test_bill_lists_the_positions_that_differ(compared: MainWindow) -> None:
    table = compared.comparison_panel.tables["bill"]
    assert cells(table, 0)[:2] == ["TB14", "TB03"]
    assert cells(table, 1)[:2] == ["+€10,290", "−€8,075"]
    assert "HA01" not in cells(table, 0)


def test_workbook_is_written_where_one_asks_for_it(
    qtbot: QtBot, compared: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "difference.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(compared.comparison_panel.workbook, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: compared.messages.kind == "success", timeout=20_000)
    assert openpyxl.load_workbook(path).sheetnames[0] == "Figures"


def test_ending_shows_the_plan_again(qtbot: QtBot, compared: MainWindow) -> None:
    with qtbot.waitSignal(compared.canvas.scene_changed, timeout=20_000):
        qtbot.mouseClick(compared.comparison_panel.close_button, Qt.MouseButton.LeftButton)
    assert "comparison" not in compared.canvas.scene.groups()
    assert "trenches" in compared.canvas.scene.groups()
    assert compared.docks["comparison"].isHidden()


def test_comparison_ends_with_its_project(compared: MainWindow) -> None:
    compared.document.show(town(DETOUR), None)
    assert compared.comparison.found is None


@pytest.mark.parametrize("by_button", [True, False])
def test_edit_offers_a_new_plan_that_is_compared_with_the_old_one(
    qtbot: QtBot, window: MainWindow, twice: Project, by_button: bool
) -> None:
    old = workflow.compare(twice).one
    show(qtbot, window, replace(town(DETOUR), coverage=twice.coverage, plans=(old,)))
    project = window.document.project
    assert project is not None
    window.document.change("Site", project, project.with_layers(sites=site_along((0, 2), (21, 2))))
    button = window.messages.findChild(QPushButton)
    assert button is not None
    qtbot.waitUntil(lambda: button.isVisible(), timeout=20_000)
    assert "have changed" in window.messages.text
    if by_button:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        window.actions_by_name["what_if"].trigger()
    assert not window.messages.isVisible()  # what it offered is being done
    qtbot.waitUntil(lambda: window.comparison.found is not None, timeout=60_000)
    assert window.messages.text == (
        "The plan changes by +40\u00a0m and −€1,773; as many addresses as before."
    )
    found, project = window.comparison.found, window.document.project
    assert found is not None
    assert project is not None
    assert found.one is old
    assert project.plans == (old, found.other)
    assert window.document.designs.of(found.other.plan_id) is not None


def test_new_plan_without_any_change_stays_the_old_one(
    qtbot: QtBot, window: MainWindow, twice: Project
) -> None:
    show(qtbot, window, twice)
    window.actions_by_name["what_if"].trigger()
    qtbot.waitUntil(lambda: "stays as it is" in window.messages.text, timeout=60_000)
    assert window.comparison.found is None


def test_side_by_side_shows_each_plan_on_a_map_of_its_own(
    qtbot: QtBot, compared: MainWindow
) -> None:
    button, main = compared.comparison_panel.both_maps, compared.canvas
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    left = compared.side_by_side.canvas
    assert left is not None
    counts = [lambda: left.scene.kind_counts(), lambda: main.scene.kind_counts()]
    alone = [DIFFERENCES.index(state) for state in ("only_one", "only_other")]
    for count, mine, theirs in ((counts[0], *alone), (counts[1], *reversed(alone))):
        qtbot.waitUntil(
            lambda c=count, m=mine, t=theirs: (
                c().get(("comparison", m), 0) > 0 and not c().get(("comparison", t), 0)
            ),
            timeout=20_000,
        )
    assert left.x() + left.width() <= compared.map_frame.x()
    main.zoom_by(-4)
    assert (left.view.x, left.view.y, left.view.level) == (
        main.view.x,
        main.view.y,
        main.view.level,
    )
    left.set_view(left.view.panned(60, 20))
    assert (main.view.x, main.view.y) == pytest.approx((left.view.x, left.view.y))
    click_row(qtbot, compared.comparison_panel.tables["sections"], 0)
    assert left.selection == main.selection
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert compared.side_by_side.canvas is None


def test_second_map_ends_with_the_comparison(qtbot: QtBot, compared: MainWindow) -> None:
    qtbot.mouseClick(compared.comparison_panel.both_maps, Qt.MouseButton.LeftButton)
    assert compared.side_by_side.canvas is not None
    qtbot.mouseClick(compared.comparison_panel.close_button, Qt.MouseButton.LeftButton)
    assert compared.side_by_side.canvas is None
    assert not compared.comparison_panel.both_maps.isChecked()
