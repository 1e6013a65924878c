"""The strip at the lower edge: the running job with progress, time and cancel; place and scale."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStatusBar,
    QToolButton,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.model.sketch import Sketch
from fibre_planner.ui import icons
from fibre_planner.ui.jobs import Job, Jobs
from fibre_planner.ui.task_history import clock_text, left_text
from fibre_planner.ui.warm_up import WarmUp
from fibre_planner.ui.wording import numbers

_STEPS = 1000
_SMALLEST_GAP = 0.0001
_ROOMY_SIGNS = 170


class TaskStrip(QStatusBar):
    """Shows one job while it runs, and what the mouse points at."""

    def __init__(self, jobs: Jobs, warm_up: WarmUp, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._warm_up = warm_up
        self._sketch = ""
        self._bar = QProgressBar(maximum=_STEPS, textVisible=False)
        self._bar.setFixedWidth(170)
        self._bar.setAccessibleName(tr("Progress"))
        self._text = _line()
        self._time = QLabel()
        self._time.setProperty("role", "muted")
        self.finish_button = QPushButton(tr("Finish now"))
        self.finish_button.setToolTip(
            tr("Search no further: the plan is completed with the best network found so far.")
        )
        # No key of its own, as Alt and a letter belong to the menus: there it is in “Planning”.
        self.finish_button.clicked.connect(self._finish)
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.setToolTip(tr("Stop the work; the project stays as it is."))
        self.cancel_button.clicked.connect(self._cancel)
        self._under = _line()
        self._chosen = QLabel()
        self._place = QLabel()
        self._place.setProperty("role", "muted")
        self._clock = QTimer(self, interval=500)
        self._clock.timeout.connect(self._show_time)
        for widget in (self._bar, self._time, self.finish_button, self.cancel_button):
            self.addWidget(widget)
        self.addWidget(self._text, 1)
        self.addWidget(self._under, 1)
        self._add_preparing()
        self.addPermanentWidget(self._chosen)
        self.addPermanentWidget(self._place)
        jobs.started.connect(self._begin)
        jobs.finished.connect(self._end)
        warm_up.changed.connect(self._show_preparing)
        self._show_job(jobs.current)
        self._show_preparing()

    def show_place(self, text: str) -> None:
        """Show where the mouse is and at what scale."""
        self._place.setText(text)

    def show_under_cursor(self, text: str) -> None:
        """Show what the mouse points at."""
        self._under.setText(text)

    def show_chosen(self, text: str) -> None:
        """Say how many rows are chosen; nothing where the text is empty."""
        self._chosen.setText(text)
        self._chosen.setVisible(bool(text))

    def show_sketch(self, sketch: Sketch | None) -> None:
        """Say what the best network so far costs and how good it is; None where there is none."""
        self._sketch = sketch_text(sketch) if sketch is not None else ""
        job = self._jobs.current
        if job is not None:
            self._progress(job.fraction, job.message)

    def _add_preparing(self) -> None:
        self._preparing = QWidget()
        row = QHBoxLayout(self._preparing)
        row.setContentsMargins(0, 0, 0, 0)
        text = _line()
        text.setText(
            tr("The optimiser is being prepared, once after the installation; you can go on.")
        )
        text.setToolTip(text.text())
        text.setProperty("role", "muted")
        self.stop_preparing = QToolButton(autoRaise=True)
        self.stop_preparing.setIcon(icons.icon("x"))
        self.stop_preparing.setAccessibleName(tr("Stop preparing the optimiser"))
        self.stop_preparing.setToolTip(
            tr("Stop preparing the optimiser; the next plan or the next start goes on with it.")
        )
        self.stop_preparing.clicked.connect(self._warm_up.stop)
        row.addWidget(text, 1)
        row.addWidget(self.stop_preparing)
        self.addWidget(self._preparing, 9)

    def _show_preparing(self) -> None:
        self._preparing.setVisible(self._warm_up.is_running and self._jobs.current is None)

    def _show_job(self, job: Job | None) -> None:
        for widget in (self._bar, self._text, self._time, self.cancel_button):
            widget.setVisible(job is not None)
        self.finish_button.setVisible(job is not None and job.can_finish)
        self._under.setVisible(job is None)
        self._show_preparing()
        self._share_room()
        if job is None:
            self._clock.stop()
            return
        self.cancel_button.setEnabled(not job.is_cancelling)
        self.finish_button.setEnabled(not (job.is_cancelling or job.is_finishing))
        self._progress(job.fraction, job.message)
        self._show_time()
        self._clock.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Leave the place out while a job needs the room in a narrow window."""
        wide = self.width() > _ROOMY_SIGNS * self.fontMetrics().averageCharWidth()
        self._place.setVisible(wide or self._jobs.current is None)

    def _begin(self, job: Job) -> None:
        self._sketch = ""
        job.progressed.connect(self._progress)
        self._show_job(job)

    def _end(self, _job: Job) -> None:
        self._show_job(None)

    def _progress(self, fraction: float, message: str) -> None:
        job = self._jobs.current
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(round(fraction * _STEPS))
        if job is None or job.is_cancelling:
            return
        told = message or job.title
        if job.is_finishing:
            told = tr("Finishing: {stage}").format(stage=told)
        text = f"{self._sketch}  ·  {told}" if self._sketch else told
        self._text.setText(text)
        self._text.setToolTip(f"{job.title}: {text}")

    def _show_time(self) -> None:
        job = self._jobs.current
        if job is None:
            return
        parts = (clock_text(job.seconds), left_text(job))
        self._time.setText(" · ".join(part for part in parts if part))

    def _cancel(self) -> None:
        self._jobs.cancel()
        self.cancel_button.setEnabled(False)
        self.finish_button.setEnabled(False)
        self._text.setText(tr("Cancelling …"))

    def _finish(self) -> None:
        job = self._jobs.current
        self._jobs.finish_now()
        self.finish_button.setEnabled(False)
        if job is not None:
            self._progress(job.fraction, job.message)


def sketch_text(sketch: Sketch) -> str:
    """Return one sentence on the best network found so far."""
    write = numbers()
    cost = write.format_money(round(sketch.cost_eur))
    if sketch.preliminary:
        return tr("Preliminary: trenches for {cost} by the simple method").format(cost=cost)
    if sketch.gap is None:
        return tr("Trenches for {cost}, still improving").format(cost=cost)
    if sketch.gap < _SMALLEST_GAP:
        text = tr("Trenches for {cost}, less than {gap} above the optimum")
        return text.format(cost=cost, gap=write.format_share(_SMALLEST_GAP, 2))
    return tr("Trenches for {cost}, at most {gap} above the optimum, still improving").format(
        cost=cost, gap=write.format_share(sketch.gap, 2)
    )


def sketch_hint(sketch: Sketch) -> str:
    """Return what stands over the map while a sketch is shown."""
    if sketch.preliminary:
        return tr("Preliminary network by a simple method; the optimiser is being prepared.")
    return tr("The best network so far; the search goes on.")


def _line() -> QLabel:
    """Return a text that takes the room there is and never makes the window wider."""
    made = QLabel(textFormat=Qt.TextFormat.PlainText)
    made.setProperty("role", "plain")
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made
