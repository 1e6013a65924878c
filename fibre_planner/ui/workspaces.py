"""The workspaces of the three offices: panels, map layers and table that each begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Signal

from fibre_planner.language import mark, tr
from fibre_planner.ui import settings
from fibre_planner.ui.panels.docks import place_docks

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


@dataclass(frozen=True)
class Workspace:
    """One arrangement of the window.

    docks: panels that are open at first, the one in front named first. hidden_groups: groups of
    map layers that are switched off at first. table: what the attribute table shows at first.
    """

    name: str
    title: str
    docks: tuple[str, ...]
    hidden_groups: frozenset[str]
    table: str


WORKSPACES: tuple[Workspace, ...] = (
    Workspace(
        "planning",
        mark("Planning"),
        ("plan", "layers", "coverage", "findings", "inspector", "budget"),
        frozenset(),
        "addresses",
    ),
    Workspace(
        "construction",
        mark("Construction"),
        ("inspector", "layers", "findings", "table"),
        frozenset({"addresses", "gaps", "places", "nodes"}),
        "sites",
    ),
    Workspace(
        "funding",
        mark("Funding"),
        ("coverage", "layers", "inspector", "charts", "table"),
        frozenset({"trenches", "phases", "plan_nodes", "ducts", "nodes", "sites", "findings"}),
        "addresses",
    ),
)
"""The workspaces in the order of their shortcuts."""


def workspace(name: str) -> Workspace:
    """Return a workspace by its name, the first one where the name is not known."""
    return next((found for found in WORKSPACES if found.name == name), WORKSPACES[0])


class Workspaces(QObject):
    """Switches one window between workspaces; each is remembered as it was left.

    Signals: switched(name) after another workspace is shown.
    """

    switched = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.current = workspace(str(settings.store().value("workspace", "")))

    def switch(self, name: str) -> None:
        """Show another workspace, as it was left."""
        if name != self.current.name:
            self.keep()
            self.current = workspace(name)
            settings.store().setValue("workspace", self.current.name)
            self.show()
        self.switched.emit(self.current.name)

    def reset(self) -> None:
        """Arrange the present workspace as it is at first."""
        settings.store().remove(f"workspaces/{self.current.name}")
        self.show()
        self._window.messages.show_message(
            "note", tr("Workspace “{name}” is arranged anew.").format(name=tr(self.current.title))
        )

    def keep(self) -> None:
        """Remember the present workspace."""
        window, store = self._window, settings.store()
        store.beginGroup(f"workspaces/{self.current.name}")
        store.setValue("layout", window.saveState())
        store.setValue("hidden", ",".join(sorted(window.layers_panel.hidden_groups())))
        store.setValue("table", window.table.table_name)
        store.setValue("line", window.table.filter.text())
        store.endGroup()

    def show(self, *, with_groups: bool = True) -> None:
        """Arrange the window as the present workspace was left, else as it is at first.

        with_groups: switch map layers too; at the start they are as they were at the end.
        """
        store, shown = settings.store(), self.current
        store.beginGroup(f"workspaces/{shown.name}")
        layout, hidden = store.value("layout"), store.value("hidden")
        table, line = str(store.value("table", shown.table)), str(store.value("line", ""))
        store.endGroup()
        if not isinstance(layout, QByteArray) or not self._window.restoreState(layout):
            place_docks(self._window, self._window.docks, shown.docks)
        if with_groups:
            kept = frozenset(name for name in str(hidden or "").split(",") if name)
            self._window.layers_panel.set_hidden(shown.hidden_groups if hidden is None else kept)
        self._window.table.show_table(table, line)
