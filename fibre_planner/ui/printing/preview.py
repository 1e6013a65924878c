"""The preview of the print dialog: painted in the background, the newest wish first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from fibre_planner.language import tr
from fibre_planner.progress import Report
from fibre_planner.ui.jobs import Job
from fibre_planner.ui.printing.documents import Page, page_image
from fibre_planner.ui.printing.paper import PX_PER_INCH
from fibre_planner.ui.printing.paper_types import load_paper_types

_DELAY_MS = 150
_EDGE_PX = 12

Pages = Callable[[], list[Page]]
"""Makes the pages that are to be seen, in the background."""


class Preview(QWidget):
    """Shows one page of a document as it will be printed.

    Signals: shown() when a page is painted; counted(number of pages); broke(text of a traceback).
    """

    shown = Signal()
    counted = Signal(int)
    broke = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_paper_types()
        self.setMinimumSize(420, 360)
        self.setAccessibleName(tr("Preview of the page"))
        self.image: QImage | None = None
        self.number = 0
        self.count = 0
        self._make: Pages | None = None
        self._job: Job | None = None
        self._is_due = False
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self._begin)

    def show_pages(self, make: Pages) -> None:
        """Show the pages that a function makes, which is called in the background."""
        self._make = make
        self._timer.start()

    def turn(self, number: int) -> None:
        """Show another page, counted from 0."""
        if 0 <= number < max(self.count, 1) and number != self.number:
            self.number = number
            self._timer.start(0)

    @property
    def is_idle(self) -> bool:
        """Return whether what is wanted is painted."""
        return self._job is None and not self._timer.isActive()

    def stop(self) -> None:
        """Paint nothing more, and wait for the page at hand."""
        self._timer.stop()
        self._make, self._is_due = None, False
        if self._job is not None:
            self._job.cancel()
            self._job.wait()

    def sizeHint(self) -> QSize:
        return QSize(720, 620)

    def _begin(self) -> None:
        if self._job is not None:
            self._is_due = True
            self._job.cancel()
            return
        make, number = self._make, self.number
        if make is None:
            return
        room = self.rect().adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX).size()
        ratio = self.devicePixelRatioF()

        def work(report: Report) -> tuple[int, int, QImage]:
            pages = make()
            chosen = min(number, len(pages) - 1)
            width, height = pages[chosen].paper.size_px
            fit = min(room.width() / width, room.height() / height)
            image = page_image(pages[chosen], PX_PER_INCH * fit * ratio, report)
            return chosen, len(pages), image

        self._job = Job(tr("Preview of the page"), work, self)
        self._job.succeeded.connect(self._take)
        self._job.broke.connect(self.broke)
        self._job.finished.connect(self._end)
        self._job.start()

    def _take(self, found: tuple[int, int, QImage]) -> None:
        self.number, self.count, self.image = found
        self.update()
        self.counted.emit(self.count)

    def _end(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        if self._is_due:
            self._is_due = False
            self._begin()
        elif self.is_idle:
            self.shown.emit()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._timer.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().mid())
        if self.image is None:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("One moment …"))
        else:
            size = self.image.size() / self.devicePixelRatioF()
            room = self.size() - QSize(2 * _EDGE_PX, 2 * _EDGE_PX)
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            corner = QPoint(
                (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
            )
            place = QRect(corner, size)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self.image)
            painter.setPen(QPen(QColor(0, 0, 0, 90), 1))
            painter.drawRect(place)
        painter.end()
