"""What window tests start from: settings of their own, no thread left running."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QThread
from shiboken6 import isValid

from fibre_planner.ui import jobs, settings
from fibre_planner.ui.map.renderer import Renderer

_OFFSCREEN_SAYS = "This plugin does not support propagateSizeHints"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Allow the one note that the screenless platform writes for every window."""
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.qt_log_ignore(_OFFSCREEN_SAYS))


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = str(tmp_path / "settings.ini")
    monkeypatch.setattr(settings, "store", lambda: QSettings(file, QSettings.Format.IniFormat))
    settings.set_language("en")
    settings.set_theme("light")
    settings.set_last_folder(tmp_path)


@pytest.fixture(autouse=True)
def own_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(autouse=True)
def no_thread_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    started: list[QThread] = []

    def start(thread: QThread) -> None:
        started.append(thread)
        QThread.start(thread)

    monkeypatch.setattr(Renderer, "start", start)
    monkeypatch.setattr(jobs._Thread, "start", start)
    yield
    left = [thread.objectName() for thread in started if isValid(thread) and thread.isRunning()]
    assert not left, f"threads left running: {left}"
