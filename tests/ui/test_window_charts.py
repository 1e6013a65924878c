"""Charts whose bars choose their addresses by mouse and keys, and the same figures as a table."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.panels.bar_chart import Bar, BarChart, Part
from fibre_planner.ui.panels.charts_panel import ChartsPanel
from tests.ui.windows import show, words

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def chart(qtbot: QtBot) -> BarChart:
    """Two bars of one and three, and of two; the first lacks its middle part."""
    made = BarChart()
    qtbot.addWidget(made)
    parts = (Part(1, "#0072B2", "one"), Part(0, "#009E73", "nothing"), Part(3, "#D55E00", "three"))
    bars = [Bar("a", "4", parts), Bar("b", "2", (Part(2, "#0072B2", "two"),))]
    made.show_bars("Bars", bars, full=True)
    made.resize(400, made.sizeHint().height())
    made.show()
    return made


def panel_of(qtbot: QtBot, window: MainWindow, project: Project, kind: str) -> ChartsPanel:
    show(qtbot, window, project)
    figures = window.session.figures
    qtbot.waitUntil(lambda: figures.found is not None and figures.is_current, timeout=20_000)
    window.show_panel("charts")
    panel = window.charts_panel
    panel.kind.setCurrentIndex(panel.kind.findData(kind))
    return panel


def test_parts_are_as_wide_as_their_share_and_every_bar_fills_the_width(chart: BarChart) -> None:
    one, three, two = chart.box_of(0, 0), chart.box_of(0, 2), chart.box_of(1, 0)
    assert three.width() == pytest.approx(3 * one.width())
    assert three.left() == pytest.approx(one.right())
    assert two.width() == pytest.approx(one.width() + three.width())
    picture = chart.grab().toImage()
    assert picture.pixelColor(three.center().toPoint()) == QColor("#D55E00")


def test_bars_of_numbers_are_as_wide_as_their_number(chart: BarChart) -> None:
    chart.show_bars("Bars", chart._bars, full=False)
    assert chart.box_of(1, 0).width() == pytest.approx(2 * chart.box_of(0, 0).width())


def test_click_chooses_the_part_under_the_mouse(qtbot: QtBot, chart: BarChart) -> None:
    with qtbot.waitSignal(chart.chosen) as chosen:
        qtbot.mouseClick(chart, LEFT, pos=chart.box_of(0, 2).center().toPoint())
    assert chosen.args == [0, 2]
    with qtbot.assertNotEmitted(chart.chosen):
        qtbot.mouseClick(chart, LEFT, pos=QPoint(2, 2))


def test_arrow_keys_pass_over_empty_parts_and_enter_chooses(qtbot: QtBot, chart: BarChart) -> None:
    told = []
    chart.shown.connect(told.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(chart, key)
    assert told == ["one", "three", "two"]
    assert chart.accessibleDescription() == "two"
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home):
        qtbot.keyClick(chart, key)
    assert told == ["one", "three", "two", "one", "two", "one"]
    with qtbot.waitSignal(chart.chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == [0, 0]


def test_bar_of_a_technology_chooses_its_addresses_on_the_map(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    panel = panel_of(qtbot, window, project, "technology")
    assert [bar.name for bar in panel.chart._bars] == ["Mill", "Old Town"]
    fibre = panel.chart.box_of(1, 0).center().toPoint()
    qtbot.mouseClick(panel.chart, LEFT, pos=fibre)
    assert window.selection.table == "addresses"
    assert window.selection.ids == {"a4"}
    assert panel.told.text() == "Old Town: FTTH: 25.0% (1 of 4 addresses)"


def test_bar_of_a_cost_chooses_its_addresses(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    panel = panel_of(qtbot, window, project, "cost")
    stops = panel.chart._stops()
    counts = [panel.chart._bars[row].parts[0].value for row, _ in stops]
    assert sum(counts) == 3
    panel.chart.setFocus()
    qtbot.keyClick(panel.chart, Qt.Key.Key_Home)
    qtbot.keyClick(panel.chart, Qt.Key.Key_Return)
    assert len(window.selection.ids) == counts[0]


def test_same_figures_are_there_as_a_table_that_chooses_too(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    panel = panel_of(qtbot, window, project, "speed")
    panel.as_table.setChecked(True)
    header = panel.table.headerItem()
    titles = [header.text(place) for place in range(panel.table.columnCount())]
    assert titles[:2] == ["District", "1,000 Mbit/s and more"]
    assert titles[-1] == "rate unknown"
    row = panel.table.topLevelItem(1)
    assert [row.text(place) for place in range(9)] == [
        "Old Town", "1", "0", "0", "0", "1", "0", "1", "1",
    ]  # fmt: skip
    panel.table.itemActivated.emit(row, 5)
    assert window.selection.ids == {"a2"}


@pytest.mark.parametrize(
    ("kind", "title", "step"),
    [
        ("speed", "Coverage is not computed yet", "Compute coverage …"),
        ("shares", "No shares on the map", "Choose a share"),
        ("cost", "No plan yet", "Plan the network …"),
    ],
)
def test_chart_without_figures_offers_the_step_to_them(
    qtbot: QtBot, kind: str, title: str, step: str
) -> None:
    panel = ChartsPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.kind.setCurrentIndex(panel.kind.findData(kind))
    page = panel._pages.currentWidget()
    assert title in words(page)
    (button,) = page.findChildren(QPushButton)
    assert button.text() == step
    with qtbot.waitSignal(panel.step_wanted) as wanted:
        qtbot.mouseClick(button, LEFT)
    assert wanted.args == [kind]


def test_bar_of_an_area_chooses_those_with_and_without(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    panel = panel_of(qtbot, window, project, "shares")
    panel._pages.currentWidget().findChild(QPushButton).click()
    box = window.coverage_panel.share_box
    box.by.setCurrentIndex(box.by.findData("district"))
    box.measure.setCurrentIndex(box.measure.findData("gigabit"))
    window.show_panel("charts")
    qtbot.waitUntil(lambda: "shares" in panel._charts, timeout=20_000)
    chart = panel.chart
    assert [bar.name for bar in panel._charts["shares"].bars] == ["Old Town"]
    assert "8 of 12 dwellings" in panel._charts["shares"].bars[0].parts[0].told
    qtbot.mouseClick(chart, LEFT, pos=chart.box_of(0, 1).center().toPoint())
    assert window.selection.ids == {"a1", "a2", "a3"}
    assert window.selection.told == "Old Town, the rest"
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert window.selection.ids == {"a4"}
    box.by.setCurrentIndex(box.by.findData("grid"))

    def names() -> list[str]:  # none while the map has no shares yet
        chart = panel._charts.get("shares")
        return [] if chart is None else [bar.name for bar in chart.bars]

    qtbot.waitUntil(lambda: names()[:1] not in ([], ["Old Town"]), timeout=20_000)
    assert all(name.startswith("Square of 500 m at ") for name in names())
