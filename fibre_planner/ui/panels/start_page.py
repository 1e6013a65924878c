"""The first page: what one can do, what one did last, and what was not saved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui import icons, settings
from fibre_planner.ui.layouts import clear_layout
from fibre_planner.ui.panels.recent_row import recent_row
from fibre_planner.ui.wording import numbers

_WIDE_LINES, _HIGH_LINES = 40, 5.2
"""Width of the page and height of a choice, in heights of a line."""


class StartPage(QScrollArea):
    """Offers the ways to begin; offered counts the unsaved work that is shown.

    Signals: sample_wanted(), new_wanted(), open_wanted(), file_wanted(Path),
    recovery_wanted(Recovery), recovery_refused(Recovery).
    """

    sample_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    file_wanted = Signal(object)
    recovery_wanted = Signal(object)
    recovery_refused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offered = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        outer = QHBoxLayout(page)
        inner = QWidget()
        inner.setMaximumWidth(_WIDE_LINES * self.fontMetrics().height())
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        outer.addStretch(1)
        outer.addWidget(inner, 100, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(1)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(24, 56, 24, 40)
        self._column.setSpacing(10)
        self._add_head()
        self._rescue = QVBoxLayout()
        self._column.addLayout(self._rescue)
        self.buttons = {
            "sample": self._choice(
                "building-community",
                tr("Open the sample town"),
                tr(
                    "A fictional town on the Main with addresses, supply, building sites and a plan"
                ),
                self.sample_wanted,
            ),
            "new": self._choice(
                "file-plus",
                tr("New project from files"),
                tr("OpenStreetMap, official house coordinates or tables become a project"),
                self.new_wanted,
            ),
            "open": self._choice(
                "folder-open",
                tr("Open a project"),
                tr("A project file of this program (.gpkg)"),
                self.open_wanted,
            ),
        }
        self._column.addSpacing(14)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        self._column.addLayout(self._recent)
        self._column.addStretch()
        self.setWidget(page)
        self.show_recent()

    def show_recent(self) -> None:
        """List the project files opened last."""
        clear_layout(self._recent)
        paths = settings.known_projects()
        if not paths:
            return
        heading = QLabel(tr("Recent projects"))
        heading.setProperty("role", "muted")
        self._recent.addWidget(heading)
        for path in paths:
            self._recent.addWidget(recent_row(path, self.file_wanted.emit, self._forget))

    def _forget(self, path: Path) -> None:
        settings.forget_recent(path)
        self.show_recent()

    def show_recoveries(self, recoveries: Sequence[Any]) -> None:
        """Offer what was not saved when the program ended."""
        self.offered = len(recoveries)
        clear_layout(self._rescue)
        for recovery in recoveries:
            self._rescue.addWidget(self._rescue_card(recovery))

    def _rescue_card(self, recovery: Any) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        sign = QLabel()
        sign.setPixmap(icons.picture("history", "#b06a00", 24, self.devicePixelRatioF()))
        when = numbers().format_date(recovery.saved)
        text = QLabel(
            tr("Unsaved work on “{name}” of {when} was kept.").format(
                name=recovery.name, when=when
            ),
            wordWrap=True,
            textFormat=Qt.TextFormat.PlainText,
        )
        restore = QPushButton(tr("Restore"))
        discard = QPushButton(tr("Discard"))
        restore.clicked.connect(lambda: self.recovery_wanted.emit(recovery))
        discard.clicked.connect(lambda: self.recovery_refused.emit(recovery))
        row.addWidget(sign)
        row.addWidget(text, 1)
        row.addWidget(restore)
        row.addWidget(discard)
        return card

    def _add_head(self) -> None:
        title = QLabel("Fibre Planner")
        title.setProperty("role", "hero")
        line = QLabel(
            tr("From a city's files to a priced and proven fibre network."), wordWrap=True
        )
        line.setProperty("role", "muted")
        self._column.addWidget(title)
        self._column.addWidget(line)
        self._column.addSpacing(18)

    def _choice(self, icon: str, title: str, text: str, wanted: Any) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "choice")
        button.setMinimumHeight(round(_HIGH_LINES * self.fontMetrics().height()))
        sign, heading, line = QLabel(), QLabel(title), QLabel(text, wordWrap=True)
        accent = self.palette().accent().color().name()
        sign.setPixmap(icons.picture(icon, accent, 32, self.devicePixelRatioF()))
        heading.setProperty("role", "title")
        line.setProperty("role", "muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(heading)
        words.addWidget(line)
        row = QHBoxLayout(button)
        row.setContentsMargins(18, 10, 18, 10)
        row.setSpacing(18)
        row.addWidget(sign)
        row.addLayout(words, 1)
        for label in (sign, heading, line):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        button.setAccessibleName(title)
        button.setAccessibleDescription(text)
        button.clicked.connect(lambda: wanted.emit())
        self._column.addWidget(button)
        return button
