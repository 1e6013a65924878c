"""Letters pressed with Alt: none twice in a menu, in a tab of a dialog, or in a panel."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from fibre_planner.language import current_language, use_language
from fibre_planner.model.project import Project
from fibre_planner.ui.dialogs.coverage import CoverageDialog
from fibre_planner.ui.dialogs.import_file import ImportDialog
from fibre_planner.ui.dialogs.plan import PlanDialog
from fibre_planner.ui.dialogs.preferences import PreferencesDialog
from fibre_planner.ui.dialogs.reports import ReportsDialog
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.printing.dialog import PrintDialog
from fibre_planner.ui.printing.fields import Fields
from tests.ui.printed import source_of

LANGUAGES = ("en", "de")


@pytest.fixture(autouse=True)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    before = current_language()
    use_language(request.param)
    yield request.param
    use_language(before)


def letters(texts: Iterable[str]) -> list[str]:
    found = (re.search(r"&([^&\s])", text.replace("&&", "")) for text in texts)
    return [match.group(1).lower() for match in found if match]


def twice(texts: Iterable[str]) -> list[str]:
    return [letter for letter, count in Counter(letters(texts)).items() if count > 1]


def visible_texts(widget: QWidget) -> list[str]:
    return [
        child.text()
        for child in widget.findChildren(QWidget)
        if isinstance(child, QAbstractButton | QLabel) and child.isVisibleTo(widget)
    ]


@pytest.mark.parametrize("spoken", LANGUAGES, indirect=True)
def test_a_letter_means_one_thing_in_each_menu_and_panel(
    window: MainWindow, project: Project, spoken: str
) -> None:
    window.document.show(project)
    menus = window.menuBar().actions()
    bar = [action.text() for action in menus]
    assert len(letters(bar)) == len(bar), spoken
    assert twice(bar) == []
    for menu in menus:
        entries = [action.text() for action in menu.menu().actions()]
        assert len(entries) > 1
        assert twice(entries) == [], menu.text()
    for name, dock in window.docks.items():
        assert twice([*bar, *visible_texts(dock)]) == [], name


@pytest.mark.parametrize("spoken", LANGUAGES, indirect=True)
def test_a_letter_means_one_thing_in_each_tab_of_a_dialog(
    qtbot: QtBot, project: Project, tmp_path: Path, spoken: str
) -> None:
    dialogs = (
        PlanDialog(project.scenarios[0], None, project.scenarios),
        CoverageDialog("", None),
        ImportDialog(None),
        ReportsDialog(tmp_path, project.plans[-1], None),
        PreferencesDialog(None),
        PrintDialog(source_of(project), Fields(date="2026-11-22")),
    )
    # Some dialogs with some tabs each: a handful.
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        dialog.show()
        tabs = dialog.findChild(QTabWidget)
        for number in range(tabs.count() if tabs else 1):
            if tabs:
                tabs.setCurrentIndex(number)
            texts = visible_texts(dialog)
            assert letters(texts), type(dialog).__name__
            assert twice(texts) == [], (spoken, type(dialog).__name__, number)
        dialog.close()
