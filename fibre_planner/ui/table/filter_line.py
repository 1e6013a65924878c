"""The line in which rows are filtered: text or conditions, ready-made filters, what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QToolButton, QWidget

from fibre_planner.language import mark, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui import icons
from fibre_planner.ui.table.conditions import Condition, parse
from fibre_planner.ui.table.fields import Field
from fibre_planner.ui.table.sources import Content
from fibre_planner.ui.table.typed import day_as_typed

_WAIT_MS = 40
_BEFORE_SIGN = re.compile(r"(\w+)(?= (?:[<>!]?=|[<>~]|!~) )")

_OPEN = 'planned_from <= {a} and planned_to >= {b} or planned_from <= {a} and planned_to = ""'
PRESETS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "sites": (
        (mark("Open today"), _OPEN.format(a="today", b="today")),
        (mark("Open this week"), _OPEN.format(a="sunday", b="monday")),
        (mark("Beginning within four weeks"),
         "planned_from >= today and planned_from <= today+28"),
        (mark("Ended"), "planned_to < today"),
        (mark("Publicly funded"), "publicly_funded = yes"),
    ),
    "addresses": (
        (mark("Eligible"), "eligible = yes"),
        (mark("To be checked"), "eligible = check"),
        (mark("No statement about supply"), "coverage_class = unknown"),
        (mark("Schools and hospitals"), "category = school | hospital"),
        (mark("Dwellings not known"), "dwellings = \"\""),
        (mark("Not connected"), "status = unconnected"),
    ),
    "supply": (
        (mark("Planned"), "status = planned"),
        (mark("Binding"), "binding = yes"),
        (mark("Address not found"), "address_id = \"\""),
    ),
    "plan_addresses": (
        (mark("Not connected"), "status = unconnected"),
        (mark("Connected"), "status = connected"),
    ),
    "plan_trenches": (
        (mark("Trunk"), "level = trunk"),
        (mark("Lead-ins"), "level = lead_in"),
        (mark("Laid along in a site"), "method = co_laying"),
        (mark("In existing ducts"), "method = existing_duct"),
    ),
    "findings": ((mark("Errors"), "severity = error"),),
}  # fmt: skip
"""Filters on offer for a table: English title and the line they fill in."""


class FilterLine(QLineEdit):
    """A line that tells what is typed a moment later.

    Signals: wanted() when the rows are to be filtered anew; left() when Enter or Down is pressed.
    """

    wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self.setAccessibleName(tr("Filter"))
        self.setPlaceholderText(tr("Filter"))
        self.addAction(icons.icon("filter"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.wanted)
        self.textChanged.connect(lambda _: self._timer.start())
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("role", "problem")
        self.problem.hide()

    def put(self, line: str) -> None:
        """Show a line whose rows are about to be filtered anyway."""
        self.setText(line)
        self._timer.stop()

    def set_line(self, line: str) -> None:
        """Filter by a line at once."""
        self.put(line)
        self.wanted.emit()

    def show_problem(self, sentence: str) -> None:
        """Say below the line what is wrong with it; empty where nothing is."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)

    def explain(self, content: Content) -> None:
        """Tell how conditions are written, with the columns of a table by their titles."""
        self.setToolTip(help_text(content))
        number = next((field for field in content.fields if field.is_number), None)
        if number is not None:
            shown = tr("Filter: main 12, or {column} > 100")
            self.setPlaceholderText(shown.format(column=column_as_written(content, number)))
        elif content.fields:
            shown = tr("Filter: main 12, or {column} ~ main")
            self.setPlaceholderText(
                shown.format(column=column_as_written(content, content.fields[0]))
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            if self._timer.isActive():
                self._timer.stop()
                self.wanted.emit()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def column_as_written(content: Content, field: Field) -> str:
    """Return how a condition names a column: by its title where that can be read, else its name."""
    try:
        read = parse(f'{field.title} = ""', content.names())
    except PlannerError:
        return field.name
    return field.title if read == ((Condition(field.name, "=", ("",)),),) else field.name


def line_as_written(content: Content, line: str) -> str:
    """Return a filter line of the program's own with the titles of its columns."""
    titles = {field.name: column_as_written(content, field) for field in content.fields}
    return _BEFORE_SIGN.sub(lambda found: titles.get(found[1], found[1]), line)


def help_text(content: Content) -> str:
    """Return how the filter line is written, as plain text."""
    lines = [
        tr("Words are looked for in the columns shown; all of them must be found."),
        tr("Conditions: column, sign, value. Signs: = ≠ < ≤ > ≥, ~ contains, !~ contains not."),
        tr("Several: and, or, not. One of several values: {column} = planned | funded").format(
            column=tr("Status")
        ),
        tr('Empty cells: {column} = "". Dates: {day}, 2026-05, today, today+14, monday.').format(
            column=tr("Width"), day=day_as_typed("2026-05-31")
        ),
        tr("Columns:")
        + " "
        + ", ".join(column_as_written(content, field) for field in content.fields),
    ]
    return "\n".join(lines)


def preset_button() -> QToolButton:
    """Return the button that offers ready-made filters."""
    button = QToolButton()
    button.setIcon(icons.icon("list-check"))
    button.setAutoRaise(True)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolTip(tr("Ready-made filters"))
    button.setAccessibleName(tr("Ready-made filters"))
    button.setMenu(QMenu(button))
    button.setEnabled(False)
    return button


def fill_presets(button: QToolButton, line: FilterLine, content: Content) -> None:
    """Offer the filters of a table."""
    menu = button.menu()
    menu.clear()
    for title, own in PRESETS.get(content.name, ()):
        text = line_as_written(content, own)
        action = QAction(tr(title), menu)
        action.setToolTip(text)
        action.triggered.connect(lambda _=False, text=text: line.set_line(text))
        menu.addAction(action)
    button.setEnabled(not menu.isEmpty())
