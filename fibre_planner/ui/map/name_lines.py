"""Where the names of streets may stand along their lines, remembered from picture to picture.

The places in px depend on the scale alone, so that a moved map needs not reckon them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from weakref import WeakKeyDictionary

import numpy as np

from fibre_planner.ui.map.geometry import Paths
from fibre_planner.ui.map.labels import along, text_run
from fibre_planner.ui.map.painters import Frame

REPEAT_PX = 520.0
"""Distance after which the name of a long street is written again."""

_ASIDE = (0.0, -0.25, 0.25)
"""Where a name is tried along its stretch of street, as shares of it from its middle."""

_REACH_PX = 200.0
_MOST_LINES = 20_000

Run = tuple[np.ndarray, np.ndarray]
"""Places (n, 2) and angles (n,) of letters."""


class NameLine:
    """A name along a line at a scale; places are px from the first vertex of the line on.

    advances: (n,) widths of the letters.
    """

    def __init__(self, line: np.ndarray, advances: np.ndarray) -> None:
        self._line = line
        self._advances = advances
        self._runs: dict[float, Run | None] = {}
        self._aside: list[float] = []
        self._middles: list[float] = []
        self._places: list[list[float]] = []
        length = float(np.hypot(*np.diff(line, axis=0).T).sum())
        if length < float(advances.sum()):
            return
        count = max(int(length // REPEAT_PX), 1)
        self._aside = [share * length / count for share in _ASIDE]
        self._middles = ((np.arange(count) + 0.5) * length / count).tolist()
        self._places = along(line, np.array(self._middles))[0].tolist()

    def tries(
        self, x: float, y: float, width_px: float, height_px: float
    ) -> Iterator[Iterator[Run | None]]:
        """Yield for each place that is seen the runs to be tried there, the best one first.

        x, y: px of the first vertex in a picture of a size.
        """
        for middle, (dx, dy) in zip(self._middles, self._places, strict=True):
            if (
                -_REACH_PX < x + dx < width_px + _REACH_PX
                and -_REACH_PX < y + dy < height_px + _REACH_PX
            ):
                yield (self._run(middle + aside) for aside in self._aside)

    def _run(self, middle: float) -> Run | None:
        if middle not in self._runs:
            self._runs[middle] = text_run(self._line, self._advances, middle)
        return self._runs[middle]


def name_line(
    lines: Paths, part: int, frame: Frame, font_name: str, advances: Callable[[], np.ndarray]
) -> tuple[NameLine, float, float]:
    """Return the name along a part of some lines, and px of its first vertex in a frame.

    font_name, advances: the font of the name, and what tells the widths of its letters in it.
    """
    known = _known.setdefault(lines, {})
    key = (part, frame.resolution, font_name)
    vertices = lines.part(part)
    x, y = vertices[0].tolist()
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST_LINES:
            known.clear()
        found = NameLine((vertices - (x, y)) * (1, -1) / frame.resolution, advances())
        known[key] = found
    west, _, _, north = frame.box
    return found, (x - west) / frame.resolution, (north - y) / frame.resolution


_known: WeakKeyDictionary[Paths, dict[tuple[int, float, str], NameLine]] = WeakKeyDictionary()
