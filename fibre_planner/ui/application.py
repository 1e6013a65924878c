"""Starts the window: style, language, one session, and what was asked for at the start."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QLibraryInfo, QObject, QTimer, QTranslator, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from fibre_planner import __version__
from fibre_planner.language import current_language, use_language
from fibre_planner.ui import settings, theme
from fibre_planner.ui.garbage import Garbage
from fibre_planner.ui.icons import icon
from fibre_planner.ui.jobs import Job
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.session import Session
from fibre_planner.ui.undisturbed import Undisturbed

_SWITCH_SECONDS = 0.0005
"""How often threads take turns: the painting thread must not make the window wait."""


def run_window(path: Path | None = None, demo: bool = False) -> int:
    """Open the window and run it until it is closed; return the exit code.

    path: a project file to open. demo: build the sample town with its plan and show it.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    app = make_application(sys.argv)
    program = Program(app)
    program.show_window()
    QTimer.singleShot(0, lambda: program.begin(path, demo))
    QTimer.singleShot(0, program.session.warm_up.begin)
    code = app.exec()
    program.end()
    return code


def make_application(arguments: list[str]) -> QApplication:
    """Return the application with style and language as they are set."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(arguments)
    app.setApplicationName("fibre-planner")
    app.setApplicationDisplayName("Fibre Planner")
    app.setApplicationVersion(__version__)
    return app


class Program(QObject):
    """Holds the session and its window; makes the window anew when language or colours change."""

    _fault = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._translator: QTranslator | None = None
        self.garbage = Garbage(self)
        self.session = Session()
        self.window: MainWindow | None = None
        self._look: Job | None = None
        self._renewal = Undisturbed(self.show_window, lambda: self.session.jobs.is_busy, self)
        self._hook = sys.excepthook
        sys.excepthook = self._catch
        self._fault.connect(self._tell_fault)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_colours_changed)

    def show_window(self) -> MainWindow:
        """Make the window for the language and colours that are set, and show it."""
        if self.window is None and settings.first_workspace():
            settings.store().setValue("workspace", settings.first_workspace())
        if self.window is not None:
            self.window.keep_state()
        spoken = current_language()
        self._apply_language()
        if self.window is not None and current_language() != spoken:
            self.session.checker.check_again()
        theme.apply_theme(self._app, settings.theme(), settings.text_percent())
        self._app.setWindowIcon(icon("route", "#1f6fb2"))
        old = self.window
        self.window = MainWindow(self.session)
        self.window.restyle_wanted.connect(self._renewal.want)
        self.window.show()
        if old is not None:
            old.close_down()
            old.hide()
            old.deleteLater()
        return self.window

    def begin(self, path: Path | None, demo: bool) -> None:
        """Do what was asked for at the start, and load the work in the background."""
        if self.window is None:
            return
        if demo:
            self.window.commands.open_sample()
        elif path is not None:
            self.window.commands.open_file(path)
        else:
            # Looking for unsaved work loads what later jobs need, off the window's thread.
            self._look_for_recoveries()

    def end(self) -> None:
        """Stop everything that runs in the background."""
        sys.excepthook = self._hook
        self._renewal.forget()
        if self._look is not None:
            self._look.wait()
        self.session.end()
        if self.window is not None:
            self.window.close_down()
        self.garbage.stop()

    def _look_for_recoveries(self) -> None:
        job = Job("recoveries", lambda _: self.session.recoveries(), self)
        job.succeeded.connect(self._offer_recoveries)
        job.broke.connect(self._tell_fault)
        job.finished.connect(self._forget_look)
        self._look = job
        job.start()

    def _forget_look(self) -> None:
        self._look = None

    def _offer_recoveries(self, recoveries: Sequence[Any]) -> None:
        if self.window is not None and self.session.document.project is None:
            self.window.start_page.show_recoveries(recoveries)

    def _apply_language(self) -> None:
        code = settings.language()
        use_language(code)
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        if code == "de":
            translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load("qtbase_de", folder):
                self._app.installTranslator(translator)
                self._translator = translator

    def _system_colours_changed(self) -> None:
        if settings.theme() == "system":
            self._renewal.want()

    def _catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Show a fault in a slot of Qt, which has nobody to raise it to."""
        self._hook(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self._fault.emit("".join(traceback.format_exception(kind, error, trace)))

    def _tell_fault(self, details: str) -> None:
        if self.window is not None:
            self.window.tell_fault(details)
