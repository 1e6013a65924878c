"""Says to colleagues that a project file is open here, as long as the document shows it."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from fibre_planner.ui.document import Document


class HeldFile(QObject):
    """Follows the path of a document.

    Signals: taken: the sentence on who else has the file open that is now shown.
    """

    taken = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._path: Path | None = None
        document.project_changed.connect(self.follow)
        document.state_changed.connect(self.follow)

    def follow(self) -> None:
        """Let go of the file that was shown before and hold the one shown now."""
        path = self._document.path
        if path == self._path:
            return
        self.let_go()
        self._path = path
        if path is not None:
            sentence = _workflow().hold(path)
            if sentence:
                self.taken.emit(sentence)

    def let_go(self) -> None:
        """Say that the file is no longer open here."""
        if self._path is not None:
            _workflow().let_go(self._path)
            self._path = None


def _workflow() -> Any:
    """Return the work's door; whoever has opened a file has loaded it already."""
    return importlib.import_module("fibre_planner.workflow")
