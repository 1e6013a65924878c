"""Makes the pictures of this folder: the sample town in the real window, in both languages."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, QTimer

from fibre_planner.ui import settings
from fibre_planner.ui.application import Program, make_application
from fibre_planner.ui.main_window import MainWindow

FOLDER = Path(__file__).resolve().parent
WIDTH_PX, HEIGHT_PX = 1600, 1000
_SMALLEST = 0  # quality of a PNG: how little it is compressed
KEPT = {
    "plan-en-light": "window",
    "plan-de-dark": "plan-de-dark",
    "details-de-light": "details-de-light",
}
"""Pictures that are kept in the repository, with their names; the argument "all" makes all."""


def main() -> int:
    """Build the sample town once and picture it in all its states."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "settings.ini")
        settings.store = lambda: QSettings(file, QSettings.Format.IniFormat)
        sys.setswitchinterval(0.0005)
        settings.set_language("en")
        settings.set_theme("light")
        program = Program(make_application(sys.argv))
        window = program.show_window()
        picture(window, "start-en-light")
        program.begin(None, demo=True)
        _wait(lambda: program.session.document.plan is not None)
        for language, theme in (("en", "light"), ("de", "light"), ("de", "dark"), ("en", "dark")):
            settings.set_language(language)
            settings.set_theme(theme)
            for state, shown in states(program.show_window()):
                name = f"{state}-{language}-{theme}"
                if "all" in sys.argv or name in KEPT:
                    picture(shown, KEPT.get(name, name))
        program.end()
    return 0


def states(window: MainWindow) -> Iterator[tuple[str, MainWindow]]:
    """Yield the window with the plan, its coverage, a finding, and a house near by."""
    window.resize(WIDTH_PX, HEIGHT_PX)
    _wait(lambda: window.document.is_checked and "gaps" in window.canvas.scene.groups())
    window.canvas.fit()
    yield "plan", window
    window.docks["coverage"].raise_()
    yield "coverage", window
    window.docks["findings"].raise_()
    window.findings_panel.choose(1)
    yield "findings", window
    project = window.document.project
    assert project is not None
    old_town = project.addresses[project.addresses["district"] == "Altstadt"]
    place = old_town.geometry.iloc[40]
    window.canvas.set_view(window.canvas.view.centred(place.x, place.y, -4))
    _wait(window.canvas.is_idle)
    window.canvas.navigation.tool.click(*window.canvas.view.to_screen(place.x, place.y))
    yield "details", window


def picture(window: MainWindow, name: str) -> None:
    """Save the window as it is once its map is painted."""
    window.resize(WIDTH_PX, HEIGHT_PX)
    if window.document.project is not None:
        _wait(window.canvas.is_idle)
    _wait_ms(300)
    window.grab().save(str(FOLDER / f"{name}.png"), "PNG", _SMALLEST)


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
