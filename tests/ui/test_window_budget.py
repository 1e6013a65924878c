"""The budget panel: what it says, and its chart with keys and mouse."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fibre_planner.model.plan import BudgetFigures
from fibre_planner.model.project import Project
from fibre_planner.model.tables import conform
from fibre_planner.ui.document import Document
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.panels.budget_chart import money_scale, ticks
from fibre_planner.ui.panels.budget_panel import BudgetPanel
from tests.report.small_plan import small_project
from tests.ui.windows import show, words

CURVE = conform(
    "plan_budget",
    pd.DataFrame(
        {
            "stop_id": ["001", "002", "003"],
            "budget_eur": [100_000.0, 200_000.0, 290_000.0],
            "cost_eur": [95_000.0, 198_000.0, 290_000.0],
            "addresses": [10, 18, 20],
            "units": [40, 55, 60],
            "weight": [40.0, 55.0, 60.0],
            "weight_bound": [44.0, 56.0, 60.0],
            "gap": [0.1, 1 / 55, 0.0],
            "choice_gap": [0.01, 0.0, 0.0],
            "last_unit_eur": [2_375.0, 6_866.7, 18_400.0],
        }
    ),
)


@pytest.fixture
def project() -> Project:
    made = small_project()
    plan = made.plans[0]
    stops = plan.addresses["address_id"].map({"a1": "1-3", "a2": "1 3", "a3": "2-3"}).fillna("")
    plan = replace(plan, budget=CURVE, addresses=plan.addresses.assign(budget_stops=stops))
    return replace(made, plans=(plan,))


@pytest.fixture
def panel(qtbot: QtBot, project: Project) -> BudgetPanel:
    document = Document()
    document.show(project)
    made = BudgetPanel(document)
    qtbot.addWidget(made)
    made.resize(360, 620)
    with qtbot.waitExposed(made):
        made.show()
    return made


def button(widget: QWidget, text: str) -> QPushButton:
    (found,) = [each for each in widget.findChildren(QPushButton) if text in each.text()]
    return found


def test_panel_without_a_plan_offers_to_make_one(qtbot: QtBot, project: Project) -> None:
    document = Document()
    document.show(replace(project, plans=()))
    panel = BudgetPanel(document)
    qtbot.addWidget(panel)
    assert "No plan yet" in words(panel)
    with qtbot.waitSignal(panel.plan_wanted):
        qtbot.mouseClick(button(panel, "Plan the network"), Qt.MouseButton.LeftButton)


def test_plan_without_a_curve_offers_to_compute_it(qtbot: QtBot, project: Project) -> None:
    bare = replace(project.plans[0], budget=CURVE.iloc[:0])
    document = Document()
    document.show(replace(project, plans=(bare,)))
    panel = BudgetPanel(document)
    qtbot.addWidget(panel)
    assert "No budget curve yet" in words(panel)
    with qtbot.waitSignal(panel.curve_wanted):
        qtbot.mouseClick(button(panel, "Compute budget curve"), Qt.MouseButton.LeftButton)


def test_arrow_keys_go_from_stop_to_stop_and_enter_asks_for_its_addresses(
    qtbot: QtBot, panel: BudgetPanel
) -> None:
    chart = panel.chart
    chart.setFocus()
    assert not button(panel, "Plan for this budget").isEnabled()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    told = words(panel)
    assert "Budget €100,000: 10 addresses, 40 units; at most 10.0% more is possible." in told
    assert "The plan costs €95,000; the bound is 44. Each unit since" in told
    assert chart.accessibleDescription().startswith("Budget €100,000")
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert "20 addresses, 60 units; no plan serves more." in words(panel)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    with qtbot.waitSignal(panel.stop_wanted) as wanted:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert wanted.args == [1, 200_000.0]
    assert chart.marked == 1


def test_mouse_over_a_stop_tells_it_and_a_double_click_asks_for_a_plan(
    qtbot: QtBot, panel: BudgetPanel
) -> None:
    chart = panel.chart
    place = chart.place_of(1).toPoint()
    qtbot.mouseMove(chart, place + QPoint(30, 0))
    qtbot.mouseMove(chart, place)
    qtbot.waitUntil(lambda: chart.current == 1)
    assert "Each unit since the stop before costs €6,867." in words(panel)
    with qtbot.waitSignal(panel.budget_wanted) as told:
        qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [200_000.0]
    with qtbot.waitSignal(panel.budget_wanted):
        qtbot.mouseClick(button(panel, "Plan for this budget"), Qt.MouseButton.LeftButton)


def test_curve_is_there_as_a_table_whose_rows_ask_for_their_addresses(
    qtbot: QtBot, panel: BudgetPanel
) -> None:
    panel.as_table.click()
    assert panel.table.isVisible()
    assert not panel.chart.isVisible()
    row = panel.table.topLevelItem(1)
    cells = [row.text(place) for place in range(panel.table.columnCount())]
    assert cells == ["€200,000", "€198,000", "18", "55", "56", "€6,867"]
    panel.table.setFocus()
    panel.table.setCurrentItem(row)
    with qtbot.waitSignal(panel.stop_wanted) as wanted:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert wanted.args == [1, 200_000.0]
    assert button(panel, "Plan for this budget").isEnabled()


def test_curve_that_does_not_know_its_addresses_offers_a_new_one(
    qtbot: QtBot, project: Project
) -> None:
    plan = project.plans[0]
    old = replace(plan, addresses=plan.addresses.assign(budget_stops=""))
    document = Document()
    document.show(replace(project, plans=(old,)))
    panel = BudgetPanel(document)
    qtbot.addWidget(panel)
    assert "does not know its addresses" in words(panel)
    with qtbot.waitSignal(panel.curve_wanted):
        qtbot.mouseClick(button(panel, "Compute the curve anew"), Qt.MouseButton.LeftButton)


def test_click_on_a_stop_chooses_its_addresses_and_marks_those_left_out(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    show(qtbot, window, project)
    window.show_panel("budget")
    chart = window.budget_panel.chart
    qtbot.waitUntil(chart.isVisible)
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(chart, left, pos=chart.place_of(1).toPoint())
    chosen = window.selection
    assert (chosen.table, chosen.ids, chosen.left_out) == ("addresses", {"a1", "a3"}, {"a2"})
    legend = words(window.map_frame.legend)
    assert "2 addresses chosen: budget of €200,000" in legend
    assert "1 address left out" in legend
    x, y = window.canvas.view.to_screen(*place_of(project, "a2"))
    picture = window.canvas.grab().toImage()
    assert picture.pixelColor(round(x), round(y)) == window.canvas.look.selection
    chosen.choose("addresses", ["a4"])
    assert chosen.left_out == frozenset()
    assert chart.marked == -1
    qtbot.waitUntil(lambda: "left out" not in words(window.map_frame.legend))


def test_marked_stop_stays_marked_when_the_panel_is_built_anew(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    show(qtbot, window, project)
    window.show_panel("budget")
    chart = window.budget_panel.chart
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert window.selection.ids == {"a1", "a2"}
    window.document.change("Name", project, project.with_metadata(note="another"))
    assert window.budget_panel.chart is not chart
    assert window.budget_panel.chart.marked == 0
    assert window.budget_panel.chart.current == 0


def place_of(project: Project, address_id: str) -> tuple[float, float]:
    rows = project.addresses["address_id"] == address_id
    (point,) = project.addresses.geometry[rows]
    return point.x, point.y


def test_curve_rises_on_the_screen(panel: BudgetPanel) -> None:
    places = [panel.chart.place_of(number) for number in range(3)]
    assert places[0].x() < places[1].x() < places[2].x()
    assert places[0].y() > places[1].y() > places[2].y()
    image: QImage = panel.chart.grab().toImage()
    scale = image.width() / panel.chart.width()
    dots = {
        image.pixelColor(int(place.x() * scale), int(place.y() * scale)).name() for place in places
    }
    assert dots == {panel.palette().accent().color().name()}


def test_budget_of_the_plan_is_told_above_the_curve(qtbot: QtBot, project: Project) -> None:
    figures = BudgetFigures(50_000.0, "units", 30.0, 60.0, 33.0, 0.1, 0.01, 3)
    plan = project.plans[0]
    plan = replace(plan, summary=replace(plan.summary, budget=figures))
    document = Document()
    document.show(replace(project, plans=(plan,)))
    panel = BudgetPanel(document)
    qtbot.addWidget(panel)
    assert "30 units of 60 (50.0%)" in words(panel)
    assert "No plan within this budget serves more than 33 units (10.0% more)." in words(panel)


@pytest.mark.parametrize(
    ("most", "count", "expected"),
    [(60.0, 5, [0.0, 20.0, 40.0, 60.0]), (41e6, 4, [0.0, 20e6, 40e6]), (0.9, 3, [0.0, 0.5])],
)
def test_axis_has_round_ticks(most: float, count: int, expected: list[float]) -> None:
    assert ticks(most, count) == pytest.approx(expected)


def test_axis_of_money_is_told_in_what_fits() -> None:
    assert money_scale(41e6) == (1e6, "million EUR")
    assert money_scale(290_000.0) == (1e3, "thousand EUR")
    assert money_scale(900.0) == (1.0, "EUR")
