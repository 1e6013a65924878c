"""The list of tasks: what runs, what became of it, and the way to its result."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fibre_planner.model.errors import PlannerError
from fibre_planner.progress import Report
from fibre_planner.ui.jobs import Job
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.task_history import clock_text, left_text
from tests.ui.windows import project_of, show, texts_of, wait_until_settled
from tests.workflow.test_remedies import project_with_mistakes

LEFT = Qt.MouseButton.LeftButton


def run(qtbot: QtBot, window: MainWindow, title: str, work: object, link: str = "") -> None:
    with qtbot.waitSignal(window.session.task_history.changed):
        window.commands.run(title, work, lambda _: None, link=link)


def test_list_tells_outcome_and_duration_of_each_task_the_newest_first(
    qtbot: QtBot, window: MainWindow
) -> None:
    def fail(_: Report) -> None:
        raise PlannerError("The disk is full.", "Delete something.")

    run(qtbot, window, "First", lambda _: None)
    run(qtbot, window, "Second", fail)
    shown = window.task_list.list
    assert texts_of(shown.list) == ["Second", "First"]
    assert shown.list.topLevelItem(0).text(1) == "failed: The disk is full. Delete something."
    assert shown.list.topLevelItem(1).text(1) == "done"
    assert shown.list.topLevelItem(1).text(2) == "0:00"


def test_running_task_is_shown_and_cancelled_from_the_list(
    qtbot: QtBot, window: MainWindow
) -> None:
    begun = threading.Event()

    def endless(report: Report) -> None:
        while True:
            begun.set()
            report(0.5, "Half of it")

    shown = window.task_list.list
    window.commands.run("Endless", endless, lambda _: None)
    qtbot.mouseClick(window.task_list.button, LEFT)
    qtbot.waitUntil(shown.isVisible)
    qtbot.waitUntil(lambda: begun.is_set() and "Half of it" in shown.now.text())
    assert shown.now.text().startswith("Endless · ")
    assert shown.bar.value() == 500
    with qtbot.waitSignal(window.session.task_history.changed):
        qtbot.mouseClick(shown.cancel_button, LEFT)
    assert shown.list.topLevelItem(0).text(1) == "cancelled"
    assert shown.now.text() == "Nothing is running."
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_link_of_a_task_leads_to_its_result(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "fibre_planner.ui.task_list_flow.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()),
    )
    show(qtbot, window, project_with_mistakes())
    run(qtbot, window, "Reports", lambda _: None, f"folder:{tmp_path}")
    run(qtbot, window, "Check", lambda _: None, "findings")
    shown = window.task_list.list
    window.task_list.show()
    buttons = [shown.list.itemWidget(shown.list.topLevelItem(row), 3) for row in range(2)]
    assert [button.text() for button in buttons] == ["Show findings", "Open folder"]
    qtbot.mouseClick(buttons[1], LEFT)
    assert opened == [str(tmp_path)]
    assert not shown.isVisible()
    window.docks["findings"].hide()
    window.task_list.show()
    shown.list.setCurrentItem(shown.list.topLevelItem(0))
    qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    assert window.docks["findings"].isVisible()


def test_time_left_follows_the_pace_so_far() -> None:
    assert left_text(Job("x", lambda _: None)) == ""
    for fraction, seconds, left in (
        (0.5, 10.0, "about 10 s left"),
        (0.01, 10.0, ""),
        (0.5, 2.0, ""),
        (0.1, 60.0, "about 9 min left"),
        (1.0, 60.0, ""),
    ):
        pace = type("Pace", (), {"fraction": fraction, "seconds": seconds})()
        assert left_text(pace) == left
    assert clock_text(65.9) == "1:05"


def test_chosen_findings_are_mended_as_one_named_step_that_can_be_undone(
    qtbot: QtBot, window: MainWindow
) -> None:
    project = project_with_mistakes()
    show(qtbot, window, project)
    panel = window.findings_panel
    assert panel.mend_button.isHidden()
    codes = [finding.code for finding in window.document.findings]
    panel.choose(codes.index("duplicate_address"))
    assert panel.mend_button.text() == "Set the duplicates apart"
    panel.list.selectAll()
    assert panel.mend_button.text() == "Mend 4 findings"
    with qtbot.waitSignal(window.document.project_changed, timeout=20_000):
        panel.mend_button.click()
    wait_until_settled(qtbot, window)
    assert len(project_of(window).addresses) == 2
    left = {finding.code for finding in window.document.findings}
    assert not left & {"duplicate_address", "missing_dwellings", "invalid_shape"}
    assert window.document.undo_stack.undoText() == "Mend 4 findings"
    undo = next(b for b in window.messages.findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, LEFT)
    assert window.document.project is project
