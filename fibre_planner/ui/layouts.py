"""Small steps in building widgets that Qt leaves to its users."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QTreeWidget


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
