"""Loads what printing needs of Qt before a job prints while the window goes on."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QUuid
from PySide6.QtGui import (
    QGlyphRun,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QRawFont,
    QTextLayout,
)
from PySide6.QtSvg import QSvgGenerator

from fibre_planner.ui.map.painting_types import load_enumerations, load_painting_types

PAPER_TYPES = (
    QGlyphRun,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QRawFont,
    QSvgGenerator,
    QTextLayout,
    QUuid,
)
"""Classes with enumerations that printing uses beside those of the map."""


@cache
def load_paper_types() -> None:
    """Make all enumerations of printing; call it in the window's thread (load_painting_types)."""
    load_painting_types()
    load_enumerations(PAPER_TYPES)
