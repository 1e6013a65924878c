"""Telling the user something: a bar that stays out of the way, a dialog for faults."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui import icons
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.theme import beside_letters, is_dark_palette

_LOOKS = {
    "success": ("circle-check", "#0a6b4c", "#e5f4ee", "#7fd8b6", "#1c332b"),
    "note": ("info-circle", "#0b5ea3", "#e7f1fa", "#8ec5f5", "#1b2f40"),
    "warning": ("alert-triangle", "#8a5300", "#fdf1dc", "#f3c26b", "#3a2e17"),
    "error": ("alert-circle", "#a3271c", "#fbe9e7", "#ff9d92", "#402320"),
}
"""Kind → icon, ink and ground in light colours, ink and ground in dark ones."""

_SECONDS_SHOWN = {"success": 12, "note": 15}


class MessageBar(QFrame):
    """One sentence with what to do about it, above the map; errors stay until they are closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = ""
        self._icon = QLabel()
        self._text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._close = QToolButton(autoRaise=True)
        self._close.setIconSize(QSize(beside_letters(16), beside_letters(16)))
        self._close.setAccessibleName(tr("Close the message"))
        self._close.setToolTip(tr("Close the message"))
        self._close.clicked.connect(self.hide)
        self._button.clicked.connect(self._act)
        self._action: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 7)
        for widget in (self._icon, self._text, self._button, self._close):
            row.addWidget(widget)
        self.hide()

    @property
    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._text.text()

    def show_message(
        self,
        kind: str,
        text: str,
        remedy: str = "",
        *,
        button: str = "",
        action: Callable[[], object] | None = None,
    ) -> None:
        """Show a message: kind is success, note, warning or error; a button may offer an action."""
        name, ink, ground, ink_dark, ground_dark = _LOOKS[kind]
        dark = is_dark_palette()
        ink, ground = (ink_dark, ground_dark) if dark else (ink, ground)
        self.kind = kind
        self._icon.setPixmap(icons.picture(name, ink, 20, self.devicePixelRatioF()))
        self._text.setText(f"{text} {remedy}".strip())
        self.setAccessibleName(self._text.text())
        self._action = action
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._close.setIcon(icons.icon("x", ink))
        self.setStyleSheet(
            f"MessageBar {{ background: {ground}; border-bottom: 1px solid {ink}; }}"
            f"MessageBar QLabel {{ color: {ink}; font-weight: 400; }}"
        )
        self.show()
        seconds = 0 if button else _SECONDS_SHOWN.get(kind, 0)
        self._timer.stop()
        if seconds:
            self._timer.start(seconds * 1000)

    def _act(self) -> None:
        action, self._action = self._action, None
        self.hide()
        if action is not None:
            action()


class FaultDialog(QDialog):
    """Says that the program made a mistake, what was kept, and shows the details."""

    def __init__(self, details: str, kept: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_help(self, "troubleshooting")
        self.setWindowTitle(tr("Something went wrong"))
        self.setMinimumWidth(620)
        title = QLabel(tr("The program made a mistake; your data are unharmed."))
        title.setProperty("role", "title")
        advice = QLabel(
            tr("What you did was not carried out. You can go on working.")
            + (f" {kept}" if kept else ""),
            wordWrap=True,
        )
        box = QPlainTextEdit(details, readOnly=True)
        box.setAccessibleName(tr("Details for the developers"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAutoDefault(False)
        copy.clicked.connect(box.selectAll)
        copy.clicked.connect(box.copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (title, advice, box, buttons):
            column.addWidget(widget)
