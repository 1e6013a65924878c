"""The map with a state of a million addresses: frames while panning, zoom, hover, memory.

    python -m benchmarks.canvas [--only PARTS] [--platform NAME[@SCALE]] [--here]

Without a platform it measures without a screen, on a fine screen, and under Xvfb where there is
one, each in a process of its own. PARTS: some of first, pan, zoom, hover, snap, memory, rivals,
separated by commas. --here measures in this process on the platform that is set.
Beside each wall time stands the processor time of the window's thread, which says more on a busy
machine; "calibration" is the processor time of a fixed piece of work, for ratios between machines.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time

from benchmarks.goals import tell
from benchmarks.machine import describe

ADDRESSES, SEGMENTS, AREAS = 1_000_000, 500_000, 8_000
PARTS = ("first", "pan", "zoom", "hover", "snap", "memory", "rivals")
PLATFORMS = ("offscreen@1", "offscreen@2", "xcb@1")


def _resident_mib() -> float:
    with open("/proc/self/statm") as stream:  # noqa: PTH123
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(ratio: str, parts: frozenset[str]) -> None:
    """Print the figures of some parts on this platform, each with its limit."""
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    from benchmarks import canvas_measures as measures
    from benchmarks.canvas_state import grow, scene_of
    from fibre_planner.ui.map.canvas import MapCanvas

    fine = ratio != "1"
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
    given = time.process_time()
    spent = measures.first_picture(canvas, lambda: canvas.show_scene(scene))
    given = (time.process_time() - given) * 1000
    complete = spent + measures.settle(canvas)
    if "first" in parts:
        told = f"complete {complete:.0f} ms, processor {given:.0f} ms"
        tell(f"first useful picture ({told})", spent, 150, "ms")
    for name in measures.LEVELS:
        if parts & {"pan", "zoom", "hover", "snap"}:
            print(f"{name}:")
        if "pan" in parts:
            measures.at_level(canvas, state, name)
            measures.pan(canvas).tell(fine=fine)
        measures.at_level(canvas, state, name)
        if "zoom" in parts:
            first, worst, crisp, slowest = measures.zoom(canvas)
            tell(f"zoom, first frame (slowest {worst:.1f} ms)", first, 10, "ms")
            tell(f"zoom, crisp (slowest {slowest:.0f} ms)", crisp, 150, "ms")
        if "hover" in parts:
            under, most = measures.hover(canvas)
            tell(f"hover (slowest {most:.2f} ms)", under, 0.1, "ms")
        if "snap" in parts:
            held, most = measures.snapping(canvas)
            tell(f"snapping (slowest {most:.2f} ms)", held, 0.5, "ms")
    if "memory" in parts:
        tell("memory of the map", _resident_mib() - before, 350, "MiB")
    print(f"calibration {measures.calibration_ms():.2f} ms")
    canvas.close_down()


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.canvas")
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--platform", choices=PLATFORMS)
    parser.add_argument("--here", action="store_true")
    options = parser.parse_args()
    parts = frozenset(options.only.split(","))
    if unknown := parts - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if options.here:
        measure(os.environ.get("QT_SCALE_FACTOR", "1"), parts)
        return
    print(describe())
    one = [sys.executable, "-m", "benchmarks.canvas", "--here", "--only", options.only]
    for platform in [options.platform] if options.platform else PLATFORMS:
        if parts == {"rivals"}:
            break
        name, scale = platform.split("@")
        if name != "xcb":
            _run(one, name, scale)
        elif shutil.which("xvfb-run"):
            _run(["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", *one], name, scale)
        else:
            print("-- xcb: skipped, there is no xvfb-run")
    if "rivals" in parts:
        _run([sys.executable, "-m", "benchmarks.canvas_rivals"], "offscreen", "1")


def _run(command: list[str], platform: str, scale: str) -> None:
    settings = {"QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": scale}
    subprocess.run(command, check=True, env=os.environ | settings)


if __name__ == "__main__":
    main()
