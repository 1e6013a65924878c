"""The inspector in a real window: it follows map and table, and leads from row to row."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.panels.inspector import Inspector
from tests.ui.windows import show

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def inspector(qtbot: QtBot, window: MainWindow, project: Project) -> Inspector:
    show(qtbot, window, project)
    window.show_panel("inspector")
    qtbot.waitUntil(window.inspector.isVisible)
    return window.inspector


def item(inspector: Inspector, text: str) -> QTreeWidgetItem:
    (found,) = inspector.facts.findItems(
        text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    )
    return found


def test_row_chosen_in_the_table_is_explained(window: MainWindow, inspector: Inspector) -> None:
    window.selection.choose("addresses", ["a1"])
    assert inspector.title.text() == "Main Street 1"
    assert "May be aided" in inspector.sentence.text()
    window.selection.choose("plan_trenches", ["t2"])
    assert "unsealed" in inspector.sentence.text()


def test_several_chosen_rows_are_added_up(window: MainWindow, inspector: Inspector) -> None:
    window.selection.choose("plan_trenches", ["t1", "t2"])
    assert inspector.title.text() == "2 rows chosen"
    assert item(inspector, "Length").text(1) == "150\u00a0m"
    window.selection.choose("plan_trenches", ["t2"], "remove")
    assert inspector.title.text().startswith("100")


def test_links_lead_by_mouse_and_keys_from_address_to_cabinet_to_its_addresses(
    qtbot: QtBot, window: MainWindow, inspector: Inspector
) -> None:
    window.selection.choose("addresses", ["a1"])
    at = inspector.facts.visualItemRect(item(inspector, "Its cabinet")).center()
    with qtbot.waitSignal(inspector.link_opened):
        qtbot.mouseClick(inspector.facts.viewport(), LEFT, pos=at)
    assert (window.selection.table, window.selection.ids) == ("plan_nodes", {"k1"})
    assert inspector.kind.text() == "cabinet"
    inspector.facts.setFocus()
    inspector.facts.setCurrentItem(item(inspector, "3 addresses it serves"))
    with qtbot.waitSignal(inspector.link_opened):
        qtbot.keyClick(inspector.facts, Qt.Key.Key_Return)
    assert (window.selection.table, window.selection.ids) == ("addresses", {"a1", "a2", "a3"})
    assert inspector.title.text() == "3 rows chosen"


def test_explained_row_is_shown_in_the_table(
    qtbot: QtBot, window: MainWindow, inspector: Inspector
) -> None:
    window.selection.choose("streets", ["w2"])
    qtbot.mouseClick(inspector.in_table, LEFT)
    assert window.table.isVisible()
    assert window.table.table_name == "streets"
    assert window.table.content.ids[window.table.model.chosen].tolist() == ["w2"]


def test_explanation_follows_an_edit_and_its_undo(
    window: MainWindow, inspector: Inspector, project: Project
) -> None:
    window.selection.choose("sites", ["c1"])
    renamed = project.with_layers(sites=project.sites.assign(title="Gas"))
    window.document.change("Rename", project, renamed)
    window.canvas.scene_changed.emit()
    assert inspector.title.text() == "Gas"
