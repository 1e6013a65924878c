"""Small steps in building widgets that Qt leaves to its users."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLayout,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from fibre_planner.ui.theme import half_beside_letters

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def clear_layout(layout: QLayout) -> None:
    """Take all widgets out of a layout and let them go."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def take_room(window: QWidget, width_px: int, height_px: int) -> None:
    """Give a window a size that grows with the letters, as far as the screen has room for it."""
    room = window.screen().availableGeometry()
    width, height = half_beside_letters(width_px), half_beside_letters(height_px)
    window.resize(min(width, room.width() - 40), min(height, room.height() - 80))


class TallPage(QScrollArea):
    """Scrolls a page that is too tall, and is never narrower than the page can be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        least, page = super().minimumSizeHint(), self.widget()
        if page is None:
            return least
        bar_px = self.verticalScrollBar().sizeHint().width()
        return QSize(page.minimumSizeHint().width() + bar_px, least.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # the page may have become wider
        return super().eventFilter(watched, event)


def scrolled(page: QWidget) -> TallPage:
    """Return a page in an area that scrolls it where it is too tall."""
    area = TallPage()
    area.setWidget(page)
    return area


def tree_of_columns() -> QTreeWidget:
    """Return an empty tree whose vertical bar always stands.

    Where both bars come and go, each takes the room that the other needs, and a tree of Qt 6.11
    shows and hides them in turns for ever: the window stands still (seen with the districts).
    """
    made = QTreeWidget()
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    return made


def flat_list(*headers: str) -> QTreeWidget:
    """Return a list with columns and without branches."""
    made = tree_of_columns()
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
