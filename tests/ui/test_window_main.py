"""The main window with real project files: open, change, undo, cancel, save and close."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMessageBox, QToolBar, QToolButton
from pytestqt.qtbot import QtBot

from fibre_planner import workflow
from fibre_planner.model.project import Project
from fibre_planner.progress import Report
from fibre_planner.ui import settings
from fibre_planner.ui.actions import COMMANDS
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.messages import FaultDialog
from fibre_planner.ui.tasks import ImportChoice
from tests.towns import town
from tests.ui.windows import project_of, texts_of, wait_until_settled

Buttons = QMessageBox.StandardButton


@pytest.fixture
def project() -> Project:
    return town("""
        1   2   p
        |   |   |
        A---B---C---N
        |   |
        p   3
    """)


@pytest.fixture
def project_file(project: Project, tmp_path: Path) -> Path:
    path = tmp_path / "town.gpkg"
    workflow.save(project, path)
    return path


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, project_file: Path) -> MainWindow:
    with qtbot.waitSignals(
        [window.document.project_changed, window.document.findings_changed], timeout=20_000
    ):
        window.open_path(project_file)
    wait_until_settled(qtbot, window)
    return window


def test_first_window_offers_ways_to_begin(window: MainWindow) -> None:
    assert window.pages.currentWidget() is window.start_page
    assert set(window.start_page.buttons) == {"sample", "new", "open"}
    assert window.windowTitle() == "Fibre Planner"
    possible = {name for name, action in window.actions_by_name.items() if action.isEnabled()}
    assert {"new", "open", "sample", "quit"} <= possible
    assert not possible & {"save", "import", "coverage", "plan", "reports", "undo", "redo"}


def test_opened_project_is_on_the_map_and_in_the_panels(opened: MainWindow) -> None:
    assert opened.pages.currentWidget() is opened.map_views
    assert opened.canvas.scene.groups()["addresses"] == 5
    titles = texts_of(opened.layers_panel)
    assert "Streets" in titles
    assert "Addresses by coverage" in titles
    assert opened.windowTitle() == "town (town.gpkg)[*] – Fibre Planner"
    assert not opened.isWindowModified()
    assert settings.recent_projects() == [opened.document.path]


def test_file_that_is_no_project_is_a_message_with_a_remedy(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "broken.gpkg"
    path.write_bytes(b"no project")
    with qtbot.waitSignal(window.jobs.failed):
        window.open_path(path)
    assert window.messages.isVisible()
    assert window.messages.kind == "error"
    assert len(window.messages.text) > 20
    assert window.document.project is None


def test_switching_a_layer_off_is_remembered(qtbot: QtBot, opened: MainWindow) -> None:
    item = next(
        opened.layers_panel.topLevelItem(n)
        for n in range(opened.layers_panel.topLevelItemCount())
        if opened.layers_panel.topLevelItem(n).text(0) == "Streets"
    )
    with qtbot.waitSignal(opened.layers_panel.groups_changed):
        item.setCheckState(0, Qt.CheckState.Unchecked)
    assert "streets" not in opened.canvas.groups
    assert settings.hidden_groups() == {"streets"}


def test_coverage_is_one_undo_step(qtbot: QtBot, opened: MainWindow) -> None:
    before = project_of(opened)
    tasks = __import__("fibre_planner.ui.tasks", fromlist=["coverage"])
    commands = opened.commands

    def done(after: Project) -> None:
        assert commands.take("Coverage", before, after)

    with qtbot.waitSignal(opened.document.project_changed, timeout=20_000):
        commands.run("Coverage", tasks.coverage(before, "rl2.0-2024"), done)
    assert len(project_of(opened).coverage) == 5
    assert opened.isWindowModified()
    assert opened.coverage_panel.table.topLevelItemCount() == 1
    opened.actions_by_name["undo"].trigger()
    assert project_of(opened) is before
    assert not opened.isWindowModified()
    opened.actions_by_name["redo"].trigger()
    assert len(project_of(opened).coverage) == 5


def test_imported_rows_can_be_undone(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    before = project_of(opened)
    file = tmp_path / "more.csv"
    file.write_text(
        "street;house_number;x;y\nNeue Gasse;7;500010;5550010\nNeue Gasse;9;500020;5550010\n",
        encoding="utf-8",
    )
    choice = ImportChoice(file, "addresses", crs="EPSG:25832")
    with qtbot.waitSignal(opened.document.project_changed, timeout=20_000):
        opened.commands.import_files([choice])
    assert len(project_of(opened).addresses) == 7
    assert "7 addresses" in opened.messages.text
    assert opened.document.undo_stack.undoText() == "Import more.csv"
    opened.document.undo_stack.undo()
    assert project_of(opened) is before


def test_cancelled_job_leaves_the_project_as_it_was(qtbot: QtBot, opened: MainWindow) -> None:
    before = project_of(opened)
    begun, go_on = threading.Event(), threading.Event()

    def work(report: Report) -> Project:
        begun.set()
        go_on.wait(10)
        report(0.5, "half")
        return before.with_metadata(changed="yes")

    opened.commands.run("Work", work, lambda after: opened.commands.take("Work", before, after))
    qtbot.waitUntil(begun.is_set)
    assert opened.task_strip.cancel_button.isVisible()
    assert not opened.actions_by_name["plan"].isEnabled()
    opened.task_strip.cancel_button.click()
    with qtbot.waitSignal(opened.jobs.cancelled):
        go_on.set()
    assert project_of(opened) is before
    assert "cancelled" in opened.messages.text
    assert not opened.task_strip.cancel_button.isVisible()
    assert opened.actions_by_name["plan"].isEnabled()


def test_result_for_a_project_that_changed_meanwhile_is_refused(
    qtbot: QtBot, opened: MainWindow
) -> None:
    before = project_of(opened)
    go_on = threading.Event()

    def work(_: Report) -> Project:
        go_on.wait(10)
        return before.with_metadata(changed="late")

    opened.commands.run("Work", work, lambda after: opened.commands.take("Work", before, after))
    now = before.with_metadata(changed="meanwhile")
    opened.document.change("meanwhile", before, now)
    with qtbot.waitSignal(opened.jobs.finished):
        go_on.set()
    assert project_of(opened) is now
    assert "has changed" in opened.messages.text


def test_fault_keeps_unsaved_work_before_it_is_shown(qtbot: QtBot, opened: MainWindow) -> None:
    before = project_of(opened)
    opened.document.change("change", before, before.with_metadata(changed="yes"))

    def work(_: Report) -> None:
        raise ZeroDivisionError("our fault")

    with qtbot.waitSignal(opened.jobs.broke):
        opened.commands.run("Work", work, lambda _: None)
    dialog = opened.findChild(FaultDialog)
    assert dialog is not None
    texts = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "recovery file" in texts
    dialog.reject()
    recoveries = workflow.pending_recoveries()
    assert [recovery.name for recovery in recoveries] == ["town"]


def test_kept_work_can_be_restored_and_stays_unsaved(
    qtbot: QtBot, window: MainWindow, project: Project, project_file: Path
) -> None:
    workflow.autosave(project.with_metadata(changed="yes"), project_file)
    (recovery,) = window.session.recoveries()
    window.start_page.show_recoveries([recovery])
    with qtbot.waitSignal(window.document.project_changed, timeout=20_000):
        window.start_page.recovery_wanted.emit(recovery)
    assert project_of(window).metadata["changed"] == "yes"
    assert window.document.path == project_file
    assert window.isWindowModified()
    with qtbot.waitSignal(window.jobs.finished, timeout=20_000):
        window.commands.save()
    assert not window.isWindowModified()
    assert list(window.session.recoveries()) == []


def test_saving_writes_the_file_and_clears_the_mark(
    qtbot: QtBot, opened: MainWindow, project_file: Path
) -> None:
    before = project_of(opened)
    opened.document.change("change", before, before.with_metadata(changed="yes"))
    assert opened.isWindowModified()
    with qtbot.waitSignal(opened.jobs.finished, timeout=20_000):
        opened.commands.save()
    qtbot.waitUntil(lambda: not opened.isWindowModified())
    assert workflow.open_project(project_file).metadata["changed"] == "yes"


def test_closing_asks_about_unsaved_changes(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = project_of(opened)
    opened.document.change("change", before, before.with_metadata(changed="yes"))
    monkeypatch.setattr(opened.closing, "ask_unsaved", lambda: Buttons.Cancel)
    assert not opened.close()
    assert opened.isVisible()
    monkeypatch.setattr(opened.closing, "ask_unsaved", lambda: Buttons.Discard)
    opened.close()
    qtbot.waitUntil(lambda: not opened.isVisible())


def test_saving_while_closing_closes_after_the_file_is_written(
    qtbot: QtBot, opened: MainWindow, project_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = project_of(opened)
    opened.document.change("change", before, before.with_metadata(changed="yes"))
    monkeypatch.setattr(opened.closing, "ask_unsaved", lambda: Buttons.Save)
    opened.close()
    qtbot.waitUntil(lambda: not opened.isVisible(), timeout=20_000)
    assert workflow.open_project(project_file).metadata["changed"] == "yes"


def test_closing_with_a_running_job_asks_cancels_and_waits(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work(report: Report) -> None:
        begun.set()
        go_on.wait(10)
        try:
            report(0.5, "half")
        finally:
            ended.set()

    opened.commands.run("Work", work, lambda _: None)
    qtbot.waitUntil(begun.is_set)
    monkeypatch.setattr(opened.closing, "ask_cancel_job", lambda: False)
    assert not opened.close()
    assert opened.jobs.is_busy
    monkeypatch.setattr(opened.closing, "ask_cancel_job", lambda: True)
    assert not opened.close()
    assert opened.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: not opened.isVisible())
    assert ended.is_set()
    assert not opened.jobs.is_busy


def test_click_on_an_address_explains_it(qtbot: QtBot, opened: MainWindow) -> None:
    point = project_of(opened).addresses.geometry.iloc[0]
    opened.canvas.set_view(opened.canvas.view.centred(point.x, point.y, -8))
    qtbot.waitUntil(opened.canvas.is_idle)
    middle = opened.canvas.rect().center()
    qtbot.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert opened.inspector.kind.text() == "Address"
    assert "Address" in texts_of(opened.inspector.facts)


def test_choosing_a_finding_brings_its_place_onto_the_map(opened: MainWindow) -> None:
    findings = opened.document.findings
    number = next(n for n, finding in enumerate(findings) if finding.place is not None)
    opened.findings_panel.choose(number)
    with_remedy = findings[number].remedy
    assert with_remedy in opened.findings_panel.detail.text()
    opened.findings_panel.place_wanted.emit(findings[number])
    x, y = findings[number].place or (0.0, 0.0)
    assert (opened.canvas.view.x, opened.canvas.view.y) == (x, y)
    assert opened.canvas.target == (x, y)


def test_place_of_the_pop_is_chosen_on_the_map(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(opened.plan_flow, "ask", asked.append)
    opened.plan_flow.ask_place(project_of(opened).scenarios[0])
    assert opened.map_frame.hint.isVisible()
    middle = opened.canvas.rect().center()
    x, y = opened.canvas.view.to_world(middle.x(), middle.y())
    qtbot.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert (asked[0].pop_x, asked[0].pop_y) == pytest.approx((x, y))
    assert not opened.map_frame.hint.isVisible()


def test_escape_ends_choosing_a_place(qtbot: QtBot, opened: MainWindow) -> None:
    opened.plan_flow.ask_place(project_of(opened).scenarios[0])
    qtbot.keyClick(opened.canvas, Qt.Key.Key_Escape)
    assert not opened.map_frame.hint.isVisible()
    assert opened.canvas.navigation.tool is not opened.plan_flow.tool


def test_closing_the_project_leads_back_to_the_first_page(opened: MainWindow) -> None:
    opened.actions_by_name["close"].trigger()
    assert opened.pages.currentWidget() is opened.start_page
    assert opened.document.project is None
    assert all(dock.isHidden() for dock in opened.docks.values())


def test_panels_come_back_with_the_next_project(
    qtbot: QtBot, opened: MainWindow, project_file: Path
) -> None:
    opened.docks["layers"].close()
    opened.actions_by_name["close"].trigger()
    with qtbot.waitSignal(opened.document.project_changed, timeout=20_000):
        opened.open_path(project_file)
    assert opened.docks["layers"].isHidden()
    assert not opened.docks["plan"].isHidden()


def test_shortcuts_are_unique() -> None:
    keys = [command.shortcut for command in COMMANDS if command.shortcut]
    assert len(keys) == len(set(keys))


def test_every_button_without_a_text_has_a_name(window: MainWindow) -> None:
    nameless = [
        button
        for button in window.findChildren(QToolButton)
        if not button.accessibleName()
        and not button.text()
        and not button.objectName().startswith("qt_")
        and isinstance(button.parent(), QToolBar | QLabel | type(window.canvas))
    ]
    assert nameless == []


def test_every_command_is_in_a_menu(window: MainWindow) -> None:
    def found(actions: list[QAction]) -> set[QAction]:
        inside = set(actions)
        for action in actions:
            if action.menu() is not None:
                inside |= found(action.menu().actions())
        return inside

    listed = found(window.menuBar().actions())
    assert set(window.actions_by_name.values()) <= listed


@pytest.mark.slow
def test_plan_made_in_the_window_is_the_plan_of_the_other_callers(
    qtbot: QtBot, opened: MainWindow
) -> None:
    before = project_of(opened)
    scenario = before.scenarios[0]
    with qtbot.waitSignal(opened.document.project_changed, timeout=200_000):
        opened.commands.plan(scenario)
    shown = opened.document.plan
    assert shown is not None
    made = workflow.plan(before, scenario).plans[-1]
    assert shown.trenches.drop(columns="geometry").equals(made.trenches.drop(columns="geometry"))
    assert shown.items.equals(made.items)
    assert shown.addresses.equals(made.addresses)
    assert "connects" in opened.messages.text
    assert opened.document.undo_stack.undoText() == "Plan"
    opened.document.undo_stack.undo()
    assert opened.document.plan is None
