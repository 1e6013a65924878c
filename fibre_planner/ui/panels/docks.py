"""The panels as docks of the main window: layers left, the table below, all others right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from fibre_planner.ui import theme

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
_WIDTHS_PX = (270, 350)
_HEIGHT_PX = 290
_MOST_WIDTH, _MOST_HEIGHT = 0.5, 0.38
"""How much of the window panels take at first at the sides and below, however large the letters."""

_PLACES = {"layers": _LEFT, "table": _BOTTOM}
_NARROWEST_PX = 190


def make_docks(
    window: QMainWindow, panels: Mapping[str, tuple[str, QWidget]]
) -> dict[str, QDockWidget]:
    """Return a dock per panel (name → title and widget); the first stands on the left."""
    # The table takes the whole width below: rows are wide, and panels at the sides are not tall.
    for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
        window.setCorner(corner, _BOTTOM)
    window.setTabPosition(_RIGHT, QTabWidget.TabPosition.North)
    docks: dict[str, QDockWidget] = {}
    for name, (title, widget) in panels.items():
        dock = QDockWidget(title, window)
        dock.setObjectName(name)
        dock.setWidget(widget)
        dock.setMinimumWidth(_NARROWEST_PX)
        docks[name] = dock
    place_docks(window, docks, tuple(docks))
    return docks


def place_docks(
    window: QMainWindow, docks: Mapping[str, QDockWidget], shown: Sequence[str]
) -> None:
    """Put every dock where it stands at first, none of them floating, and show some of them.

    shown: their names; the first one comes to the front.
    """
    for dock in docks.values():  # panels that go would else make the window grow before they do
        dock.hide()
        dock.setFloating(False)
    for name, dock in docks.items():
        window.addDockWidget(_PLACES.get(name, _RIGHT), dock)
    tabs = [dock for name, dock in docks.items() if name not in _PLACES]
    for dock in tabs[1:]:
        window.tabifyDockWidget(tabs[0], dock)
    for name, dock in docks.items():
        dock.setVisible(name in shown)
    docks[shown[0]].raise_()
    seen = [docks[name] for name in shown if docks[name] in tabs]
    sides = [docks["layers"], *seen[:1]]
    widths_px = [theme.half_beside_letters(px) for px in _WIDTHS_PX][: len(sides)]
    share = min(_MOST_WIDTH * window.width() / sum(widths_px), 1.0)  # the rest is the map's
    widths_px = [round(px * share) for px in widths_px]
    window.resizeDocks(sides, widths_px, Qt.Orientation.Horizontal)
    height_px = min(theme.half_beside_letters(_HEIGHT_PX), round(_MOST_HEIGHT * window.height()))
    window.resizeDocks([docks["table"]], [height_px], Qt.Orientation.Vertical)
