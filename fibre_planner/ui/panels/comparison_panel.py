"""Two plans compared: what changes in metres, EUR and addresses, and the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import mark, ntr, tr
from fibre_planner.ui.layouts import clear_layout
from fibre_planner.ui.panels.comparison_tables import DifferenceTable
from fibre_planner.ui.panels.empty import empty_state
from fibre_planner.ui.theme import is_dark_palette
from fibre_planner.ui.wording import comparison_tables, comparison_texts, numbers

if TYPE_CHECKING:
    from fibre_planner.model.comparison import Comparison
    from fibre_planner.model.plan import Plan
    from fibre_planner.model.project import Project

_BETTER, _WORSE = ("#0a6b4c", "#7fd8b6"), ("#a3271c", "#ff9d92")
"""Ink in light and in dark colours."""

_TABS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "sections": (
        mark("Trenches"),
        (
            ("state", mark("Where")),
            ("street", mark("Street")),
            ("length_m", mark("Metres")),
            ("cost_base_eur", mark("Cost")),
            ("changes", mark("What differs")),
        ),
    ),
    "nodes": (
        mark("Cabinets"),
        (
            ("kind", mark("Kind")),
            ("change", mark("What differs")),
            ("units_one", mark("Units A")),
            ("units_other", mark("Units B")),
            ("moved_m", mark("Moved (m)")),
        ),
    ),
    "addresses": (
        mark("Addresses"),
        (
            ("address", mark("Address")),
            ("change", mark("What differs")),
            ("cost_base_eur", mark("Cost share")),
            ("reason_other", mark("Reason B")),
        ),
    ),
    "bill": (
        mark("Bill"),
        (
            ("code", mark("Position")),
            ("cost_base_eur", mark("Cost")),
            ("quantity_base_eur", mark("By quantity")),
            ("price_base_eur", mark("By price")),
            ("name", mark("Description")),
        ),
    ),
    "parameters": (
        mark("Parameters"),
        (("name", mark("Parameter")), ("one", mark("Plan A")), ("other", mark("Plan B"))),
    ),
}
"""Name of a table → English title of its tab, and its columns with their English titles."""


class ComparisonPanel(QWidget):
    """Lets two plans be chosen and shows what differs between them.

    Signals: plans_chosen(id of plan A, id of plan B); row_wanted(table, id) when a row is chosen
    that has a place; workbook_wanted(); end_wanted(); both_maps_wanted(yes or no).
    """

    plans_chosen = Signal(str, str)
    row_wanted = Signal(str, str)
    workbook_wanted = Signal()
    end_wanted = Signal()
    both_maps_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Comparison"))
        self.one = _chooser(tr("Plan A"))
        self.other = _chooser(tr("Plan B"))
        for box in (self.one, self.other):
            box.activated.connect(self._choose)
        self.headline = QGridLayout()
        self.headline.setHorizontalSpacing(8)
        self.headline.setVerticalSpacing(2)
        self.headline.setColumnStretch(2, 1)
        self.reason = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.reason.setProperty("role", "muted")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tables = {
            name: DifferenceTable(tr(title), wraps=name == "parameters")
            for name, (title, _) in _TABS.items()
        }
        for name, table in self.tables.items():
            self.tabs.addTab(table, tr(_TABS[name][0]))
            table.row_wanted.connect(lambda row, name=name: self.row_wanted.emit(name, row))
        self.workbook = QPushButton(tr("&Workbook …"))
        self.workbook.clicked.connect(self.workbook_wanted)
        self.both_maps = QPushButton(tr("&Side by side"), checkable=True)
        self.both_maps.toggled.connect(self.both_maps_wanted)
        self.swipe = QPushButton(tr("Swipe"), checkable=True)
        self.swipe.setToolTip(tr("Plan A left and plan B right of a handle on one map"))
        self.close_button = QPushButton(tr("&End"))
        self.close_button.setToolTip(tr("End the comparison and show one plan again"))
        self.close_button.clicked.connect(self.end_wanted)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._full())
        self._none = QWidget()
        self._pages.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._choosers())
        column.addWidget(self._pages, 1)
        self.show_plans(None)

    # --- building

    def _choosers(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(12, 8, 12, 4)
        grid.setColumnStretch(1, 1)
        for row, (text, box) in enumerate(((tr("Plan &A"), self.one), (tr("Plan &B"), self.other))):
            name = QLabel(text)
            name.setProperty("role", "plain")
            name.setBuddy(box)
            grid.addWidget(name, row, 0)
            grid.addWidget(box, row, 1)
        self._choosing = made
        return made

    def _full(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 4, 0, 8)
        card = QFrame()
        card.setProperty("role", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(12, 8, 12, 9)
        inner.addLayout(self.headline)
        inner.addWidget(self.reason)
        framed = QHBoxLayout()
        framed.setContentsMargins(12, 0, 12, 0)
        framed.addWidget(card)
        buttons = QGridLayout()
        buttons.setContentsMargins(12, 0, 12, 0)
        known = (self.both_maps, self.swipe, self.workbook, self.close_button)
        for number, button in enumerate(known):
            button.setAutoDefault(False)
            buttons.addWidget(button, number // 2, number % 2)
        column.addLayout(framed)
        column.addWidget(self.tabs, 1)
        column.addLayout(buttons)
        return page

    # --- showing

    def show_plans(self, project: Project | None) -> None:
        """Show the choice of plans without a comparison, or what is missing for one."""
        plans = project.plans if project else ()
        self.list_plans(plans)
        old, self._none = self._none, self._empty(len(plans))
        self._pages.removeWidget(old)
        old.deleteLater()
        self._pages.addWidget(self._none)
        self._pages.setCurrentWidget(self._none)
        self.both_maps.setChecked(False)
        self.swipe.setChecked(False)

    def _empty(self, count: int) -> QWidget:
        if count < 2:
            return empty_state(tr("Nothing to compare yet"), why_not(count))
        button = QPushButton(tr("Compare"))
        button.clicked.connect(self._choose)
        return empty_state(
            tr("No comparison shown"),
            tr("Choose two plans to see what differs in metres, euros and addresses."),
            button,
        )

    def list_plans(self, plans: Sequence[Plan]) -> None:
        """Fill the choosers, the newest plan first, keeping what is chosen."""
        kept = (self.one.currentData(), self.other.currentData())
        names = comparison_texts().plan_names(plans) if plans else []
        for box in (self.one, self.other):
            box.clear()
            for plan, name in reversed(list(zip(plans, names, strict=True))):
                box.addItem(name, plan.plan_id)
                box.setItemData(box.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        self._choosing.setVisible(len(plans) >= 2)
        if len(plans) >= 2:
            self._set_chosen(
                *(
                    was if was in {plan.plan_id for plan in plans} else plan.plan_id
                    for was, plan in zip(kept, plans[-2:], strict=True)
                )
            )

    def _set_chosen(self, one_id: str, other_id: str) -> None:
        for box, plan_id in ((self.one, one_id), (self.other, other_id)):
            box.setCurrentIndex(box.findData(plan_id))
            box.setToolTip(box.currentText())

    def show_comparison(self, project: Project, found: Comparison) -> None:
        """Show what differs between two plans of a project."""
        self.list_plans(project.plans)
        self._set_chosen(found.one.plan_id, found.other.plan_id)
        self._show_headline(found)
        made = comparison_tables()
        sections, nodes = made.differing_sections(found), made.differing_nodes(found)
        addresses, bill = (
            made.address_difference_table(project, found),
            made.bill_table(project, found, whole=False),
        )
        for name, table, ids in (
            ("sections", made.section_table(found), sections["section_id"]),
            ("nodes", made.node_table(found), nodes["node_id"]),
            ("addresses", addresses, addresses.rows["address_id"]),
            ("bill", bill, [""] * len(bill.rows)),
            ("parameters", made.parameter_table(found), [""] * len(found.parameters)),
        ):
            title, columns = _TABS[name]
            titles = [(column, tr(text)) for column, text in columns]
            self.tables[name].show_table(table, titles, list(ids))
            count = numbers().format_number(len(table.rows))
            place = self.tabs.indexOf(self.tables[name])
            self.tabs.setTabToolTip(place, f"{tr(title)}: {count}")
        self._pages.setCurrentIndex(0)

    def _show_headline(self, found: Comparison) -> None:
        clear_layout(self.headline)
        write, texts, cost = numbers(), comparison_texts(), found.cost.total
        money = write.format_change(cost.base, write.format_money)
        spread = tr("At low prices {low}, at high prices {high}.").format(
            low=write.format_change(cost.low, write.format_money),
            high=write.format_change(cost.high, write.format_money),
        )
        self.reason.setText(f"{texts.reason_sentence(found)} {spread}")
        addresses = ntr("connected address", "connected addresses", abs(found.connected))
        for row, (value, text, name, good) in enumerate(
            (
                (found.trench_m, texts.metres_changed(found.trench_m), tr("Trench"), -1),
                (float(cost.base), money, tr("Cost"), -1),
                (found.connected, write.format_change(found.connected), addresses, 1),
            )
        ):
            self._add_figure(
                row, value * good, "▲" if value > 0 else "▼" if value < 0 else "=", text, name
            )

    def _add_figure(self, row: int, good: float, sign: str, text: str, name: str) -> None:
        """Add one figure: its direction as a sign, in a colour that tells good from bad."""
        inks = _BETTER if good > 0 else _WORSE
        ink = inks[is_dark_palette()] if good else "palette(window-text)"
        for place, (shown, role) in enumerate(((sign, "plain"), (text, "title"), (name, "muted"))):
            cell = QLabel(shown, textFormat=Qt.TextFormat.PlainText)
            cell.setProperty("role", role)
            if place < 2:
                cell.setStyleSheet(f"color: {ink};")
            else:
                cell.setWordWrap(True)
                cell.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            self.headline.addWidget(cell, row, place)

    def choose_section(self, section_id: str) -> None:
        """Choose the row of a stretch that was clicked on the map."""
        self.tabs.setCurrentWidget(self.tables["sections"])
        self.tables["sections"].choose(section_id)

    def _choose(self, *_: object) -> None:
        one, other = self.one.currentData(), self.other.currentData()
        if one and other:
            self.plans_chosen.emit(one, other)


def why_not(count: int) -> str:
    """Say why a project with so many plans has nothing to compare, empty where it has."""
    if count >= 2:
        return ""
    if count:
        return tr("The project has one plan only; a second one is needed to compare them.")
    return tr("The project has no plan yet; two are needed to compare them.")


def _chooser(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
