"""Keeps the chosen rows and the map on the same state, and says how many are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter

from fibre_planner.ui.chosen_legend import chosen_entries, chosen_text
from fibre_planner.ui.map.chosen_marks import ChosenMarks, marked_once
from fibre_planner.ui.map.share_layer import SHARE_TABLES
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.choosing import ids_of
from fibre_planner.ui.map.tools.edit_shape import TABLES as EDITED_TABLES
from fibre_planner.ui.map.tools.select import Chooser
from fibre_planner.ui.map.viewport import Viewport
from fibre_planner.ui.selection import Mode

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow
    from fibre_planner.ui.map.canvas import MapCanvas
    from fibre_planner.ui.selection import Selection


class SelectionLink(QObject):
    """Marks on the map what is chosen, and takes over what the map's tools choose.

    table: the layer that tools choose from; empty for the topmost one.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._canvas = window.canvas
        self._selection = window.selection
        self._marks = ChosenMarks()
        self._left_out = ChosenMarks(crosses=True)
        self._choosers: list[Chooser] = []
        self.table = ""
        self._canvas.overlays.insert(0, self)
        self.add_tool(self._canvas.navigation.identify)
        self._selection.changed.connect(self._show)
        self._canvas.scene_changed.connect(self._show)
        window.document.project_changed.connect(self._drop_gone)

    def add_tool(self, tool: Chooser) -> None:
        """Take over what a tool chooses."""
        self._choosers.append(tool)
        tool.chosen.connect(self._take)

    def drop_tool(self, tool: Chooser) -> None:
        """Forget a tool of a map that is being closed."""
        if tool in self._choosers:
            self._choosers.remove(tool)
            tool.chosen.disconnect(self._take)

    def set_table(self, table: str) -> None:
        """Let the tools choose from one layer; empty for the topmost one."""
        self.table = table
        for tool in self._choosers:
            tool.table = table

    def select_all(self) -> None:
        """Choose all rows of the layer that is chosen from."""
        self._selection.choose(self._wanted(), ids_of(self._canvas.scene.layers, self._wanted()))

    def invert(self) -> None:
        """Choose all other rows of the layer."""
        ids = ids_of(self._canvas.scene.layers, self._wanted())
        self._selection.choose(self._wanted(), ids, "toggle")

    def clear(self) -> None:
        """Choose nothing."""
        self._canvas.select(())
        self._selection.clear()

    def zoom(self) -> None:
        """Show what is chosen."""
        box = self._marks.box()
        if box is not None:
            self._canvas.show_box(box)

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        """Paint the marks, except where the one chosen row is marked as explained."""
        self._left_out.paint(painter, view, look)
        if not marked_once(self._canvas.selection, self._selection.table, self._selection.ids):
            self._marks.paint(painter, view, look)

    def _wanted(self) -> str:
        return self.table or self._selection.table or "addresses"

    def _take(self, table: str, ids: list[str], mode: Mode) -> None:
        if mode == "new" and not ids:
            self._selection.clear()
        elif ids and table in SHARE_TABLES:
            self._window.glance_link.choose_area(ids[0], mode)
        elif ids:
            self._selection.choose(table, ids, mode)

    def _drop_gone(self) -> None:
        """Choose no longer what an edit or an undo has taken away."""
        project, chosen = self._window.document.project, self._selection
        if project is None or chosen.table not in EDITED_TABLES:
            return
        plan = self._window.document.plan
        if chosen.table == "plan_nodes":
            rows = plan.nodes if plan else None
        else:
            rows = project.layer(chosen.table)
        ids = None if rows is None else rows.iloc[:, 0]
        there = frozenset() if ids is None else frozenset(ids[ids.isin(chosen.ids)])
        if there != chosen.ids:
            chosen.choose(chosen.table, there)

    def _show(self) -> None:
        chosen = self._selection
        layers = [layer for layer in self._canvas.scene.layers if layer.table == chosen.table]
        self._marks.show(layers, chosen.ids)
        self._left_out.show(layers, chosen.left_out)
        for tool in self._choosers:
            tool.present_table = chosen.table
        if chosen.ids and not any(hit.row_id in chosen.ids for hit in self._canvas.selection):
            self._canvas.select(())
        self._window.task_strip.show_chosen(chosen_text(chosen.table, len(chosen.ids)))
        self._window.map_frame.show_chosen(chosen_entries(chosen, self._canvas.look))
        self._canvas.update()


class SecondMarks(QObject):
    """Marks on a second map what is chosen, as far as it is there."""

    def __init__(self, canvas: MapCanvas, selection: Selection) -> None:
        super().__init__(canvas)
        self._canvas, self._selection = canvas, selection
        self._marks, self._left_out = ChosenMarks(), ChosenMarks(crosses=True)
        canvas.overlays.insert(0, self)
        canvas.scene_changed.connect(self._show)
        selection.changed.connect(self._show)

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        """Paint the marks, except where the one chosen row is marked as explained."""
        self._left_out.paint(painter, view, look)
        if not marked_once(self._canvas.selection, self._selection.table, self._selection.ids):
            self._marks.paint(painter, view, look)

    def _show(self) -> None:
        chosen, canvas = self._selection, self._canvas
        layers = [layer for layer in canvas.scene.layers if layer.table == chosen.table]
        self._marks.show(layers, chosen.ids)
        self._left_out.show(layers, chosen.left_out)
        if chosen.ids and not any(hit.row_id in chosen.ids for hit in canvas.selection):
            canvas.select(())
        canvas.update()
