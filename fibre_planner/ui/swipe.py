"""Two states over one map with a handle between them: two plans, rule sets or days."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QRegion
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from fibre_planner.language import tr
from fibre_planner.model.ruleset import ruleset_ids
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.map.canvas import MapCanvas
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.map.scene import SceneInput
from fibre_planner.ui.map.swipe_handle import WIDTH_PX, SwipeHandle
from fibre_planner.ui.selection_link import SecondMarks
from fibre_planner.ui.side_by_side import badge, second_map
from fibre_planner.ui.swipe_days import State, SwipeDays
from fibre_planner.ui.wording import ruleset_name

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow

_TOP_PX = 14
_NAME_PX = 190
PLANS, DAYS = "plans", "days"


class Swipe(QObject):
    """Lays a second map over the left part of the first one, up to a handle.

    state: what is on the left: empty for no swipe, plans for plan A of the comparison, days for
    the first of two days, else the id of a rule set. canvas, handle: there while it lasts.
    menu: View → Swipe.

    Signals: right_changed() when the first map has to show something else.
    """

    right_changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.state = ""
        self.canvas: MapCanvas | None = None
        self.handle: SwipeHandle | None = None
        self._names: list[QWidget] = []
        self._judged: State | None = None
        self.days = SwipeDays(self)
        self.days.changed.connect(self._show_days)
        self._choices: dict[str, QAction] = {}
        self.menu = QMenu(tr("Swipe"), window)
        self._fill_menu()
        self._button = window.comparison_panel.swipe
        self._button.toggled.connect(lambda on: self.choose(PLANS if on else ""))
        window.comparison.changed.connect(self._follow_state)
        window.document.project_changed.connect(self._follow_state)
        window.coverage_panel.share_box.changed.connect(self._show)
        window.layers_panel.groups_changed.connect(self._set_groups)
        window.canvas.view_changed.connect(self._follow_view)
        window.canvas.installEventFilter(self)

    def choose(self, state: str) -> None:
        """Begin or end the swipe, or lay another state on the left."""
        if state == self.state or (state and not self._is_possible(state)):
            self._tick()
            return
        plans, days = PLANS in (state, self.state), DAYS in (state, self.state)
        self.state = state
        self._tick()
        self.close()
        if state:
            self._window.comparison_panel.both_maps.setChecked(False)
            self._open()
        if plans:
            self._window.comparison.changed.emit()  # the map shows plan B alone, or both plans
        if days:
            self.right_changed.emit()
        self._show()

    def close(self) -> None:
        """Take the second map away and end its painting."""
        canvas, self.canvas = self.canvas, None
        self._judged = None
        self.days.forget()
        if canvas is not None:
            self._window.selection_link.drop_tool(canvas.navigation.identify)
            canvas.close_down()
        for part in (canvas, self.handle, *self._names):
            if part is not None:
                part.hide()
                part.setParent(None)
                part.deleteLater()
        self.handle, self._names = None, []

    # --- building

    def _fill_menu(self) -> None:
        group = QActionGroup(self)
        known = {
            "": tr("&Off"),
            PLANS: tr("&Plans A and B of the comparison"),
            DAYS: tr("&Two days: coverage and years of building"),
        }
        for ruleset in ruleset_ids():
            known[ruleset] = tr("Coverage by {name}").format(name=ruleset_name(ruleset))
        for state, text in known.items():
            action = self.menu.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, state=state: self.choose(state))
            group.addAction(action)
            self._choices[state] = action
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._tick)

    def _tick(self) -> None:
        for state, action in self._choices.items():
            possible = not state or self._is_possible(state)
            action.setEnabled(possible)
            action.setToolTip("" if possible else _missing(state))
            action.setChecked(state == self.state)
        self._button.setChecked(self.state == PLANS)

    def _is_possible(self, state: str) -> bool:
        if state == PLANS:
            return self._window.comparison.found is not None
        project = self._window.document.project
        return project is not None and not project.coverage.empty

    def _open(self) -> None:
        main = self._window.canvas
        left, right = self._texts()
        canvas = second_map(self._window, left)
        self._listen(canvas)
        canvas.setParent(main)
        canvas.setGeometry(main.rect())
        handle = SwipeHandle(main)
        handle.moved.connect(self._place)
        handle.ended.connect(lambda: self.choose(""))
        self._names = [_name(left, main), _name(right, main)]
        if self.state == DAYS:
            self._names = self._day_fields(main)
        for part in (*self._names, canvas):
            part.lower()  # below legend and buttons of the first map
        for part in (canvas, handle, *self._names):
            give_help(part, "swipe")
        self.canvas, self.handle = canvas, handle
        self._place()
        for part in (canvas, handle, *self._names):
            part.show()
        canvas.look_like(main.view)
        handle.setFocus()

    def _texts(self) -> tuple[str, str]:
        if self.state == PLANS:
            return tr("Plan A"), tr("Plan B")
        if self.state == DAYS:
            return tr("First day"), tr("Second day")
        project = self._window.document.project
        present = project.metadata.get("ruleset", "") if project is not None else ""
        return ruleset_name(self.state), ruleset_name(present)

    def _day_fields(self, main: MapCanvas) -> list[QWidget]:
        window = self._window
        project = window.document.project
        assert project is not None  # else there is no swipe
        plan = window.document.plan
        if not importlib.import_module("fibre_planner.workflow").has_days(project, plan):
            window.messages.show_message(
                "note",
                tr(
                    "Both sides look alike: no supply of the project comes on a day, and the plan "
                    "has no years of building. Import a market survey or set a yearly budget."
                ),
            )
        return self.days.fields(project, plan, main)

    def _listen(self, canvas: MapCanvas) -> None:
        """Let clicks on the left explain and choose what is shown there."""
        window = self._window
        SecondMarks(canvas, window.selection)
        window.selection_link.add_tool(canvas.navigation.identify)
        canvas.clicked.connect(lambda hits, *_: self._explain(hits))
        canvas.hovered.connect(lambda hit, x, y: window.map_link.tell_place(hit, x, y, left=True))

    def _explain(self, hits: tuple[Hit, ...]) -> None:
        self._window.map_link.explain_left(hits)
        if self.canvas is not None and hits and hits[0].table == "comparison":
            self.canvas.select(hits[:1])  # a street below it may have been chosen

    # --- what is seen on both sides

    def right_of(self, given: SceneInput) -> Callable[[], SceneInput]:
        """Return a function that makes what the first map shows of a project and its plan."""
        if self.state == DAYS and self.canvas is not None and not given.project.coverage.empty:
            return self.days.input_of(1, given)
        return lambda: given

    def seen(self, left: bool) -> State | None:
        """Return project and plan of a side, None where they are those of the document."""
        project, found = self._window.document.project, self._window.comparison.found
        if self.canvas is None or project is None:
            return None
        if self.state == DAYS:
            return self.days.seen(0 if left else 1)
        if not left:
            return None
        return (project, found.one) if self.state == PLANS and found else self._judged

    # --- following

    def _show_days(self) -> None:
        if self.state == DAYS:
            self.right_changed.emit()
            self._show()

    def _place(self) -> None:
        """Clip the second map at the handle, with the names on both sides of it."""
        if self.canvas is None or self.handle is None:
            return
        x = self.handle.x_px
        self.canvas.setMask(QRegion(0, 0, x, self.canvas.height()))
        left, right = self._names
        left.move(x - WIDTH_PX // 2 - left.width(), _TOP_PX)
        right.move(x + WIDTH_PX // 2, _TOP_PX)

    def _follow_state(self) -> None:
        if self.state and not self._is_possible(self.state):
            self.choose("")
        elif self.state:
            self._show()

    def _follow_view(self) -> None:
        if self.canvas is not None:
            self.canvas.look_like(self._window.canvas.view)

    def _set_groups(self, groups: frozenset[str]) -> None:
        if self.canvas is not None:
            self.canvas.set_groups(groups)

    def _show(self) -> None:
        """Paint the state on the left; another rule set is applied in the painting thread."""
        window, state = self._window, self.state
        project, found = window.document.project, window.comparison.found
        if self.canvas is None or project is None:
            return
        if state == PLANS and found is not None:
            shares = None if project.coverage.empty else window.coverage_panel.share_box.choice
            given = SceneInput(project, found.one, (), found, "one", shares)
            self.canvas.show_scene_of(lambda: given)
        elif state == DAYS:
            plan, shares = window.document.plan, window.coverage_panel.share_box.choice
            self.canvas.show_scene_of(
                self.days.input_of(0, SceneInput(project, plan, shares=shares))
            )
        elif state != PLANS:
            plan, shares = window.document.plan, window.coverage_panel.share_box.choice

            def judged() -> SceneInput:
                workflow = importlib.import_module("fibre_planner.workflow")
                self._judged = (workflow.coverage(project, state), plan)
                return SceneInput(self._judged[0], plan, shares=shares)

            self.canvas.show_scene_of(judged)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.canvas is not None and self.handle:
            self.canvas.setGeometry(self._window.canvas.rect())
            self.handle.place()
            self._place()
        return False


def _missing(state: str) -> str:
    """Return what has to be done before a state can be shown."""
    if state == PLANS:
        return tr("Compare two plans first.")
    return tr("Compute the coverage first.")


def _name(text: str, canvas: MapCanvas) -> QLabel:
    """Return the name of a state over its map, shortened in the middle where it is long."""
    made = badge(text, canvas)
    made.ensurePolished()
    shown = made.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, _NAME_PX)
    made.setText(shown)
    made.setToolTip(text)
    made.setAccessibleName(text)
    made.adjustSize()
    return made
