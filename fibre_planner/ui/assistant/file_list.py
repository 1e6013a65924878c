"""The files a project is to be made of: chosen or dropped, and taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui import icons, settings
from fibre_planner.ui.dropping import dropped_files
from fibre_planner.ui.file_facts import size_text
from fibre_planner.ui.layer_guess import FILE_PATTERNS, guess_layer, layer_titles
from fibre_planner.ui.layouts import flat_list
from fibre_planner.ui.panels.empty import empty_state

_PATH_ROLE = Qt.ItemDataRole.UserRole


class FileList(QWidget):
    """A list that files can be dropped on.

    Signals: changed() after files have come or gone.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = flat_list(tr("File"), tr("Probably"), tr("Size"), tr("Folder"))
        self.list.setAccessibleName(tr("Files"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._empty = empty_state(
            tr("Drop files here"),
            tr(
                "OpenStreetMap (.osm.pbf), official house coordinates, tables (CSV, Excel) or"
                " layers of a GIS. Everything can also be imported later."
            ),
        )
        about = QLabel(tr("Which files are there?"), wordWrap=True)
        about.setProperty("role", "muted")
        self.add_button = QPushButton(icons.icon("plus"), tr("&Add files …"), autoDefault=False)
        self.add_button.clicked.connect(self._ask_files)
        self.remove_button = QPushButton(icons.icon("minus"), tr("&Remove"), autoDefault=False)
        self.remove_button.setToolTip(tr("Take the chosen files off the list (Del)"))
        self.remove_button.clicked.connect(self._remove)
        self.list.itemSelectionChanged.connect(self._allow)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list, self._remove)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(about)
        column.addWidget(self._empty, 1)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.setAcceptDrops(True)
        self.installEventFilter(self)
        self._show()

    def paths(self) -> list[Path]:
        """Return the files in the order they came."""
        items = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return [Path(item.data(0, _PATH_ROLE)) for item in items if item is not None]

    def add(self, paths: Sequence[Path]) -> None:
        """Put files on the list; those that stand there already are left."""
        known = set(self.paths())
        titles = layer_titles()
        for path in dict.fromkeys(paths):
            if path in known:
                continue
            item = QTreeWidgetItem(
                [path.name, titles[guess_layer(path)], size_text(path), str(path.parent)]
            )
            item.setToolTip(0, str(path))
            item.setData(0, _PATH_ROLE, str(path))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.addTopLevelItem(item)
        self._show()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self and (files := dropped_files(event)):
            if event.type() == QEvent.Type.Drop:
                self.add(files)
            return True
        return False

    def _show(self) -> None:
        there = self.list.topLevelItemCount() > 0
        self.list.setVisible(there)
        self._empty.setVisible(not there)
        self._allow()

    def _allow(self) -> None:
        self.remove_button.setEnabled(bool(self.list.selectedItems()))

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, tr("Add files"), settings.last_folder(), f"{tr('Data')} ({FILE_PATTERNS})"
        )
        if names:
            settings.set_last_folder(Path(names[0]).parent)
            self.add([Path(name) for name in names])

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeTopLevelItem(self.list.indexOfTopLevelItem(item))
        self._show()
        self.changed.emit()
