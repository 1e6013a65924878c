"""A toolbar that leaves texts away before it leaves commands away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

_WITH_TEXT = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON_ALONE = Qt.ToolButtonStyle.ToolButtonIconOnly


class FittingBar(QToolBar):
    """Shows its buttons with texts where all fit, else the ones given up first as icons alone."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setToolButtonStyle(_WITH_TEXT)
        self._groups: list[list[QToolButton]] = []

    def give_up(self, actions: Sequence[QAction]) -> None:
        """Let these lose their texts where there is no room, those named first before others."""
        buttons = [self.widgetForAction(action) for action in actions]
        group = [button for button in buttons if isinstance(button, QToolButton)]
        for button in group:
            if not button.accessibleName():
                button.setAccessibleName(button.defaultAction().iconText())
        self._groups.append(group)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, room_px: int) -> None:
        """Take texts away group by group until the bar fits; give them back where it does."""
        for group in self._groups:
            _style(group, _WITH_TEXT)
        for group in self._groups:
            if self._needed_px() <= room_px:
                return
            _style(group, _ICON_ALONE)

    def _needed_px(self) -> int:
        layout = self.layout()
        assert layout is not None
        layout.invalidate()  # else it tells what was needed before
        return layout.sizeHint().width()


def _style(group: Sequence[QToolButton], style: Qt.ToolButtonStyle) -> None:
    for button in group:
        if button.toolButtonStyle() != style:
            button.setToolButtonStyle(style)
