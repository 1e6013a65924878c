"""Printing from the real window: the dialog with its preview, files, series and cancel."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from shapely import box

from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.progress import Cancelled
from fibre_planner.ui import settings
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.printing.dialog import PrintDialog
from fibre_planner.ui.printing.layout import Choice, map_pages, selection_box, whole_box
from fibre_planner.ui.printing.rows import table_of_fields
from fibre_planner.ui.printing.series import Feature, features_of
from fibre_planner.ui.printing.writing import files_of, write_map
from tests.ui.printed import FIELDS, page_sizes_mm, source_of
from tests.ui.windows import show


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, project: Project) -> MainWindow:
    show(qtbot, window, project)
    return window


@pytest.fixture
def dialog(qtbot: QtBot, project: Project) -> PrintDialog:
    made = PrintDialog(source_of(project), FIELDS)
    qtbot.addWidget(made, before_close_func=lambda box: box.preview.stop())
    with qtbot.waitSignal(made.preview.shown, timeout=20_000):
        made.show()
    return made


def choose(dialog: PrintDialog, name: str, value: str) -> None:
    box = getattr(dialog, name)
    assert box.findData(value) >= 0, (name, value)
    box.setCurrentIndex(box.findData(value))


def settle(qtbot: QtBot, dialog: PrintDialog) -> None:
    qtbot.waitUntil(lambda: dialog.preview.is_idle, timeout=20_000)


def print_with(
    qtbot: QtBot, window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Trigger a command, accept its dialog as it stands, and wait for the file."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    def accept() -> None:
        asked = QApplication.activeModalWidget()
        if isinstance(asked, PrintDialog):
            asked.save_button.click()
        else:
            QTimer.singleShot(20, accept)

    QTimer.singleShot(0, accept)
    with qtbot.waitSignal(window.jobs.finished, timeout=20_000):
        window.actions_by_name[command].trigger()
    qtbot.waitUntil(lambda: path.exists())


def test_command_prints_what_is_seen_into_a_pdf(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "map.pdf"
    assert opened.actions_by_name["print"].shortcut().toString() == "Ctrl+P"
    print_with(qtbot, opened, path, monkeypatch, "print")
    assert page_sizes_mm(path.read_bytes()) == [(297, 210)]
    assert "map.pdf" in opened.messages.text


def test_image_command_begins_with_a_picture(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "map.png"
    print_with(qtbot, opened, path, monkeypatch, "export_image")
    assert path.read_bytes().startswith(b"\x89PNG")


def test_nothing_open_means_nothing_to_print(window: MainWindow) -> None:
    assert not window.actions_by_name["print"].isEnabled()
    assert window.print_flow.source() is None


def test_preview_follows_the_choices(qtbot: QtBot, dialog: PrintDialog) -> None:
    before = dialog.preview.image
    assert before is not None
    assert before.width() > before.height()
    choose(dialog, "orientation", "portrait")
    settle(qtbot, dialog)
    after = dialog.preview.image
    assert after is not None
    assert after.width() < after.height()


def test_series_lists_its_pages_and_the_preview_turns_them(
    qtbot: QtBot, dialog: PrintDialog
) -> None:
    assert not dialog.features.isVisible()
    choose(dialog, "extent", "sites")
    count = dialog.features.count()
    assert count > 0
    settle(qtbot, dialog)
    assert dialog.preview.count == count + 1
    dialog.forth.click()
    settle(qtbot, dialog)
    assert dialog.page_label.text() == f"Page 2 of {count + 1}"
    for row in range(count):
        dialog.features.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.save_button.isEnabled()
    settle(qtbot, dialog)


def test_office_author_and_file_number_are_remembered(
    qtbot: QtBot, dialog: PrintDialog, project: Project
) -> None:
    dialog.lines["office"].setText("Building authority")
    dialog.lines["file_number"].setText("7/2026")
    choose(dialog, "paper", "A3")
    dialog.accept()
    again = PrintDialog(source_of(project), FIELDS)
    qtbot.addWidget(again, before_close_func=lambda box: box.preview.stop())
    assert again.lines["office"].text() == "Building authority"
    assert again.choice().fields.file_number == "7/2026"
    assert again.choice().paper.name == "A3"


def test_escape_leaves_everything_as_it_was(qtbot: QtBot, dialog: PrintDialog) -> None:
    dialog.lines["office"].setText("Forgotten")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert settings.print_choice("office") == ""
    assert dialog.preview.is_idle or dialog.preview._job is not None


def test_every_field_can_be_reached_and_has_a_name(dialog: PrintDialog) -> None:
    for widget in (dialog.paper, dialog.extent, dialog.scale, dialog.date, dialog.kind):
        assert widget.accessibleName()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert dialog.preview.accessibleName()


def test_cancelled_printing_leaves_no_file(project: Project, tmp_path: Path) -> None:
    def stop(fraction: float, _message: str) -> None:
        if fraction > 0.3:
            raise Cancelled

    path = tmp_path / "map.pdf"
    with pytest.raises(Cancelled):
        write_map(source_of(project), Choice(fields=FIELDS), path, stop)
    assert not list(tmp_path.glob("*map*"))


def test_series_may_become_a_file_per_sheet_and_one_for_the_table(
    project: Project, tmp_path: Path
) -> None:
    features = tuple(features_of(project, "districts"))
    choice = Choice(
        extent="districts", features=features, table="addresses", fields=FIELDS, apart=True
    )
    path = tmp_path / "plan.pdf"
    files = write_map(source_of(project), choice, path, lambda *_: None)
    assert files == files_of(path, choice)
    assert [file.name for file in files] == [
        "plan-01-Overview.pdf",
        "plan-02-Old-Town.pdf",
        "plan-03-Addresses-on-the-map.pdf",
    ]
    assert not path.exists()
    assert all(len(page_sizes_mm(file.read_bytes())) == 1 for file in files)
    together = write_map(source_of(project), replace(choice, apart=False), path, lambda *_: None)
    assert together == [path]
    assert len(page_sizes_mm(path.read_bytes())) == 3


def test_series_that_is_cancelled_leaves_old_files_and_no_new_ones(
    project: Project, tmp_path: Path
) -> None:
    features = (Feature("../One: <b>", (0, 0, 90, 90)), Feature("two", (0, 0, 90, 90)))
    choice = Choice(extent="areas", features=features, fields=FIELDS, kind="svg")
    files = files_of(tmp_path / "map.svg", choice)
    assert [file.name for file in files[1:]] == ["map-02-One-b.svg", "map-03-two.svg"]
    files[0].write_bytes(b"old")

    def stop(fraction: float, _message: str) -> None:
        if fraction > 0.8:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_map(source_of(project), choice, tmp_path / "map.svg", stop)
    assert [file.name for file in tmp_path.glob("map*")] == ["map-01-Overview.svg"]


def test_file_that_cannot_be_written_is_told_with_a_remedy(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "map.pdf").mkdir()
    with pytest.raises(PlannerError) as told:
        write_map(source_of(project), Choice(fields=FIELDS), tmp_path / "map.pdf", lambda *_: None)
    assert "map.pdf" in told.value.message
    assert told.value.remedy
    path = tmp_path / "none" / "map.pdf"
    with pytest.raises(PlannerError, match="none") as told:
        write_map(source_of(project), Choice(fields=FIELDS), path, lambda *_: None)
    assert told.value.remedy


def test_computer_without_a_printer_is_told_to_save_a_file(
    opened: MainWindow, qtbot: QtBot
) -> None:
    if QPrinterInfo.availablePrinterNames():
        pytest.skip("a printer is installed here")

    def press() -> None:
        asked = QApplication.activeModalWidget()
        if isinstance(asked, PrintDialog):
            asked.printer_button.click()
        else:
            QTimer.singleShot(20, press)

    QTimer.singleShot(0, press)
    opened.actions_by_name["print"].trigger()
    qtbot.waitUntil(lambda: "No printer" in opened.messages.text)


def test_series_of_pictures_becomes_a_file_per_page(project: Project, tmp_path: Path) -> None:
    source = source_of(project)
    choice = Choice(extent="view", fields=FIELDS, kind="svg")
    assert write_map(source, choice, tmp_path / "one.svg", lambda *_: None) == [
        tmp_path / "one.svg"
    ]
    dialog_features = PrintDialog(source, FIELDS)
    choose(dialog_features, "extent", "sites")
    choose(dialog_features, "kind", "svg")
    files = write_map(source, dialog_features.choice(), tmp_path / "map.svg", lambda *_: None)
    dialog_features.reject()
    assert [file.name for file in files[:2]] == [
        "map-01-Overview.svg",
        "map-02-Sewer-renewal.svg",
    ]
    assert all(file.exists() for file in files)


@pytest.mark.parametrize("table", ["addresses", "trenches", "cost"])
def test_chosen_table_follows_the_map(project: Project, tmp_path: Path, table: str) -> None:
    path = tmp_path / "map.pdf"
    choice = Choice(extent="all", table=table, fields=FIELDS)
    write_map(source_of(project), choice, path, lambda *_: None)
    assert len(page_sizes_mm(path.read_bytes())) == 2


def test_whole_project_reaches_as_far_as_the_shapes_that_are_printed(project: Project) -> None:
    west, south, east, north = project.addresses.total_bounds.tolist()
    far = box(west, south, east + 3000, north)
    project = project.with_layers(
        sites=project.sites.set_geometry([far, *project.sites.geometry.iloc[1:]])
    )
    source = source_of(project)
    with_sites = whole_box(source.scene, source.groups)
    assert with_sites is not None
    assert with_sites[2] == pytest.approx(east + 3000)
    without = whole_box(source.scene, source.groups - {"sites"})
    assert without is not None
    assert without[2] < east + 1000
    page = map_pages(source, Choice(extent="all", fields=FIELDS))[0]
    assert page.box[2] >= east + 3000


def test_closed_dialog_lets_the_scene_go(qtbot: QtBot, opened: MainWindow) -> None:
    def refuse() -> None:
        asked = QApplication.activeModalWidget()
        if isinstance(asked, PrintDialog):
            asked.reject()
        else:
            QTimer.singleShot(20, refuse)

    QTimer.singleShot(0, refuse)
    opened.actions_by_name["print"].trigger()
    qtbot.waitUntil(lambda: not opened.findChildren(PrintDialog))


def test_selected_rows_are_shown_by_the_map(project: Project) -> None:
    source = source_of(project)
    first = project.addresses.iloc[0]
    x, y = first.geometry.coords[0]
    box = selection_box(source.scene, "addresses", frozenset({first["address_id"]}))
    assert box == (x, y, x, y)
    trench = project.plans[0].trenches.iloc[0]
    found = selection_box(source.scene, "plan_trenches", frozenset({trench["trench_id"]}))
    assert found == pytest.approx(trench.geometry.bounds)
    assert selection_box(source.scene, "addresses", frozenset()) is None


def test_rows_of_the_attribute_table_are_printed_as_it_shows_them(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    opened.show_panel("table")
    table = opened.table
    qtbot.waitUntil(lambda: table.model.rowCount() == 6 and table.print.isEnabled())
    with qtbot.waitSignal(opened.jobs.finished, timeout=20_000):
        table.print.click()
    qtbot.waitUntil(path.exists)
    assert page_sizes_mm(path.read_bytes()) == [(297, 210)]
    made = table_of_fields("Addresses", table.model.fields, table.wanted_rows())
    shown = [
        [table.model.index(row, column).data() for column in range(table.model.columnCount())]
        for row in range(6)
    ]
    assert [list(row) for row in made.rows] == shown
    assert [column.title for column in made.columns] == [one.title for one in table.model.fields]
