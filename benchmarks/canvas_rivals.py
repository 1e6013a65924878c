"""The map beside a QGraphicsView with an item per feature and beside Leaflet in a browser.

All draw the same 25,000 addresses in one run, panned by 15 px per frame.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.goals import tell
from fibre_planner.resources import RESOURCES

ADDRESSES, SEGMENTS, AREAS = 25_000, 10_000, 200
FRAMES, STEP_PX, WIDTH, HEIGHT = 60, 15, 1600, 1000
RESOLUTIONS = {"whole town": 11, "1.5 m/px": 2}
_COLOURS = ("#D55E00", "#E69F00", "#56B4E9", "#009E73")


def main() -> None:
    """Print the milliseconds per frame of each."""
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    from benchmarks import canvas_measures as measures
    from benchmarks.canvas_state import grow, scene_of
    from fibre_planner.ui.map.canvas import MapCanvas
    from fibre_planner.ui.map.viewport import metres_per_px

    state = grow(ADDRESSES, SEGMENTS, AREAS, towns=1)
    print(f"-- {app.platformName()}, {ADDRESSES} addresses, {WIDTH} × {HEIGHT} px, ms per frame")
    canvas = MapCanvas()
    canvas.resize(WIDTH, HEIGHT)
    canvas.set_groups(frozenset({"addresses"}))
    canvas.show()
    canvas.show_scene(scene_of(state))
    middle = state.addresses.mean(axis=0)
    for name, level in RESOLUTIONS.items():
        canvas.set_view(canvas.view.centred(*middle, level))
        measures.settle(canvas)
        measures.rest(300)
        ours = measures.pan(canvas, FRAMES)
        items = _graphics_view(state.addresses, state.classes, metres_per_px(level), middle)
        own, theirs = float(np.median(ours.wall)), float(np.median(items))
        print(f"{name}: ours {own:.2f}, QGraphicsView {theirs:.2f}", flush=True)
        tell("as fast as QGraphicsView, times", theirs / own, 10, "", at_least=True)
        leaflet = _leaflet(state.addresses, state.classes, metres_per_px(level), middle)
        if isinstance(leaflet, str):
            print(f"  Leaflet: {leaflet}")
        else:
            print(f"  Leaflet in headless Chromium {leaflet:.2f}")
            tell("as fast as Leaflet, times", leaflet / own, 1, "", at_least=True)
    canvas.close_down()


def _graphics_view(
    xy: np.ndarray, kinds: np.ndarray, resolution: float, middle: np.ndarray
) -> list[float]:
    """Return the time of each frame with one ellipse item per address."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QBrush, QColor, QPainter, QPen
    from PySide6.QtWidgets import QApplication, QGraphicsEllipseItem, QGraphicsScene, QGraphicsView

    scene = QGraphicsScene()
    brushes = [QBrush(QColor(colour)) for colour in _COLOURS]
    pen = QPen(QColor("white"), 0)
    px = (xy - middle) / resolution * (1, -1)
    for (x, y), kind in zip(px.tolist(), kinds.tolist(), strict=True):  # what is compared with
        item = QGraphicsEllipseItem(-4, -4, 8, 8)
        item.setPos(x, y)
        item.setBrush(brushes[kind])
        item.setPen(pen)
        scene.addItem(item)
    view = QGraphicsView(scene)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.resize(WIDTH, HEIGHT)
    reach = WIDTH + FRAMES * STEP_PX
    view.setSceneRect(-reach, -reach, 2 * reach, 2 * reach)
    view.show()
    view.centerOn(0, 0)
    view.viewport().repaint()
    spent = []
    for n in range(FRAMES):
        begun = time.perf_counter()
        view.centerOn(STEP_PX * (n + 1), 0)
        view.viewport().repaint()
        QApplication.processEvents()
        spent.append((time.perf_counter() - begun) * 1000)
    view.close()
    return spent


def _leaflet(
    xy: np.ndarray, kinds: np.ndarray, resolution: float, middle: np.ndarray
) -> float | str:
    """Return the time of a frame of circle markers on Leaflet's canvas in a headless browser.

    Where it cannot be measured, the reason.
    """
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        return "skipped, there is no browser"
    places = np.column_stack([np.round((xy - middle) / resolution * (1, -1), 1), kinds]).tolist()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "map.html"
        page.write_text(_page(json.dumps(places)), encoding="utf-8")
        command = [
            browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom",
            f"--user-data-dir={folder}/profile", f"--window-size={WIDTH},{HEIGHT}", page.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        except subprocess.TimeoutExpired:
            return "skipped, the browser took more than three minutes"
    answer = re.search(r"<title>([\d.]+)</title>", done.stdout)
    return float(answer[1]) if answer else "skipped, the browser did not answer"


def _page(places: str) -> str:
    """Return a page as folium makes them, with Leaflet inside; pixels are its degrees."""
    script = (RESOURCES / "leaflet" / "leaflet.js").read_text(encoding="utf-8")
    style = (RESOURCES / "leaflet" / "leaflet.css").read_text(encoding="utf-8")
    return f"""<!doctype html><meta charset="utf-8"><style>{style}
#map {{ width: {WIDTH}px; height: {HEIGHT}px; }}</style><div id="map"></div>
<script>{script}</script><script>
const map = L.map("map", {{crs: L.CRS.Simple, preferCanvas: true, zoomAnimation: false,
    attributionControl: false}}).setView([0, 0], 0);
const colours = {json.dumps(_COLOURS)};
for (const [x, y, kind] of {places})
    L.circleMarker([-y, x], {{radius: 4, weight: 1, color: "#fff", fillOpacity: 1,
        fillColor: colours[kind]}}).addTo(map);
const canvas = document.querySelector("canvas"), pen = canvas.getContext("2d");
const spent = [];
for (let n = 0; n < {FRAMES}; n++) {{
    const begun = performance.now();
    map.panBy([{STEP_PX}, 0], {{animate: false}});
    map.fire("moveend");
    pen.getImageData(0, 0, 1, 1);
    spent.push(performance.now() - begun);
}}
spent.sort((a, b) => a - b);
document.title = spent[spent.length >> 1];
</script>"""


if __name__ == "__main__":
    main()
