"""Cards of a panel and the texts on them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def card(title: str) -> tuple[QFrame, QVBoxLayout]:
    """Return a card under a title, and the column in which its contents are put."""
    frame = QFrame()
    frame.setProperty("role", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 10, 12, 11)
    column.setSpacing(5)
    column.addWidget(text_label(title, "muted"))
    return frame, column


def text_label(text: str, role: str, *, right: bool = False, wraps: bool = True) -> QLabel:
    """Return a text, never markup, in a role of the theme; plain and big ones can be copied."""
    made = QLabel(text, wordWrap=wraps and not right, textFormat=Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    if right:
        made.setAlignment(_RIGHT)
    if role in ("plain", "big"):
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
