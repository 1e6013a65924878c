"""Asks for the parameters of a plan; what it does not ask keeps the scenario's value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import current_language, tr
from fibre_planner.ui.dialogs.coverage import ruleset_box
from fibre_planner.ui.wording import label

if TYPE_CHECKING:
    from fibre_planner.model.scenario import Scenario

TARGETS = ("unserved", "eligible", "all")


class PlanDialog(QDialog):
    """The scenario as a form.

    place_wanted is True after the dialog was closed to choose the place of the PoP on the map.
    """

    def __init__(self, scenario: Scenario, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scenario = scenario
        self.place_wanted = False
        self.setWindowTitle(tr("Plan network"))
        self.setMinimumWidth(560)
        self._pop = (scenario.pop_x, scenario.pop_y)
        column = QVBoxLayout(self)
        column.addWidget(self._what_group(scenario))
        column.addWidget(self._how_group(scenario))
        column.addWidget(self._pop_group())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        start = buttons.addButton(tr("Make plan"), QDialogButtonBox.ButtonRole.AcceptRole)
        start.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addSpacing(6)
        column.addWidget(buttons)

    def scenario(self) -> Scenario:
        """Return the scenario with what was asked."""
        return replace(
            self._scenario,
            name=self.name.text().strip() or self._scenario.name,
            targets=self.targets.currentData(),
            ruleset=self.ruleset.currentData(),
            snap_distance_m=self.snap.value(),
            cabinet_capacity=self.capacity.value(),
            units_per_pop=self.per_pop.value(),
            reserve_share=self.reserve.value() / 100,
            use_ducts=self.ducts.isChecked(),
            use_sites=self.sites.isChecked(),
            pop_x=self._pop[0],
            pop_y=self._pop[1],
        )

    def set_pop(self, x: float | None, y: float | None) -> None:
        """Set the place of the PoP; None lets the program choose."""
        self._pop = (x, y)
        if x is None or y is None:
            self.pop_text.setText(tr("An existing PoP, else where it is cheapest"))
        else:
            self.pop_text.setText(tr("At {x:.0f} / {y:.0f}").format(x=x, y=y))
        self._forget.setEnabled(x is not None)

    def _what_group(self, scenario: Scenario) -> QGroupBox:
        group = QGroupBox(tr("What"))
        form = QFormLayout(group)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.name = QLineEdit(scenario.name)
        self.targets = QComboBox()
        for code in TARGETS:
            self.targets.addItem(label("targets", code), code)
        self.targets.setCurrentIndex(max(self.targets.findData(scenario.targets), 0))
        self.ruleset = ruleset_box(scenario.ruleset)
        form.addRow(tr("&Name of the scenario"), self.name)
        form.addRow(tr("&Addresses to connect"), self.targets)
        form.addRow(tr("&Rule set"), self.ruleset)
        return group

    def _how_group(self, scenario: Scenario) -> QGroupBox:
        group = QGroupBox(tr("How"))
        form = QFormLayout(group)
        self.capacity = _whole(scenario.cabinet_capacity, 8, 10_000, tr("units"))
        self.per_pop = _whole(scenario.units_per_pop, 100, 1_000_000, tr("units"))
        self.reserve = _decimal(scenario.reserve_share * 100, 0, 200, "%")
        self.snap = _decimal(scenario.snap_distance_m, 1, 2000, "m")
        self.ducts = QCheckBox(tr("Use existing &ducts"))
        self.sites = QCheckBox(tr("&Lay along in construction sites"))
        self.ducts.setChecked(scenario.use_ducts)
        self.sites.setChecked(scenario.use_sites)
        form.addRow(tr("Units per &cabinet, at most"), self.capacity)
        form.addRow(tr("Units per P&oP, at most"), self.per_pop)
        form.addRow(tr("Capacity r&eserve"), self.reserve)
        form.addRow(tr("&Farthest distance from street to address"), self.snap)
        form.addRow(self.ducts)
        form.addRow(self.sites)
        return group

    def _pop_group(self) -> QGroupBox:
        group = QGroupBox(tr("Place of the PoP"))
        row = QHBoxLayout(group)
        self.pop_text = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        choose = QPushButton(tr("Choose on the &map"), autoDefault=False)
        choose.clicked.connect(self._want_place)
        self._forget = QPushButton(tr("Let the program choose"), autoDefault=False)
        self._forget.clicked.connect(lambda: self.set_pop(None, None))
        row.addWidget(self.pop_text, 1)
        row.addWidget(choose)
        row.addWidget(self._forget)
        self.set_pop(*self._pop)
        return group

    def _want_place(self) -> None:
        self.place_wanted = True
        self.reject()


def _whole(value: int, low: int, high: int, unit: str) -> QSpinBox:
    box = QSpinBox(minimum=low, maximum=high, value=value, suffix=f" {unit}")
    _adapt(box)
    return box


def _decimal(value: float, low: float, high: float, unit: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox(minimum=low, maximum=high, decimals=1, value=value, suffix=f" {unit}")
    _adapt(box)
    return box


def _adapt(box: QAbstractSpinBox) -> None:
    box.setLocale(QLocale("de_DE" if current_language() == "de" else "en_GB"))
    box.setGroupSeparatorShown(True)
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    box.setMinimumWidth(150)
