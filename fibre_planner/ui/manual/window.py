"""The window of the manual: contents and search at the left, the page at the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QKeySequence,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui import icons, settings
from fibre_planner.ui.layouts import take_room
from fibre_planner.ui.manual.pages import read_pages

_NAME_ROLE = Qt.ItemDataRole.UserRole
_STEPS = range(-3, 13)
_MARGIN_PX, _ABOVE_HEADING_PX, _BELOW_TABLE_PX = 18, 16, 8


class HelpWindow(QWidget):
    """Shows pages of the manual.

    named: how the window writes its commands, see `context.window_names`. current: the name of
    the page that is shown.
    """

    def __init__(self, named: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.pages = {page.name: page for page in read_pages(named)}
        self.current = ""
        self._way: list[str] = []
        self._at = -1
        self._step = 0
        self.setWindowTitle(tr("Manual"))
        take_room(self, 980, 720)
        self._make_contents()
        self._make_page()
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 8, 0, 8)
        column.addWidget(self.search)
        column.addWidget(self.contents)
        parts = QSplitter()
        parts.addWidget(side)
        parts.addWidget(self.page)
        parts.setStretchFactor(1, 1)
        parts.setSizes([270, 710])
        parts.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_bar())
        row = QHBoxLayout()
        row.addWidget(parts)
        outer.addLayout(row, 1)
        self._scale(settings.manual_step())
        self._show_way()

    def _make_contents(self) -> None:
        self.search = QLineEdit(placeholderText=tr("Search the manual"), clearButtonEnabled=True)
        self.search.setAccessibleName(tr("Search the manual"))
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._open_first)
        self.contents = QListWidget()
        self.contents.setAccessibleName(tr("Contents"))
        for page in self.pages.values():
            item = QListWidgetItem(page.title)
            item.setData(_NAME_ROLE, page.name)
            self.contents.addItem(item)
        self.contents.currentItemChanged.connect(self._chosen)

    def _make_page(self) -> None:
        self.page = QTextBrowser(openLinks=False, openExternalLinks=False)
        self.page.setAccessibleName(tr("Page of the manual"))
        self.page.document().setDocumentMargin(_MARGIN_PX)
        self.page.anchorClicked.connect(self.follow)

    def _make_bar(self) -> QToolBar:
        bar = QToolBar(tr("Manual"))
        back = QKeySequence(QKeySequence.StandardKey.Back)
        forth = QKeySequence(QKeySequence.StandardKey.Forward)
        find = QKeySequence(QKeySequence.StandardKey.Find)
        self.back = self._action("arrow-left", tr("Back"), back)
        self.back.triggered.connect(lambda: self._go(-1))
        self.forth = self._action("arrow-right", tr("Forward"), forth)
        self.forth.triggered.connect(lambda: self._go(1))
        larger = self._action("zoom-in", tr("Larger text"), QKeySequence("Ctrl++"))
        larger.triggered.connect(lambda: self._scale(self._step + 1))
        smaller = self._action("zoom-out", tr("Smaller text"), QKeySequence("Ctrl+-"))
        smaller.triggered.connect(lambda: self._scale(self._step - 1))
        seek = self._action("search", tr("Search the manual"), find)
        seek.triggered.connect(self.search.setFocus)
        bar.addActions([self.back, self.forth])
        bar.addSeparator()
        bar.addActions([larger, smaller])
        bar.addSeparator()
        bar.addAction(seek)
        leave = self._action("x", tr("Close"), QKeySequence("Esc"))
        leave.triggered.connect(self.close)
        self.addAction(leave)
        return bar

    def _action(self, icon: str, text: str, key: QKeySequence) -> QAction:
        action = QAction(icons.icon(icon), text, self)
        action.setShortcut(key)
        shown = key.toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text} ({shown})")
        return action

    # --- pages

    def show_page(self, name: str) -> None:
        """Show a page; one that is not there gives way to the first."""
        name = name if name in self.pages else next(iter(self.pages))
        if name != self.current:
            del self._way[self._at + 1 :]
            self._way.append(name)
            self._at = len(self._way) - 1
            self._put(name)

    def _put(self, name: str) -> None:
        self.current = name
        self.page.setMarkdown(self.pages[name].text)
        self._style()
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        row = list(self.pages).index(name)
        self.contents.blockSignals(True)
        self.contents.setCurrentRow(row)
        self.contents.blockSignals(False)
        self.setWindowTitle(f"{self.pages[name].title} – {tr('Manual')}")
        self._mark()
        self._show_way()

    def _style(self) -> None:
        """Give headings and tables room, which Markdown leaves tight."""
        block = self.page.document().begin()
        while block.isValid():
            shape = block.blockFormat()
            if shape.headingLevel() > 1:
                shape.setTopMargin(_ABOVE_HEADING_PX)
                QTextCursor(block).setBlockFormat(shape)
            block = block.next()
        for frame in self.page.document().rootFrame().childFrames():
            form = frame.frameFormat()
            if form.isTableFormat():
                table = form.toTableFormat()
                table.setCellPadding(5)
                table.setBorder(1)
                table.setBorderCollapse(True)
                table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                table.setBottomMargin(_BELOW_TABLE_PX)
                table.setBorderBrush(self.palette().mid())
                frame.setFrameFormat(table)

    def _go(self, step: int) -> None:
        if 0 <= self._at + step < len(self._way):
            self._at += step
            self._put(self._way[self._at])

    def _show_way(self) -> None:
        self.back.setEnabled(self._at > 0)
        self.forth.setEnabled(self._at < len(self._way) - 1)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_page(item.data(_NAME_ROLE))

    def follow(self, link: QUrl) -> None:
        """Open a page that a link names; anything outside only after a question."""
        if link.isRelative():
            self.show_page(link.path().removesuffix(".md"))
            return
        asked = QMessageBox.question(
            self,
            tr("Open in the browser?"),
            tr("{address} is outside the program. Open it in the browser?").format(
                address=link.toString()
            ),
        )
        if asked == QMessageBox.StandardButton.Yes:
            QDesktopServices.openUrl(link)

    # --- search and size of the text

    def _filter(self, typed: str) -> None:
        """List the pages that hold all typed words, and mark the words on the page."""
        words = typed.casefold().split()
        for row in range(self.contents.count()):
            item = self.contents.item(row)
            text = self.pages[item.data(_NAME_ROLE)].text.casefold()
            item.setHidden(not all(word in text for word in words))
        self._mark()

    def _open_first(self) -> None:
        rows = [self.contents.item(row) for row in range(self.contents.count())]
        shown = [item for item in rows if not item.isHidden()]
        if shown and self.contents.currentItem() not in shown:
            self.show_page(shown[0].data(_NAME_ROLE))

    def _mark(self) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        look = QTextCharFormat()
        look.setBackground(self.palette().highlight())
        look.setForeground(self.palette().highlightedText())
        for word in self.search.text().split():
            place = self.page.document().find(word)
            while not place.isNull():  # every place of a word on one page
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = place, look
                marks.append(mark)
                place = self.page.document().find(word, place)
        self.page.setExtraSelections(marks)

    def _scale(self, step: int) -> None:
        """Write larger or smaller by some points than usual, and remember it."""
        step = min(max(step, _STEPS[0]), _STEPS[-1])
        self.page.zoomIn(step - self._step)
        self._step = step
        settings.set_manual_step(step)
