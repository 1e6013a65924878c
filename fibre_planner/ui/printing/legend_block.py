"""The legend of a map page: the signs of what is seen on it, in as many columns as they need."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from fibre_planner.language import tr
from fibre_planner.ui import legend_entries
from fibre_planner.ui.legend_entries import SIDE_PX, Draw
from fibre_planner.ui.map import styles
from fibre_planner.ui.map.geometry import Points
from fibre_planner.ui.map.scene import Scene
from fibre_planner.ui.map.styles import LIGHT, Look
from fibre_planner.ui.map.viewport import Box
from fibre_planner.ui.printing import ink
from fibre_planner.ui.printing.paper import Rect

_PAD = 7.0
_TITLE, _BODY = 14, 12
_LEAST_COLUMN = 128.0
_PITCHES = (23.0, 20.0, 17.5)


@dataclass(frozen=True)
class Line:
    """One line: a heading without a sign, or a sign with its text."""

    text: str
    draw: Draw | None


def seen_kinds(
    scene: Scene, groups: frozenset[str], box: Box, resolution: float
) -> frozenset[tuple[str, int]]:
    """Return the layers and kinds that are drawn in a box at a scale, in metres per pixel."""
    found: set[tuple[str, int]] = set()
    for layer in scene.shown(groups):
        if resolution >= styles.layer_seen_below(layer.key):
            continue
        data = layer.data
        rows = data.within(box)
        kinds = data.kind[rows] if isinstance(data, Points) else data.kind[data.feature[rows]]
        found |= {(layer.key, kind) for kind in np.unique(kinds).tolist()}
    if resolution >= styles.LEAD_INS_BELOW:
        found.discard(("trenches", 0))
    return frozenset(found)


def legend_lines(
    scene: Scene, groups: frozenset[str], box: Box, resolution: float, look: Look
) -> list[Line]:
    """Return the lines of a legend of what is seen in a box, from the top of the map down."""
    seen = seen_kinds(scene, groups, box, resolution)
    layer_groups = {layer.key: layer.group for layer in scene.layers}
    there = {layer_groups[key] for key, _ in seen}
    lines: list[Line] = []
    for group in legend_entries.GROUPS:
        if group not in there:
            continue
        draw = legend_entries.group_draw(group, look)
        title = legend_entries.title(group, scene)
        if draw is not None:
            lines.append(Line(title, draw))
            continue
        known = legend_entries.entries_in(scene, group, look)
        some = [entry for entry in known if (entry.layer, entry.kind) in seen]
        if some:
            lines.append(Line(title, None))
            lines += [Line(entry.short, entry.draw) for entry in some]
    return lines


def draw_legend(painter: QPainter, place: Rect, lines: list[Line]) -> None:
    """Draw the legend into its place; lines that do not fit are told by their number."""
    room = place.inner(_PAD)
    title = ink.font(_TITLE, bold=True)
    painter.setPen(ink.BLACK)
    top = ink.write_lines(painter, (room.left, room.top), [tr("Legend")], title) + 3
    body = Rect(room.left, top, room.width, room.bottom - top)
    columns, pitch = _fit(len(lines), body)
    rows = max(int(body.height // pitch), 1)
    width = body.width / columns
    shown = lines
    if len(lines) > rows * columns:
        left_out = len(lines) - rows * columns + 1
        more = Line(tr("and {count} more").format(count=left_out), None)
        shown = [*lines[: rows * columns - 1], more]
    for column, some in enumerate(_batched(shown, rows)):
        for row, line in enumerate(some):
            cell = Rect(body.left + column * width, body.top + row * pitch, width - 6, pitch)
            _draw_line(painter, cell, line)
    ink.draw_frame(painter, place)


def _fit(count: int, room: Rect) -> tuple[int, float]:
    """Return columns and height of the lines, the loosest that hold them all."""
    most = max(int(room.width // _LEAST_COLUMN), 1)
    for columns, pitch in itertools.product(range(1, most + 1), _PITCHES):
        if count <= columns * (room.height // pitch):
            return columns, pitch
    return most, _PITCHES[-1]


def _batched(lines: list[Line], size: int) -> list[list[Line]]:
    return [lines[start : start + size] for start in range(0, len(lines), size)]


def _draw_line(painter: QPainter, cell: Rect, line: Line) -> None:
    font = ink.font(_BODY, bold=line.draw is None)
    metrics = QFontMetricsF(font)
    left = cell.left
    if line.draw is not None:
        painter.save()
        painter.translate(left, cell.top + (cell.height - SIDE_PX) / 2)
        sign = QRectF(0, 0, SIDE_PX, SIDE_PX)
        painter.setClipRect(sign, Qt.ClipOperation.IntersectClip)
        painter.fillRect(sign, LIGHT.ground)  # white streets are not seen on white paper
        line.draw(painter)
        painter.restore()
        left += SIDE_PX + 6
    texts = ink.broken(line.text, font, cell.right - left, 1)
    painter.setFont(font)
    painter.setPen(ink.BLACK)
    baseline = cell.top + cell.height / 2 + metrics.capHeight() / 2
    for text in texts:
        painter.drawText(QPointF(left, baseline), text)
