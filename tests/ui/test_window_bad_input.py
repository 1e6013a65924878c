"""What must not disturb the window: nothing at all, broken shapes, a file that others have open."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fibre_planner.io.file_lock import lock_path
from fibre_planner.model.project import Project, new_project
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.table.sources import SOURCES
from fibre_planner.ui.workspaces import WORKSPACES
from fibre_planner.workflow import save
from fibre_planner.workflow.clock import now
from tests.ui.windows import project_of, show, wait_until_settled, words


def test_project_without_a_single_row_can_be_looked_at_in_every_workspace(
    qtbot: QtBot, window: MainWindow
) -> None:
    show(qtbot, window, new_project("Nothing yet"))
    for each in WORKSPACES:
        window.workspaces.switch(each.name)
        wait_until_settled(qtbot, window)
        for key in (Qt.Key.Key_Plus, Qt.Key.Key_Home, Qt.Key.Key_N, Qt.Key.Key_Return):
            QTest.keyClick(window.canvas, key)
        qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton)
    for name in SOURCES:
        window.table.show_table(name)
        assert words(window.table).strip(), name
    assert not window.selection.ids


@pytest.fixture
def odd(project: Project) -> Project:
    """The small project with sites that have no, a broken, a huge and a far away shape."""
    x, y = project.addresses.geometry.iloc[0].coords[0]
    shapes = [
        None,
        shapely.Polygon(),
        shapely.Polygon([(x, y), (x + 50, y - 50), (x + 50, y), (x, y - 50)]),
        shapely.box(-1e15, -1e15, 1e15, 1e15),
        shapely.box(1e9, 1e9, 2e9, 2e9),
        shapely.LineString([(x, y), (x, y)]),
    ]
    rows = project.sites.iloc[[0] * len(shapes)].reset_index(drop=True)
    rows["site_id"] = [f"odd{number}" for number in range(len(shapes))]
    made = gpd.GeoDataFrame(rows.drop(columns="geometry"), geometry=shapes, crs=project.crs)
    return project.with_layers(sites=made)


def test_odd_shapes_are_seen_clicked_and_chosen_without_a_fault(
    qtbot: QtBot, window: MainWindow, odd: Project
) -> None:
    show(qtbot, window, odd)
    place = odd.addresses.geometry.iloc[0]
    window.canvas.set_view(window.canvas.view.centred(place.x, place.y, -4))
    wait_until_settled(qtbot, window)
    qtbot.mouseMove(window.canvas, window.canvas.rect().center())
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=window.canvas.rect().center())
    window.table.show_table("sites")
    for number in range(6):
        window.selection.choose("sites", [f"odd{number}"])
        window.selection_link.zoom()
        wait_until_settled(qtbot, window)
    window.canvas.fit()
    wait_until_settled(qtbot, window)
    assert project_of(window) is odd


def test_window_on_a_finer_screen_is_painted_anew_with_all_its_tiles(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    show(qtbot, window, project)
    painted = window.canvas.grab().toImage()
    with qtbot.waitSignal(window.canvas.render_finished):
        QApplication.sendEvent(window.canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
        assert window.canvas.missing_tiles() > 0
    assert window.canvas.missing_tiles() == 0
    assert window.canvas.grab().toImage() == painted


def test_file_that_a_colleague_has_open_is_shown_and_told_and_not_overwritten(
    qtbot: QtBot, window: MainWindow, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "shared.gpkg"
    save(project, path)
    before = path.read_bytes()
    other = {"host": "other", "pid": 1, "user": "colleague", "since": now().isoformat()}
    lock_path(path).write_text(json.dumps(other), encoding="utf-8")
    window.open_path(path)
    qtbot.waitUntil(lambda: window.document.project is not None and not window.jobs.is_busy)
    wait_until_settled(qtbot, window)
    said = "\n".join(label.text() for label in window.messages.findChildren(QLabel))
    assert "colleague" in said
    assert "save it under another name" in said
    window.commands.save()
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    assert path.read_bytes() == before
    said = "\n".join(label.text() for label in window.messages.findChildren(QLabel))
    assert "colleague" in said
