"""What a panel shows while it has nothing: one line, one reason, one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from fibre_planner.ui.layouts import scrolled


def empty_state(title: str, text: str, button: QPushButton | None = None) -> QWidget:
    """Return a page that says what is missing and offers the next step."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 28, 20, 20)
    column.setSpacing(8)
    heading = QLabel(title, wordWrap=True, alignment=Qt.AlignmentFlag.AlignHCenter)
    heading.setProperty("role", "title")
    reason = QLabel(text, wordWrap=True, alignment=Qt.AlignmentFlag.AlignHCenter)
    reason.setProperty("role", "muted")
    column.addWidget(heading)
    column.addWidget(reason)
    if button is not None:
        column.addSpacing(6)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch()
    return scrolled(page)
