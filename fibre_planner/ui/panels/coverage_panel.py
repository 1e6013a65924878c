"""Coverage in figures: the shares of all addresses, and a table by district."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.model.ruleset import COVERAGE_CLASSES
from fibre_planner.ui.document import Document
from fibre_planner.ui.layouts import clear_layout, flat_list, scrolled
from fibre_planner.ui.map import styles, symbols
from fibre_planner.ui.panels.bars import SHARES_ROLE, ShareBar, ShareDelegate, share_at
from fibre_planner.ui.panels.empty import empty_state
from fibre_planner.ui.panels.gap_list import GapList
from fibre_planner.ui.panels.share_box import ShareBox
from fibre_planner.ui.theme import beside_letters, half_beside_letters, is_dark_palette
from fibre_planner.ui.wording import label, numbers, ruleset_name

if TYPE_CHECKING:
    from fibre_planner.model.project import Project

_NARROWEST_PX = 64
"""Least width of a column: its title is to be read."""

_LISTS_PX, _SIGN_PX = 190, 18
"""Least height of the lists, so that some rows are seen; side of a sign. With usual letters."""


class CoveragePanel(QWidget):
    """Shares by class in total and by district.

    Signals: coverage_wanted() when the button of the empty state is pressed;
    district_wanted(name, coverage class) when a district is chosen: all of it where the class is
    empty, else the part of its bar that was clicked.
    """

    coverage_wanted = Signal()
    district_wanted = Signal(str, str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._shown: tuple[Any, Any] = (None, None)
        colours = [QColor(symbol.colour) for symbol in styles.symbols("addresses")]
        self._colours = colours
        self._rules = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._rules.setProperty("role", "muted")
        self._bar = ShareBar()
        self.share_box = ShareBox()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self.table = flat_list(tr("District"), tr("Addresses"), tr("Classes"), tr("Served"))
        self.table.setAccessibleName(tr("Coverage by district"))
        self.table.setSortingEnabled(False)
        self.table.setItemDelegateForColumn(2, ShareDelegate(colours, self.table))
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(beside_letters(_NARROWEST_PX))
        self.table.setToolTip(
            tr("A row chooses its addresses, a part of its bar one class of them")
        )
        self.table.viewport().installEventFilter(self)
        self.table.itemActivated.connect(lambda item, _: self._choose(item, ""))
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(12, 8, 12, 0)
        for part in (self._rules, self._bar):
            column.addWidget(part)
        column.addLayout(self._grid)
        column.addSpacing(4)
        column.addWidget(self.share_box)
        self.gaps = GapList()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setMinimumHeight(half_beside_letters(_LISTS_PX))
        self.tabs.addTab(self.table, tr("Districts"))
        self.tabs.addTab(self.gaps, tr("Gaps"))
        column.addWidget(self.tabs, 1)
        button = QPushButton(tr("Compute coverage …"))
        button.clicked.connect(self.coverage_wanted)
        self._pages = QStackedWidget()
        self._pages.addWidget(scrolled(full))
        self._pages.addWidget(
            empty_state(
                tr("Coverage is not computed yet"),
                tr("A rule set decides for each address whether it is served and may be aided."),
                button,
            )
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        document.project_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        project = self._document.project
        if project is None or project.coverage.empty:
            self._shown = (None, None)
            self._pages.setCurrentIndex(1)
            return
        if self._shown == (id(project.addresses), id(project.coverage)):
            return
        self._shown = (id(project.addresses), id(project.coverage))
        ruleset = project.metadata.get("ruleset", "")
        self._rules.setText(tr("Rule set: {name}").format(name=ruleset_name(ruleset)))
        table = class_counts(project)
        self._show_total(table.sum())
        self._show_districts(table)
        self._pages.setCurrentIndex(0)

    def _show_total(self, counts: Any) -> None:
        write = numbers()
        total = max(int(counts.sum()), 1)
        shares = [counts[name] / total for name in COVERAGE_CLASSES]
        texts = [label("coverage_class", name) for name in COVERAGE_CLASSES]
        spoken = ", ".join(
            f"{text} {write.format_share(share)}" for text, share in zip(texts, shares, strict=True)
        )
        self._bar.show_shares(shares, self._colours, spoken)
        clear_layout(self._grid)
        edge = "#15181c" if is_dark_palette() else "#ffffff"
        signs, side_px = styles.symbols("addresses"), half_beside_letters(_SIGN_PX)
        for row, name in enumerate(COVERAGE_CLASSES):
            sign = QLabel()
            image = symbols.swatch(signs[row], self.devicePixelRatioF(), edge, side_px)
            sign.setPixmap(QPixmap.fromImage(image))
            cells = [
                texts[row],
                write.format_number(int(counts[name])),
                write.format_share(shares[row]),
            ]
            self._grid.addWidget(sign, row, 0)
            for place, text in enumerate(cells, start=1):
                cell = QLabel(text)
                cell.setProperty("role", "plain")
                side = Qt.AlignmentFlag.AlignLeft if place == 1 else Qt.AlignmentFlag.AlignRight
                self._grid.addWidget(cell, row, place, side)

    def _show_districts(self, table: Any) -> None:
        write = numbers()
        self.table.clear()
        for district, counts in zip(table.index, table.to_numpy(), strict=True):  # some dozens
            total = max(int(counts.sum()), 1)
            shares = (counts / total).tolist()
            served = shares[COVERAGE_CLASSES.index("served")]
            name = str(district) or tr("(no district)")
            item = QTreeWidgetItem(
                [name, write.format_number(int(counts.sum())), "", write.format_share(served)]
            )
            item.setData(0, Qt.ItemDataRole.UserRole, str(district))
            item.setData(2, SHARES_ROLE, shares)
            spoken = ", ".join(
                f"{label('coverage_class_short', code)} {write.format_share(share)}"
                for code, share in zip(COVERAGE_CLASSES, shares, strict=True)
            )
            item.setToolTip(2, spoken)
            item.setData(2, Qt.ItemDataRole.AccessibleTextRole, spoken)
            for place in (1, 3):
                side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                item.setTextAlignment(place, side)
            self.table.addTopLevelItem(item)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Tell which row, or which part of its bar, was clicked."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            place = event.position().toPoint()
            item = self.table.itemAt(place)
            if item is not None and event.button() == Qt.MouseButton.LeftButton:
                self._choose(item, self._class_at(item, place))
        return False

    def _class_at(self, item: QTreeWidgetItem, place: QPoint) -> str:
        """Return the coverage class whose part of a bar lies at a place, empty beside the bar."""
        cell = self.table.visualRect(self.table.indexFromItem(item, 2))
        if not cell.contains(place):
            return ""
        number = share_at(QRectF(cell), item.data(2, SHARES_ROLE), place.x())
        return "" if number is None else COVERAGE_CLASSES[number]

    def _choose(self, item: QTreeWidgetItem, code: str) -> None:
        self.district_wanted.emit(item.data(0, Qt.ItemDataRole.UserRole), code)


def class_counts(project: Project) -> Any:
    """Return addresses by district (rows) and coverage class (columns)."""
    classes = project.coverage.set_index("address_id")["coverage_class"]
    frame = project.addresses[["district"]].assign(
        coverage_class=classes.reindex(
            project.addresses["address_id"], fill_value="unknown"
        ).to_numpy()
    )
    counts = frame.groupby(["district", "coverage_class"]).size().unstack(fill_value=0)
    return counts.reindex(columns=list(COVERAGE_CLASSES), fill_value=0)
