"""The choice of what the map colours areas by: which share, and of which areas."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fibre_planner.language import tr
from fibre_planner.ui import settings
from fibre_planner.ui.map.share_layer import ShareChoice, share_choice
from fibre_planner.ui.share_texts import MEASURE_NAMES, UNIT_NAMES


class ShareBox(QWidget):
    """Two lists beside each other, remembered between two starts.

    Signals: changed() when another share or kind of area is chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        measure, by = settings.shares()
        self.measure, self.by = QComboBox(), QComboBox()
        self.measure.addItem(tr("Nothing"), "")
        for code, name in MEASURE_NAMES.items():
            self.measure.addItem(tr(name), code)
        for code, name in UNIT_NAMES.items():
            self.by.addItem(tr(name), code)
        self.measure.setAccessibleName(tr("Share shown on the map"))
        self.measure.setToolTip(
            tr("Colours areas by the share of dwellings; of addresses where none are known.")
        )
        self.by.setAccessibleName(tr("Areas of the shares"))
        self.by.setToolTip(
            tr("Squares of 100, 250 or 500 m by scale; building blocks are what streets enclose.")
        )
        title = QLabel(tr("Shares on the map"))
        title.setProperty("role", "muted")
        row = QHBoxLayout()
        row.addWidget(self.measure, 1)
        row.addWidget(self.by, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(title)
        column.addLayout(row)
        for box, code in ((self.measure, measure), (self.by, by)):
            box.setMinimumContentsLength(6)
            box.setCurrentIndex(max(box.findData(code), 0))
            box.currentIndexChanged.connect(self._keep)
        self.by.setEnabled(self.choice is not None)

    @property
    def choice(self) -> ShareChoice | None:
        """Return what is chosen, None for nothing."""
        return share_choice(self.measure.currentData(), self.by.currentData())

    def _keep(self) -> None:
        settings.set_shares(self.measure.currentData(), self.by.currentData())
        self.by.setEnabled(self.choice is not None)
        self.changed.emit()
