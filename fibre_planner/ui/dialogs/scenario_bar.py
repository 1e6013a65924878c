"""The scenarios a project keeps: choose one, keep what is shown as one, delete one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from fibre_planner.language import tr

if TYPE_CHECKING:
    from fibre_planner.model.scenario import Scenario


class ScenarioBar(QWidget):
    """Stands above the form of a scenario.

    Signals: chosen(Scenario); save_pressed(); delete_wanted(name).
    """

    chosen = Signal(object)
    save_pressed = Signal()
    delete_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: tuple[Scenario, ...] = ()
        self.box = QComboBox()
        self.box.setAccessibleName(tr("Scenario of the project"))
        self.box.activated.connect(self._choose)
        title = QLabel(tr("Scenar&io"))
        title.setBuddy(self.box)
        self.save_button = QPushButton(tr("&Keep as scenario"), autoDefault=False)
        self.save_button.setToolTip(
            tr("Keep these values in the project under their name; one of that name is replaced.")
        )
        self.save_button.clicked.connect(self.save_pressed)
        self.delete_button = QPushButton(tr("Delete"), autoDefault=False)
        self.delete_button.setToolTip(
            tr("Take the scenario out of the project; the plans keep theirs.")
        )
        self.delete_button.clicked.connect(self._delete)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(title)
        row.addWidget(self.box, 1)
        row.addWidget(self.save_button)
        row.addWidget(self.delete_button)

    def show_kept(self, kept: Sequence[Scenario], name: str) -> None:
        """List scenarios; the one of a name is marked, if there is one."""
        self._kept = tuple(kept)
        self.box.clear()
        for scenario in self._kept:
            self.box.addItem(scenario.name)
        self.box.setPlaceholderText(tr("not kept in the project"))
        self.box.setCurrentIndex(self.box.findText(name))
        self._allow()
        self.setVisible(bool(self._kept))

    def _choose(self, number: int) -> None:
        self._allow()
        self.chosen.emit(self._kept[number])

    def _delete(self) -> None:
        self.delete_wanted.emit(self.box.currentText())

    def _allow(self) -> None:
        """A project keeps one scenario at least."""
        self.delete_button.setEnabled(len(self._kept) > 1 and self.box.currentIndex() >= 0)
