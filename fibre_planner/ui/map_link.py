"""Keeps the map and the panels on the same state, and the same feature chosen in both."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from fibre_planner.language import tr
from fibre_planner.model.finding import Finding
from fibre_planner.ui import settings, theme
from fibre_planner.ui.facts import Explained, Known, Link, explain, explain_all, short_name
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.map.scene import SceneInput
from fibre_planner.ui.map.share_layer import SHARE_TABLES
from fibre_planner.ui.map.spoken import map_description
from fibre_planner.ui.table.sources import SOURCES, box_of
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


_MANY_ROWS = 2000
_NAME_WAIT_MS = 30
_SUMS_WAIT_MS = 60
"""Sums over thousands of rows come when dragging over them pauses."""


class MapLink(QObject):
    """Listens to document, map and panels of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._canvas = window.canvas
        self._document = window.document
        self._hits: tuple[Hit, ...] = ()
        self._explained: list[Explained] = []
        self._gaps: tuple[Any, Any] = (None, None)
        self._shown_name = ""
        self._left = False
        self._sums_timer = QTimer(self, singleShot=True, interval=_SUMS_WAIT_MS)
        self._sums_timer.timeout.connect(self._refresh_inspector)
        self._under_cursor: tuple[Hit | None, bool] = (None, False)
        self._name_timer = QTimer(self, singleShot=True, interval=_NAME_WAIT_MS)
        self._name_timer.timeout.connect(self._tell_name)
        self._canvas.set_look(theme.map_look(settings.theme()))
        self._canvas.set_groups(window.layers_panel.visible_groups())
        document, canvas = window.document, window.canvas
        for background in (window.session.checker, window.session.figures):
            # They outlive the window, and with it the map.
            background.lull.is_busy = lambda: isValid(canvas) and not canvas.is_idle()
        document.project_changed.connect(self._show)
        document.plan_changed.connect(self._show)
        document.findings_changed.connect(self._show)
        window.comparison.changed.connect(self._show)
        window.swipe.right_changed.connect(self._show)
        window.coverage_panel.share_box.changed.connect(self._show)
        canvas.scene_changed.connect(self._scene_changed)
        canvas.clicked.connect(self._clicked)
        canvas.hovered.connect(self._hovered)
        canvas.view_changed.connect(self._show_scale)
        window.layers_panel.groups_changed.connect(self._groups_changed)
        window.inspector.chosen.connect(self._chosen)
        window.inspector.link_opened.connect(self.open_link)
        window.inspector.table_wanted.connect(self._show_in_table)
        window.selection.changed.connect(self._explain_selection)
        window.findings_panel.place_wanted.connect(self._show_finding)
        self._show()

    def _show(self) -> None:
        """Ask for a new picture of the document; the map keeps the layers that are unchanged."""
        project = self._document.project
        if project is None:
            self._shown_name = ""
            return
        plan, findings = self._document.plan, self._document.findings
        window = self._window
        found = window.comparison.found
        if found is not None:
            plan = found.other
        panel = window.comparison_panel
        two_maps = found is not None and (panel.both_maps.isChecked() or panel.swipe.isChecked())
        fit = project.name != self._shown_name
        self._shown_name = project.name
        self._canvas.set_note(_sources(project))
        shares = None if project.coverage.empty else window.coverage_panel.share_box.choice
        side = "other" if two_maps else ""
        given = SceneInput(project, plan, findings, found, side, shares)
        self._canvas.show_scene_of(window.swipe.right_of(given), fit=fit)

    def _gap_table(self, project: Any) -> Any:
        """Return the gaps with their sizes, made once for each state of coverage."""
        if self._gaps[0] is not project.coverage:
            workflow = importlib.import_module("fibre_planner.workflow")
            self._gaps = (project.coverage, workflow.gap_table(project))
        return self._gaps[1]

    def known(self) -> Known | None:
        """Return what features are looked up in, None while nothing is open."""
        return self._known() if self._document.project is not None else None

    def _known(self) -> Known:
        project = self._document.project
        assert project is not None
        found = self._window.comparison.found
        plan = found.other if found else self._document.plan
        return Known(project, plan, self._document.findings, self._gap_table, found)

    def known_on(self, *, left: bool) -> Known | None:
        """Return what features are looked up in that a side of the map shows."""
        known, swipe = self.known(), self._window.swipe
        if known is None:
            return None
        scene = (swipe.canvas if left and swipe.canvas is not None else self._canvas).scene
        if scene.shares is not None:
            known = replace(known, shares=scene.share_rows(), measure=scene.shares.measure)
        seen = swipe.seen(left)
        return known if seen is None else replace(known, project=seen[0], plan=seen[1])

    def _scene_changed(self) -> None:
        window, scene = self._window, self._canvas.scene
        window.layers_panel.show_scene(scene, self._canvas.look)
        window.map_frame.show_legend(scene, self._canvas.groups, self._canvas.look)
        self._refresh_inspector()

    def _groups_changed(self, groups: frozenset[str]) -> None:
        self._canvas.set_groups(groups)
        self._window.map_frame.show_legend(self._canvas.scene, groups, self._canvas.look)

    def _clicked(self, hits: tuple[Hit, ...], _x: float, _y: float) -> None:
        left = self._window.swipe.canvas
        if left is not None:
            left.select(())
        self._explain(hits, left=False)

    def explain_left(self, hits: tuple[Hit, ...]) -> None:
        """Explain features that the left side of a swipe shows."""
        self._canvas.select(())
        self._explain(hits, left=True)

    def _explain(self, hits: tuple[Hit, ...], *, left: bool) -> None:
        self._hits, self._left = hits, left
        self._refresh_inspector()
        if hits and hits[0].table in SHARE_TABLES:
            self._mark_area(hits[:1], left=left)
        if hits and hits[0].table == "comparison":
            self._window.comparison_panel.choose_section(hits[0].row_id)
        elif self._explained:
            dock = self._window.docks["inspector"]
            dock.show()
            dock.raise_()
        findings = [hit for hit in hits if hit.table == "findings"]
        if findings and findings[0] == hits[0]:
            self._window.findings_panel.choose(int(hits[0].row_id))

    def _mark_area(self, hits: tuple[Hit, ...], *, left: bool) -> None:
        """Mark the area whose addresses have been chosen."""
        canvas = self._window.swipe.canvas if left else self._canvas
        if canvas is not None:
            canvas.select(hits)

    def _explain_selection(self) -> None:
        """Explain what is chosen in the table or by a tool: one row, or the sums of several."""
        table, ids = self._window.selection.table, self._window.selection.ids
        if len(ids) == 1 and not any(
            (hit.table, hit.row_id) == (table, *ids) for hit in self._hits
        ):
            (row_id,) = ids
            self._left = False
            self._hits = (Hit(self._layer_of(table), table, row_id, 0.0),)
        if len(ids) > _MANY_ROWS:
            self._sums_timer.start()
        else:
            self._refresh_inspector()

    def _layer_of(self, table: str) -> str:
        layers = self._canvas.scene.layers
        return next((layer.key for layer in layers if layer.table == table), table)

    def _refresh_inspector(self) -> None:
        known, chosen = self.known_on(left=self._left), self._window.selection
        if known is None:
            self._explained = []
        elif area := self._area(known):
            self._explained = [area, *(facts for _, facts in self._found(known)[1:])]
        elif len(chosen.ids) > 1 and (sums := explain_all(chosen.table, chosen.ids, known)):
            self._explained = [sums]
        else:
            self._explained = [facts for _, facts in self._found(known)]
        self._window.inspector.show_found(self._explained)
        names = [f"{each.kind}, {each.title}" for each in self._explained[:1]]
        self._canvas.setAccessibleDescription(map_description(*names))

    def _found(self, known: Known) -> list[tuple[Hit, Explained]]:
        """Return what was clicked with its facts, without what is gone."""
        found = [(hit, explain(hit, known)) for hit in self._hits]
        there = [(hit, facts) for hit, facts in found if facts is not None]
        self._hits = tuple(hit for hit, _ in there)
        return there

    def _area(self, known: Known) -> Explained | None:
        """Return the area that was clicked, with the sums of its addresses, while these stay."""
        if not self._hits or self._hits[0].table not in SHARE_TABLES:
            return None
        chosen = self._window.selection
        area = explain(self._hits[0], known)
        if area is None or area.title != chosen.told:
            return None
        sums = explain_all(chosen.table, chosen.ids, known)
        return area if sums is None else replace(area, sections=area.sections + sums.sections)

    def _chosen(self, number: int) -> None:
        self._canvas.select(self._hits[number : number + 1])
        if len(self._hits) > number:
            hit = self._hits[number]
            self._window.selection.choose(hit.table, [hit.row_id])

    def open_link(self, link: Link) -> None:
        """Choose the rows a link leads to and bring them into view."""
        known = self.known()
        if known is None:
            return
        self._window.selection.choose(link.table, link.ids)
        box = box_of(link.table, frozenset(link.ids), known)
        if box is not None:
            self._canvas.show_box(box)

    def _show_in_table(self) -> None:
        table = self._window.selection.table or (self._hits[0].table if self._hits else "")
        if table in SOURCES:
            self._window.table_link.show_rows(table)

    def _hovered(self, hit: Hit | None, x: float, y: float) -> None:
        self.tell_place(hit, x, y, left=False)

    def tell_place(self, hit: Hit | None, x: float, y: float, *, left: bool) -> None:
        """Tell below the map where the mouse is, and what a side shows there."""
        write = numbers()
        scale = write.format_number(float(f"{self._canvas.view.scale:.2g}"))
        crs = self._document.project.crs if self._document.project else ""
        place = f"{write.format_number(x)} / {write.format_number(y)}  {crs}   1 : {scale}"
        self._window.task_strip.show_place(place)
        self._under_cursor = (hit, left)
        if hit is None:
            self._name_timer.stop()
            self._tell_name()
        elif not self._name_timer.isActive():  # the mouse passes over many within a moment
            self._name_timer.start()

    def _tell_name(self) -> None:
        hit, left = self._under_cursor
        known = self.known_on(left=left) if hit else None
        text = short_name(hit, known) if hit and known else ""
        self._window.task_strip.show_under_cursor(text)

    def _show_scale(self) -> None:
        if self._document.project is not None:
            self._hovered(None, self._canvas.view.x, self._canvas.view.y)

    def _show_finding(self, finding: Finding) -> None:
        if finding.place is None:
            return
        self._canvas.show_place(*finding.place)
        self._canvas.target = finding.place
        self._canvas.update()


def _sources(project: Any) -> str:
    """Return the source notes that the data of a project ask for."""
    try:
        notes = json.loads(project.metadata.get("sources", "{}"))
    except ValueError:
        notes = {}
    texts = sorted({str(text) for text in notes.values() if text})
    return tr("Data: {sources}").format(sources=" · ".join(texts)) if texts else ""
