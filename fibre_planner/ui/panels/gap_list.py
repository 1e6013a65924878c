"""The gaps of the coverage as a list, those with most dwellings first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidgetItem, QVBoxLayout, QWidget

from fibre_planner.language import ntr, tr
from fibre_planner.ui.layouts import flat_list
from fibre_planner.ui.wording import numbers

_ID_ROLE = Qt.ItemDataRole.UserRole
_MOST_ROWS = 1000
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class GapList(QWidget):
    """Lists gaps; a click or Enter wants one on the map.

    Signals: wanted(gap id).
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = flat_list(tr("Gap"), tr("Dwellings"), tr("Addresses"), tr("Across"))
        self.list.setAccessibleName(tr("Coverage gaps, those with most dwellings first"))
        self.list.setUniformRowHeights(True)
        self.list.headerItem().setToolTip(3, tr("Diameter of the circle around its addresses"))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.itemClicked.connect(lambda item, _: self.wanted.emit(item.data(0, _ID_ROLE)))
        self.list.itemActivated.connect(lambda item, _: self.wanted.emit(item.data(0, _ID_ROLE)))
        self.note = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.note.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        self.show_gaps(None)

    def show_gaps(self, gaps: Any) -> None:
        """List the rows of a table of gaps (workflow.CoverageFigures.gaps); None for none."""
        self.list.clear()
        if gaps is None or gaps.empty:
            self.note.setText(tr("There are no gaps."))
            return
        for row in gaps.head(_MOST_ROWS).to_dict("records"):
            self.list.addTopLevelItem(_item(row))
        count, dwellings = len(gaps), int(gaps["dwellings"].sum())
        text = ntr(
            "{count} gap with {dwellings} dwellings.",
            "{count} gaps with {dwellings} dwellings.",
            count,
        ).format(count=numbers().format_number(count), dwellings=numbers().format_number(dwellings))
        if count > _MOST_ROWS:
            shown = numbers().format_number(_MOST_ROWS)
            text += " " + tr("The {count} largest are listed.").format(count=shown)
        self.note.setText(text)


def _item(row: dict[Any, Any]) -> QTreeWidgetItem:
    write = numbers()
    unknown = str(row["kind"]) == "unknown"
    name = str(row["district"]) or tr("(no district)")
    shown = tr("{place} (supply unknown)").format(place=name) if unknown else name
    across = tr("{length} m").format(length=write.format_number(float(row["diameter_m"])))
    cells = [write.format_number(int(row[key])) for key in ("dwellings", "addresses")]
    item = QTreeWidgetItem([shown, *cells, across])
    item.setData(0, _ID_ROLE, str(row["gap_id"]))
    item.setToolTip(0, shown)
    for place in (1, 2, 3):
        item.setTextAlignment(place, _RIGHT)
    return item
