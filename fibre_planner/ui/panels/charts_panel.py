"""Charts of coverage and cost whose bars choose their addresses; the same figures as a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui.facts.looked_up import Known
from fibre_planner.ui.layouts import TallPage, figure_list, fill_figures, scrolled
from fibre_planner.ui.panels import chart_bars
from fibre_planner.ui.panels.bar_chart import BarChart
from fibre_planner.ui.panels.chart_bars import Chart
from fibre_planner.ui.panels.empty import empty_state


class ChartsPanel(QWidget):
    """One chart at a time: lines by technology or rate per district, or cost per address.

    Signals: wanted(kind of chart, name of its row, code of its part, both as a text) for a bar
    that is chosen; step_wanted(kind of chart) from the page of a chart there is nothing for.
    """

    step_wanted = Signal(str)

    wanted = Signal(str, str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._charts: dict[str, Chart] = {}
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Chart"))
        for code, text in chart_bars.titles().items():
            self.kind.addItem(text, code)
        self.as_table = QCheckBox(tr("As table"))
        self.chart = BarChart()
        self.told = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.told.setProperty("role", "plain")
        self.legend = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self.legend.setProperty("role", "muted")
        self.table = figure_list(tr("Figures of the chart"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._scrolled())
        self._pages.addWidget(self.table)
        self._empty = {kind: self._without(kind) for kind in chart_bars.titles()}
        row = QHBoxLayout()
        row.addWidget(self.kind, 1)
        row.addWidget(self.as_table)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(row)
        column.addWidget(self.legend)
        column.addWidget(self._pages, 1)
        column.addWidget(self.told)
        self.kind.currentIndexChanged.connect(self._show)
        self.as_table.toggled.connect(self._show)
        self.chart.shown.connect(self.told.setText)
        self.chart.chosen.connect(self._want)
        self.table.itemActivated.connect(lambda item, place: self._want_cell(item, place))
        self.table.itemClicked.connect(lambda item, place: self._want_cell(item, place))
        self._show()

    def show_charts(self, found: Any, plan: Any, known: Known | None = None) -> None:
        """Show figures of a coverage (workflow.CoverageFigures) and of a plan; None for none.

        known: what the map shows of shares.
        """
        self._charts = chart_bars.charts(found, plan, known)
        self._show()

    def _without(self, kind: str) -> int:
        """Add the page of a kind of chart without figures, and return its number."""
        title, text, step = {
            "shares": (
                tr("No shares on the map"),
                tr("Choose a share and its areas; their bars choose the addresses in them."),
                tr("Choose a share"),
            ),
            "cost": (
                tr("No plan yet"),
                tr("A plan tells what each address costs."),
                tr("Plan the network …"),
            ),
        }.get(
            kind,
            (
                tr("Coverage is not computed yet"),
                tr("It tells which lines and rates each district has."),
                tr("Compute coverage …"),
            ),
        )
        button = QPushButton(step)
        button.clicked.connect(lambda: self.step_wanted.emit(kind))
        return self._pages.addWidget(empty_state(title, text, button))

    def _scrolled(self) -> TallPage:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.chart)
        column.addStretch()
        return scrolled(page)

    def _show(self) -> None:
        chart = self._charts.get(self.kind.currentData())
        self.legend.setVisible(chart is not None)
        if chart is None:
            self.told.setText("")
            self._pages.setCurrentIndex(self._empty[self.kind.currentData()])
            return
        self.legend.setText(chart.legend)
        self.chart.show_bars(self.kind.currentText(), chart.bars, full=chart.full)
        self.told.setText(tr("Click a bar to choose its addresses, or use arrow keys and Enter."))
        self._fill_table(chart)
        self._pages.setCurrentIndex(1 if self.as_table.isChecked() else 0)

    def _fill_table(self, chart: Chart) -> None:
        rows = [[bar.name, *cells] for bar, cells in zip(chart.bars, chart.cells, strict=True)]
        fill_figures(self.table, [chart.row_title, *chart.columns], rows, words=1)

    def _want_cell(self, item: QTreeWidgetItem, column: int) -> None:
        if column > 0:
            self._want(self.table.indexOfTopLevelItem(item), column - 1)

    def _want(self, row: int, part: int) -> None:
        chart = self._charts[self.kind.currentData()]
        names = (chart.bars[row].name, chart.columns[part] if len(chart.codes) > 1 else "")
        told = ", ".join(name for name in names if name)
        self.wanted.emit(self.kind.currentData(), chart.rows[row], chart.codes[part], told)
