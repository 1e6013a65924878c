"""The basemap in the window: none at first, chosen in the menu, remembered, asked for politely."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui import settings
from fibre_planner.ui.dialogs.basemap import BasemapDialog
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.session import Session
from tests.tile_server import serving
from tests.ui.windows import show


def test_first_start_shows_no_basemap_and_loads_nothing_of_the_network(window: MainWindow) -> None:
    assert window.basemap.source is None
    assert not window.canvas.basemap.is_shown
    chosen = [action.text() for action in window.basemap.menu.actions() if action.isChecked()]
    assert chosen == ["&None"]


def test_own_basemap_is_shown_named_on_the_map_and_remembered(
    qtbot: QtBot, window: MainWindow, project: Project, tmp_path: Path
) -> None:
    show(qtbot, window, project)
    with serving() as server:
        window.canvas.basemap.folder = tmp_path
        settings.set_own_basemap(
            server.template.replace("TileMatrix}", "z}")
            .replace("TileRow", "y")
            .replace("TileCol", "x"),
            "© City",
        )

        def accept() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, BasemapDialog)
            dialog.accept()

        QTimer.singleShot(0, accept)
        window.basemap.choose("own")
        assert window.canvas.basemap.attribution == "© City"
        qtbot.waitUntil(lambda: bool(server.asked))
        qtbot.waitUntil(window.canvas.is_idle)
        assert settings.basemap() == "own"
        window.basemap.choose("")
        assert not window.canvas.basemap.is_shown


def test_dialog_says_what_is_wrong_and_waits_for_a_right_address(qtbot: QtBot) -> None:
    dialog = BasemapDialog("ftp://tiles.example/{z}/{x}/{y}.png", "")
    qtbot.addWidget(dialog)
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog._address.setText("https://tiles.example/{z}/{x}/{y}.png")
    assert ok.isEnabled()


@pytest.mark.parametrize("kept", ["gone_preset", "own"])
def test_settings_of_no_use_mean_no_basemap(qtbot: QtBot, kept: str, session: Session) -> None:
    settings.set_basemap(kept)
    window = MainWindow(session)
    qtbot.addWidget(window)
    assert window.basemap.source is None
    window.close()
