"""The manual in a window: F1 by focus and in dialogs, links, search, way back, size of text."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

import fibre_planner.ui
from fibre_planner.model.project import Project
from fibre_planner.ui import settings
from fibre_planner.ui.assistant.dialog import NewProjectAssistant
from fibre_planner.ui.dialogs.coverage import CoverageDialog
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.manual.context import page_for, window_names
from fibre_planner.ui.manual.pages import page_names, read_source
from fibre_planner.ui.manual.window import HelpWindow
from fibre_planner.ui.palette.dialog import PaletteDialog
from tests.ui.every_dialog import every_dialog
from tests.ui.windows import show

F1 = Qt.Key.Key_F1


@pytest.fixture
def manual(qtbot: QtBot) -> Iterator[HelpWindow]:
    made = HelpWindow({})
    qtbot.addWidget(made)
    made.show_page("start")
    made.show()
    yield made
    made.close()


def all_dialogs() -> set[type[QDialog]]:
    """Return every dialog of the program."""
    for module in pkgutil.walk_packages(fibre_planner.ui.__path__, "fibre_planner.ui."):
        importlib.import_module(module.name)
    found: set[type[QDialog]] = set()
    waiting = QDialog.__subclasses__()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("fibre_planner."):
            found.add(kind)
    return found


def test_every_dialog_names_its_page() -> None:
    dialogs = all_dialogs() - {PaletteDialog}
    assert len(dialogs) > 10
    for kind in dialogs:
        source = Path(str(importlib.import_module(kind.__module__).__file__)).read_text("utf-8")
        body = source[source.index(f"class {kind.__name__}(") :]
        page = body.partition('give_help(self, "')[2].partition('"')[0]
        assert page in page_names(), kind.__name__


def test_every_panel_has_its_page(window: MainWindow) -> None:
    for name, dock in window.docks.items():
        assert page_for(dock.widget()) in page_names(), name
    assert page_for(window.charts_panel.chart) == "charts"
    assert page_for(window.coverage_panel.share_box.measure) == "shares"
    assert page_for(window.canvas) == "map"
    assert page_for(window.start_page) == "start"
    assert page_for(QWidget()) == "start"


def test_f1_opens_the_page_of_the_panel_with_the_focus(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    show(qtbot, window, project)
    for focus, page in ((window.canvas, "map"), (window.findings_panel.list, "findings")):
        window.docks["findings"].show()
        window.docks["findings"].raise_()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        focus.setFocus()
        qtbot.waitUntil(focus.hasFocus)
        QTest.keyClick(focus, F1)
        manual = window.help_flow.manual
        assert manual is not None
        assert (manual.isVisible(), manual.current) == (True, page)
        manual.close()


def test_f1_on_the_map_while_a_trench_is_rerouted_tells_of_rerouting(window: MainWindow) -> None:
    window.map_tools.use("reroute")
    assert page_for(window.canvas) == "reroute"
    window.map_tools.use("identify")
    assert page_for(window.canvas) == "map"


def test_strip_and_list_of_tasks_have_the_page_of_tasks(window: MainWindow) -> None:
    assert page_for(window.task_list.button) == "tasks"
    assert page_for(window.task_list.list.list) == "tasks"


def test_f1_opens_the_own_page_of_every_dialog(
    window: MainWindow, project: Project, tmp_path: Path
) -> None:
    pages = {"preferences": "preferences", "basemap": "basemap", "keys": "shortcuts"}
    for name, make in every_dialog(project, tmp_path, window).items():
        if name == "palette":  # its one line takes all keys
            continue
        dialog = make()
        keys = [each for each in dialog.findChildren(QShortcut) if each.key() == F1]
        assert len(keys) == 1, name
        keys[0].activated.emit()
        manual = dialog.findChild(HelpWindow)
        assert manual is not None, name
        assert manual.current == pages.get(name, page_for(dialog)), name
        assert manual.current in page_names(), name
        manual.close()
        dialog.reject()
        if isinstance(dialog, NewProjectAssistant):
            dialog.close_down()
        dialog.deleteLater()


def test_f1_in_a_dialog_opens_its_page_over_it(qtbot: QtBot, window: MainWindow) -> None:
    dialog = CoverageDialog("", window)
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, F1)
    manual = dialog.findChild(HelpWindow)
    assert manual is not None
    assert (manual.isVisible(), manual.current) == (True, "coverage")
    qtbot.waitUntil(manual.isActiveWindow)
    QTest.keyClick(manual.page, Qt.Key.Key_Escape)
    assert not manual.isVisible()
    assert dialog.isVisible()
    dialog.reject()


def test_pages_write_commands_as_the_menus_do(window: MainWindow) -> None:
    names = window_names(window)
    assert names["menu:plan"] == "Planning › Plan network"
    assert names["menu:construction"] == "View › Workspace › Construction"
    assert names["panel:budget"] == "Budget"
    sources = [read_source(name, "en") for name in page_names()]
    for name, shown in names.items():
        assert shown
        assert "&" not in shown, name
    for place in ("{menu:basemap}", "{menu:draw_menu}", "{menu:panels}", "{menu:select_from}"):
        assert any(place in source for source in sources)
        assert place.strip("{}") in names
    for source in sources:
        for name in (part.partition("}")[0] for part in source.split("{panel:")[1:]):
            assert f"panel:{name}" in names


def test_links_lead_on_and_back_leads_back(manual: HelpWindow) -> None:
    manual.follow(QUrl("plan.md"))
    manual.follow(QUrl("compare.md"))
    assert manual.current == "compare"
    assert manual.contents.currentItem().text() == manual.pages["compare"].title
    manual.back.trigger()
    manual.back.trigger()
    assert manual.current == "start"
    assert not manual.back.isEnabled()
    manual.forth.trigger()
    assert manual.current == "plan"
    manual.contents.setCurrentRow(0)
    assert not manual.forth.isEnabled()


def test_what_is_outside_is_opened_only_after_a_question(
    qtbot: QtBot, manual: HelpWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "fibre_planner.ui.manual.window.QDesktopServices.openUrl",
        lambda url: opened.append(url.toString()),
    )

    def answer(kind: QMessageBox.StandardButton) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "example.org" in box.text()
        box.button(kind).click()

    for kind in (QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes):
        QTimer.singleShot(0, manual, lambda kind=kind: answer(kind))
        manual.follow(QUrl("https://example.org/"))
    assert opened == ["https://example.org/"]
    assert manual.current == "start"
    assert qtbot is not None


def test_search_leaves_the_pages_with_all_words_and_marks_them(manual: HelpWindow) -> None:
    QTest.keyClicks(manual.search, "yearly budget")
    rows = [manual.contents.item(row) for row in range(manual.contents.count())]
    left = [item.text() for item in rows if not item.isHidden()]
    assert "Budget and build order" in left
    assert "Basemap" not in left
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.page.extraSelections()
    marked = {each.cursor.selectedText().casefold() for each in manual.page.extraSelections()}
    assert marked <= {"yearly", "budget"}
    manual.search.clear()
    assert not any(item.isHidden() for item in rows)
    assert not manual.page.extraSelections()


def test_size_of_the_text_is_remembered(qtbot: QtBot, manual: HelpWindow) -> None:
    before = manual.page.font().pointSizeF()
    manual._scale(4)
    assert manual.page.font().pointSizeF() == before + 4
    manual._scale(99)
    assert settings.manual_step() == 12
    again = HelpWindow({})
    qtbot.addWidget(again)
    assert again.page.font().pointSizeF() == before + 12
