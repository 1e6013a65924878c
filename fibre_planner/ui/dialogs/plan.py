"""Asks for the parameters of a plan; what it does not ask keeps the scenario's value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.model.scenario import WEIGHTS
from fibre_planner.ui import settings
from fibre_planner.ui.dialogs import scenario_fields
from fibre_planner.ui.dialogs.coverage import ruleset_box
from fibre_planner.ui.dialogs.scenario_bar import ScenarioBar
from fibre_planner.ui.dialogs.scenario_fields import NumberField, add_fields, add_row, source_of
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.wording import label, numbers

if TYPE_CHECKING:
    from fibre_planner.model.scenario import Scenario

TARGETS = ("unserved", "eligible", "all")


class PlanDialog(QDialog):
    """The scenario as a form in tabs.

    place_wanted is True after the dialog was closed to choose the place of the PoP on the map.

    Signals: save_wanted(Scenario) to keep what is shown in the project; delete_wanted(name).
    """

    save_wanted = Signal(object)
    delete_wanted = Signal(str)

    def __init__(
        self, scenario: Scenario, parent: QWidget | None = None, kept: Sequence[Scenario] = ()
    ) -> None:
        super().__init__(parent)
        give_help(self, "plan")
        self.place_wanted = False
        self.setWindowTitle(tr("Plan network"))
        self._column = QVBoxLayout(self)
        self.bar = ScenarioBar(self)
        self.bar.chosen.connect(self.show_scenario)
        self.bar.save_pressed.connect(lambda: self.save_wanted.emit(self.scenario()))
        self.bar.delete_wanted.connect(self.delete_wanted)
        self._column.addWidget(self.bar)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Parameters"))
        self._pages: list[QScrollArea] = []
        self._inner: list[QWidget] = []
        self._column.addWidget(self.tabs, 1)
        self.trouble = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._column.addWidget(self.trouble)
        self._column.addWidget(self._buttons())
        self.show_scenario(scenario)
        self.show_kept(kept)
        self.tabs.setCurrentIndex(settings.dialog_tab("plan"))
        self._fit()

    # --- what is shown and asked

    def show_scenario(self, scenario: Scenario) -> None:
        """Fill the form with a scenario."""
        tab = self.tabs.currentIndex()
        self._scenario = scenario
        self._pop = (scenario.pop_x, scenario.pop_y)
        self.fields: dict[str, NumberField] = {}
        self.tabs.clear()
        for old in self._pages:
            old.deleteLater()
        self._pages, self._inner = [], []
        for title, page in (
            (tr("Addresses"), self._addresses_page(scenario)),
            (tr("Network"), self._network_page(scenario)),
            (tr("Build order"), self._years_page(scenario)),
            (tr("Search"), self._search_page(scenario)),
        ):
            area = _scrolling(page)
            self._pages.append(area)
            self._inner.append(page)
            self.tabs.addTab(area, title)
        self.tabs.setCurrentIndex(max(tab, 0))
        self.capacity = self.fields["cabinet_capacity"]
        for field in self.fields.values():
            field.valueChanged.connect(self._judge)
        self._judge()

    def show_kept(self, kept: Sequence[Scenario]) -> None:
        """Offer the scenarios of the project."""
        self.bar.show_kept(kept, self.name.text())

    def scenario(self) -> Scenario:
        """Return the scenario with what was asked."""
        asked = {name: field.stored_value() for name, field in self.fields.items()}
        return replace(
            self._scenario,
            name=self.name.text().strip() or self._scenario.name,
            targets=self.targets.currentData(),
            weight=self.weight.currentData(),
            ruleset=self.ruleset.currentData(),
            use_ducts=self.ducts.isChecked(),
            use_sites=self.sites.isChecked(),
            use_trenching=self.trenching.isChecked(),
            budget_carries_over=self.carries_over.isChecked(),
            pop_x=self._pop[0],
            pop_y=self._pop[1],
            **asked,  # type: ignore[arg-type]  # the table of fields gives each its kind
        )

    def set_pop(self, x: float | None, y: float | None) -> None:
        """Set the place of the PoP; None lets the program choose."""
        self._pop = (x, y)
        if x is None or y is None:
            self.pop_text.setText(tr("An existing PoP, else where it is cheapest"))
        else:
            write = numbers().format_number
            self.pop_text.setText(tr("At {x} / {y}").format(x=write(x), y=write(y)))
        self._forget.setEnabled(x is not None)

    def done(self, result: int) -> None:
        settings.set_dialog_tab("plan", self.tabs.currentIndex())
        super().done(result)

    # --- pages

    def _addresses_page(self, scenario: Scenario) -> QWidget:
        page, form = _page()
        self.name = QLineEdit(scenario.name)
        self.name.textChanged.connect(self._judge)
        self.targets = _choice("targets", TARGETS, scenario.targets)
        self.ruleset = ruleset_box(scenario.ruleset)
        self.ruleset.setToolTip(source_of("ruleset"))
        self.weight = _choice("weight", WEIGHTS, scenario.weight)
        add_row(form, tr("&Name of the scenario"), self.name)
        add_row(form, tr("Addresses to &connect"), self.targets)
        add_row(form, tr("&Rule set"), self.ruleset)
        distance, budget = scenario_fields.ADDRESSES
        self.fields |= add_fields(form, [distance], scenario)
        self.fields |= add_fields(form, [budget], scenario)
        add_row(form, tr("A budget is to buy &most of"), self.weight)
        self.weight.setToolTip(source_of("weight"))
        catalogue = QLabel(scenario.catalogue, textFormat=Qt.TextFormat.PlainText)
        catalogue.setProperty("role", "plain")
        catalogue.setToolTip(source_of("catalogue"))
        form.addRow(QLabel(label("parameter", "catalogue")), catalogue)
        return page

    def _network_page(self, scenario: Scenario) -> QWidget:
        page, form = _page()
        form.addRow(QLabel(tr("Place of the PoP")), self._pop_row())
        self.fields |= add_fields(form, scenario_fields.CABINETS, scenario)
        self.fields |= add_fields(form, scenario_fields.STREETS, scenario)
        self.ducts = QCheckBox(tr("Use existing &ducts"))
        self.sites = QCheckBox(tr("Lay along in con&struction sites"))
        self.trenching = QCheckBox(tr("Mill by DIN 18220 where allowed and cheaper"))
        self.trenching.setToolTip(source_of("use_trenching"))
        self.trenching.setChecked(scenario.use_trenching)
        self.ducts.setChecked(scenario.use_ducts)
        self.sites.setChecked(scenario.use_sites)
        form.addRow(self.ducts)
        form.addRow(self.sites)
        form.addRow(self.trenching)
        return page

    def _pop_row(self) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        self.pop_text = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.pop_text.setProperty("role", "plain")
        choose = QPushButton(tr("Choose on the &map"), autoDefault=False)
        choose.clicked.connect(self._want_place)
        self._forget = QPushButton(tr("Let the program choose"), autoDefault=False)
        self._forget.clicked.connect(lambda: self.set_pop(None, None))
        buttons = QHBoxLayout()
        buttons.addWidget(choose)
        buttons.addWidget(self._forget)
        buttons.addStretch()
        column.addWidget(self.pop_text)
        column.addLayout(buttons)
        self.set_pop(*self._pop)
        return row

    def _years_page(self, scenario: Scenario) -> QWidget:
        page, form = _page()
        form.addRow(
            _note(tr("With a yearly budget the plan says what is built in which year, and why."))
        )
        self.fields |= add_fields(form, scenario_fields.YEARS, scenario)
        self.carries_over = QCheckBox(tr("Money left in a year &goes to the next"))
        self.carries_over.setChecked(scenario.budget_carries_over)
        self.carries_over.setToolTip(source_of("budget_carries_over"))
        form.addRow(self.carries_over)
        return page

    def _search_page(self, scenario: Scenario) -> QWidget:
        page, form = _page()
        form.addRow(
            _note(
                tr(
                    "Without a time limit the work is counted in steps, so that the same inputs "
                    "give the same plan everywhere. “Finish now” ends any search early."
                )
            )
        )
        self.fields |= add_fields(form, scenario_fields.SEARCH, scenario)
        return page

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self.start = buttons.addButton(tr("Make plan"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.start.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    # --- what is wrong

    def _judge(self) -> None:
        """Say what cannot be planned with, and what is likely to be a mistake."""
        refused = self._refusal()
        self.trouble.setText(refused or self._doubt())
        self.trouble.setVisible(bool(self.trouble.text()))
        self.start.setEnabled(not refused)
        self.bar.save_button.setEnabled(not refused)

    def _refusal(self) -> str:
        if not self.name.text().strip():
            return tr("Give the scenario a name.")
        return ""

    def _doubt(self) -> str:
        whole, yearly, first = (
            self.fields[name].stored_value()
            for name in ("budget_eur", "yearly_budget_eur", "start_year")
        )
        if whole is not None and yearly is not None and yearly > whole:
            return tr("The budget of a year is larger than the whole budget.")
        if yearly is not None and first is not None and first < dt.date.today().year:
            return tr("The first year of building, {year}, is over.").format(year=first)
        return ""

    def _fit(self) -> None:
        """Take the size all tabs need, as far as the screen has room for it."""
        self.setMinimumWidth(420)
        room = self.screen().availableGeometry()
        inner = [page.sizeHint() for page in self._inner]
        spare = self._column.sizeHint() - self.tabs.sizeHint()
        width = max(size.width() for size in inner) + 60
        height = max(size.height() for size in inner) + spare.height() + 70
        self.resize(min(max(width, 620), room.width() - 40), min(height, room.height() - 80))

    def _want_place(self) -> None:
        self.place_wanted = True
        self.reject()


def _page() -> tuple[QWidget, QFormLayout]:
    page = QWidget()
    form = QFormLayout(page)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    return page, form


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(page)
    return area


def _choice(kind: str, codes: Sequence[str], chosen: str) -> QComboBox:
    box = QComboBox()
    for code in codes:
        box.addItem(label(kind, code), code)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    return box


def _note(text: str) -> QLabel:
    made = QLabel(text, wordWrap=True)
    made.setProperty("role", "muted")
    return made
