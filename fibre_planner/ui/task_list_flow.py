"""Opens the list of tasks from the strip or the menu, and goes where a task's result is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QToolButton

from fibre_planner.language import tr
from fibre_planner.ui import icons
from fibre_planner.ui.panels.task_list import TaskList

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


class TaskListFlow(QObject):
    """The list of tasks of one window, with its button at the end of the strip."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.list = TaskList(window.jobs, window.session.task_history, window)
        self.list.link_opened.connect(self._open)
        self.button = QToolButton(autoRaise=True)
        self.button.setIcon(icons.icon("clock"))
        self.button.setAccessibleName(tr("Tasks of this session"))
        self.button.setToolTip(tr("Tasks of this session") + " (Ctrl+Shift+J)")
        self.button.clicked.connect(self.show)
        window.task_strip.addPermanentWidget(self.button)

    def show(self) -> None:
        """Open the list above its button, or close it where it is open."""
        if self.list.isVisible():
            self.list.hide()
        else:
            self.list.open_above(self.button)

    def _open(self, link: str) -> None:
        if link.startswith("folder:"):
            QDesktopServices.openUrl(QUrl.fromLocalFile(link.removeprefix("folder:")))
        elif self._window.document.project is not None:
            self._window.show_panel(link)
