"""What each file holds: one reading per file, with columns and first rows, chosen from a list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QSplitter, QStackedWidget, QWidget

from fibre_planner.language import tr
from fibre_planner.ui import icons
from fibre_planner.ui.dialogs.file_reading import FileReading
from fibre_planner.ui.layer_guess import layer_titles
from fibre_planner.ui.panels.empty import empty_state


class ReadingStep(QWidget):
    """Looks into the files one after the other; what was set stays while one goes back.

    Signals: changed() when what a file holds may have changed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.readings: dict[Path, FileReading] = {}
        self._waiting: list[Path] = []
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Files"))
        self.list.currentRowChanged.connect(self._show)
        self._stack = QStackedWidget()
        self._none = empty_state(
            tr("No files"), tr("The project begins empty; import files whenever you like.")
        )
        self._stack.addWidget(self._none)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.list)
        halves.addWidget(self._stack)
        halves.setSizes([210, 700])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(halves)

    def show_files(self, paths: Sequence[Path]) -> None:
        """Show these files, and look into those that are new."""
        for path in [known for known in self.readings if known not in paths]:
            reading = self.readings.pop(path)
            reading.close_down()
            self._stack.removeWidget(reading)
            reading.deleteLater()
        for path in paths:
            if path not in self.readings:
                self._add(path)
        self.readings = {path: self.readings[path] for path in paths}
        self.list.clear()
        for path in paths:
            self.list.addItem(path.name)
        self.list.setVisible(bool(paths))
        self.list.setCurrentRow(0 if paths else -1)
        self._name_files()
        self._look_on()

    @property
    def is_busy(self) -> bool:
        """Return whether files are still being looked into."""
        return bool(self._waiting) or any(each.is_looking for each in self.readings.values())

    def choices(self) -> list[Any]:
        """Return the files as they are to be read; OpenStreetMap first, as others lean on it."""
        order = list(layer_titles())
        found = [reading.choice() for reading in self.readings.values()]
        return sorted(found, key=lambda choice: order.index(choice.layer))

    def close_down(self) -> None:
        """Wait until nothing looks into a file any more."""
        self._waiting = []
        for reading in self.readings.values():
            reading.close_down()

    def _add(self, path: Path) -> None:
        reading = FileReading()
        reading.set_path(path)
        reading.changed.connect(self._name_files)
        reading.looked.connect(self._look_on)
        self.readings[path] = reading
        self._waiting.append(path)
        self._stack.addWidget(reading)

    def _look_on(self) -> None:
        """Look into the next file: several large ones at once would fill the memory."""
        if any(reading.is_looking for reading in self.readings.values()):
            return
        self._waiting = [path for path in self._waiting if path in self.readings]
        if self._waiting:
            path = self._waiting.pop(0)
            self.readings[path].look_at(path)

    def _show(self, row: int) -> None:
        readings = list(self.readings.values())
        self._stack.setCurrentWidget(readings[row] if 0 <= row < len(readings) else self._none)

    def _name_files(self) -> None:
        titles = layer_titles()
        for row, (path, reading) in enumerate(self.readings.items()):
            item = self.list.item(row)
            if item is None:
                return
            waits = path in self._waiting or reading.is_looking
            fits = reading.ready or waits
            item.setText(f"{path.name}\n{titles[reading.layer]}")
            item.setIcon(
                icons.icon("clock" if waits else "circle-check" if fits else "alert-circle")
            )
            state = "" if fits else tr("cannot be read")
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{path.name}, {titles[reading.layer]} {state}"
            )
            item.setToolTip(reading.notice.text() or str(path))
        self.changed.emit()
