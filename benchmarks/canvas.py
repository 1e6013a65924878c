"""The map with a state of a million addresses: frames while panning, zoom, hover, memory.

Run alone it measures without a screen, on a fine screen, and under Xvfb where there is one;
`python -m benchmarks.canvas one` measures in this process on the platform that is set.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

from benchmarks.machine import describe

ADDRESSES, SEGMENTS, AREAS = 1_000_000, 500_000, 8_000


def _resident_mib() -> float:
    with open("/proc/self/statm") as stream:  # noqa: PTH123
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(ratio: str) -> None:
    """Print all figures of this platform."""
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    from benchmarks import canvas_measures as measures
    from benchmarks.canvas_state import grow, scene_of
    from fibre_planner.ui.map.canvas import MapCanvas

    print(f"-- {app.platformName()}, 1600 × 1000 px, device pixels per px: {ratio}")
    print(f"calibration {measures.calibration_ms():.2f} ms")
    state = grow(ADDRESSES, SEGMENTS, AREAS)
    print(
        f"{len(state.addresses)} addresses, {len(state.streets)} segments, {len(state.areas)} areas"
    )
    before = _resident_mib()
    begun = time.perf_counter()
    scene = scene_of(state)
    print(f"layers and their indexes {time.perf_counter() - begun:.2f} s")
    canvas = MapCanvas()
    canvas.resize(1600, 1000)
    canvas.show()
    measures.settle(canvas)
    spent = measures.first_picture(canvas, lambda: canvas.show_scene(scene))
    print(f"first useful picture {spent:.0f} ms, complete {spent + measures.settle(canvas):.0f} ms")
    print("pan: ms median, p95, p99, max")
    for name in measures.LEVELS:
        measures.at_level(canvas, state, name)
        frames = measures.pan(canvas)
        print(f"  {name:12s} {frames.row()}", flush=True)
        measures.at_level(canvas, state, name)
        first, worst, crisp, slowest = measures.zoom(canvas)
        under, most = measures.hover(canvas)
        print(
            f"  {'':12s} zoom first {first:.1f} (max {worst:.1f}), crisp {crisp:.0f} "
            f"(max {slowest:.0f}); hover {under:.3f} (max {most:.2f})",
            flush=True,
        )
    print(f"memory of the map {_resident_mib() - before:.0f} MiB")
    print(f"calibration {measures.calibration_ms():.2f} ms")
    canvas.close_down()


def main() -> None:
    """Measure on all platforms that are there, each in a process of its own."""
    print(describe())
    one = [sys.executable, "-m", "benchmarks.canvas", "one"]
    for platform, scale in (("offscreen", "1"), ("offscreen", "2")):
        _run(one, platform, scale)
    if shutil.which("xvfb-run"):
        _run(["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", *one], "xcb", "1")
    else:
        print("-- xcb: skipped, there is no xvfb-run")
    _run([sys.executable, "-m", "benchmarks.canvas_rivals"], "offscreen", "1")


def _run(command: list[str], platform: str, scale: str) -> None:
    settings = {"QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": scale}
    subprocess.run(command, check=True, env=os.environ | settings)


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        measure(os.environ.get("QT_SCALE_FACTOR", "1"))
    else:
        main()
