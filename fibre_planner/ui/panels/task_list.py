"""The list of long work: what runs, with time and cancel, and what has run, with its result."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui import icons
from fibre_planner.ui.jobs import Jobs
from fibre_planner.ui.layouts import flat_list, take_room
from fibre_planner.ui.task_history import (
    CANCELLED,
    DONE,
    OUTCOMES,
    PastTask,
    TaskHistory,
    clock_text,
    left_text,
)

_STEPS = 1000
_SIGNS = {DONE: "circle-check", CANCELLED: "x"}
_WIDTH_PX, _HEIGHT_PX = 560, 340


class TaskList(QFrame):
    """A list that opens above the strip and closes with Escape, its cross or its button.

    Signals: link_opened(link of a task).
    """

    link_opened = Signal(str)

    def __init__(self, jobs: Jobs, history: TaskHistory, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs, self._history = jobs, history
        self.setProperty("role", "card")
        self.setAutoFillBackground(True)
        self.setAccessibleName(tr("Tasks"))
        title = QLabel(tr("Tasks of this session"))
        title.setProperty("role", "title")
        close = QToolButton(autoRaise=True)
        close.setIcon(icons.icon("x"))
        close.setAccessibleName(tr("Close the list"))
        close.setToolTip(tr("Close the list") + " (Esc)")
        close.clicked.connect(self.hide)
        self.now = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.now.setProperty("role", "plain")
        self.bar = QProgressBar(maximum=_STEPS, textVisible=False)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel_button = QPushButton(tr("Cancel"), autoDefault=False)
        self.cancel_button.clicked.connect(self._cancel)
        self.list = flat_list(tr("Task"), tr("Outcome"), tr("Duration"), "")
        self.list.setAccessibleName(tr("Past tasks"))
        self.list.setWordWrap(True)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close)
        column.addLayout(head)
        column.addWidget(self.now)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        take_room(self, _WIDTH_PX, _HEIGHT_PX)
        self._clock = QTimer(self, interval=500)
        self._clock.timeout.connect(self._show_now)
        jobs.started.connect(self._job_started)
        jobs.finished.connect(self._show_now)
        history.changed.connect(self._show_past)
        self.list.itemActivated.connect(self._open)
        self._show_now()
        self._show_past()
        self.hide()

    def open_above(self, button: QWidget) -> None:
        """Show the list with its lower right corner at a button."""
        corner = button.mapTo(self.window(), QPoint(button.width(), 0))
        self.move(max(corner.x() - self.width(), 0), max(corner.y() - self.height() - 6, 0))
        self.show()
        self.raise_()
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._clock.start()
        self._show_now()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    def _job_started(self, _job: object) -> None:
        self._show_now()

    def _show_now(self, _job: object = None) -> None:
        job = self._jobs.current
        self.bar.setVisible(job is not None)
        self.cancel_button.setVisible(job is not None)
        if job is None:
            self.now.setText(tr("Nothing is running."))
            return
        self.bar.setValue(round(job.fraction * _STEPS))
        self.cancel_button.setEnabled(not job.is_cancelling)
        told = tr("Cancelling …") if job.is_cancelling else job.message
        parts = (job.title, told, clock_text(job.seconds), left_text(job))
        self.now.setText(" · ".join(part for part in parts if part))

    def _show_past(self) -> None:
        self.list.clear()
        for task in self._history.tasks:
            item = self._item(task)
            self.list.addTopLevelItem(item)
            if task.link:
                button = QPushButton(_link_text(task.link), autoDefault=False)
                button.setAccessibleName(f"{task.title}: {button.text()}")
                button.clicked.connect(lambda _=False, link=task.link: self._follow(link))
                self.list.setItemWidget(item, 3, button)

    def _item(self, task: PastTask) -> QTreeWidgetItem:
        outcome = tr(OUTCOMES[task.outcome])
        told = f"{outcome}: {task.sentence}" if task.sentence else outcome
        item = QTreeWidgetItem([task.title, told, clock_text(task.seconds)])
        item.setIcon(0, icons.icon(_SIGNS.get(task.outcome, "alert-circle")))
        item.setToolTip(1, told)
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _open(self, item: QTreeWidgetItem) -> None:
        task = self._history.tasks[self.list.indexOfTopLevelItem(item)]
        if task.link:
            self._follow(task.link)

    def _follow(self, link: str) -> None:
        self.hide()
        self.link_opened.emit(link)

    def _cancel(self) -> None:
        self._jobs.cancel()
        self._show_now()


def _link_text(link: str) -> str:
    """Return what a button to the result of a task says."""
    if link.startswith("folder:"):
        return tr("Open folder")
    texts = {
        "plan": tr("Show plan"),
        "coverage": tr("Show coverage"),
        "findings": tr("Show findings"),
    }
    return texts[link]
