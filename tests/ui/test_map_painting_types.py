"""Two threads may paint at once from the first picture on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
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
