"""One of the projects opened last: name, folder, date and size; greyed where it is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fibre_planner.language import tr
from fibre_planner.ui import icons
from fibre_planner.ui.file_facts import changed_text, size_text


def recent_row(
    path: Path, open_it: Callable[[Path], object], forget: Callable[[Path], object]
) -> QWidget:
    """Return a row that opens a project, or that can be taken off the list where it is gone."""
    there = path.is_file()
    facts = [changed_text(path), size_text(path)] if there else [tr("not found")]
    line = " · ".join([str(path.parent), *facts])
    button = QPushButton()
    button.setProperty("role", "recent")
    button.setEnabled(there)
    button.setToolTip(str(path))
    button.setAccessibleName(tr("Open {name}").format(name=path.stem))
    button.setAccessibleDescription(line)
    button.clicked.connect(lambda: open_it(path))
    sign, name, about = QLabel(), QLabel(path.stem), QLabel(line)
    sign.setPixmap(icons.icon("map-2").pixmap(20, 20))
    about.setProperty("role", "muted")
    words = QVBoxLayout()
    words.setSpacing(0)
    for label in (name, about):
        label.setTextFormat(Qt.TextFormat.PlainText)
        words.addWidget(label)
    inner = QHBoxLayout(button)
    inner.setContentsMargins(8, 4, 8, 4)
    inner.addWidget(sign)
    inner.addLayout(words, 1)
    for label in (sign, name, about):
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    button.setMinimumHeight(inner.sizeHint().height())
    row = QWidget()
    beside = QHBoxLayout(row)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.addWidget(button, 1)
    if not there:
        remove = QPushButton(tr("Remove from list"))
        remove.setAccessibleName(tr("Remove {name} from the list").format(name=path.stem))
        remove.clicked.connect(lambda: forget(path))
        beside.addWidget(remove)
    return row
