"""Qt's painter calls that take long, made without holding the interpreter.

PySide holds the interpreter lock for as long as a painter paints; the window would wait for each
call of a painting thread. ctypes lets go of it, and calls the very same functions of the library
that PySide has loaded; their names are part of Qt 6's promise of binary compatibility. Where they
are not found, as on systems whose compiler names them otherwise, PySide's own calls are made.
The caller keeps painter, picture and numbers alive and lets no other thread use the painter.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any, cast

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPixmap
from shiboken6 import Shiboken

_Call = Callable[..., None]


def _found(symbol: str, *arguments: Any) -> _Call | None:
    """Return a function of Qt that takes a painter and more arguments, None where it is hidden."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        call = getattr(ctypes.CDLL("libQt6Gui.so.6"), symbol)
    except (OSError, AttributeError):
        return None
    call.argtypes = (ctypes.c_void_p, *arguments)
    call.restype = None
    return cast(_Call, call)


_pointer, _int = ctypes.c_void_p, ctypes.c_int
_lines = _found("_ZN8QPainter9drawLinesEPK6QLineFi", _pointer, _int)
_boxes = _found("_ZN8QPainter9drawRectsEPK6QRectFi", _pointer, _int)
_polygon = _found("_ZN8QPainter11drawPolygonEPK7QPointFiN2Qt8FillRuleE", _pointer, _int, _int)
_polyline = _found("_ZN8QPainter12drawPolylineEPK7QPointFi", _pointer, _int)
_path = _found("_ZN8QPainter8drawPathERK12QPainterPath", _pointer)
_filled = _found("_ZN8QPainter8fillPathERK12QPainterPathRK6QBrush", _pointer, _pointer)
_fragments = _found(
    "_ZN8QPainter19drawPixmapFragmentsEPKNS_14PixmapFragmentEiRK7QPixmap"
    "6QFlagsINS_18PixmapFragmentHintEE",
    *(_pointer, _int, _pointer, _int),
)


def draw_lines(painter: QPainter, px: np.ndarray) -> None:
    """Draw straight pieces (n, 4) float64."""
    if _lines is not None:
        _lines(_at(painter), px.ctypes.data, len(px))
    else:
        painter.drawLines(Shiboken.wrapInstance(px.ctypes.data, QLineF), len(px))


def draw_boxes(painter: QPainter, px: np.ndarray) -> None:
    """Draw boxes (n, 4) float64: left, top, width, height."""
    if _boxes is not None:
        _boxes(_at(painter), px.ctypes.data, len(px))
    else:
        painter.drawRects(Shiboken.wrapInstance(px.ctypes.data, QRectF), len(px))


def draw_polygon(painter: QPainter, address: int, count: int) -> None:
    """Draw a ring of so many vertices, two float64 each, from an address on."""
    if _polygon is not None:
        _polygon(_at(painter), address, count, Qt.FillRule.OddEvenFill.value)
    else:
        painter.drawPolygon(_points(address, count))


def draw_polyline(painter: QPainter, address: int, count: int) -> None:
    """Draw a line of so many vertices, two float64 each, from an address on."""
    if _polyline is not None:
        _polyline(_at(painter), address, count)
    else:
        painter.drawPolyline(_points(address, count))


def draw_path(painter: QPainter, path: QPainterPath) -> None:
    """Draw a path with pen and brush that are set."""
    if _path is not None:
        _path(_at(painter), _at(path))
    else:
        painter.drawPath(path)


def fill_path(painter: QPainter, path: QPainterPath, brush: QBrush) -> None:
    """Fill a path."""
    if _filled is not None:
        _filled(_at(painter), _at(path), _at(brush))
    else:
        painter.fillPath(path, brush)


def draw_fragments(painter: QPainter, pieces: np.ndarray, strip: QPixmap) -> None:
    """Draw pieces (n, 10) float64 of a picture."""
    if _fragments is not None:
        _fragments(_at(painter), pieces.ctypes.data, len(pieces), _at(strip), 0)
    else:
        first = Shiboken.wrapInstance(pieces.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(cast(QPainter.PixmapFragment, first), len(pieces), strip)


def _at(thing: QPainter | QPainterPath | QPixmap | QBrush) -> int:
    return int(Shiboken.getCppPointer(thing)[0])


def _points(address: int, count: int) -> list[QPointF]:
    numbers = (ctypes.c_double * (2 * count)).from_address(address)
    return [QPointF(numbers[2 * n], numbers[2 * n + 1]) for n in range(count)]
