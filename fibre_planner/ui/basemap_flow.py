"""Choosing the basemap: its menu, the own address, and what the maps of a window then show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDialog, QMenu

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui import settings
from fibre_planner.ui.basemap_choice import basemap_choices
from fibre_planner.ui.dialogs.basemap import BasemapDialog
from fibre_planner.ui.map.basemap.presets import read_preset
from fibre_planner.ui.map.basemap.source import OWN, Source, own_source

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow
    from fibre_planner.ui.map.canvas import MapCanvas


class BasemapFlow(QObject):
    """Keeps the maps of a window on the basemap that was chosen; at first there is none.

    menu: View → Basemap. source: what is chosen, None for no basemap.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.source: Source | None = None
        self.menu = QMenu(tr("&Basemap"), window)
        self.menu.setToolTipsVisible(True)
        self._choices = QActionGroup(self)
        self._actions: dict[str, QAction] = {}
        self._fill_menu()
        self._remember(settings.basemap())

    def connect(self) -> None:
        """Follow the document of the window, which is built by now."""
        self._window.document.project_changed.connect(self.show)
        self.show()

    def choose(self, source_id: str) -> None:
        """Take a basemap of the menu; an own one is asked for first."""
        if source_id == OWN and not self._ask_own():
            self._tick()
            return
        settings.set_basemap(source_id)
        self.take_settings()

    def take_settings(self) -> None:
        """Show what the settings name by now."""
        self._remember(settings.basemap())
        self.show()

    def show(self) -> None:
        """Show on all maps of the window what is chosen."""
        project = self._window.document.project
        crs = project.crs if project is not None else ""
        for canvas in self._canvases():
            canvas.show_basemap(self.source if crs else None, crs)

    def _canvases(self) -> list[MapCanvas]:
        window = self._window
        others = (window.side_by_side.canvas, window.swipe.canvas)
        return [window.canvas, *(other for other in others if other is not None)]

    def _fill_menu(self) -> None:
        for each in basemap_choices():
            action = self.menu.addAction(each.text)
            action.setToolTip(each.tip)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, chosen=each.source_id: self.choose(chosen))
            self._choices.addAction(action)
            self._actions[each.source_id] = action

    def _remember(self, source_id: str) -> None:
        """Take what the settings name; none where that is no longer there or of no use."""
        try:
            if source_id == OWN:
                self.source = own_source(*settings.own_basemap())
            else:
                self.source = read_preset(source_id) if source_id else None
        except (KeyError, PlannerError):
            self.source = None
        self._tick()

    def _tick(self) -> None:
        self._actions[self.source.source_id if self.source else ""].setChecked(True)

    def _ask_own(self) -> bool:
        dialog = BasemapDialog(*settings.own_basemap(), self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return False
        settings.set_own_basemap(dialog.address(), dialog.attribution())
        return True
