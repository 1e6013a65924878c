"""The numbers of a scenario as form fields: unit, range, source as tooltip, what “none” means."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLabel, QWidget

from fibre_planner.language import current_language, mark, tr
from fibre_planner.resources import RESOURCES, read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fibre_planner.model.scenario import Scenario


@dataclass(frozen=True)
class NumberSpec:
    """One number of the scenario.

    low, high: in the unit that is shown. digits: after the decimal point; none makes it a whole
    number. factor: shown value / stored value. none: what it means to have none; empty where
    there is always one. grouped: whether thousands are set apart.
    """

    name: str
    text: str
    low: float
    high: float
    unit: str
    digits: int = 0
    factor: float = 1.0
    step: float = 1.0
    none: str = ""
    grouped: bool = True
    whole: bool = False


_UNITS = mark("units")
_ABOVE_AND_BELOW_PX = 5

ADDRESSES = (
    NumberSpec(
        "snap_distance_m", mark("&Farthest distance from street to address"), 1, 2000, "m", 1
    ),
    NumberSpec(
        "budget_eur", mark("&Budget"), 1, 9e9, "€", step=10_000,
        none=mark("none: all addresses are connected"),
    ),
)  # fmt: skip
CABINETS = (
    NumberSpec("cabinet_capacity", mark("Units per &cabinet, at most"), 8, 10_000, _UNITS,
               whole=True),
    NumberSpec("max_drop_m", mark("Way from cabinet to &address, at most"), 10, 20_000, "m", 1,
               step=50),
    NumberSpec("units_per_pop", mark("Units per P&oP, at most"), 100, 1_000_000, _UNITS, step=100,
               whole=True),
    NumberSpec("max_feeder_m", mark("Way from PoP to ca&binet, at most"), 10, 100_000, "m", 1,
               step=100),
    NumberSpec("reserve_share", mark("Capacity r&eserve"), 0, 200, "%", 1, 100.0),
)  # fmt: skip
STREETS = (
    NumberSpec("wide_street_m", mark("Street counts as &wide from a carriageway of"), 0, 100, "m",
               1),
    NumberSpec("included_lead_in_m", mark("&Lead-in contained in a house connection"), 0, 200, "m",
               1),
)  # fmt: skip
YEARS = (
    NumberSpec(
        "yearly_budget_eur", mark("&Budget of a year"), 1, 9e9, "€", step=10_000,
        none=mark("none: no build order"),
    ),
    NumberSpec("start_year", mark("&First year of building"), 1990, 2100, "", whole=True,
               none=mark("the year after the plan's"), grouped=False),
    NumberSpec("years", mark("N&umber of years"), 1, 60, "", whole=True,
               none=mark("until all is built")),
    NumberSpec("discount_rate", mark("&Discount rate"), 0, 30, "%", 1, 100.0, 0.5),
)  # fmt: skip
SEARCH = (
    NumberSpec("seconds", mark("&Time limit"), 0, 86_400, "s", step=10,
               none=mark("none: the same plan on every computer")),
    NumberSpec("feeder_rounds", mark("&Rounds of fitting trenches and feeders"), 0, 10, "",
               whole=True),
    NumberSpec("seed", mark("&Seed of random choices"), 0, 2_147_483_647, "", whole=True,
               grouped=False),
)  # fmt: skip


class NumberField(QDoubleSpinBox):
    """A number that keeps its stored value until it is changed here."""

    def __init__(self, spec: NumberSpec, value: float | None) -> None:
        super().__init__()
        self.spec = spec
        self.setLocale(QLocale("de_DE" if current_language() == "de" else "en_GB"))
        self.setDecimals(spec.digits)
        self.setSingleStep(spec.step)
        self.setGroupSeparatorShown(spec.grouped)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(150)
        # Where the form is short of room, letters would lose their lower ends.
        self.setMinimumHeight(self.fontMetrics().height() + 2 * _ABOVE_AND_BELOW_PX)
        unit = tr(spec.unit) if spec.unit == _UNITS else spec.unit
        leads = unit == "€" and current_language() == "en"  # as amounts are written elsewhere
        self.setPrefix(unit if leads else "")
        self.setSuffix(f"\u00a0{unit}" if unit and not leads else "")
        if spec.none:
            self.setSpecialValueText(tr(spec.none))
        source = source_of(spec.name)
        if source:
            self.setToolTip(source)
        self.show_value(value)

    def show_value(self, value: float | None) -> None:
        """Show a stored value, even one beyond the range that is offered."""
        shown = value * self.spec.factor if value is not None else None
        known = self.spec.low if shown is None else shown
        low = min(self.spec.low, known)
        self.setRange(low - 1 if self.spec.none else low, max(self.spec.high, known))
        self.setValue(self.minimum() if shown is None else shown)
        self._stored, self._shown = value, self.value()

    def stored_value(self) -> float | int | None:
        """Return the value for the scenario: the very one that was shown where it is unchanged."""
        if self.value() == self._shown:
            return self._stored
        if self.spec.none and self.value() < self.minimum() + 1:
            return None
        number = self.value() / self.spec.factor
        return round(number) if self.spec.whole else number


def add_fields(
    form: QFormLayout, specs: Sequence[NumberSpec], scenario: Scenario
) -> dict[str, NumberField]:
    """Add a row per number to a form; return the fields by their name in the scenario."""
    fields: dict[str, NumberField] = {}
    for spec in specs:
        field = NumberField(spec, getattr(scenario, spec.name))
        label = add_row(form, tr(spec.text), field)
        label.setToolTip(field.toolTip())
        fields[spec.name] = field
    return fields


def add_row(form: QFormLayout, text: str, widget: QWidget) -> QLabel:
    """Add a labelled row; a field too wide for its row goes below its label."""
    label = QLabel(text)
    label.setBuddy(widget)
    widget.setAccessibleName(text.replace("&", ""))
    form.addRow(label, widget)
    return label


def source_of(name: str) -> str:
    """Return where the shipped value of a parameter comes from, as a tooltip; else nothing."""
    text = _sources(current_language()).get(name, "")
    # As rich text a tooltip breaks its lines.
    return f"<qt>{html.escape(text)}</qt>" if text else ""


@cache
def _sources(language: str) -> Mapping[str, Any]:
    table = read_toml(RESOURCES / "scenarios" / "standard.toml")
    return dict(table["sources_de" if language == "de" else "sources"])
