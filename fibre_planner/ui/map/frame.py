"""The map with what lies on it: zoom buttons, legend, hint while a place is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from fibre_planner.language import tr
from fibre_planner.ui import icons, legend_entries, settings, theme
from fibre_planner.ui.layouts import clear_layout
from fibre_planner.ui.legend_entries import Entry
from fibre_planner.ui.map.canvas import MapCanvas
from fibre_planner.ui.map.scene import Scene
from fibre_planner.ui.map.styles import Look

_EDGE_PX = 14
_BUTTON_PX, _BUTTON_STEP_PX, _ICON_PX, _SIGN_PX = 34, 40, 20, 18
_MOST_WIDTH, _MOST_AREA = 0.42, 0.15
"""The legend folds by itself where it would cover more than this of the map's width or area."""

_LEGEND_GROUPS = (
    *("addresses", "shares", "comparison", "phases", "trenches", "plan_nodes", "wishes"),
)


class MapFrame(QWidget):
    """A canvas with its buttons and legend laid over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = MapCanvas()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self.legend = QFrame(self.canvas)
        self.legend.setProperty("role", "legend")
        self.legend.setAccessibleName(tr("Legend"))
        self._signs, self._grid = _sign_list()
        self._chosen, self._chosen_grid = _sign_list()
        self._fold = QToolButton(autoRaise=True)
        self._fold.setCheckable(True)
        self._fold.setChecked(settings.legend_open())
        self._fold.setText(tr("Legend"))
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.clicked.connect(self._choose_fold)
        self._insists = False
        self._shows_signs = False
        self._chosen_texts: list[str] = []
        self._column = column = QVBoxLayout(self.legend)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(2)
        column.addWidget(self._fold)
        column.addWidget(self._signs)
        column.addWidget(self._chosen)
        self._chosen.hide()
        self.legend.hide()
        self.hint = QLabel(self.canvas)
        self.hint.setProperty("role", "plain")
        self.hint.setStyleSheet(
            "background: palette(highlight); color: palette(highlighted-text);"
            "padding: 8px 14px; border-radius: 8px;"
        )
        self.hint.hide()
        self._buttons = [
            self._button("plus", tr("Zoom in"), lambda: self.canvas.zoom_by(-2)),
            self._button("minus", tr("Zoom out"), lambda: self.canvas.zoom_by(2)),
            self._button("zoom-scan", tr("Show everything"), self.canvas.fit),
        ]
        self.canvas.installEventFilter(self)

    def show_hint(self, text: str) -> None:
        """Say over the map what to do next; nothing where the text is empty."""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))
        self._place()

    def show_legend(self, scene: Scene, groups: frozenset[str], look: Look) -> None:
        """List the signs of the data layers that are seen and hold something."""
        clear_layout(self._grid)
        counts = scene.kind_counts()
        row = 0
        for group in _LEGEND_GROUPS:
            if group not in groups:
                continue
            known = legend_entries.entries_in(scene, group, look)
            if group == "phases" and known:
                groups = groups - {"trenches"}  # the years lie above them
            if group == "shares" and known:
                heading = QLabel(legend_entries.title(group, scene))
                self._grid.addWidget(heading, row, 0, 1, 2)
                heading.show()
                row += 1
            for entry in known:
                if counts.get((entry.layer, entry.kind)):
                    self._add_sign(self._grid, row, entry)
                    row += 1
        self._shows_signs = row > 0
        self._show_folded()

    def show_chosen(self, entries: Sequence[Entry]) -> None:
        """List what the marks of chosen rows mean, below the signs of the layers."""
        texts = [entry.text for entry in entries]
        if texts == self._chosen_texts:
            return
        self._chosen_texts = texts
        clear_layout(self._chosen_grid)
        for row, entry in enumerate(entries):
            self._add_sign(self._chosen_grid, row, entry)
        self._chosen.setVisible(bool(entries))
        self._show_folded()

    def _add_sign(self, grid: QGridLayout, row: int, entry: Entry) -> None:
        sign = QLabel()
        side = self.canvas.look.letter_px(_SIGN_PX)
        sign.setPixmap(entry.sign.pixmap(QSize(side, side), self.devicePixelRatioF()))
        text = QLabel(entry.text, textFormat=Qt.TextFormat.PlainText)
        for place, cell in enumerate((sign, text)):
            grid.addWidget(cell, row, place)
            cell.show()  # else its size counts only from the next event on

    def _show_folded(self) -> None:
        self._fold.setVisible(self._shows_signs)
        self.legend.setVisible(self._shows_signs or bool(self._chosen_texts))
        self._place()

    @property
    def is_legend_open(self) -> bool:
        """Return whether the signs of the legend are seen, not its title alone."""
        return self._fold.isChecked()

    def _choose_fold(self, is_open: bool) -> None:
        """Keep what the user wants; a legend opened here stays open however small the map is."""
        settings.set_legend_open(is_open)
        self._insists = is_open
        self._place()

    def _fold_legend(self, is_open: bool) -> None:
        self._fold.setChecked(is_open)
        self._fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._signs.setVisible(is_open and self._shows_signs)
        self._grid.activate()
        self._chosen_grid.activate()
        self._column.activate()

    def _has_room(self) -> bool:
        """Return whether the open legend leaves enough of the map to be seen."""
        self._grid.activate()
        signs, room = self._signs.sizeHint(), self.canvas.size()
        return (
            signs.width() <= _MOST_WIDTH * room.width()
            and signs.width() * signs.height() <= _MOST_AREA * room.width() * room.height()
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _button(self, icon: str, text: str, act: object) -> QToolButton:
        button = QToolButton(self.canvas)
        button.setProperty("role", "map")
        button.setIcon(icons.icon(icon))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(act)
        return button

    def _place(self) -> None:
        width, height = self.canvas.width(), self.canvas.height()
        side, step, icon = map(theme.half_beside_letters, (_BUTTON_PX, _BUTTON_STEP_PX, _ICON_PX))
        for number, button in enumerate(self._buttons):
            button.setIconSize(QSize(icon, icon))
            button.setFixedSize(side, side)
            button.move(width - side - _EDGE_PX, _EDGE_PX + number * step)
        self._fold_legend(settings.legend_open() and (self._insists or self._has_room()))
        hint = self.legend.sizeHint()
        self.legend.setGeometry(
            _EDGE_PX, height - hint.height() - _EDGE_PX, hint.width(), hint.height()
        )
        self._fit_hint(max(width - 2 * (side + 2 * _EDGE_PX), 160))
        self.hint.move((width - self.hint.width()) // 2, _EDGE_PX)

    def _fit_hint(self, room: int) -> None:
        """Give the hint the size of its text, in several lines where one is too long."""
        self.hint.setWordWrap(False)
        one_line = self.hint.sizeHint()
        if one_line.width() <= room:
            self.hint.resize(one_line)
            return
        self.hint.setWordWrap(True)
        self.hint.resize(room, self.hint.heightForWidth(room))


def _sign_list() -> tuple[QWidget, QGridLayout]:
    """Return a place for signs with their texts beside them."""
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(2, 0, 4, 4)
    grid.setHorizontalSpacing(7)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    return page, grid
