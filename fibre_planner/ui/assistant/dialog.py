"""The assistant's window: five steps with a list of them, back, next, and the last one's making."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui.assistant.file_list import FileList
from fibre_planner.ui.assistant.last_step import LastStep
from fibre_planner.ui.assistant.look_step import LookStep
from fibre_planner.ui.assistant.reading_step import ReadingStep
from fibre_planner.ui.layouts import take_room
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.map.basemap.source import Source

_NAME, _FILES, _READING, _LOOK, _LAST = range(5)


class NewProjectAssistant(QDialog):
    """Asks step by step; nothing outside of it changes before it is accepted."""

    def __init__(self, parent: QWidget | None = None, basemap: Source | None = None) -> None:
        super().__init__(parent)
        give_help(self, "import")
        self.setWindowTitle(tr("New project"))
        take_room(self, 1080, 700)
        self.name_line = QLineEdit(tr("New project"))
        self.name_line.selectAll()
        self.municipality_line = QLineEdit()
        self.municipality_line.setPlaceholderText(tr("Name or official key (AGS), if you like"))
        self.files = FileList()
        self.reading = ReadingStep()
        self.look = LookStep(basemap)
        self.last = LastStep()
        self.pages = QStackedWidget()
        for step in (self._name_step(), self.files, self.reading, self.look, self.last):
            self.pages.addWidget(step)
        self._signs = [QLabel() for _ in range(self.pages.count())]
        self._make_buttons()
        self._lay_out()
        self.reading.changed.connect(self._allow)
        self.look.changed.connect(self._allow)
        self.go_to(_NAME)

    @property
    def step(self) -> int:
        """Return the number of the step, from 0."""
        return self.pages.currentIndex()

    @property
    def trial(self) -> Any:
        """Return the project that was made with what became of each file."""
        return self.look.trial

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files on the list."""
        self.files.add(paths)

    def go_to(self, step: int) -> None:
        """Show a step, after what it needs from those before it."""
        if step >= _READING:
            self.reading.show_files(self.files.paths())
        if step == _LOOK:
            name, municipality = self.name_line.text().strip(), self.municipality_line.text()
            self.look.read(name, municipality.strip(), self.reading.choices())
        if step == _LAST:
            self.last.show_trial(self.trial)
        self.pages.setCurrentIndex(step)
        self._mark_steps()
        self._allow()
        self._focus(step)

    def go_on(self) -> None:
        """Go to the next step where that is possible."""
        if self.next_button.isEnabled() and self.step < _LAST:
            self.go_to(self.step + 1)

    def go_back(self) -> None:
        """Go to the step before; what was set stays."""
        if self.step > _NAME:
            self.go_to(self.step - 1)

    def done(self, result: int) -> None:
        """Close the assistant, after all that runs for it is at its end."""
        self.reading.close_down()
        self.look.stop()
        super().done(result)

    def close_down(self) -> None:
        """End its map, before it is thrown away."""
        self.look.close_down()

    def _name_step(self) -> QWidget:
        page = QWidget()
        about = QLabel(
            tr(
                "Five steps from your files to a project. Nothing is kept before the last one,"
                " and you can go back at any time."
            ),
            wordWrap=True,
        )
        about.setProperty("role", "muted")
        form = QFormLayout()
        form.addRow(tr("N&ame"), self.name_line)
        form.addRow(tr("&Municipality"), self.municipality_line)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(about)
        column.addSpacing(10)
        column.addLayout(form)
        column.addStretch()
        return page

    def _make_buttons(self) -> None:
        roles = QDialogButtonBox.ButtonRole
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self.back_button = QPushButton(tr("&Back"), autoDefault=False)
        self.next_button = QPushButton(tr("&Next"))
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self.buttons.addButton(self.back_button, roles.ActionRole)
        self.buttons.addButton(self.next_button, roles.ActionRole)
        self.make_button = self.buttons.addButton(tr("&Make project"), roles.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        side = QFrame()
        side.setProperty("role", "card")
        steps = QVBoxLayout(side)
        steps.setContentsMargins(16, 18, 22, 18)
        steps.setSpacing(14)
        for sign in self._signs:
            steps.addWidget(sign)
        steps.addStretch()
        self._heading = QLabel()
        self._heading.setProperty("role", "big")
        right = QVBoxLayout()
        right.addWidget(self._heading)
        right.addSpacing(6)
        right.addWidget(self.pages, 1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(side)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.addLayout(row, 1)
        column.addSpacing(6)
        column.addWidget(self.buttons)

    def _mark_steps(self) -> None:
        """Show in the list which step one is at; what is done has a tick."""
        titles = (
            tr("Name"),
            tr("Files"),
            tr("What they hold"),
            tr("A look at it"),
            tr("What follows"),
        )
        for number, (sign, title) in enumerate(zip(self._signs, titles, strict=True)):
            mark = "✓" if number < self.step else str(number + 1)
            sign.setText(f"{mark}   {title}")
            font = sign.font()
            font.setBold(number == self.step)
            sign.setFont(font)
            palette = sign.palette()
            ink = self.palette().color(
                QPalette.ColorRole.Link if number == self.step else QPalette.ColorRole.WindowText
            )
            palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
            sign.setPalette(palette)
        self._heading.setText(titles[self.step])
        spoken = tr("Step {number} of {count}: {title}")
        self.pages.setAccessibleName(
            spoken.format(number=self.step + 1, count=len(titles), title=titles[self.step])
        )

    def _allow(self) -> None:
        last = self.step == _LAST
        self.back_button.setEnabled(self.step > _NAME)
        self.next_button.setVisible(not last)
        self.make_button.setVisible(last)
        self.make_button.setEnabled(last and self.trial is not None)
        waits = self.step == _LOOK and self.trial is None
        looks = self.step == _READING and self.reading.is_busy
        self.next_button.setEnabled(not waits and not looks)
        self.next_button.setDefault(not last)
        self.make_button.setDefault(last)

    def _focus(self, step: int) -> None:
        first = {
            _NAME: self.name_line,
            _FILES: self.files.add_button,
            _READING: self.reading.list,
            _LOOK: self.look.map.canvas,
            _LAST: self.last.ways[self.last.way()],
        }[step]
        first.setFocus(Qt.FocusReason.OtherFocusReason)
