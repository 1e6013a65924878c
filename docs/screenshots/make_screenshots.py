"""Makes the pictures of this folder: the sample town in the real window, in both languages.

Each workspace is pictured in light and dark, German and English, with usual letters, with letters
of twice the size, and on a screen of two pixels per logical one, for which Qt is started anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QWidget

from fibre_planner import workflow
from fibre_planner.model.project import Project
from fibre_planner.ui import settings
from fibre_planner.ui.application import Program, make_application
from fibre_planner.ui.dialogs.plan import PlanDialog
from fibre_planner.ui.document import Document
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.tools.base import pointer
from fibre_planner.ui.workspaces import WORKSPACES

FOLDER = Path(__file__).resolve().parent
WIDTH_PX, HEIGHT_PX = 1440, 900
_BUILD_ORDER_TAB, _STOP = 2, 6
_QUALITY, _FINE_QUALITY = 50, 20  # of WebP: letters stay sharp at a sixth of a PNG
_FINE = "--fine"
"""Argument of the second process, whose screen has two pixels per logical one."""

_LOOKS = (("en", "light"), ("de", "light"), ("de", "dark"), ("en", "dark"))
_FINE_LOOKS = (("de", "light"), ("en", "dark"))
KEPT = {
    "plan-en-light": "window",
    "years-en-light": "years-en-light",
    "budget-en-light": "budget-en-light",
    "comparison-de-light": "comparison-de-light",
    "dialog-de-light": "plan-dialog-de-light",
    "plan-de-dark": "plan-de-dark",
    "details-de-light": "details-de-light",
}
"""Pictures that are kept in the repository, with their names; the argument "all" makes all."""


def main() -> int:
    """Build the sample town once and picture it in all its states."""
    fine = _FINE in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "settings.ini")
        settings.store = lambda: QSettings(file, QSettings.Format.IniFormat)
        sys.setswitchinterval(0.0005)
        settings.set_language("en")
        settings.set_theme("light")
        program = Program(make_application(sys.argv[:1]))
        window = program.show_window()
        if not fine:
            picture(window, "start-en-light")
        program.begin(None, demo=True)
        _wait(lambda: program.session.document.plan is not None)
        if fine:
            _picture_workspaces(program, _FINE_LOOKS, 100, "-fine")
        else:
            add_plans(program.session.document)
            _picture_states(program)
            _picture_workspaces(program, _LOOKS, 100, "")
            _picture_workspaces(program, _LOOKS, 200, "-200")
        program.end()
    if fine:
        return 0
    environment = {**os.environ, "QT_SCALE_FACTOR": "2"}
    return subprocess.run(
        [sys.executable, __file__, _FINE], env=environment, check=False
    ).returncode


def _picture_states(program: Program) -> None:
    for language, theme in _LOOKS:
        look = f"{language}-{theme}"
        if "all" not in sys.argv and not any(name.endswith(look) for name in KEPT):
            continue
        for state, shown in states(_window(program, language, theme, 100)):
            name = f"{state}-{look}"
            if "all" in sys.argv or name in KEPT:
                picture(shown, KEPT.get(name, name))


def _picture_workspaces(
    program: Program, looks: tuple[tuple[str, str], ...], text_percent: int, suffix: str
) -> None:
    """Picture every workspace as it is at first, with the whole town on the map."""
    for language, theme in looks:
        window = _window(program, language, theme, text_percent)
        window.document.choose_plan(_project(window).plans[0].plan_id)
        for each in WORKSPACES:
            window.workspaces.switch(each.name)
            window.workspaces.reset()
            window.messages.hide()
            window.resize(WIDTH_PX, HEIGHT_PX)
            _wait_ms(100)
            window.canvas.fit()
            picture(window, f"{each.name}-{language}-{theme}{suffix}")


def _window(program: Program, language: str, theme: str, text_percent: int) -> MainWindow:
    settings.set_language(language)
    settings.set_theme(theme)
    settings.set_text_percent(text_percent)
    window = program.show_window()
    window.resize(WIDTH_PX, HEIGHT_PX)
    _wait(lambda: window.document.is_checked and "gaps" in window.canvas.scene.groups())
    return window


def add_plans(document: Document) -> None:
    """Give the first plan its budget curve, and add one with half the money and one with years."""
    project = document.project
    assert project is not None
    first = project.plans[0]
    cost_eur = float(first.summary.cost_eur.base)
    half = replace(first.scenario, name="Half the budget", budget_eur=round(cost_eur / 2, -4))
    years = replace(
        first.scenario,
        name="Five years",
        yearly_budget_eur=round(cost_eur / 4.6, -4),
        start_year=2027,
    )
    project = workflow.add_budget_curve(project, first.plan_id)
    project = workflow.plan(workflow.plan(project, half), years)
    document.show(replace(project, scenarios=(first.scenario, half, years)))


def states(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Yield the window with plans, coverage, a finding and a house near by; the plan dialog."""
    first, half, years = (plan.plan_id for plan in _project(window).plans)
    window.document.choose_plan(first)
    window.workspaces.switch("planning")
    window.workspaces.reset()
    window.messages.hide()
    window.canvas.fit()
    window.show_panel("plan")
    yield "plan", window
    window.document.choose_plan(years)
    window.plan_panel.verticalScrollBar().setValue(window.plan_panel.verticalScrollBar().maximum())
    yield "years", window
    dialog = PlanDialog(_project(window).plans[-1].scenario, window, _project(window).scenarios)
    dialog.tabs.setCurrentIndex(_BUILD_ORDER_TAB)
    dialog.show()
    yield "dialog", dialog
    dialog.close()
    window.document.choose_plan(first)
    window.show_panel("budget")
    window.budget_panel.chart.look_at(_STOP)
    yield "budget", window
    window.comparison.compare(first, half)
    _wait(lambda: window.comparison.found is not None and not window.jobs.is_busy)
    yield "comparison", window
    window.comparison.end()
    window.docks["comparison"].hide()
    window.docks["coverage"].raise_()
    yield "coverage", window
    window.docks["findings"].raise_()
    window.findings_panel.choose(1)
    yield "findings", window
    project = _project(window)
    old_town = project.addresses[project.addresses["district"] == "Altstadt"]
    place = old_town.geometry.iloc[40]
    window.canvas.set_view(window.canvas.view.centred(place.x, place.y, -4))
    _wait(window.canvas.is_idle)
    px, py = window.canvas.view.to_screen(place.x, place.y)
    nothing_held = Qt.KeyboardModifier.NoModifier
    window.canvas.navigation.tool.click(pointer(window.canvas, px, py, nothing_held))
    yield "details", window


def _project(window: MainWindow) -> Project:
    project = window.document.project
    assert project is not None
    return project


def picture(shown: QWidget, name: str) -> None:
    """Save the window as it is once its map is painted, or a dialog."""
    if isinstance(shown, MainWindow):
        shown.resize(WIDTH_PX, HEIGHT_PX)
    _wait_ms(300)  # until the map has begun to follow
    if isinstance(shown, MainWindow) and shown.document.project is not None:
        _wait(shown.canvas.is_idle)
        _wait_ms(100)
    quality = _FINE_QUALITY if shown.devicePixelRatioF() > 1 else _QUALITY
    shown.grab().save(str(FOLDER / f"{name}.webp"), "WEBP", quality)


def _wait(condition: Callable[[], bool]) -> None:
    loop, clock = QEventLoop(), QTimer(interval=20)
    clock.timeout.connect(lambda: loop.quit() if condition() else None)
    clock.start()
    loop.exec()


def _wait_ms(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
