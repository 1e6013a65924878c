"""Small drawn charts: shares as one stacked bar, a cost as a range."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fibre_planner.ui.theme import half_beside_letters

SHARES_ROLE = Qt.ItemDataRole.UserRole + 1


def draw_stack(
    painter: QPainter, box: QRectF, shares: Sequence[float], colours: Sequence[QColor]
) -> None:
    """Draw shares (adding up to 1 or less) side by side; thin gaps keep neighbours apart."""
    painter.setPen(Qt.PenStyle.NoPen)
    left = box.left()
    for share, colour in zip(shares, colours, strict=True):
        width = box.width() * share
        if width > 0:
            painter.setBrush(colour)
            painter.drawRect(QRectF(left, box.top(), max(width - 1.0, 0.6), box.height()))
        left += width


def bar_in(cell: QRectF) -> QRectF:
    """Return where in a cell of a table its bar is drawn."""
    return cell.adjusted(4, 7, -4, -7)


def share_at(cell: QRectF, shares: Sequence[float], x: float) -> int | None:
    """Return which share of the bar in a cell lies at an x, None beside the bar."""
    bar = bar_in(cell)
    at = (x - bar.left()) / bar.width()
    end = 0.0
    for number, share in enumerate(shares):
        end += share
        if 0 <= at < end:
            return number
    return None


class ShareBar(QWidget):
    """One stacked bar; its numbers stand beside it as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: list[float] = []
        self._colours: list[QColor] = []
        self.setFixedHeight(half_beside_letters(18))

    def show_shares(self, shares: Sequence[float], colours: Sequence[QColor], text: str) -> None:
        """Show shares in colours; the text tells the same to a screen reader."""
        self._shares, self._colours = list(shares), list(colours)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_stack(painter, QRectF(self.rect()), self._shares, self._colours)
        painter.end()


class RangeBar(QWidget):
    """A cost from low to high with a mark at the base value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = (0.0, 0.0, 0.0)
        self.setFixedHeight(16)

    def show_range(self, low: float, base: float, high: float, text: str) -> None:
        """Show a range; the text tells the same to a screen reader."""
        self._values = (low, base, high)
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        low, base, high = self._values
        if high <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        width = self.width() - 2.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Midlight))
        painter.drawRoundedRect(QRectF(1, 6, width, 5), 2, 2)
        painter.setBrush(palette.color(QPalette.ColorRole.Accent))
        start, end = 1 + width * low / high, 1 + width
        painter.drawRoundedRect(QRectF(start, 6, end - start, 5), 2, 2)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.WindowText), 2.4))
        middle = 1 + width * base / high
        painter.drawLine(int(middle), 1, int(middle), 15)
        painter.end()


class ShareDelegate(QStyledItemDelegate):
    """Draws a cell that holds shares as a stacked bar."""

    def __init__(self, colours: Sequence[QColor], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = list(colours)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        shares = index.data(SHARES_ROLE)
        super().paint(painter, option, index)
        if shares is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = bar_in(QRectF(option.rect))
        draw_stack(painter, box, shares, self._colours)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(90, 26))
