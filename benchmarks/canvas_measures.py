"""What is measured of a map in a real window: panning, zooming, hovering, the first picture."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEventLoop, QThread
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

from benchmarks.canvas_state import State
from benchmarks.goals import tell
from fibre_planner.ui.map.canvas import MapCanvas
from fibre_planner.ui.map.painters import draw_segments
from fibre_planner.ui.map.tools.snapping import snap

FRAMES, SPEED_PX, LATE_MS = 180, 900.0 / 60, 16.7
SNAP_PX = 12.0
LEVELS = {"whole state": 31, "40 m/px": 21, "6 m/px": 10, "1.5 m/px": 2, "0.3 m/px": -7}


@dataclass(frozen=True)
class Frames:
    """The work of a series of frames in ms, processor time of the window's thread, and gaps."""

    wall: np.ndarray
    thread: np.ndarray
    gaps: int

    def tell(self, *, fine: bool) -> None:
        """Print the figures beside their limits; fine: whether it is the screen of 3200 × 2000."""
        median, p95, p99 = np.percentile(self.wall, [50, 95, 99]).tolist()
        cpu, slow_cpu = np.percentile(self.thread, [50, 99]).tolist()
        late = int((self.wall > LATE_MS).sum())
        thread = f"its thread's processor {cpu:.2f}"
        tell(f"pan, median of the frames' work ({thread})", median, 8 if fine else 3, "ms")
        if not fine:
            tell(f"pan, p99 (p95 {p95:.1f}; thread {slow_cpu:.2f})", p99, 10, "ms")
            tell(f"pan, frames over {LATE_MS} ms (slowest {self.wall.max():.1f})", late, 0, "")
        else:
            print(f"  pan, p99 {p99:.1f} ms, {late} frames over {LATE_MS} ms (no limit)")
        tell(f"pan, frames of {len(self.wall)} with a missing tile", self.gaps, 0, "")


def calibration_ms() -> float:
    """Return the processor time of a fixed piece of work: sorting and painting 5,000 lines."""
    numbers = np.random.default_rng(1).random(200_000)
    lines = np.random.default_rng(2).random((5_000, 4)) * 500
    image = QImage(512, 512, QImage.Format.Format_RGB32)
    best = []
    for _ in range(7):
        begun = time.thread_time()
        np.sort(numbers)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("black"), 1.0))
        draw_segments(painter, lines)
        painter.end()
        best.append((time.thread_time() - begun) * 1000)
    return float(np.median(best))


def settle(canvas: MapCanvas, seconds: float = 60.0) -> float:
    """Wait until all is painted; return the milliseconds that took."""
    begun = time.perf_counter()
    while not canvas.is_idle() and time.perf_counter() - begun < seconds:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
        QThread.usleep(200)
    return (time.perf_counter() - begun) * 1000


def rest(milliseconds: float) -> None:
    """Let events and the painting thread go on for a while."""
    end = time.perf_counter() + milliseconds / 1000
    while time.perf_counter() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
        QThread.usleep(500)


def pan(canvas: MapCanvas, frames: int = FRAMES) -> Frames:
    """Pan at 900 px/s with 60 frames per second; the work is view, repaint and events."""
    wall, thread, gaps = np.empty(frames), np.empty(frames), 0
    begun = time.perf_counter()
    for n in range(frames):
        start, cpu = time.perf_counter(), time.thread_time()
        turn = 2 * np.pi * n / frames / 4  # a quarter of a circle, so that rows and columns change
        step = (-SPEED_PX * np.cos(turn), -SPEED_PX * np.sin(turn))
        canvas.set_view(canvas.view.panned(*step))
        canvas.repaint()
        QApplication.processEvents()
        wall[n] = (time.perf_counter() - start) * 1000
        thread[n] = (time.thread_time() - cpu) * 1000
        gaps += bool(canvas.missing_tiles())
        left = begun + (n + 1) / 60 - time.perf_counter()
        if left > 0:
            QThread.usleep(round(left * 1e6))
    return Frames(wall, thread, gaps)


def zoom(canvas: MapCanvas, times: int = 8) -> tuple[float, float, float, float]:
    """Zoom to and fro; return first frame and crisp picture, median and maximum in ms."""
    first, crisp = [], []
    for n in range(times):
        settle(canvas)
        rest(150)
        start = time.perf_counter()
        canvas.zoom_by(-2 if n % 2 == 0 else 2)
        canvas.repaint()
        first.append((time.perf_counter() - start) * 1000)
        settle(canvas)
        crisp.append((time.perf_counter() - start) * 1000)
    return (
        float(np.median(first)), max(first), float(np.median(crisp)), max(crisp),
    )  # fmt: skip


def hover(canvas: MapCanvas, times: int = 300) -> tuple[float, float]:
    """Look for what lies at random places; return processor ms, median and maximum."""
    return _at_random(canvas, lambda px, py: canvas.hits_at(px, py), times)


def snapping(canvas: MapCanvas, times: int = 300) -> tuple[float, float]:
    """Snap random places to vertices and edges near by; return as hover does."""
    layers, view = canvas.scene.shown(canvas.seen_groups()), canvas.view

    def hold(px: float, py: float) -> object:
        return snap(layers, *view.to_world(px, py), SNAP_PX * view.resolution)

    return _at_random(canvas, hold, times)


def _at_random(
    canvas: MapCanvas, act: Callable[[float, float], object], times: int
) -> tuple[float, float]:
    draw = np.random.default_rng(5)
    places = draw.random((times, 2)) * (canvas.width(), canvas.height())
    spent = []
    for px, py in places.tolist():
        start = time.thread_time()
        act(px, py)
        spent.append((time.thread_time() - start) * 1000)
    return float(np.median(spent)), max(spent)


def at_level(canvas: MapCanvas, state: State, name: str) -> None:
    """Look at the largest town at a scale, or at the whole state."""
    if name == "whole state":
        canvas.fit()
    else:
        canvas.set_view(canvas.view.centred(*state.centre, LEVELS[name]))
    settle(canvas)
    rest(300)


def first_picture(canvas: MapCanvas, show: Callable[[], None]) -> float:
    """Return the milliseconds from a scene to a window whose tiles are all there."""
    begun = time.perf_counter()
    show()
    while canvas.missing_tiles() and time.perf_counter() - begun < 60:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
        QThread.usleep(200)  # a loop that turns idly would take the interpreter from the painting
    canvas.repaint()
    return (time.perf_counter() - begun) * 1000
