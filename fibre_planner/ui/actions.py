"""All commands of the window in one table: text, icon, shortcut, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from fibre_planner.language import mark, tr
from fibre_planner.ui import icons
from fibre_planner.ui.fitting_bar import FittingBar


@dataclass(frozen=True)
class Command:
    """One command.

    needs: what must be there for it to be possible: nothing, project, addresses, plan, plans (two
    at least), idle (no job running), busy, finishable (a job that can end with what it has);
    several are separated by a space.
    """

    name: str
    text: str
    icon: str = ""
    shortcut: str = ""
    needs: str = ""
    tip: str = ""
    in_toolbar: bool = False


COMMANDS: tuple[Command, ...] = (
    Command("new", mark("&New project …"), "file-plus", "Ctrl+N", "idle", in_toolbar=True),
    Command("open", mark("&Open …"), "folder-open", "Ctrl+O", "idle", in_toolbar=True),
    Command("save", mark("&Save"), "device-floppy", "Ctrl+S", "project idle", in_toolbar=True),
    Command("save_as", mark("Save &as …"), "file-export", "Ctrl+Shift+S", "project idle"),
    Command(
        "print", mark("&Print map …"), "printer", "Ctrl+P", "project idle",
        mark("The map with legend and title block on paper or as a PDF, also as a series"),
    ),
    Command("export_image", mark("E&xport map as image …"), "photo", "", "project idle"),
    Command("sample", mark("Open the sample &town"), "building-community", "", "idle"),
    Command("close", mark("&Close project"), "x", "Ctrl+W", "project idle"),
    Command("quit", mark("&Quit"), "", "Ctrl+Q"),
    Command("undo", mark("&Undo"), "arrow-back-up", "Ctrl+Z", in_toolbar=True),
    Command("redo", mark("&Redo"), "arrow-forward-up", "Ctrl+Shift+Z", in_toolbar=True),
    Command(
        "palette", mark("&Find command or place …"), "search", "Ctrl+K", "",
        mark("Any command, street, address, district or site, found by typing"),
    ),
    Command("preferences", mark("&Preferences …"), "settings", "Ctrl+,"),
    Command(
        "import", mark("&Import file …"), "file-import", "Ctrl+I", "project idle",
        mark("Addresses, supply, streets, ducts, sites and other layers from a file"), True,
    ),
    Command(
        "import_osm", mark("Import &OpenStreetMap …"), "map-2", "Ctrl+Shift+I", "project idle",
        mark("Addresses, streets, buildings and areas of an .osm.pbf or .osm file"),
    ),
    Command("check", mark("Chec&k the data"), "list-check", "F7", "project"),
    Command(
        "coverage", mark("&Coverage …"), "antenna-bars-5", "F8", "project addresses idle",
        mark("Decide for each address whether it is served and may be aided"), True,
    ),
    Command(
        "plan", mark("&Plan network …"), "route", "F9", "project addresses idle",
        mark("Design the cheapest network that reaches the addresses"), True,
    ),
    Command(
        "finish", mark("&Finish now"), "circle-check", "Ctrl+Return", "finishable",
        mark("Search no further: the plan is completed with the best network found so far"),
    ),
    Command("cancel", mark("C&ancel the work"), "player-stop", "Ctrl+.", "busy"),
    Command(
        "what_if", mark("What &if: re-plan from this plan"), "history", "Ctrl+F9", "plan idle",
        mark("Design the shown plan anew with the data as they are now, and show what changes"),
    ),
    Command(
        "compare", mark("C&ompare plans …"), "stack-2", "Shift+F9", "plans idle",
        mark("Show what differs between two plans in metres, euros and addresses"),
    ),
    Command(
        "budget_curve", mark("&Budget curve"), "chart-pie", "", "plan idle",
        mark("Work out what a series of budgets buys with the parameters of the plan"),
    ),
    Command(
        "reports", mark("&Reports …"), "file-spreadsheet", "F10", "project addresses idle",
        mark("Write workbook, map for the browser and layers for a GIS"), True,
    ),
    Command("zoom_in", mark("Zoom &in"), "zoom-in", "Ctrl++", "project"),
    Command("zoom_out", mark("Zoom &out"), "zoom-out", "Ctrl+-", "project"),
    Command("fit", mark("Show &everything"), "zoom-scan", "Ctrl+0", "project", in_toolbar=True),
    Command(
        "previous_view", mark("Previous vie&w"), "arrow-left", "Alt+Left", "project",
        mark("Look where the map looked before"),
    ),
    Command("next_view", mark("&Next view"), "arrow-right", "Alt+Right", "project"),
    Command(
        "identify", mark("E&xplain and choose"), "pointer", "Ctrl+1", "project",
        mark("Click: explain and choose; Shift and a drag: choose by a box"),
    ),
    Command(
        "select_box", mark("Choose by &box"), "square-dashed", "Ctrl+2", "project",
        mark("Choose what a box meets; Shift adds, Ctrl toggles, both remove"),
    ),
    Command("select_polygon", mark("Choose by &polygon"), "lasso-polygon", "Ctrl+3", "project"),
    Command("select_all", mark("Choose &all of the layer"), "", "Ctrl+Shift+A", "project"),
    Command("select_others", mark("Choose all &others"), "", "Ctrl+Shift+U", "project"),
    Command("select_none", mark("Choose &nothing"), "", "Ctrl+Shift+D", "project"),
    Command("zoom_chosen", mark("Show the &chosen rows"), "", "Ctrl+Shift+0", "project"),
    Command("zoom_box", mark("&Zoom to a box"), "zoom-in-area", "Ctrl+4", "project"),
    Command("measure_length", mark("Measure a &length"), "ruler-measure", "Ctrl+5", "project"),
    Command("measure_area", mark("Measure an a&rea"), "dimensions", "Ctrl+6", "project"),
    Command(
        "table", mark("Attribute &table"), "table", "F6", "project",
        mark("List, filter, choose and change the rows of any layer and plan"),
    ),
    Command(
        "draw", mark("Dra&w"), "pencil-plus", "Ctrl+7", "project",
        mark("Draw what was drawn last; the arrow and the menu Map offer all layers"),
    ),
    Command(
        "edit_shape", mark("&Edit shapes"), "vector", "Ctrl+8", "project",
        mark("Move, insert and delete vertices; move and delete what is on the map"),
    ),
    Command(
        "split", mark("Split a line"), "scissors", "Ctrl+Shift+X", "project",
        mark("Click a street, duct or planned trench: two rows from there, nothing else changes"),
    ),
    Command(
        "reroute", mark("Reroute a trench"), "reroute", "Ctrl+9", "plan",
        mark("Drag a planned trench to another street; what it costs is shown meanwhile"),
    ),
    Command(
        "move_node", mark("Move a cabinet or PoP"), "arrows-move", "Ctrl+Shift+M", "plan",
        mark("Put a planned cabinet or PoP elsewhere; the plan is made anew with it there"),
    ),
    Command(
        "snapping", mark("&Snap while drawing"), "magnet", "F3", "project",
        mark("Catch vertices, edges and right angles; Ctrl suspends it"),
    ),
    Command(
        "block_street", mark("Bloc&k street"), "road-off", "Ctrl+Shift+B", "project",
        mark("No trench along the chosen streets, unless addresses are reached over them alone"),
    ),
    Command(
        "prefer_street", mark("Prefer street"), "road", "Ctrl+Shift+P", "project",
        mark("Trenches rather along the chosen streets; they are billed in full"),
    ),
    Command(
        "no_preference", mark("No preference"), "", "", "project",
        mark("Leave the chosen streets to the search again"),
    ),
    Command("delete_chosen", mark("Dele&te the chosen rows"), "trash", "", "project"),
    Command(
        "planning", mark("&Planning"), "route", "Alt+1", "project",
        mark("Workspace for the network: layers, coverage, plan, cost"),
    ),
    Command(
        "construction", mark("&Construction"), "road", "Alt+2", "project",
        mark("Workspace for the sites: register and map of what is dug"),
    ),
    Command(
        "funding", mark("&Funding"), "coin-euro", "Alt+3", "project",
        mark("Workspace for aid: who is served, who is eligible, which gaps remain"),
    ),
    Command("reset_workspace", mark("&Arrange anew"), "", "", "project"),
    Command(
        "tasks", mark("Tasks of t&his session"), "clock", "Ctrl+Shift+J", "",
        mark("What is running and what has run, with duration, outcome and result"),
    ),
    Command("german", mark("&Deutsch"), "", "", "idle"),
    Command("english", mark("&English"), "", "", "idle"),
    Command(
        "help", mark("&Manual"), "book", "F1", "",
        mark("The page of the manual for what has the focus"),
    ),
    Command("keys", mark("&Keyboard shortcuts"), "keyboard", "Ctrl+F1"),
    Command("about", mark("&About Fibre Planner"), "info-circle"),
)  # fmt: skip

MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        mark("&File"),
        (
            "new",
            "open",
            "recent",
            "sample",
            "-",
            "save",
            "save_as",
            "-",
            "print",
            "export_image",
            "-",
            "close",
            "quit",
        ),
    ),
    (mark("&Edit"), ("undo", "redo", "-", "palette", "preferences")),
    (mark("&Data"), ("import", "import_osm", "-", "check")),
    (
        mark("&Planning"),
        (
            *("coverage", "plan", "what_if", "compare", "budget_curve"),
            *("-", "finish", "cancel", "-", "reports"),
        ),
    ),
    (
        mark("&Map"),
        (
            *("identify", "select_box", "select_polygon", "select_from", "-"),
            *("select_all", "select_others", "select_none", "zoom_chosen", "-"),
            *("measure_length", "measure_area", "-"),
            *("draw", "draw_menu", "edit_shape", "split", "reroute", "move_node"),
            *("snapping", "delete_chosen", "-"),
            *("block_street", "prefer_street", "no_preference"),
        ),
    ),
    (
        mark("&View"),
        (
            *("zoom_in", "zoom_out", "zoom_box", "fit", "previous_view", "next_view"),
            *("-", "basemap", "swipe", "table", "panels", "workspaces", "tasks"),
            *("-", "language"),
        ),
    ),
    (mark("&Help"), ("help", "keys", "-", "about")),
)

_TOOLBAR_TEXTS: Mapping[str, str] = {
    "new": mark("New"),
    "open": mark("Open"),
    "save": mark("Save"),
    "import": mark("Import"),
    "coverage": mark("Coverage"),
    "plan": mark("Make plan"),
    "reports": mark("Reports"),
    "undo": mark("Undo"),
    "redo": mark("Redo"),
    "fit": mark("Show everything"),
    "planning": mark("Planning"),
    "construction": mark("Construction"),
    "funding": mark("Funding"),
}
_TOOLBAR = (
    "new",
    "open",
    "save",
    "-",
    "import",
    "coverage",
    "plan",
    "reports",
    "-",
    "undo",
    "redo",
    "-",
    "fit",
)
_LACKS: Mapping[str, str] = {
    "project": mark("Open a project first."),
    "addresses": mark("Import addresses first."),
    "plan": mark("Make a plan first."),
    "plans": mark("This needs two plans."),
    "idle": mark("Wait until the work is done, or cancel it."),
    "busy": mark("No work is running."),
    "finishable": mark("No search for a network is running."),
}
_ICON_ONLY = ("undo", "redo", "fit")


def make_actions(
    window: QMainWindow, handlers: Mapping[str, Callable[[], object]]
) -> dict[str, QAction]:
    """Return an action per command; each has a handler of its name.

    Raises KeyError where a command has no handler.
    """
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(tr(command.text), window)
        if command.icon:
            action.setIcon(icons.icon(command.icon))
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        plain = tr(command.text).replace("&", "").rstrip(" …")
        tip = tr(command.tip) if command.tip else plain
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})" if shown else tip)
        if command.name in _TOOLBAR_TEXTS:
            action.setIconText(tr(_TOOLBAR_TEXTS[command.name]))
        action.triggered.connect(_calling(handlers[command.name]))
        actions[command.name] = action
    return actions


def _calling(handler: Callable[[], object]) -> Callable[[bool], None]:
    def call(_checked: bool = False) -> None:
        handler()

    return call


def fill_menus(
    window: QMainWindow, actions: Mapping[str, QAction], submenus: Mapping[str, QMenu]
) -> None:
    """Build the menu bar."""
    bar = window.menuBar()
    for title, names in MENUS:
        menu = bar.addMenu(tr(title))
        menu.setToolTipsVisible(True)
        for name in names:
            if name == "-":
                menu.addSeparator()
            elif name in submenus:
                submenus[name].setObjectName(name)
                menu.addMenu(submenus[name])
            else:
                menu.addAction(actions[name])


def make_toolbar(window: QMainWindow, actions: Mapping[str, QAction]) -> FittingBar:
    """Return the toolbar with the main steps from left to right."""
    bar = FittingBar(tr("Toolbar"), window)
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    for name in _TOOLBAR:
        if name == "-":
            bar.addSeparator()
            continue
        bar.addAction(actions[name])
        if name in _ICON_ONLY:
            button = bar.widgetForAction(actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setAccessibleName(tr(_TOOLBAR_TEXTS[name]))
    bar.give_up([actions[name] for name in _TOOLBAR if name not in ("-", *_ICON_ONLY)])
    return bar


def explain(action: QAction, reason: str) -> None:
    """Say in the tip of a command why it is not possible; its own tip where there is no reason."""
    if not action.property("tip"):
        action.setProperty("tip", action.toolTip())
    action.setToolTip(reason or action.property("tip"))


def enable(actions: Mapping[str, QAction], there: frozenset[str]) -> None:
    """Allow the commands whose needs are met, and keep the reason of the others.

    there: names what is there.
    """
    for command in COMMANDS:
        if command.name not in ("undo", "redo"):
            missing = [need for need in command.needs.split() if need not in there]
            actions[command.name].setEnabled(not missing)
            actions[command.name].setProperty("reason", tr(_LACKS[missing[0]]) if missing else "")
