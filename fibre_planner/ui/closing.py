"""Giving a document or the window up: unsaved changes and running work are asked about first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMessageBox

from fibre_planner.language import tr

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


class Closing(QObject):
    """Asks before anything is lost, for one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._under_way = False

    def unless_unsaved(self, act: Callable[[], object]) -> bool:
        """Do something that gives the document up, after asking about unsaved changes.

        Returns whether the user agreed; where changes are saved first, it is done after that.
        """
        if not self._window.document.is_dirty:
            act()
            return True
        answer = self.ask_unsaved()
        if answer == QMessageBox.StandardButton.Save:
            self._window.commands.save(act)
        elif answer == QMessageBox.StandardButton.Discard:
            self._window.session.autosave.drop()
            act()
        return answer != QMessageBox.StandardButton.Cancel

    def ask_unsaved(self) -> QMessageBox.StandardButton:
        """Ask what to do with unsaved changes."""
        project = self._window.document.project
        buttons = QMessageBox.StandardButton
        return QMessageBox.question(
            self._window,
            tr("Unsaved changes"),
            tr("Save the changes to “{name}”?").format(name=project.name if project else ""),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )

    def ask_cancel_job(self) -> bool:
        """Ask whether the running job is to be cancelled so that the window may close."""
        job = self._window.jobs.current
        answer = QMessageBox.question(
            self._window,
            tr("Work is running"),
            tr("“{job}” is still running. Cancel it and close?").format(
                job=job.title if job else ""
            ),
        )
        return answer == QMessageBox.StandardButton.Yes

    def allows(self, event: QCloseEvent) -> bool:
        """Return whether the window may close now; else ask, and close it later if wanted."""
        window, jobs = self._window, self._window.jobs
        if jobs.is_busy:
            event.ignore()
            if not self._under_way and self.ask_cancel_job() and jobs.current is not None:
                self._under_way = True
                jobs.current.finished.connect(lambda: QTimer.singleShot(0, window.close))
                jobs.cancel()
            return False
        self._under_way = False
        if window.document.is_dirty:
            event.ignore()
            self.unless_unsaved(self._close_for_good)
            return False
        event.accept()
        return True

    def _close_for_good(self) -> None:
        """Close without asking again: the changes are saved or given up."""
        self._window.keep_state()
        self._window.document.show(None)
        # Qt refuses to close a window within its closing.
        QTimer.singleShot(0, self._window.close)
