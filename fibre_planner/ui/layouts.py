"""Small steps in building widgets that Qt leaves to its users."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLayout, QTreeWidget, QTreeWidgetItem

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def clear_layout(layout: QLayout) -> None:
    """Take all widgets out of a layout and let them go."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def flat_list(*headers: str) -> QTreeWidget:
    """Return a list with columns and without branches."""
    made = QTreeWidget()
    made.setColumnCount(len(headers))
    made.setHeaderLabels(list(headers))
    made.setRootIsDecorated(False)
    return made


def figure_list(name: str) -> QTreeWidget:
    """Return a list for figures of a chart. name: what a screen reader calls it."""
    made = flat_list()
    made.setAccessibleName(name)
    made.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    # Keys go from cell to cell, each of which may stand for rows of its own.
    made.setSelectionBehavior(QTreeWidget.SelectionBehavior.SelectItems)
    return made


def fill_figures(
    tree: QTreeWidget, titles: Sequence[str], rows: Sequence[Sequence[str]], words: int = 0
) -> None:
    """Fill a list with figures, which stand on the right; the first columns may be words."""
    tree.clear()
    tree.setColumnCount(len(titles))
    tree.setHeaderLabels(list(titles))
    for cells in rows:  # a screenful
        item = QTreeWidgetItem(list(cells))
        for place in range(words, len(cells)):
            item.setTextAlignment(place, _RIGHT)
        tree.addTopLevelItem(item)
