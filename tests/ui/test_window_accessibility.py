"""What people without mouse, with a screen reader or with large letters need, in every part."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QColor, QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QTabWidget,
    QToolBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui import theme
from fibre_planner.ui.assistant.dialog import NewProjectAssistant
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.styles import DARK, LIGHT, Look
from fibre_planner.ui.palette.dialog import PaletteDialog
from fibre_planner.ui.workspaces import WORKSPACES
from tests.ui.every_dialog import every_dialog
from tests.ui.windows import show

Dialogs = Iterator[tuple[str, QDialog]]
CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QSlider,
)  # fmt: skip


def controls(room: QWidget) -> list[QWidget]:
    """Return what one can use in a part of the window, without the parts Qt makes of its own."""
    return [
        part
        for part in room.findChildren(QWidget)
        if isinstance(part, CONTROLS)
        and not isinstance(part, QHeaderView)
        and not isinstance(part.parent(), QAbstractSpinBox | QComboBox | QLineEdit)
        and not part.objectName().startswith("qt_")
        and part.metaObject().className() not in ("QTableCornerButton", "QDockWidgetTitleButton")
        and "QComboBox" not in type(part.parent()).__name__
        and part.isVisibleTo(room)
    ]


def spoken(part: QWidget) -> str:
    """Return what a screen reader says first."""
    return QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)


def told(part: QWidget) -> str:
    text = part.text() if isinstance(part, QAbstractButton | QLabel) else part.objectName()
    return f"{type(part).__name__} “{text}” in {type(part.parent()).__name__}"


def nameless(room: QWidget) -> list[str]:
    return [told(part) for part in controls(room) if not spoken(part).strip()]


def out_of_reach(room: QWidget) -> list[str]:
    """Return what Tab does not come to; parts that are off may be passed over."""
    return [
        told(part)
        for part in controls(room)
        if part.isEnabled()
        and not part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(part.parent(), QToolBar)  # Qt leads there by the menus, which have all
        and not isinstance(room, PaletteDialog)  # arrow keys of its line move through the list
    ]


def unexplained(room: QWidget) -> list[str]:
    """Return the buttons with a picture alone that show no text under the mouse."""
    return [
        spoken(part) or told(part)
        for part in controls(room)
        if isinstance(part, QAbstractButton)
        and not (part.text() or part.toolTip() or part.findChildren(QLabel))
    ]


def cut(room: QWidget) -> list[str]:
    """Return the labels and buttons that have less room than their text needs."""
    found = []
    for part in room.findChildren(QWidget):
        if not isinstance(part, QLabel | QAbstractButton) or not part.isVisibleTo(room):
            continue
        if not part.text():
            continue
        if isinstance(part, QLabel) and part.wordWrap():
            needed, there = part.heightForWidth(part.width()), part.height()
        else:
            needed, there = part.minimumSizeHint().width(), part.width()
        if there + 1 < needed:
            found.append(f"{told(part)}: {there} of {needed} px")
    return found


def pages(dialog: QWidget) -> Iterator[str]:
    """Turn to each tab of a dialog in turn."""
    tabs = dialog.findChild(QTabWidget)
    for number in range(tabs.count() if tabs else 1):
        if tabs:
            tabs.setCurrentIndex(number)
        QApplication.processEvents()
        yield tabs.tabText(number) if tabs else ""


@pytest.fixture
def dialogs(qapp: QApplication, project: Project, tmp_path: Path) -> Iterator[Dialogs]:
    """Each dialog in turn, on the screen."""
    assert qapp is not None

    def each() -> Generator[tuple[str, QDialog]]:
        for name, make in every_dialog(project, tmp_path).items():
            dialog = make()
            dialog.show()
            try:
                yield name, dialog
            finally:
                dialog.reject()
                if isinstance(dialog, NewProjectAssistant):
                    dialog.close_down()
                dialog.deleteLater()  # hundreds of widgets less to give other letters to
                QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)

    made = each()
    yield made
    made.close()


@pytest.fixture
def filled(qtbot: QtBot, window: MainWindow, project: Project) -> MainWindow:
    show(qtbot, window, project)
    return window


def test_every_control_of_the_dialogs_is_named_reached_and_explained(
    dialogs: Dialogs,
) -> None:
    faults: dict[str, list[str]] = {}
    seen = 0
    for name, dialog in dialogs:
        assert dialog.windowTitle(), name
        for page in pages(dialog):
            seen += len(controls(dialog))
            wrong = [*nameless(dialog), *out_of_reach(dialog), *unexplained(dialog)]
            if wrong:
                faults[f"{name} {page}"] = wrong
    assert seen > 100
    assert faults == {}


def test_every_control_of_the_window_is_named_reached_and_explained(filled: MainWindow) -> None:
    faults: dict[str, list[str]] = {}
    for name, dock in filled.docks.items():
        filled.show_panel(name)
        QApplication.processEvents()
        wrong = [*nameless(dock), *out_of_reach(dock), *unexplained(dock)]
        if wrong:
            faults[name] = wrong
    rest = [*nameless(filled), *out_of_reach(filled), *unexplained(filled)]
    assert len(controls(filled)) > 30
    assert (faults, rest) == ({}, [])


def test_every_control_of_the_first_page_is_named_reached_and_explained(
    window: MainWindow,
) -> None:
    page = window.start_page
    assert controls(page)
    assert [*nameless(page), *out_of_reach(page), *unexplained(page)] == []


@pytest.fixture
def scaled(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[float]:
    """Letters of the whole program by a factor larger, as a system's setting makes them."""
    before = qapp.font()
    large = QFont(before)
    large.setPointSizeF(before.pointSizeF() * request.param)
    qapp.setFont(large)
    theme.apply_theme(qapp, "light")
    yield request.param
    qapp.setFont(before)
    theme.apply_theme(qapp, "light")


