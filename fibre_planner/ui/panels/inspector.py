"""Explains what is chosen: a sentence, a readable table of its facts, ways to related rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui import icons
from fibre_planner.ui.facts import Explained, Link
from fibre_planner.ui.layouts import tree_of_columns
from fibre_planner.ui.panels.empty import empty_state

_MARGIN_PX = 8
_LINK_ROLE = Qt.ItemDataRole.UserRole


class _WrappedText(QStyledItemDelegate):
    """Gives a value as many lines as it needs; a tree would cut a sentence off after one."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        view = option.widget
        if isinstance(view, QTreeWidget):
            width = view.columnWidth(index.column()) - 2 * _MARGIN_PX
            metrics = view.fontMetrics()
            flags = Qt.TextFlag.TextWordWrap
            text = metrics.boundingRect(0, 0, width, 10_000, flags, str(index.data()))
            if text.height() > metrics.lineSpacing() + 1:
                hint.setHeight(text.height() + 2 * _MARGIN_PX)
        return hint


class Inspector(QWidget):
    """Shows one feature; where several lie under a click, another can be chosen.

    Signals: chosen(number of the feature among those that were shown); link_opened(Link);
    table_wanted() to see the feature in the attribute table.
    """

    chosen = Signal(int)
    link_opened = Signal(object)
    table_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: list[Explained] = []
        self._opening = False
        self.kind = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.kind.setProperty("role", "muted")
        self.title = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.title.setProperty("role", "title")
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.sentence.setProperty("role", "plain")
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._others = QComboBox()
        self._others.setAccessibleName(tr("Features at this place"))
        self._others.activated.connect(self._choose)
        self.facts = tree_of_columns()
        self.facts.setColumnCount(2)
        self.facts.setHeaderHidden(True)
        self.facts.setAccessibleName(tr("Facts"))
        self.facts.setIndentation(10)
        self.facts.setAlternatingRowColors(True)
        self.facts.setWordWrap(True)
        self.facts.setItemDelegateForColumn(1, _WrappedText(self.facts))
        self.facts.itemActivated.connect(self._open)
        self.facts.itemClicked.connect(self._open)
        header = self.facts.header()
        header.sectionResized.connect(self.facts.scheduleDelayedItemsLayout)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.resizeSection(0, 165)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._filled_page())
        self._pages.addWidget(
            empty_state(
                tr("Nothing chosen"),
                tr(
                    "Click something on the map or choose rows in the table; Enter on the map "
                    "asks about its middle."
                ),
            )
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.show_found([])

    def _filled_page(self) -> QWidget:
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 8, 0, 0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 6)
        head.setSpacing(2)
        for widget in (self.kind, self.title, self._others, self.sentence):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.facts, 1)
        self.in_table = QPushButton(icons.icon("table"), tr("Show in the table"))
        self.in_table.clicked.connect(self.table_wanted)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 8)
        foot.addWidget(self.in_table)
        foot.addStretch()
        column.addLayout(foot)
        return full

    def show_found(self, found: Sequence[Explained]) -> None:
        """Show the first of some features and offer the others."""
        self._found = list(found)
        self._pages.setCurrentIndex(0 if found else 1)
        self._others.clear()
        self._others.setVisible(len(found) > 1)
        for each in found:
            self._others.addItem(
                f"{each.kind}: {each.title}" if each.title != each.kind else each.kind
            )
        if found:
            self._show(found[0])

    def _choose(self, number: int) -> None:
        self._show(self._found[number])
        self.chosen.emit(number)

    def _show(self, found: Explained) -> None:
        self.kind.setText(found.kind)
        self.title.setText(found.title)
        self.sentence.setText(found.sentence)
        self.sentence.setVisible(bool(found.sentence))
        self.facts.clear()
        self._add_links(found)
        for name, facts in found.sections:
            section = self._section(name)
            for key, value in facts:
                row = QTreeWidgetItem([key, value])
                row.setToolTip(0, key)
                row.setToolTip(1, value)
                section.addChild(row)
            section.setExpanded(True)

    def _add_links(self, found: Explained) -> None:
        """List the ways to related rows above the facts; Enter or a click opens one."""
        if not found.links:
            return
        section = self._section(tr("Related"))
        for link in found.links:
            row = QTreeWidgetItem([link.text])
            row.setData(0, _LINK_ROLE, link)
            row.setForeground(0, self.palette().link())
            row.setToolTip(0, link.text)
            font = row.font(0)
            font.setUnderline(True)
            row.setFont(0, font)
            section.addChild(row)
            row.setFirstColumnSpanned(True)
        section.setExpanded(True)

    def _section(self, name: str) -> QTreeWidgetItem:
        section = QTreeWidgetItem([name])
        font = section.font(0)
        font.setBold(True)
        section.setFont(0, font)
        self.facts.addTopLevelItem(section)
        section.setFirstColumnSpanned(True)
        return section

    def _open(self, item: QTreeWidgetItem) -> None:
        link = item.data(0, _LINK_ROLE)
        # Return is an activation and a click at once on some desktops: the first one is enough.
        if link is not None and not self._opening:
            self._opening = True
            QTimer.singleShot(0, self, lambda: self._tell_opened(link))

    def _tell_opened(self, link: Link) -> None:
        self._opening = False
        self.link_opened.emit(link)
