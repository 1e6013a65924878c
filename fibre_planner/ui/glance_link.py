"""Brings figures of the coverage into lists and charts, and what is chosen in them onto the map."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fibre_planner.language import tr
from fibre_planner.ui.facts.shares import share_name, share_row
from fibre_planner.ui.selection import Mode
from fibre_planner.ui.wording import label

if TYPE_CHECKING:
    from fibre_planner.ui.facts.looked_up import Known
    from fibre_planner.ui.main_window import MainWindow


class GlanceLink(QObject):
    """Listens to the figures of a session and to the lists of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._figures = window.session.figures
        self._figures.changed.connect(self._show)
        self._figures.broke.connect(window.tell_fault)
        window.coverage_panel.gaps.wanted.connect(self._choose_gap)
        window.document.plan_changed.connect(self._show)
        window.document.project_changed.connect(self._show)
        window.charts_panel.wanted.connect(self._choose_bar)
        window.coverage_panel.district_wanted.connect(self._choose_district)
        window.charts_panel.step_wanted.connect(self._take_step)
        window.canvas.scene_changed.connect(self._show)
        self._charted: tuple[Any, ...] = (0, 0, 0)
        self._known: Known | None = None
        self._show()

    def _show(self) -> None:
        found = self._figures.found
        plan = self._window.document.plan
        rows = self._window.canvas.scene.share_rows()
        shares = rows[-1] if rows else None
        if shares is None and self._is_coming():
            shares = self._charted[2]  # the chart stays until its new figures are there
        before, self._charted = self._charted, (found, plan, shares)
        if shares is not before[2]:
            self._known = None if shares is None else self._window.map_link.known_on(left=False)
        if before[0] is not found:
            self._window.coverage_panel.gaps.show_gaps(None if found is None else found.gaps)
        if any(old is not new for old, new in zip(before, self._charted, strict=True)):
            self._window.charts_panel.show_charts(found, plan, self._known)

    def _is_coming(self) -> bool:
        """Return whether the shares of the project whose chart is shown are being made anew."""
        project, window = self._window.document.project, self._window
        return (
            not window.canvas.scene.is_whole
            and window.coverage_panel.share_box.choice is not None
            and project is not None
            and self._known is not None
            and self._known.project.name == project.name
        )

    def _take_step(self, kind: str) -> None:
        """Do what a chart without figures needs."""
        if kind == "shares":
            self._window.show_panel("coverage")
            self._window.coverage_panel.share_box.measure.setFocus()
        else:
            self._window.actions_by_name["plan" if kind == "cost" else "coverage"].trigger()

    def _choose_bar(self, kind: str, row: str, code: str, told: str) -> None:
        """Choose the addresses that a part of a bar stands for."""
        document = self._window.document
        workflow: Any = importlib.import_module("fibre_planner.workflow")
        if kind == "shares":
            self.choose_area(row, "new", code, told)
            return
        if kind == "cost" and document.plan is not None:
            ids = workflow.addresses_of_cost(document.plan.addresses, int(row))
        elif document.project is not None:
            ids = workflow.addresses_of_lines(document.project, kind, row, code)
        else:
            return
        self.choose_addresses(ids, told)

    def choose_area(self, unit_id: str, mode: Mode, part: str = "", told: str = "") -> None:
        """Choose the addresses of an area with a share.

        part: good for those that the share counts, rest for the others, empty for all. told: what
        they have in common, by default what the area is called.
        """
        known = self._window.map_link.known_on(left=False)
        found = None if known is None else share_row(known, unit_id)
        if known is None or found is None:
            return
        table, row = found
        workflow: Any = importlib.import_module("fibre_planner.workflow")
        good, rest = workflow.addresses_of_area(known.project, known.measure, table, unit_id)
        ids = {"good": good, "rest": rest}.get(part, [*good, *rest])
        if mode == "new":
            self.choose_addresses(ids, told or share_name(known, row), always=False)
        else:
            self._window.selection.choose("addresses", ids, mode)

    def _choose_district(self, name: str, code: str) -> None:
        """Choose the addresses of a district, or those of a coverage class in it."""
        project = self._window.document.project
        if project is None:
            return
        rows = project.addresses["district"] == name
        told = name or tr("(no district)")
        if code:
            coverage = project.coverage
            of_class = coverage.loc[coverage["coverage_class"] == code, "address_id"]
            rows &= project.addresses["address_id"].isin(of_class)
            told = f"{told}, {label('coverage_class_short', code)}"
        self.choose_addresses(project.addresses.loc[rows, "address_id"], told)

    def _choose_gap(self, gap_id: str) -> None:
        """Choose the addresses of a gap and show them."""
        project = self._window.document.project
        if project is not None:
            coverage = project.coverage
            rows = coverage["gap_id"] == gap_id
            self.choose_addresses(coverage.loc[rows, "address_id"], tr("coverage gap"))

    def choose_addresses(self, ids: Any, told: str, out: Any = (), *, always: bool = True) -> None:
        """Choose addresses that have something in common and bring them onto the map.

        out: addresses that the same question left out. always: look at all that are chosen, not
        only where none of them is seen.
        """
        project = self._window.document.project
        if project is None:
            return
        self._window.selection.choose_as(told, "addresses", ids, out)
        rows = project.addresses["address_id"].isin(self._window.selection.ids)
        west, south, east, north = project.addresses.geometry[rows].total_bounds.tolist()
        if west != west:  # NaN where none of them has a place
            return
        left, below, right, above = self._window.canvas.view.box()
        apart = east < left or west > right or north < below or south > above
        if always or apart:
            self._window.canvas.show_box((west, south, east, north))