@pytest.mark.parametrize("scaled", [1.0, 1.5, 2.0], indirect=True)
def test_no_text_of_a_dialog_is_cut_when_letters_are_larger(
    scaled: float, dialogs: Dialogs
) -> None:
    faults: dict[str, list[str]] = {}
    for name, dialog in dialogs:
        # The screenless screen is small; a real one lets a dialog be as large as it asks.
        dialog.resize(dialog.sizeHint().expandedTo(dialog.size()))
        for page in pages(dialog):
            wrong = cut(dialog)
            if wrong:
                faults[f"{name} {page}"] = wrong
    assert faults == {}, scaled


@pytest.mark.parametrize("scaled", [2.0], indirect=True)
def test_headings_grow_with_the_letters(scaled: float, filled: MainWindow) -> None:
    body = QApplication.font().pointSizeF() * filled.logicalDpiY() / 72
    headings = [
        label
        for label in filled.findChildren(QLabel)
        if label.property("role") in ("title", "big", "hero")
    ]
    assert headings
    for label in headings:
        label.ensurePolished()
        assert label.fontInfo().pixelSize() > body * 0.99, (scaled, told(label))


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours as WCAG 2.2 defines it."""

    def luminance(colour: QColor) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in colour.getRgbF()[:3]
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_letters_on_the_map_stand_out_from_all_grounds(look: Look) -> None:
    grounds = (look.ground, *look.green, look.water, *look.land, look.building, look.street,
               look.main_street)  # fmt: skip
    for ink in (look.text, look.place_text):
        for ground in grounds:
            assert contrast(ink, behind(look.halo, ground)) >= 4.5, (ink.name(), ground.name())
    for ground in grounds:
        assert contrast(look.selection, ground) >= 3.0, ground.name()


def behind(halo: QColor, ground: QColor) -> QColor:
    """Return what is seen of a ground behind the half-clear rim of letters."""
    share = halo.alphaF()
    mixed = [
        share * over + (1 - share) * under
        for over, under in zip(halo.getRgbF()[:3], ground.getRgbF()[:3], strict=True)
    ]
    return QColor.fromRgbF(*mixed)


def test_a_workspace_names_itself_for_the_screen_reader(filled: MainWindow) -> None:
    names = {each.name for each in WORKSPACES}
    for name in names:
        filled.actions_by_name[name].trigger()
        checked = [each for each in names if filled.actions_by_name[each].isChecked()]
        assert checked == [name]
