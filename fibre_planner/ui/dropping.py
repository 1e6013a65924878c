"""Files dropped on the window: projects are opened, data are imported or become a project."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDropEvent

from fibre_planner.ui.layer_guess import FILE_PATTERNS

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow

_ENDINGS = tuple(pattern.removeprefix("*") for pattern in FILE_PATTERNS.split())
_DROPS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


def dropped_files(event: QEvent) -> list[Path]:
    """Return the files of a drag or drop that can be read, and accept it if there are any."""
    if event.type() not in _DROPS or not isinstance(event, QDropEvent):
        return []
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    files = [path for path in paths if path.name.lower().endswith(_ENDINGS) and path.is_file()]
    if files:
        event.acceptProposedAction()
    return files


class Dropping(QObject):
    """Takes what is dropped on one window, unless work is running."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._window or self._window.jobs.is_busy:
            return False
        files = dropped_files(event)
        if files and event.type() == QEvent.Type.Drop:
            # The dialog that follows must not keep the other program's drag waiting.
            QTimer.singleShot(0, self, lambda: self.take(files))
        return bool(files)

    def take(self, files: Sequence[Path]) -> None:
        """Open a project; import data into the open project, else make a new one of them."""
        workflow = importlib.import_module("fibre_planner.workflow")
        projects = [path for path in files if workflow.is_project(path)]
        if projects:
            self._window.open_path(projects[0])
        elif self._window.document.project is not None:
            self._window.import_these(files)
        else:
            self._window.new_project(files)
