"""The findings of the check: what is wrong, how often, what to do, and where."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import ntr, tr
from fibre_planner.model.finding import SEVERITIES, Finding
from fibre_planner.ui.document import Document
from fibre_planner.ui.layouts import flat_list
from fibre_planner.ui.map import styles, symbols
from fibre_planner.ui.panels.empty import empty_state
from fibre_planner.ui.theme import beside_letters, is_dark_palette
from fibre_planner.ui.wording import label, numbers, remedy_title

_NUMBER_ROLE = Qt.ItemDataRole.UserRole
_SIGN_PX = 16


class FindingsPanel(QWidget):
    """Lists findings; choosing one shows its remedy and brings its place onto the map.

    Several may be chosen; a remedy is offered where it is certain what to do.

    Signals: place_wanted(Finding); remedy_wanted(findings, what their remedy is called).
    """

    place_wanted = Signal(object)
    remedy_wanted = Signal(object, str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.list = flat_list(tr("Finding"), tr("Rows"))
        self.list.setAccessibleName(tr("Findings"))
        self.list.setIconSize(QSize(beside_letters(16), beside_letters(16)))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.detail = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.detail.setProperty("role", "plain")
        self.detail.setContentsMargins(12, 8, 12, 2)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._jump = QPushButton(tr("Show on the map"))
        self._jump.clicked.connect(self._want_place)
        self.mend_button = QPushButton()
        self.mend_button.setToolTip(
            tr("One step that can be undone; rows taken out are kept with the reason.")
        )
        self.mend_button.clicked.connect(self._want_remedy)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 10)
        column.addWidget(self.list, 1)
        column.addWidget(self.detail)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._jump)
        buttons.addWidget(self.mend_button)
        buttons.addStretch()
        column.addLayout(buttons)
        self._pages = QStackedWidget()
        self._pages.addWidget(full)
        self._pages.addWidget(
            empty_state(tr("No findings"), tr("The check found nothing to mend in the data."))
        )
        self._pages.addWidget(
            empty_state(tr("Not checked yet"), tr("Open or import data; it is checked at once."))
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.list.currentItemChanged.connect(lambda *_: self._show_detail())
        self.list.itemSelectionChanged.connect(self._offer_remedy)
        self.list.itemActivated.connect(lambda *_: self._want_place())
        self.list.clicked.connect(self._clicked)
        document.findings_changed.connect(self._show)
        self._show()

    def choose(self, number: int) -> None:
        """Bring a finding of the list into view."""
        item = self.list.topLevelItem(number)
        if item is not None:
            self.list.setCurrentItem(item)

    def _show(self) -> None:
        self.list.blockSignals(True)  # an item that goes would ask for a finding that is gone
        self.list.clear()
        self.list.blockSignals(False)
        findings = self._document.findings
        edge = "#15181c" if is_dark_palette() else "#ffffff"
        side_px = beside_letters(_SIGN_PX)
        for number, finding in enumerate(findings):
            item = QTreeWidgetItem([finding.message, numbers().format_number(finding.count)])
            kind = SEVERITIES.index(finding.severity)
            image = symbols.swatch(styles.symbols("findings")[kind], 2.0, edge, side_px)
            item.setIcon(0, QIcon(QPixmap.fromImage(image)))
            item.setToolTip(0, finding.message)
            severity = label("severity", finding.severity)
            spoken = f"{severity}: {finding.message}"
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setData(0, _NUMBER_ROLE, number)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.addTopLevelItem(item)
        checked = self._document.is_checked or bool(findings)
        self._pages.setCurrentIndex(0 if findings else 1 if checked else 2)
        self._show_detail()
        self._offer_remedy()

    def _current(self) -> Finding | None:
        item = self.list.currentItem()
        if item is None:
            return None
        number: int = item.data(0, _NUMBER_ROLE)
        findings = self._document.findings  # may be gone already while the list still stands
        return findings[number] if number < len(findings) else None

    def _show_detail(self) -> None:
        finding = self._current()
        self._jump.setEnabled(finding is not None and finding.place is not None)
        if finding is None:
            count = len(self._document.findings)
            text = ntr("{count} finding. ", "{count} findings. ", count).format(count=count)
            self.detail.setText(text + tr("Choose one to see what to do."))
            return
        parts = [f"{label('severity', finding.severity).capitalize()}: {finding.message}"]
        parts += [finding.remedy] if finding.remedy else []
        if finding.cost_eur:
            cost = numbers().format_money(finding.cost_eur)
            parts.append(tr("It may cost {cost} if nobody mends it.").format(cost=cost))
        self.detail.setText("\n\n".join(parts))

    def _mendable(self) -> list[tuple[Finding, str]]:
        """Return the chosen findings that have a remedy, with what it is called."""
        rows = [item.data(0, _NUMBER_ROLE) for item in self.list.selectedItems()]
        found = [self._document.findings[number] for number in rows]
        titles = [(finding, remedy_title(finding)) for finding in found]
        return [(finding, title) for finding, title in titles if title]

    def _offer_remedy(self) -> None:
        mendable = self._mendable()
        self.mend_button.setVisible(bool(mendable))
        self.mend_button.setText(_remedy_name([title for _, title in mendable]))

    def _want_remedy(self) -> None:
        mendable = self._mendable()
        if mendable:
            findings = tuple(finding for finding, _ in mendable)
            self.remedy_wanted.emit(findings, _remedy_name([title for _, title in mendable]))

    def _clicked(self, _index: QModelIndex) -> None:
        self._want_place()

    def _want_place(self) -> None:
        finding = self._current()
        if finding is not None and finding.place is not None:
            self.place_wanted.emit(finding)


def _remedy_name(titles: list[str]) -> str:
    """Return what some remedies are called together."""
    if len(set(titles)) == 1:
        return titles[0]
    return ntr("Mend {count} finding", "Mend {count} findings", len(titles)).format(
        count=len(titles)
    )
