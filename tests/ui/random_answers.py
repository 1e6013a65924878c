"""What a random walk does with a dialog or menu that opened: some clicks and keys, then an end."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

TEXTS = (
    *("7", "", "-1", "Äußere Straße", "1e99", "2027-05-01", "1.234,56", "<b>&amp; {n} %s", "nan"),
    *("=1+1", "500010 5550010", "@5 5", "x" * 300, "dwellings > 1", "street ~ main", "\u202e"),
)
_KEYS = Qt.Key
KEYS = (
    *(_KEYS.Key_Tab, _KEYS.Key_Backtab, _KEYS.Key_Return, _KEYS.Key_Escape, _KEYS.Key_Space),
    *(_KEYS.Key_Left, _KEYS.Key_Right, _KEYS.Key_Up, _KEYS.Key_Down, _KEYS.Key_Home),
    *(_KEYS.Key_End, _KEYS.Key_PageUp, _KEYS.Key_PageDown, _KEYS.Key_Delete, _KEYS.Key_Backspace),
    *(_KEYS.Key_Plus, _KEYS.Key_Minus, _KEYS.Key_A, _KEYS.Key_1, _KEYS.Key_F2, _KEYS.Key_Menu),
)
HELD = (
    *(Qt.KeyboardModifier.NoModifier,) * 5,
    *(Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier),
)
_TOUCHED = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QHeaderView,
    QLineEdit, QPlainTextEdit, QTabBar,
)  # fmt: skip
_TICK_MS = 5
_MOST_TOUCHES = 4


class Answers:
    """Answers dialogs and menus, also those that wait in a loop of their own.

    note: is told each act before it is done. Each dialog draws from a seed of its own, so that the
    walk behind it goes on alike however often the timer came by.
    """

    def __init__(self, seed: int, note: Callable[[str], None]) -> None:
        self._seed, self._note = seed, note
        self._opened = 0
        self._touches: dict[int, int] = {}
        self._stopped = False
        self._wait()

    def stop(self) -> None:
        """Answer nothing more."""
        self._stopped = True

    def dismiss(self) -> None:
        """Close what is open."""
        for _ in range(20):
            dialog = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if dialog is None:
                return
            dialog.reject() if isinstance(dialog, QDialog) else dialog.close()
            QApplication.processEvents()

    def _wait(self) -> None:
        # A timer that repeats stays silent while a dialog opened by its own slot is waiting.
        if not self._stopped:
            QTimer.singleShot(_TICK_MS, self._tick)

    def _tick(self) -> None:
        self._wait()
        self.answer()

    def answer(self) -> bool:
        """Do something with the uppermost dialog or menu; return whether there is one."""
        popup = QApplication.activePopupWidget()
        dialog = popup or QApplication.activeModalWidget()
        if dialog is None or self._stopped:
            return False
        seen = self._touches.get(id(dialog), 0)
        if seen == 0:
            self._opened += 1
        self._touches[id(dialog)] = seen + 1
        chance = random.Random(f"{self._seed}/{self._opened}/{seen}")
        if popup is not None:
            self._answer_popup(popup, chance, seen)
        elif isinstance(dialog, QFileDialog) or "Print" in type(dialog).__name__[1:6]:
            self._note("  Escape in a dialog of the system")
            dialog.reject()
        elif isinstance(dialog, QMessageBox):
            button = chance.choice(dialog.buttons())
            self._note(f"  answer “{dialog.text()[:40]}” by {button.text()}")
            button.click()
        elif seen < _MOST_TOUCHES and chance.random() < 0.8:
            touch(dialog, chance, self._note)
        else:
            self._end(dialog, chance)
        if popup is None and (not dialog.isVisible() or seen > 50):
            self._touches.pop(id(dialog), None)
        return True

    def _answer_popup(self, popup: QWidget, chance: random.Random, seen: int) -> None:
        key = chance.choice((_KEYS.Key_Down, _KEYS.Key_Down, _KEYS.Key_Return, _KEYS.Key_Escape))
        self._note(f"  {key.name} in a menu")
        if seen > 6 or key == _KEYS.Key_Escape:
            self._touches.pop(id(popup), None)
            popup.close()
        else:
            QTest.keyClick(popup.focusWidget() or popup, key)

    def _end(self, dialog: QWidget, chance: random.Random) -> None:
        kind = type(dialog).__name__
        if isinstance(dialog, QDialog) and chance.random() < 0.4:
            self._note(f"  Return in {kind}")
            QTest.keyClick(dialog, _KEYS.Key_Return)
        else:
            self._note(f"  Escape in {kind}")
            QTest.keyClick(dialog, _KEYS.Key_Escape)
        if dialog.isVisible() and isinstance(dialog, QDialog):
            dialog.reject()


def touch(room: QWidget, chance: random.Random, note: Callable[[str], None]) -> None:
    """Click, type, scroll or press a key at a random part of a window or dialog."""
    parts = [
        part
        for part in room.findChildren(QWidget)
        if isinstance(part, _TOUCHED) and part.isVisible() and part.isEnabled()
        and part.window() is room.window() and not part.visibleRegion().isEmpty()
    ]  # fmt: skip
    if not parts:
        return
    part = chance.choice(parts)
    inner = part.viewport() if isinstance(part, QAbstractItemView) else part
    seen = inner.visibleRegion().boundingRect()
    if seen.isEmpty():
        return
    place = QPoint(
        chance.randrange(seen.left(), seen.right() + 1),
        chance.randrange(seen.top(), seen.bottom() + 1),
    )
    what = chance.choice(("click", "click", "click", "type", "key", "double", "menu", "wheel"))
    note(f"  {what} {described(part)} at {place.x()},{place.y()}")
    if what == "click":
        QTest.mouseClick(inner, Qt.MouseButton.LeftButton, chance.choice(HELD), place)
    elif what == "double":
        QTest.mouseClick(inner, Qt.MouseButton.LeftButton, HELD[0], place)
        QTest.mouseDClick(inner, Qt.MouseButton.LeftButton, HELD[0], place)
    elif what == "type":
        _type(part, chance)
    elif what == "key":
        QTest.keyClick(part, chance.choice(KEYS), chance.choice(HELD))
    elif what == "menu":
        everywhere = inner.mapToGlobal(place)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, everywhere)
        QApplication.sendEvent(inner, event)
    else:
        turn_wheel(inner, place, chance.choice((-240, -120, 120)))


def _type(part: QWidget, chance: random.Random) -> None:
    text = chance.choice(TEXTS)
    if isinstance(part, QLineEdit | QAbstractSpinBox | QPlainTextEdit):
        part.selectAll()
        # QTest types nothing but ASCII.
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(part, QKeyEvent(kind, 0, HELD[0], text))
        if chance.random() < 0.5:
            QTest.keyClick(part, Qt.Key.Key_Return)


def turn_wheel(
    part: QWidget, place: QPoint, turn: int, held: Qt.KeyboardModifier = HELD[0]
) -> None:
    """Turn the mouse's wheel over a widget."""
    everywhere = QPointF(part.mapToGlobal(place))
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        QPointF(place), everywhere, QPoint(), QPoint(0, turn),
        Qt.MouseButton.NoButton, held, phase, False,
    )  # fmt: skip
    assert event.type() == QEvent.Type.Wheel
    QApplication.sendEvent(part, event)


def described(part: QWidget) -> str:
    """Return what tells a widget from others in a trace."""
    text = part.text() if isinstance(part, QAbstractButton | QLabel) else ""
    name = part.accessibleName() or part.objectName() or text
    above = part.parentWidget()
    return f"{type(part).__name__} “{name[:30]}” in {type(above).__name__}"
