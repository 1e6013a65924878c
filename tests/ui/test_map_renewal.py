"""What was painted in the background is drawn at once at rest, with the next frame in motion."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fibre_planner.ui.map import renewal
from fibre_planner.ui.map.renewal import Renewal

A_TILE = QRect(10, 10, 20, 20)


class Drawn(QWidget):
    """A widget that counts its frames as the map does."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[QRect] = []
        self.renewal = Renewal(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.parts.append(event.rect())
        self.renewal.drawn(event.rect())


@pytest.fixture
def widget(qtbot: QtBot) -> Drawn:
    made = Drawn()
    qtbot.addWidget(made)
    made.resize(200, 100)
    made.show()
    qtbot.waitUntil(lambda: bool(made.parts))
    made.repaint()
    made.parts.clear()
    return made


def test_part_is_drawn_at_once_at_rest(qtbot: QtBot, widget: Drawn) -> None:
    widget.renewal.draw(A_TILE)
    qtbot.waitUntil(lambda: widget.parts == [A_TILE])


def test_part_outside_the_widget_is_not_drawn(widget: Drawn) -> None:
    widget.renewal.draw(QRect(500, 10, 20, 20))
    assert not widget.renewal.is_due


def test_frame_of_a_moving_map_takes_all_that_is_due_with_it(widget: Drawn, monkeypatch) -> None:
    monkeypatch.setattr(renewal, "_MOVES_S", 60.0)
    widget.renewal.moved()
    widget.renewal.draw(A_TILE)
    widget.renewal.draw()
    assert widget.renewal.is_due
    widget.repaint()
    assert not widget.renewal.is_due
    assert widget.parts == [widget.rect()]


def test_part_is_drawn_soon_where_no_further_frame_comes(
    qtbot: QtBot, widget: Drawn, monkeypatch
) -> None:
    monkeypatch.setattr(renewal, "_MOVES_S", 60.0)
    widget.renewal.moved()
    widget.renewal.draw(A_TILE)
    qtbot.waitUntil(lambda: widget.parts == [A_TILE])
    assert not widget.renewal.is_due
