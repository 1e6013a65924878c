"""Start, language, colours and faults of the whole program."""

import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from fibre_planner import workflow
from fibre_planner.language import current_language, tr
from fibre_planner.ui import settings, theme
from fibre_planner.ui.application import Program, make_application
from fibre_planner.ui.map.styles import DARK, LIGHT
from fibre_planner.ui.messages import FaultDialog
from tests.towns import town


def test_window_is_there_before_the_heavy_work_is_loaded(program: Program) -> None:
    window = program.show_window()
    assert window.isVisible()
    assert window.pages.currentWidget() is window.start_page


def test_project_named_at_the_start_is_opened(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "town.gpkg"
    workflow.save(town("A--B"), path)
    window = program.show_window()
    with qtbot.waitSignal(window.document.project_changed, timeout=20_000):
        program.begin(path, demo=False)
    assert window.document.path == path


def test_german_window_has_german_menus_and_buttons(program: Program) -> None:
    settings.set_language("de")
    window = program.show_window()
    assert current_language() == "de"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=window)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles[0] == tr("&File")


def test_language_changes_at_once_and_keeps_the_project(qtbot: QtBot, program: Program) -> None:
    first = program.show_window()
    project = town("A--B")
    program.session.document.show(project)
    first.actions_by_name["german"].trigger()
    qtbot.waitUntil(lambda: program.window is not first)
    second = program.window
    assert second is not None
    assert second.document.project is project
    assert second.pages.currentWidget() is second.map_views
    assert current_language() == "de"
    second.actions_by_name["english"].trigger()
    qtbot.waitUntil(lambda: program.window is not second)
    assert current_language() == "en"


@pytest.mark.parametrize(("name", "look"), [("light", LIGHT), ("dark", DARK)])
def test_colours_reach_the_map(program: Program, name: str, look: object) -> None:
    settings.set_theme(name)
    window = program.show_window()
    assert window.canvas.look == look
    assert theme.is_dark_palette() is (name == "dark")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_texts_have_the_contrast_that_is_asked_for(qapp: QApplication, name: str) -> None:
    theme.apply_theme(qapp, name)
    palette, role = qapp.palette(), QPalette.ColorRole
    pairs = [
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.PlaceholderText, role.Base),
        (role.HighlightedText, role.Highlight),
        (role.Link, role.Base),
        (role.ToolTipText, role.ToolTipBase),
    ]
    for ink, ground in pairs:
        ratio = contrast(palette.color(ink).getRgbF(), palette.color(ground).getRgbF())
        assert ratio >= 4.5, (ink, ground, ratio)


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Contrast ratio of two colours as WCAG 2.2 defines it."""

    def luminance(colour: tuple[float, ...]) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_fault_in_a_slot_is_shown_and_the_window_lives_on(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_on: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: passed_on.append(kind))
    program = Program(make_application([]))
    window = program.show_window()
    qtbot.addWidget(window)
    try:
        raise ZeroDivisionError("in a slot")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: window.findChild(FaultDialog) is not None)
    window.findChild(FaultDialog).reject()
    assert window.isVisible()
    program.end()
    assert passed_on == [ZeroDivisionError]


def test_unsaved_work_is_kept_once_and_forgotten_when_saved(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    program.show_window()
    document, autosave = program.session.document, program.session.autosave
    project = town("A--B")
    document.show(project, saved=False)
    job = autosave.keep()
    assert job is not None
    with qtbot.waitSignal(job.finished, timeout=20_000):
        pass
    assert autosave.keep() is None
    assert len(workflow.pending_recoveries()) == 1
    document.mark_saved(project, tmp_path / "town.gpkg")
    assert len(workflow.pending_recoveries()) == 0


def test_unsaved_work_of_an_earlier_run_is_offered(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    workflow.autosave(town("A--B"), tmp_path / "town.gpkg")
    window = program.show_window()
    program.begin(None, demo=False)
    qtbot.waitUntil(lambda: window.start_page.offered == 1)


def test_findings_are_told_anew_in_the_other_language(qtbot: QtBot, program: Program) -> None:
    first = program.show_window()
    project = town("""
        p
        |
        A--B
    """)
    program.session.document.show(project)
    qtbot.waitUntil(lambda: program.session.document.is_checked, timeout=20_000)
    first.actions_by_name["german"].trigger()
    qtbot.waitUntil(lambda: program.window is not first)
    assert not program.session.document.is_checked
    qtbot.waitUntil(lambda: program.session.document.is_checked, timeout=20_000)


def test_size_and_panels_are_remembered(qtbot: QtBot, program: Program) -> None:
    window = program.show_window()
    program.session.document.show(town("A--B"))
    window.docks["layers"].close()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    again = program.show_window()
    program.session.document.show(town("A--B"))
    assert again.docks["layers"].isHidden()
    assert not again.docks["findings"].isHidden()


def test_texts_grow_by_what_is_set_and_shrink_again(program: Program) -> None:
    before = program.show_window().font().pointSizeF()
    settings.set_text_percent(200)
    assert program.show_window().font().pointSizeF() == 2 * before
    settings.set_text_percent(100)
    assert program.show_window().font().pointSizeF() == before


def test_start_begins_with_the_workspace_that_is_set(program: Program) -> None:
    settings.set_first_workspace("funding")
    window = program.show_window()
    assert window.workspaces.current.name == "funding"
    window.workspaces.switch("planning")
    again = program.show_window()
    assert again.workspaces.current.name == "planning"
