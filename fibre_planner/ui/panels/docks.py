"""The panels as docks of the main window: layers on the left, all others as tabs on the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_WIDTHS_PX = (270, 350)
_NARROWEST_PX = 190


def make_docks(
    window: QMainWindow, panels: Mapping[str, tuple[str, QWidget]]
) -> dict[str, QDockWidget]:
    """Return a dock per panel (name → title and widget); the first stands on the left."""
    window.setTabPosition(_RIGHT, QTabWidget.TabPosition.North)
    docks: dict[str, QDockWidget] = {}
    for name, (title, widget) in panels.items():
        dock = QDockWidget(title, window)
        dock.setObjectName(name)
        dock.setWidget(widget)
        dock.setMinimumWidth(_NARROWEST_PX)
        window.addDockWidget(_RIGHT if docks else _LEFT, dock)
        docks[name] = dock
    left, first, *others = docks.values()
    for dock in others:
        window.tabifyDockWidget(first, dock)
    first.raise_()
    window.resizeDocks([left, first], list(_WIDTHS_PX), Qt.Orientation.Horizontal)
    return docks
