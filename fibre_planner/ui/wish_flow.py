"""Wishes for streets from the window: block, prefer or leave to the search what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from fibre_planner.language import ntr, tr
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow

COMMANDS = {"block_street": "blocked", "prefer_street": "preferred", "no_preference": ""}
"""Command → the wish it makes."""

_TABLES = ("streets", "wishes")


class WishFlow(QObject):
    """Sets wishes for the streets that are chosen, each time as one undo step."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        window.canvas.customContextMenuRequested.connect(self._open_menu)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each command does."""
        return {name: partial(self.wish, wish) for name, wish in COMMANDS.items()}

    def wish(self, wish: str) -> bool:
        """Set a wish for the chosen streets; return whether it was taken."""
        window, chosen = self._window, self._window.selection
        project = window.document.project
        if project is None:
            return False
        if chosen.table not in _TABLES or not chosen.ids:
            window.messages.show_message(
                "note",
                tr("No street is chosen."),
                tr("Click a street on the map, or choose streets by a box or in the table."),
            )
            return False
        edits = _edits()
        if chosen.table == "wishes":
            ids = edits.streets_of_wishes(project, chosen.ids)
        else:
            ids = sorted(chosen.ids)
        if chosen.table == "wishes" and not wish:
            edit = partial(edits.without_wishes, wish_ids=chosen.ids)
        else:
            edit = partial(edits.wish_for, street_ids=ids, wish=wish)
        done = window.drawing.edits.change(self._step(wish, ids), edit)
        if done:
            layers = window.layers_panel
            layers.set_hidden(layers.hidden_groups() - {"wishes"})
        return done

    def _step(self, wish: str, ids: list[str]) -> str:
        """Return what a step is called."""
        project = self._window.document.project
        assert project is not None
        streets = project.streets
        names = set(streets["name"][streets["street_id"].isin(ids)])
        name = next(iter(names)) if len(names) == 1 else ""
        count = ntr("{count} street", "{count} streets", len(ids))
        what = f"“{name}”" if name else count.format(count=numbers().format_number(len(ids)))
        text = {
            "blocked": tr("Block {street}"),
            "preferred": tr("Prefer {street}"),
            "": tr("No preference for {street}"),
        }[wish]
        return text.format(street=what)

    def menu_at(self, place: QPoint) -> QMenu | None:
        """Return the menu of wishes for the street at a pixel, or for those that are chosen."""
        window = self._window
        if window.document.project is None:
            return None
        hits = [hit for hit in window.canvas.hits_at(place.x(), place.y()) if hit.table in _TABLES]
        chosen = window.selection
        if hits and not any(hit.row_id in chosen.ids for hit in hits if hit.table == chosen.table):
            chosen.choose(hits[0].table, [hits[0].row_id])
        if chosen.table not in _TABLES or not chosen.ids:
            return None
        menu = QMenu(window)
        for name in COMMANDS:
            menu.addAction(window.actions_by_name[name])
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open_menu(self, place: QPoint) -> None:
        menu = self.menu_at(place)
        if menu is not None:
            menu.popup(self._window.canvas.mapToGlobal(place))


def _edits() -> Any:
    """Return the edits of wishes; loaded late for their geopandas."""
    from fibre_planner.model import wishes

    return wishes
