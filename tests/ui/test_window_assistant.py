"""The assistant: five steps from files to a project, by mouse, keys and dropped files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from fibre_planner import workflow
from fibre_planner.ui.assistant.dialog import NewProjectAssistant
from fibre_planner.ui.main_window import MainWindow
from tests.towns import town
from tests.ui.test_window_keys import twice, visible_texts
from tests.ui.windows import project_of, words

NOTHING, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
_NAME, _FILES, _READING, _LOOK, _LAST = range(5)


@pytest.fixture
def addresses(tmp_path: Path) -> Path:
    """Two addresses, one of them twice, and a row without a place."""
    file = tmp_path / "addresses.csv"
    file.write_text(
        "Straße;Hausnummer;Rechtswert;Hochwert\nAm Bach;1;485000;5550000\n"
        "Am Bach;2;485020;5550000\nAm Bach;2;485020;5550000\nAm Bach;3;;\n",
        "utf-8",
    )
    return file


@pytest.fixture
def streets(tmp_path: Path) -> Path:
    file = tmp_path / "streets.geojson"
    file.write_text(
        '{"type": "FeatureCollection", "crs": {"type": "name", "properties":'
        ' {"name": "urn:ogc:def:crs:EPSG::25832"}}, "features": [{"type": "Feature",'
        ' "properties": {"name": "Am Bach"}, "geometry": {"type": "LineString",'
        ' "coordinates": [[484990, 5550005], [485040, 5550005]]}}]}',
        "utf-8",
    )
    return file


@pytest.fixture
def assistant(qtbot: QtBot) -> Iterator[NewProjectAssistant]:
    made = NewProjectAssistant()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.reject()
    made.close_down()


def drop(widget: QWidget, *files: Path) -> bool:
    """Drag files onto a widget and drop them; return whether it took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    place, copy = QPointF(widget.rect().center()), Qt.DropAction.CopyAction
    dragged = QDragEnterEvent(place.toPoint(), copy, data, LEFT, NOTHING)
    dragged.ignore()
    QApplication.sendEvent(widget, dragged)
    if dragged.isAccepted():
        dropped = QDropEvent(place, copy, data, LEFT, NOTHING)
        QApplication.sendEvent(widget, dropped)
        assert dropped.isAccepted()
    return dragged.isAccepted()


def walk_to(qtbot: QtBot, assistant: NewProjectAssistant, step: int) -> None:
    """Go on by Alt+N, waiting wherever the assistant does."""
    assistant.activateWindow()
    qtbot.waitUntil(assistant.isActiveWindow)
    while assistant.step < step:
        qtbot.waitUntil(assistant.next_button.isEnabled, timeout=20_000)
        before = assistant.step
        qtbot.keyClick(assistant, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda before=before: assistant.step == before + 1)


def test_five_steps_by_keys_make_a_project_with_what_was_read(
    qtbot: QtBot, assistant: NewProjectAssistant, addresses: Path, streets: Path
) -> None:
    assistant.name_line.setText("Milltown")
    qtbot.keyClick(assistant.name_line, Qt.Key.Key_Return)
    assert assistant.step == _FILES
    assert drop(assistant.files, addresses, streets, addresses)
    assert assistant.files.paths() == [addresses, streets]
    walk_to(qtbot, assistant, _LOOK)
    qtbot.waitUntil(lambda: assistant.trial is not None, timeout=20_000)
    shown = words(assistant.look)
    assert "Addresses: 2 · streets: 1 · buildings: 0 · EPSG:25832." in shown
    assert "2 rows are refused" in shown
    canvas = assistant.look.map.canvas
    qtbot.waitUntil(lambda: canvas.scene.groups().get("addresses") == 2)
    walk_to(qtbot, assistant, _LAST)
    assert "2 rows are refused" in assistant.last.summary.text()
    with qtbot.waitSignal(assistant.accepted):
        qtbot.keyClick(assistant.last.ways["coverage"], Qt.Key.Key_Return)
    assert assistant.trial.project.name == "Milltown"
    assert len(assistant.trial.project.addresses) == 2


def test_going_back_keeps_what_was_set_and_reads_again_only_after_a_change(
    qtbot: QtBot, assistant: NewProjectAssistant, addresses: Path
) -> None:
    assistant.add_files([addresses])
    walk_to(qtbot, assistant, _LAST)
    first = assistant.trial
    qtbot.keyClick(assistant, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: assistant.step == _LOOK)
    qtbot.keyClick(assistant, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: assistant.step == _READING)
    walk_to(qtbot, assistant, _LAST)
    assert assistant.trial is first
    assistant.go_to(_READING)
    box = assistant.reading.readings[addresses].mapping
    number = assistant.reading.readings[addresses].choice().columns
    assert number["house_number"] == "Hausnummer"
    places = [box.topLevelItem(row) for row in range(box.topLevelItemCount())]
    place = next(item for item in places if item.toolTip(0) == "house_number")
    box.itemWidget(place, 1).setCurrentIndex(0)
    assistant.go_to(_FILES)
    walk_to(qtbot, assistant, _LOOK)
    qtbot.waitUntil(lambda: assistant.trial not in (None, first), timeout=20_000)
    assert (assistant.trial.project.addresses["house_number"] != "2").all()


