"""The basemap on paper: its tiles are fetched by the window's thread while a job waits for them."""

from __future__ import annotations

import importlib
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from fibre_planner.language import ntr, tr
from fibre_planner.progress import Report
from fibre_planner.ui.map.basemap.decoding import RefusedAnswer, decode_tile
from fibre_planner.ui.map.basemap.matrix import SourceKey
from fibre_planner.ui.map.basemap.source import Source, address_of
from fibre_planner.ui.map.basemap.warp import is_north_first, reprojection
from fibre_planner.ui.map.viewport import Box
from fibre_planner.ui.printing.ground_wish import (
    MOST_IN_ALL,
    PAPER_DPI,
    GroundTiles,
    GroundWish,
    compose,
    wish_for,
)

if TYPE_CHECKING:
    from fibre_planner.ui.map.basemap.fetching import TileFetcher

_MOST_KEPT = 600
_LOOK_EVERY_S = 0.05


@dataclass(frozen=True)
class Fetched:
    """What became of the tiles of the maps printed so far."""

    needed: int = 0
    missing: int = 0
    too_much: int = 0
    coarse: int = 0
    is_offline: bool = False


class PaperGround(QObject):
    """Gets the tiles of one basemap for printing; made and ended in the window's thread.

    Signals: arrived() when tiles came that a picture was made without.
    source: the basemap. crs: that of the map above it.
    """

    arrived = Signal()
    _wanted = Signal(object)
    _useless = Signal(object)
    _done = Signal()

    def __init__(
        self, source: Source, crs: str, folder: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.source = source
        self.crs = crs
        self._folder = folder
        self._matrix = source.matrix_for(crs)
        self._fetcher: TileFetcher | None = None
        self._lock = threading.Condition()
        self._bodies: OrderedDict[SourceKey, tuple[bytes, str]] = OrderedDict()
        self._lost: set[SourceKey] = set()
        self._asked: set[SourceKey] = set()
        self._awaited: set[SourceKey] = set()
        self._fetched = Fetched()
        self._wanted.connect(self._want)
        self._useless.connect(self._refuse)
        self._done.connect(self.stop)

    # --- in the thread of a job

    def picture(
        self, box: Box, inches: tuple[float, float], dpi: float, ask: GroundAsk, report: Report
    ) -> QImage | None:
        """Return the basemap in a box of the map's CRS; None where nothing of it is to be had.

        inches: size on paper. dpi: pixels per inch; whether there are too many tiles is told of
        those that paper needs. Waits for the tiles; report may raise Cancelled meanwhile.
        """
        change = reprojection(self.crs, self._matrix.crs)
        wish = wish_for(self._matrix, change, box, _pixels(inches, PAPER_DPI), ask.most_tiles)
        if wish.needed and dpi < PAPER_DPI:
            coarse = wish.is_coarse
            wish = wish_for(self._matrix, change, box, _pixels(inches, dpi), ask.most_tiles)
            wish = replace(wish, is_coarse=coarse)
        pictures = self._fetch(wish, ask.patience_s, report) if wish.needed else {}
        with self._lock:
            told = self._fetched
            self._fetched = replace(
                told,
                needed=told.needed + len(wish.needed),
                missing=told.missing + len(wish.needed) - len(pictures),
                too_much=told.too_much + wish.is_too_much,
                coarse=told.coarse + wish.is_coarse,
            )
        if not pictures:
            return None
        return compose(wish, GroundTiles(self._matrix, wish.needed, pictures))

    def _fetch(
        self, wish: GroundWish, patience_s: float | None, report: Report
    ) -> dict[SourceKey, QImage]:
        """Return the pictures of tiles as far as they come."""
        needed = wish.needed
        with self._lock:
            self._lost.difference_update(needed)
            self._awaited.clear()
            open_at_first = [key for key in needed if key not in self._bodies]
        until = None if patience_s is None else time.monotonic() + patience_s
        try:
            if open_at_first:
                self._wanted.emit(open_at_first)
            left = self._left(needed)
            while left and (until is None or time.monotonic() < until):
                share = 1 - len(left) / len(needed)
                report(share, tr("Fetching the basemap"))
                with self._lock:  # the window's thread fetches meanwhile
                    self._lock.wait(_LOOK_EVERY_S)
                left = self._left(needed)
        except BaseException:
            self._wanted.emit([])
            raise
        with self._lock:
            self._awaited.update(left)
            bodies = {key: self._bodies[key] for key in needed if key in self._bodies}
        pictures = {}
        for key, (body, kind) in bodies.items():
            try:
                pictures[key] = decode_tile(body, kind, self._matrix.tile_px)
            except RefusedAnswer:  # a page instead of a picture: told as a missing tile
                self._useless.emit(key)
        return pictures

    def _left(self, needed: Sequence[SourceKey]) -> list[SourceKey]:
        with self._lock:
            return [key for key in needed if key not in self._bodies and key not in self._lost]

    def rest(self) -> None:
        """Fetch nothing more; may be called from any thread."""
        self._done.emit()

    # --- in any thread

    def begin(self) -> None:
        """Count anew what is missing."""
        with self._lock:
            self._fetched = Fetched(is_offline=self._fetched.is_offline)

    def note(self) -> str:
        """Return what is not as it should be since it was begun, empty where all is well."""
        with self._lock:
            told = self._fetched
        if told.too_much:
            return tr("Printed without the basemap: it would need more than {count} tiles.").format(
                count=MOST_IN_ALL
            )
        if told.missing and told.missing == told.needed:
            return tr("The basemap cannot be reached; the map is printed without it.")
        if told.missing:
            return ntr(
                "{count} tile of the basemap cannot be had and stays white.",
                "{count} tiles of the basemap cannot be had and stay white.",
                told.missing,
            ).format(count=told.missing)
        if told.is_offline and told.needed:
            return tr("The basemap cannot be reached; what is kept on disk is printed.")
        if told.coarse:
            return tr("The basemap is printed coarser, to spare its server.")
        return ""

    # --- in the window's thread

    def stop(self) -> None:
        """End fetching; who still waits goes without."""
        if self._fetcher is not None:
            self._fetcher.stop()
        for key in list(self._asked):
            self._lose(key)

    def _want(self, keys: list[SourceKey]) -> None:
        if self._fetcher is None:
            fetching: Any = importlib.import_module("fibre_planner.ui.map.basemap.fetching")
            fetcher: TileFetcher = fetching.TileFetcher(self._folder or fetching.cache_folder())
            fetcher.setParent(self)
            fetcher.loaded.connect(self._take)
            fetcher.missing.connect(self._lose)
            fetcher.state_changed.connect(self._take_state)
            self._fetcher = fetcher
        self._asked = set(keys)
        self._ask_for_rest()

    def _ask_for_rest(self) -> None:
        fetcher, matrix = self._fetcher, self._matrix
        assert fetcher is not None
        north_first = self.source.is_wms and is_north_first(matrix.crs)
        fetcher.want(
            {
                key: address_of(self.source, matrix, key, north_first=north_first)
                for key in sorted(self._asked)
            }
        )
        for key in [key for key in self._asked if fetcher.is_refused(key)]:
            self._lose(key)

    def _take(self, key: SourceKey, body: bytes, kind: str) -> None:
        with self._lock:
            self._bodies[key] = (body, kind)
            while len(self._bodies) > _MOST_KEPT:
                self._bodies.popitem(last=False)
        self._settle(key)

    def _lose(self, key: SourceKey) -> None:
        with self._lock:
            self._lost.add(key)
        self._settle(key)

    def _settle(self, key: SourceKey) -> None:
        """Take a tile off the lists of those that are on their way."""
        self._asked.discard(key)
        with self._lock:
            was_awaited = key in self._awaited
            self._awaited.discard(key)
            is_last = was_awaited and not self._awaited
            self._lock.notify_all()
        if is_last:
            self.arrived.emit()

    def _refuse(self, key: SourceKey) -> None:
        """Keep an answer that is no picture neither here nor on disk."""
        with self._lock:
            self._bodies.pop(key, None)
        if self._fetcher is not None:
            self._fetcher.give_up(key)

    def _take_state(self) -> None:
        assert self._fetcher is not None
        with self._lock:
            told = self._fetched
            self._fetched = replace(told, is_offline=self._fetcher.is_offline)


def _pixels(inches: tuple[float, float], dpi: float) -> tuple[int, int]:
    return (max(round(inches[0] * dpi), 1), max(round(inches[1] * dpi), 1))


@dataclass(frozen=True, eq=False)
class GroundAsk:
    """The basemap below the maps of one printing.

    most_tiles: of each map. patience_s: how long a map waits for its tiles; None to the end.
    """

    ground: PaperGround
    most_tiles: int
    patience_s: float | None = None

    @property
    def attribution(self) -> str:
        """Return what must stand on a map with it."""
        return self.ground.source.attribution

    def picture(
        self, box: Box, inches: tuple[float, float], dpi: float, report: Report
    ) -> QImage | None:
        """Return the picture below a map of a size on paper, see PaperGround.picture."""
        return self.ground.picture(box, inches, dpi, self, report)
