"""Two threads may paint at once from the first picture on."""

from __future__ import annotations

import enum
import importlib
import subprocess
import sys
from pathlib import Path

from fibre_planner.ui.map.painting_types import PAINTING_TYPES
from fibre_planner.ui.printing.paper_types import PAPER_TYPES

ROOT = Path(__file__).resolve().parents[2]
IN_THREADS = (
    *("map.painters", "map.tiles", "map.lettering", "map.symbols", "map.sheet", "map.geometry"),
    *("map.basemap.compose", "map.basemap.decoding", "map.basemap.warp"),
    *("printing.documents", "printing.ink", "printing.legend_block", "printing.map_page"),
    *("printing.ground_wish", "printing.table_cells", "printing.table_letters"),
    *("printing.table_layout", "printing.table_page", "printing.title_block"),
    *("printing.vector_sheet", "printing.writing", "printing.paper", "printing.layout"),
)
"""Modules of the window that painting threads and jobs work in."""
# Without the loading nine of ten such processes died on PySide6 6.11.3.
RACE = """
import sys, threading
sys.setswitchinterval(0.00001)
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QImage, QPainter, QPen
app = QGuiApplication(["-platform", "offscreen"])
from fibre_planner.ui.map.painting_types import load_painting_types
load_painting_types()
both = threading.Barrier(2)
def paint(image):
    both.wait(30)
    for _ in range(20):
        painter = QPainter(image)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QBrush(QColor("white"), Qt.BrushStyle.BDiagPattern))
        painter.fillRect(QRect(0, 0, 64, 64), QColor("white"))
        painter.end()
images = [QImage(64, 64, QImage.Format.Format_RGB32) for _ in range(2)]
other = threading.Thread(target=paint, args=(images[0],))
other.start()
paint(images[1])
other.join(30)
"""


def test_threads_that_paint_for_the_first_time_do_not_end_the_process() -> None:
    for _ in range(4):
        done = subprocess.run(
            [sys.executable, "-c", RACE], cwd=ROOT, capture_output=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr.decode()


def test_enumerations_of_all_that_threads_paint_and_print_with_are_made_before() -> None:
    known = {*PAINTING_TYPES, *PAPER_TYPES}
    for name in IN_THREADS:
        for used in vars(importlib.import_module(f"fibre_planner.ui.{name}")).values():
            if isinstance(used, type) and used.__module__.startswith("PySide6."):
                made = [getattr(used, part) for part in dir(used) if not part.startswith("__")]
                if any(isinstance(part, type) and issubclass(part, enum.Enum) for part in made):
                    assert used in known, f"{used.__name__} of {name}"
