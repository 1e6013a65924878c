"""The basemap in the window: none at first, chosen in the menu, remembered, asked for politely."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui import settings
from fibre_planner.ui.dialogs.basemap import BasemapDialog
from fibre_planner.ui.dialogs.preferences import PreferencesDialog
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.basemap.presets import preset_ids, read_preset
from fibre_planner.ui.session import Session
from tests.tile_server import serving
from tests.ui.windows import show

PRESETS = sorted(preset_ids(), reverse=True)


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


def test_preferences_choose_the_basemap_that_the_menu_then_shows(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    show(qtbot, window, project)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PreferencesDialog)
        assert dialog.basemap.source_id == ""
        names = [dialog.basemap.list.itemText(n) for n in range(dialog.basemap.list.count())]
        assert names == ["None", *(read_preset(name).title for name in PRESETS), "Own address"]
        dialog.basemap.own = ("http://127.0.0.1:9/{z}/{x}/{y}.png", "© City")
        dialog.basemap.list.setCurrentIndex(dialog.basemap.list.findData("own"))
        dialog.accept()

    QTimer.singleShot(0, choose)
    window.ask_preferences()
    chosen = [action.text() for action in window.basemap.menu.actions() if action.isChecked()]
    assert chosen == ["&Own address …"]
    assert window.canvas.basemap.attribution == "© City"
    assert settings.basemap() == "own"


def test_own_basemap_without_an_address_is_not_chosen_in_the_preferences(qtbot: QtBot) -> None:
    dialog = PreferencesDialog()
    qtbot.addWidget(dialog)
    field = dialog.basemap
    asked: list[BasemapDialog] = []

    def refuse() -> None:
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, BasemapDialog)
        asked.append(shown)
        shown.reject()

    QTimer.singleShot(0, refuse)
    field.list.setCurrentIndex(field.list.findData("own"))
    field.list.activated.emit(field.list.currentIndex())
    assert len(asked) == 1
    assert field.source_id == ""
    dialog.keep()
    assert settings.basemap() == ""
