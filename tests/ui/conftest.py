"""What window tests start from: a window, settings of their own, no thread left running."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings, QThread
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from fibre_planner.model.project import Project
from fibre_planner.ui import jobs, settings
from fibre_planner.ui.application import Program, make_application
from fibre_planner.ui.document import Document
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.painting_thread import PaintingThread
from fibre_planner.ui.session import Session
from tests.report.small_plan import small_project
from tests.ui.patient_bot import PatientBot

_OFFSCREEN_SAYS = "This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Allow the notes that the screenless platform writes for windows, docks and menus."""
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.qt_log_ignore(_OFFSCREEN_SAYS))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """Stand in for the bot of pytest-qt, which waits five seconds."""
    assert qapp is not None
    return PatientBot(request)


@pytest.fixture(scope="session")
def modules_are_no_garbage() -> None:
    """Take what is there for good out of collecting, which then is quick after every test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def garbage_stays_in_this_thread(modules_are_no_garbage: None) -> Iterator[None]:
    """Collect between tests: a QObject must not die in the thread of a job (see ui/garbage.py).

    All generations: windows of earlier tests with their maps are old garbage, of many megabytes.
    """
    assert modules_are_no_garbage is None  # it has run before
    gc.disable()
    yield
    _end_widgets()
    gc.collect()
    gc.enable()


def _end_widgets() -> None:
    """Delete the widgets that wait for it, and leave no style: either makes later tests slow."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if app.styleSheet():
            app.setStyleSheet("")
            app.setPalette(QPalette())
            app.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))


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

    monkeypatch.setattr(PaintingThread, "start", start)
    monkeypatch.setattr(jobs._Thread, "start", start)
    yield
    left = [thread.objectName() for thread in started if isValid(thread) and thread.isRunning()]
    assert not left, f"threads left running: {left}"


@pytest.fixture
def project() -> Project:
    """The small project with one plan; a module that needs another draws it under this name."""
    return small_project()


@pytest.fixture
def document(qtbot: QtBot, project: Project) -> Document:
    """The project as a document without a window, for panels and dialogs of their own."""
    assert qtbot is not None
    made = Document()
    made.show(project)
    return made


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    assert qtbot is not None
    made = Session()
    yield made
    made.end()


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> Iterator[MainWindow]:
    """A main window on the screen, still without a project (`windows.show` shows one)."""
    made = MainWindow(session)
    qtbot.addWidget(made, before_close_func=lambda _: session.document.show(None))
    made.resize(1300, 860)
    made.show()
    yield made
    made.canvas.close_down()


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[Program]:
    """The whole program, still without a window."""
    assert qtbot is not None
    made = Program(make_application([]))
    yield made
    if made.window is not None:
        made.window.hide()
    made.end()
    if made.window is not None:
        made.window.deleteLater()
