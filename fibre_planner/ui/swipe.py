"""Two states over one map with a handle between them: plans A and B, or two rule sets."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QRegion
from PySide6.QtWidgets import QLabel, QMenu

from fibre_planner.language import tr
from fibre_planner.model.ruleset import ruleset_ids
from fibre_planner.ui.map.canvas import MapCanvas
from fibre_planner.ui.map.scene import SceneInput
from fibre_planner.ui.map.swipe_handle import WIDTH_PX, SwipeHandle
from fibre_planner.ui.side_by_side import badge, second_map
from fibre_planner.ui.wording import ruleset_name

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow

_TOP_PX = 14
_NAME_PX = 190
PLANS = "plans"


class Swipe(QObject):
    """Lays a second map over the left part of the first one, up to a handle.

    state: what is on the left: empty for no swipe, plans for plan A of the comparison, else the
    id of a rule set. canvas, handle: there while it lasts. menu: View → Swipe.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.state = ""
        self.canvas: MapCanvas | None = None
        self.handle: SwipeHandle | None = None
        self._names: list[QLabel] = []
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
        plans = PLANS in (state, self.state)
        self.state = state
        self._tick()
        self.close()
        if state:
            self._window.comparison_panel.both_maps.setChecked(False)
            self._open()
        if plans:
            self._window.comparison.changed.emit()  # the map shows plan B alone, or both plans
        self._show()

    def close(self) -> None:
        """Take the second map away and end its painting."""
        canvas, self.canvas = self.canvas, None
        if canvas is not None:
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
        known = {"": tr("&Off"), PLANS: tr("&Plans A and B of the comparison")}
        for ruleset in ruleset_ids():
            known[ruleset] = tr("Coverage by {name}").format(name=ruleset_name(ruleset))
        for state, text in known.items():
            action = self.menu.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, state=state: self.choose(state))
            group.addAction(action)
            self._choices[state] = action
        self.menu.aboutToShow.connect(self._tick)

    def _tick(self) -> None:
        for state, action in self._choices.items():
            action.setEnabled(not state or self._is_possible(state))
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
        canvas.setParent(main)
        canvas.setGeometry(main.rect())
        handle = SwipeHandle(main)
        handle.moved.connect(self._place)
        handle.ended.connect(lambda: self.choose(""))
        self._names = [_name(left, main), _name(right, main)]
        for part in (*self._names, canvas):
            part.lower()  # below legend and buttons of the first map
        self.canvas, self.handle = canvas, handle
        self._place()
        for part in (canvas, handle, *self._names):
            part.show()
        canvas.look_like(main.view)
        handle.setFocus()

    def _texts(self) -> tuple[str, str]:
        if self.state == PLANS:
            return tr("Plan A"), tr("Plan B")
        project = self._window.document.project
        present = project.metadata.get("ruleset", "") if project is not None else ""
        return ruleset_name(self.state), ruleset_name(present)

    # --- following

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
        elif state != PLANS:
            plan, shares = window.document.plan, window.coverage_panel.share_box.choice

            def judged() -> SceneInput:
                workflow = importlib.import_module("fibre_planner.workflow")
                return SceneInput(workflow.coverage(project, state), plan, shares=shares)

            self.canvas.show_scene_of(judged)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() == QEvent.Type.Resize and self.canvas is not None and self.handle:
            self.canvas.setGeometry(self._window.canvas.rect())
            self.handle.place()
            self._place()
        return False


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
