"""Two maps beside each other that look at the same place: plan A on the left, plan B as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from fibre_planner.language import tr
from fibre_planner.ui.map.canvas import MapCanvas
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.map.scene import SceneInput

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow

_EDGE_PX = 14


class SideBySide(QObject):
    """Opens a second map for plan A while two plans are compared and one asks for it.

    canvas: the second map, None while there is one only.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.canvas: MapCanvas | None = None
        self._badge = badge(tr("Plan B"), window.canvas)
        window.comparison_panel.both_maps_wanted.connect(self._switch)
        window.comparison.changed.connect(self._show)
        window.comparison.section_shown.connect(self._mark)
        window.layers_panel.groups_changed.connect(self._set_groups)
        window.canvas.view_changed.connect(self._follow)

    def close(self) -> None:
        """End the second map and its painting."""
        canvas, self.canvas = self.canvas, None
        self._badge.hide()
        if canvas is not None:
            canvas.close_down()
            canvas.hide()
            canvas.setParent(None)
            canvas.deleteLater()

    def _switch(self, wanted: bool) -> None:
        if wanted and self._window.comparison.found is not None:
            self._window.comparison_panel.swipe.setChecked(False)
            self._open()
        else:
            self.close()
        self._window.comparison.changed.emit()

    def _open(self) -> None:
        main = self._window.canvas
        canvas = second_map(self._window, tr("Plan A"))
        badge(tr("Plan A"), canvas).show()
        self._badge.show()
        views = self._window.map_views
        views.insertWidget(0, canvas)
        half = views.width() // 2
        views.setSizes([half, half])
        self.canvas = canvas
        canvas.look_like(main.view)
        canvas.clicked.connect(self._clicked)

    def _show(self) -> None:
        """Show plan A of the present comparison on the second map."""
        project, found = self._window.document.project, self._window.comparison.found
        if self.canvas is not None and project is not None and found is not None:
            self.canvas.show_scene_of(
                lambda: SceneInput(project, found.one, comparison=found, side="one")
            )

    def _follow(self) -> None:
        if self.canvas is not None:
            self.canvas.look_like(self._window.canvas.view)

    def _set_groups(self, groups: frozenset[str]) -> None:
        if self.canvas is not None:
            self.canvas.set_groups(groups)

    def _mark(self, section_id: str) -> None:
        if self.canvas is not None:
            self.canvas.select((Hit("comparison", "comparison", section_id, 0.0),))

    def _clicked(self, hits: tuple[Hit, ...], _x: float, _y: float) -> None:
        if hits and hits[0].table == "comparison":
            self._mark(hits[0].row_id)
            self._window.comparison_panel.choose_section(hits[0].row_id)


def second_map(window: MainWindow, name: str) -> MapCanvas:
    """Return a map that looks like the first one of a window and leads it; still without a scene.

    name: what it shows.
    """
    main = window.canvas
    canvas = MapCanvas()
    canvas.setAccessibleName(tr("Map: {name}").format(name=name))
    canvas.set_look(main.look)
    canvas.set_groups(main.groups)
    canvas.set_note(main.note)
    canvas.show_basemap(main.basemap.source, main.basemap.crs)
    canvas.look_like(main.view)  # before it leads the first one, also by its first size
    canvas.view_changed.connect(lambda: main.look_like(canvas.view))
    canvas.failed.connect(window.tell_fault)
    return canvas


def badge(text: str, canvas: MapCanvas) -> QLabel:
    """Return the name of a plan over the upper left corner of its map, still hidden."""
    made = QLabel(text, canvas)
    made.setStyleSheet(
        "background: palette(highlight); color: palette(highlighted-text);"
        "padding: 5px 10px; border-radius: 6px; font-weight: 600;"
    )
    made.adjustSize()
    made.move(_EDGE_PX, _EDGE_PX)
    made.hide()
    return made