def test_a_file_that_cannot_be_read_is_named_and_left_out(
    qtbot: QtBot, assistant: NewProjectAssistant, addresses: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "streets.gpkg"
    broken.write_bytes(b"no database")
    assistant.add_files([addresses, broken])
    walk_to(qtbot, assistant, _LAST)
    assert "1 file cannot be read" in words(assistant.look)
    assert "Left out: streets.gpkg." in assistant.last.summary.text()
    assert len(assistant.trial.project.addresses) == 2


def test_openstreetmap_is_read_before_the_files_that_lean_on_it(
    qtbot: QtBot, assistant: NewProjectAssistant, tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("versorgung.csv", "town.osm.pbf")]
    for file in files:
        file.write_bytes(b"")
    assistant.add_files(files)
    assistant.go_to(_READING)
    qtbot.waitUntil(lambda: not assistant.reading.is_busy, timeout=20_000)
    assert [choice.layer for choice in assistant.reading.choices()] == ["osm", "supply"]


def test_without_addresses_nothing_but_looking_is_offered(
    qtbot: QtBot, assistant: NewProjectAssistant
) -> None:
    walk_to(qtbot, assistant, _LAST)
    offered = [name for name, way in assistant.last.ways.items() if way.isEnabled()]
    assert offered == ["look"]
    assert assistant.last.way() == "look"
    assert assistant.make_button.isEnabled()


def test_each_step_has_its_own_letters_and_one_default_button(
    qtbot: QtBot, assistant: NewProjectAssistant, addresses: Path
) -> None:
    assistant.add_files([addresses])
    for step in range(5):
        walk_to(qtbot, assistant, step)
        assert twice(visible_texts(assistant)) == [], step
        default = [b for b in assistant.buttons.buttons() if b.isDefault()]
        assert default == [assistant.make_button if step == _LAST else assistant.next_button]
        assert default[0].isVisible()
    role = assistant.buttons.buttonRole(assistant.make_button)
    assert role == QDialogButtonBox.ButtonRole.AcceptRole


def test_files_are_taken_off_the_list_by_the_delete_key(
    qtbot: QtBot, assistant: NewProjectAssistant, addresses: Path, streets: Path
) -> None:
    assistant.add_files([addresses, streets])
    assistant.go_to(_FILES)
    tree = assistant.files.list
    tree.setFocus()
    tree.setCurrentItem(tree.topLevelItem(0))
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert assistant.files.paths() == [streets]
    assert not assistant.files.remove_button.isEnabled()


def test_cancelled_assistant_leaves_the_open_project_alone(
    qtbot: QtBot, window: MainWindow, addresses: Path
) -> None:
    project = town("A--B")
    window.document.show(project, None, saved=False)
    window.actions_by_name["new"].trigger()
    dialog = window.new_project_flow.dialog
    assert dialog is not None
    dialog.add_files([addresses])
    walk_to(qtbot, dialog, _LOOK)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.new_project_flow.dialog is None
    assert window.document.project is project
    assert window.document.is_dirty


def test_made_project_is_shown_unsaved_and_judged(
    qtbot: QtBot, window: MainWindow, addresses: Path
) -> None:
    window.start_page.buttons["new"].click()
    dialog = window.new_project_flow.dialog
    assert dialog is not None
    dialog.add_files([addresses])
    walk_to(qtbot, dialog, _LAST)
    qtbot.mouseClick(dialog.make_button, LEFT)
    qtbot.waitUntil(
        lambda: window.document.project is not None and not window.document.project.coverage.empty,
        timeout=20_000,
    )
    assert window.document.is_dirty
    assert window.document.undo_stack.undoText() == "Coverage"
    assert len(project_of(window).coverage) == 2


def test_unsaved_work_that_is_not_given_up_keeps_the_assistant_open(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = town("A--B")
    window.document.show(project, None, saved=False)
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(window.closing, "ask_unsaved", lambda: answers.pop(0))
    window.new_project()
    dialog = window.new_project_flow.dialog
    assert dialog is not None
    walk_to(qtbot, dialog, _LAST)
    dialog.make_button.click()
    assert window.document.project is project
    assert dialog.isVisible()
    dialog.make_button.click()
    assert window.document.project is not project
    assert window.new_project_flow.dialog is None


def test_project_dropped_on_the_window_is_opened(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "town.gpkg"
    workflow.save(town("A--B"), path)
    with qtbot.waitSignal(window.document.project_changed, timeout=20_000):
        assert drop(window, path)
    assert window.document.path == path


def test_data_dropped_on_the_empty_window_begin_a_project(
    qtbot: QtBot, window: MainWindow, addresses: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "holiday.png"
    picture.write_bytes(b"")
    assert not drop(window, picture)
    assert drop(window, addresses, picture)
    qtbot.waitUntil(lambda: window.new_project_flow.dialog is not None)
    dialog = window.new_project_flow.dialog
    assert dialog is not None
    assert dialog.files.paths() == [addresses]
    dialog.reject()
