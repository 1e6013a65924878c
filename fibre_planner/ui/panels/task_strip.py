"""The strip at the lower edge: the running job with progress, time and cancel; place and scale."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from fibre_planner.language import tr
from fibre_planner.ui.jobs import Job, Jobs

_STEPS = 1000


class TaskStrip(QStatusBar):
    """Shows one job while it runs, and what the mouse points at."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._bar = QProgressBar(maximum=_STEPS, textVisible=False)
        self._bar.setFixedWidth(170)
        self._bar.setAccessibleName(tr("Progress"))
        self._text = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._time = QLabel()
        self._time.setProperty("role", "muted")
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.clicked.connect(self._cancel)
        self._under = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._under.setProperty("role", "plain")
        self._place = QLabel()
        self._place.setProperty("role", "muted")
        self._clock = QTimer(self, interval=500)
        self._clock.timeout.connect(self._show_time)
        for widget in (self._bar, self._time, self.cancel_button, self._text):
            self.addWidget(widget)
        self.addWidget(self._under, 1)
        self.addPermanentWidget(self._place)
        jobs.started.connect(self._begin)
        jobs.finished.connect(self._end)
        self._show_job(jobs.current)

    def show_place(self, text: str) -> None:
        """Show where the mouse is and at what scale."""
        self._place.setText(text)

    def show_under_cursor(self, text: str) -> None:
        """Show what the mouse points at."""
        self._under.setText(text)

    def _show_job(self, job: Job | None) -> None:
        for widget in (self._bar, self._text, self._time, self.cancel_button):
            widget.setVisible(job is not None)
        self._under.setVisible(job is None)
        if job is None:
            self._clock.stop()
            return
        self.cancel_button.setEnabled(not job.is_cancelling)
        self._progress(job.fraction, job.message or job.title)
        self._show_time()
        self._clock.start()

    def _begin(self, job: Job) -> None:
        job.progressed.connect(self._progress)
        self._show_job(job)

    def _end(self, _job: Job) -> None:
        self._show_job(None)

    def _progress(self, fraction: float, message: str) -> None:
        job = self._jobs.current
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(round(fraction * _STEPS))
        if job is not None and not job.is_cancelling:
            self._text.setText(message or job.title)
            self._text.setToolTip(job.title)

    def _show_time(self) -> None:
        job = self._jobs.current
        if job is None:
            return
        seconds = int(job.seconds)
        text = f"{seconds // 60}:{seconds % 60:02d}"
        if 0.05 < job.fraction < 1 and seconds >= 4:
            left = job.seconds / job.fraction * (1 - job.fraction)
            text += " · " + tr("about {seconds} s left").format(seconds=max(round(left), 1))
        self._time.setText(text)

    def _cancel(self) -> None:
        self._jobs.cancel()
        self.cancel_button.setEnabled(False)
        self._text.setText(tr("Cancelling …"))
