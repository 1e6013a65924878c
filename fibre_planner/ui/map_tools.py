"""The tools of the map in one window: which one is in use, their bar, hints and typed places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton

from fibre_planner.language import mark, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui import settings
from fibre_planner.ui.draw_kinds import KINDS
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.map.tools.base import MapTool
from fibre_planner.ui.map.tools.choosing import CHOOSABLE
from fibre_planner.ui.map.tools.edit_shape import EditShape
from fibre_planner.ui.map.tools.measure import Measure, MeasureArea
from fibre_planner.ui.map.tools.select import SelectBox, SelectPolygon
from fibre_planner.ui.map.tools.tracing import Tracing
from fibre_planner.ui.map.tools.zoom_box import ViewHistory, ZoomBox
from fibre_planner.ui.map.typed_line import TypedLine

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow

_BAR = (
    *("identify", "select_box", "select_polygon", "-"),
    *("zoom_box", "previous_view", "next_view", "-"),
    *("measure_length", "measure_area", "-"),
    *("draw", "edit_shape", "split", "reroute", "move_node", "snapping"),
)
_TABLES: Mapping[str, str] = {
    "addresses": mark("Addresses"),
    "streets": mark("Streets"),
    "sites": mark("Construction sites"),
    "ducts": mark("Existing ducts"),
    "nodes": mark("Nodes"),
    "wishes": mark("Wishes for streets"),
    "node_wishes": mark("Wishes for cabinets and PoPs"),
    "areas": mark("Areas"),
    "buildings": mark("Buildings"),
    "places": mark("Places"),
    "plan_trenches": mark("Trenches of the plan"),
    "plan_nodes": mark("Nodes of the plan"),
}


class MapTools(QObject):
    """Holds the tools of one map; commands of their names put them in use."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        canvas = window.canvas
        self._navigation = canvas.navigation
        self.history = ViewHistory(canvas)
        by_box, by_polygon = SelectBox(canvas), SelectPolygon(canvas)
        self.tools: dict[str, MapTool] = {
            "identify": self._navigation.identify,
            "select_box": by_box,
            "select_polygon": by_polygon,
            "zoom_box": ZoomBox(canvas),
            "measure_length": Measure(canvas),
            "measure_area": MeasureArea(canvas),
            "draw": window.drawing.draw,
            "edit_shape": window.drawing.edit_shape,
            "split": window.drawing.splitting.tool,
            "reroute": window.rerouting.tool,
            "move_node": window.moving.tool,
        }
        self.typed_line = TypedLine(canvas, window.map_frame.legend)
        self.typed_line.typed.connect(self._take_typed)
        for each in self.tools.values():
            each.hint_changed.connect(self._show_hint)
        for tool in (by_box, by_polygon):
            window.selection_link.add_tool(tool)
        self._actions: Mapping[str, QAction] = {}
        self._navigation.tool_changed.connect(self._show_tool)
        window.document.replaced.connect(self._leave)
        self.history.changed.connect(self._show_history)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each command of the map does."""
        link = self._window.selection_link
        return {
            **{name: partial(self.use, name) for name in self.tools},
            "previous_view": lambda: self.history.go(-1),
            "next_view": lambda: self.history.go(1),
            "select_all": link.select_all,
            "select_others": link.invert,
            "select_none": link.clear,
            "zoom_chosen": link.zoom,
            "delete_chosen": self._window.drawing.delete_chosen,
            "snapping": self._set_snapping,
        }

    def attach(self, actions: Mapping[str, QAction]) -> None:
        """Take the commands' actions: one tool is checked at a time; the bar holds them."""
        self._actions = actions
        group = QActionGroup(self)
        for name in self.tools:
            actions[name].setCheckable(True)
            group.addAction(actions[name])
        actions["snapping"].setCheckable(True)
        actions["snapping"].setChecked(settings.snapping())
        self._set_snapping()
        self.bar = self._make_bar()
        self._window.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.bar)
        self._show_tool()
        self._show_history()

    def use(self, name: str) -> None:
        """Put a tool in use and let the map have the keys."""
        self._navigation.use(self.tools[name])
        self._window.canvas.setFocus()
        give_help(self._window.canvas, "reroute" if name == "reroute" else "map")
        self._show_tool()

    def choice_menu(self) -> QMenu:
        """Return the menu of the layers that rows are chosen from."""
        menu = QMenu(tr("Choose &from"), self._window)
        group = QActionGroup(menu)
        for table in ("", *CHOOSABLE):
            action = menu.addAction(tr(_TABLES[table]) if table else tr("Topmost layer"))
            action.setCheckable(True)
            action.setChecked(not table)
            group.addAction(action)
            action.triggered.connect(partial(self._window.selection_link.set_table, table))
        return menu

    def draw_menu(self) -> QMenu:
        """Return the menu of what can be drawn."""
        menu = QMenu(tr("What to &draw"), self._window)
        group = QActionGroup(menu)
        for kind in KINDS:
            action = menu.addAction(tr(kind.title))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(partial(self._window.drawing.draw_kind, kind))
            if kind is self._window.drawing.kind:
                action.setChecked(True)
        self._draw_menu = menu
        return menu

    def _make_bar(self) -> QToolBar:
        bar = QToolBar(tr("Map tools"), self._window)
        bar.setObjectName("map_tools")
        bar.setMovable(False)
        bar.toggleViewAction().setVisible(False)  # it comes and goes with the project
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for name in _BAR:
            if name == "-":
                bar.addSeparator()
                continue
            bar.addAction(self._actions[name])
            button = bar.widgetForAction(self._actions[name])
            button.setAccessibleName(self._actions[name].text().replace("&", ""))
            if name == "draw":
                button.setMenu(self._draw_menu)
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return bar

    def _show_tool(self) -> None:
        tool = self._navigation.tool
        for name, each in self.tools.items():
            if self._actions:
                self._actions[name].setChecked(each is tool)
        self.typed_line.show_for(tool.takes_typed)
        self._show_hint()

    def _show_hint(self) -> None:
        self._window.map_frame.show_hint(self._navigation.tool.hint())

    def _take_typed(self, text: str) -> None:
        """Give the tool a place that was typed; say over the map where it is none."""
        try:
            self._navigation.tool.enter(text)
        except PlannerError as error:
            self._window.map_frame.show_hint(str(error))
            return
        self.typed_line.clear()
        self._show_hint()

    def _set_snapping(self) -> None:
        snaps = self._actions["snapping"].isChecked()
        settings.set_snapping(snaps)
        for tool in self.tools.values():
            if isinstance(tool, Tracing | EditShape) and not isinstance(tool, SelectPolygon):
                tool.snaps = snaps

    def _show_history(self) -> None:
        for name, step in (("previous_view", -1), ("next_view", 1)):
            if self._actions:
                there = self._window.document.project is not None
                self._actions[name].setEnabled(there and self.history.can_go(step))

    def _leave(self) -> None:
        """Drop what is half drawn, measured or dragged: it belongs to the project that goes."""
        self._window.drawing.drop()
        self._navigation.use(None)

    def show_document(self) -> None:
        """Show the bar while a project is open; without one no tool is in use."""
        self.bar.setVisible(self._window.document.project is not None)
        if self._window.document.project is None:
            self._navigation.use(None)
            self.history.forget()
