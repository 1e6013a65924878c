"""A look at the project before it is kept: its map, its counts, and what became of each file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QLabel,
    QProgressBar,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui import settings, theme
from fibre_planner.ui.assistant.outcome_texts import outcome_lines, project_line
from fibre_planner.ui.commands import in_job, tasks
from fibre_planner.ui.jobs import Job
from fibre_planner.ui.layouts import clear_layout
from fibre_planner.ui.map.basemap.source import Source
from fibre_planner.ui.map.frame import MapFrame
from fibre_planner.ui.map.scene import SceneInput

_STEPS = 1000


class LookStep(QWidget):
    """Reads the files in the background whenever their choice is another one.

    trial: the project with its outcomes, None until it is made. basemap: lies below the map.

    Signals: changed() when the trial has come or gone; broke(text of a traceback).
    """

    changed = Signal()
    broke = Signal(str)

    def __init__(self, basemap: Source | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trial: Any = None
        self._asked: tuple[Any, ...] = ()
        self._job: Job | None = None
        self._basemap = basemap
        self.line = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.line.setProperty("role", "plain")
        self.bar = QProgressBar(maximum=_STEPS, textVisible=False)
        self.bar.setAccessibleName(tr("Progress"))
        self.map = MapFrame()
        self.map.canvas.set_look(theme.map_look(settings.theme()))
        self.map.canvas.scene_changed.connect(self._show_legend)
        page = QWidget()
        self._outcomes = QVBoxLayout(page)
        self._outcomes.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        scroll.setAccessibleName(tr("What becomes of each file"))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(scroll)
        halves.addWidget(self.map)
        halves.setSizes([290, 620])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.bar)
        column.addWidget(halves, 1)

    def read(self, name: str, municipality: str, choices: Sequence[Any]) -> None:
        """Make the project of these files, unless that is done already."""
        asked = (name, municipality, tuple(choices))
        if asked == self._asked and (self.trial is not None or self._job is not None):
            return
        self.stop()
        self._asked, self.trial = asked, None
        self.bar.setValue(0)
        self.bar.show()
        self.line.setText(tr("The files are read; nothing is kept before the last step."))
        clear_layout(self._outcomes)
        job = Job(
            tr("New project"),
            in_job(lambda: tasks().try_project(name, municipality, list(choices))),
            self,
        )
        job.progressed.connect(self._progress)
        job.ended.connect(self._forget_job)
        job.succeeded.connect(self._show)
        job.failed.connect(self._fail)
        job.broke.connect(self._break)
        job.finished.connect(job.deleteLater)
        self._job = job
        self.changed.emit()
        job.start()

    def stop(self) -> None:
        """Give up reading; what was read stays."""
        job = self._job
        if job is not None:
            for signal in (job.succeeded, job.failed, job.broke, job.progressed, job.ended):
                signal.disconnect()
            job.cancel()
            job.wait()
            self._job = None
            self._asked = ()

    def close_down(self) -> None:
        """End reading and painting."""
        self.stop()
        self.map.canvas.close_down()

    def _progress(self, fraction: float, message: str) -> None:
        self.bar.setValue(round(fraction * _STEPS))
        if message:
            self.line.setText(message)

    def _forget_job(self) -> None:
        self._job = None

    def _show(self, trial: Any) -> None:
        self.trial = trial
        project = trial.project
        self.bar.hide()
        self.line.setText(project_line(project))
        failed = sum(bool(outcome.trouble) for outcome in trial.files)
        if failed:
            self._say(
                ntr(
                    "{count} file cannot be read. Go back to change how, or go on without it.",
                    "{count} files cannot be read. Go back to change how, or go on without them.",
                    failed,
                ).format(count=failed),
                "problem",
            )
        for outcome in trial.files:
            self._say(outcome.name, "title")
            for text in outcome_lines(outcome):
                self._say(text, "problem" if outcome.trouble else "plain")
        self.map.canvas.show_basemap(self._basemap, project.crs)
        self.map.canvas.show_scene_of(lambda: SceneInput(project, None), fit=True)
        self.changed.emit()

    def _say(self, text: str, role: str) -> None:
        label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        self._outcomes.addWidget(label)

    def _fail(self, error: PlannerError) -> None:
        self.bar.hide()
        self.line.setText(str(error))

    def _break(self, details: str) -> None:
        self._fail(PlannerError(tr("The files cannot be read.")))
        self.broke.emit(details)

    def _show_legend(self) -> None:
        canvas = self.map.canvas
        self.map.show_legend(canvas.scene, canvas.groups, canvas.look)
