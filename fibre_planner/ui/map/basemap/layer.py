"""The basemap of one map: what is shown, what is fetched, and how it stands."""

from __future__ import annotations

import importlib
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from fibre_planner.language import tr
from fibre_planner.ui.map.basemap.compose import MOST_STEPS_UP, GroundOrder
from fibre_planner.ui.map.basemap.matrix import SourceKey, TileMatrix, ancestor, tiles_over
from fibre_planner.ui.map.basemap.source import Source, address_of
from fibre_planner.ui.map.basemap.warp import (
    Reproject,
    box_around,
    is_north_first,
    mesh_of,
    reprojection,
    zoom_for,
)
from fibre_planner.ui.map.basemap.worker import BasemapWorker
from fibre_planner.ui.map.styles import LIGHT, Look
from fibre_planner.ui.map.tile_cache import TileCache, lay_tiles
from fibre_planner.ui.map.viewport import TileKey, Viewport, tiles_for
from fibre_planner.ui.map.viewport import tiles_over as map_tiles_over

if TYPE_CHECKING:
    from fibre_planner.ui.map.basemap.fetching import TileFetcher

_MOST_PICTURES = 320
_SETTLE_MS = 10
_WHOLE = MOST_STEPS_UP + 1
"""What a tile of the right zoom counts; one of five zooms farther counts 1."""


class BasemapLayer(QObject):
    """Fetches and paints the basemap under a map; nothing is asked for before one is chosen.

    Signals: changed() when something new can be drawn; status_changed(); failed(text of a
    traceback).
    source: what is shown, None for no basemap. crs: that of the map above it.
    """

    changed = Signal()
    status_changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source: Source | None = None
        self.folder: Path | None = None
        self.crs = ""
        self._matrix: TileMatrix | None = None
        self._change: Reproject | None = None
        self._look: Look = LIGHT
        self._revision = 0
        self._ground = TileCache()
        self._needed: dict[TileKey, tuple[SourceKey, ...]] = {}
        self._seen: list[TileKey] = []
        self._ratio = 1.0
        self._pictures: OrderedDict[SourceKey, QImage] = OrderedDict()
        self._unpacking: set[SourceKey] = set()
        self._painted_with: dict[TileKey, int] = {}
        self._paint_soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._paint_soon.timeout.connect(self._paint)
        self._fetcher: TileFetcher | None = None
        self._worker: BasemapWorker | None = None
        self._status = ""

    # --- choosing

    def use(self, source: Source | None, crs: str) -> None:
        """Show another basemap under a map of a CRS; None shows none."""
        if source == self.source and crs == self.crs:
            return
        self.source, self.crs = source, crs
        self._forget()
        self._pictures.clear()
        self._unpacking.clear()
        if self._worker is not None:
            self._worker.forget()
        if self._fetcher is not None:
            self._fetcher.stop()
        self._matrix = None
        if source is not None and crs:
            self._matrix = source.matrix_for(crs)
            self._change = reprojection(crs, self._matrix.crs)
            self._start()
        self._tell_status()
        self.changed.emit()

    def set_patience(self, *, patience_ms: int, probe_ms: int) -> None:
        """Choose how long a refused tile and a server that is away are left alone."""
        if self._fetcher is not None:
            self._fetcher.set_patience(patience_ms=patience_ms, probe_ms=probe_ms)

    def set_look(self, look: Look) -> None:
        """Dim the basemap in the dark."""
        if look != self._look:
            self._look = look
            self._forget()

    @property
    def is_shown(self) -> bool:
        """Return whether a basemap is chosen and the map has a CRS to show it in."""
        return self._matrix is not None

    @property
    def attribution(self) -> str:
        """Return what is to be written on the map for the basemap that is shown."""
        return self.source.attribution if self.source and self.is_shown else ""

    @property
    def is_available(self) -> bool:
        """Return whether there is or will be something to see of it."""
        return self.is_shown and self._status != "away"

    def note(self) -> str:
        """Return what is not as it should be, empty where all is well."""
        if self._status == "cached":
            return tr("Basemap: offline, shown from cache")
        return tr("Basemap: not available") if self._status == "away" else ""

    def stop(self) -> None:
        """End fetching and painting."""
        self._paint_soon.stop()
        self._unpacking.clear()
        if self._fetcher is not None:
            self._fetcher.stop()
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    # --- drawing

    def covers(self, view: Viewport, ratio: float) -> bool:
        """Return whether there is a tile of any state everywhere in a view."""
        return all(self._ground.get(key) is not None for key in map_tiles_over(view, ratio))

    def draw(self, painter: QPainter, view: Viewport, ratio: float) -> None:
        """Draw the tiles at hand."""
        known = ((key, self._ground.get(key)) for key in map_tiles_over(view, ratio))
        lay_tiles(painter, [(key, image) for key, image in known if image], view, ratio)

    def is_complete(self, view: Viewport, ratio: float) -> bool:
        """Return whether all that can be had of what is seen is drawn."""
        if not self.is_shown:
            return True
        keys = map_tiles_over(view, ratio)
        known = all(key in self._needed for key in keys)
        return known and all(not self._awaits(key) and self._is_fresh(key) for key in keys)

    def order(self, view: Viewport, ratio: float) -> None:
        """Fetch and paint what a view needs, and then what lies around it."""
        matrix = self._matrix
        if matrix is None:
            return
        if ratio != self._ratio:
            self._ratio = ratio
            self._forget()
        self._seen = tiles_for(view, ratio)
        around = tiles_for(view, ratio, ring=1)
        self._ground.make_room(len(around))
        wanted = self._seen + [key for key in around if key not in set(self._seen)]
        self._needed = {key: self._needed.get(key) or self._tiles_under(key) for key in wanted}
        self._fetch()
        self._paint()

    def _tiles_under(self, key: TileKey) -> tuple[SourceKey, ...]:
        matrix = self._matrix
        assert matrix is not None
        px, places = mesh_of(key, self._ratio, self._change)
        if not np.isfinite(places).all():
            return ()  # beyond what the CRS of the basemap can show
        zoom = zoom_for(matrix, places, px)
        return tuple(tiles_over(matrix, zoom, box_around(places)))

    def _fetch(self) -> None:
        source, matrix, fetcher = self.source, self._matrix, self._fetcher
        if source is None or matrix is None or fetcher is None:
            return
        north_first = source.is_wms and is_north_first(matrix.crs)
        wanted: dict[SourceKey, str] = {}
        for ground, keys in self._needed.items():
            if self._is_whole(ground):
                continue
            for key in keys:
                found = self._askable(key)
                if found is not None and found not in wanted and found not in self._unpacking:
                    wanted[found] = address_of(source, matrix, found, north_first=north_first)
        fetcher.want(wanted)

    def _line_of(self, key: SourceKey) -> list[SourceKey]:
        """Return a tile and the farther ones that can stand in for it."""
        matrix = self._matrix
        assert matrix is not None
        farther = [ancestor(matrix, key, steps) for steps in range(1, MOST_STEPS_UP + 1)]
        return [key, *(one for one in farther if one is not None)]

    def _askable(self, key: SourceKey) -> SourceKey | None:
        """Return the tile to ask for: itself, or one that may lie on disk to stand in for it."""
        fetcher = self._fetcher
        assert fetcher is not None
        for one in self._line_of(key):
            if one in self._pictures:
                return None
            if not fetcher.is_refused(one):
                return one
            if not fetcher.is_offline:
                return None  # the server is there: it will have the tile in a while, or never
        return None

    def _awaits(self, key: TileKey) -> bool:
        """Return whether tiles under one of ours may still come."""
        if self._is_whole(key):
            return False
        return any(self._askable(tile) is not None for tile in self._needed.get(key, ()))

    def _is_whole(self, key: TileKey) -> bool:
        most = _WHOLE * len(self._needed.get(key, ()))
        painted = self._painted_with.get(key, -1) >= most
        return painted and self._ground.is_fresh(key, self._revision)

    def _is_fresh(self, key: TileKey) -> bool:
        painted = self._painted_with.get(key, -1) >= self._at_hand(key)
        return painted and self._ground.is_fresh(key, self._revision)

    def _at_hand(self, key: TileKey) -> int:
        """Return how much of the tiles under one of ours is there; farther ones count less."""
        count = 0
        for tile in self._needed.get(key, ()):
            line = self._line_of(tile)
            count += next((_WHOLE - n for n, one in enumerate(line) if one in self._pictures), 0)
        return count

    def _paint(self) -> None:
        """Order those of our tiles that gain something by being painted again."""
        matrix = self._matrix
        if self._worker is None or matrix is None:
            return
        orders = []
        for key, needed in self._needed.items():
            at_hand = self._at_hand(key)
            if self._is_fresh(key) or (not at_hand and self._awaits(key)):
                continue
            pictures = self._pictures_for(needed)
            orders.append(
                GroundOrder(
                    key, self._ratio, self._look, matrix, self._change, needed, pictures, at_hand
                )
            )
        self._worker.paint(orders)

    def _pictures_for(self, needed: tuple[SourceKey, ...]) -> dict[SourceKey, QImage]:
        found: dict[SourceKey, QImage] = {}
        for key in needed:
            nearest = next((one for one in self._line_of(key) if one in self._pictures), None)
            if nearest is not None:
                found[nearest] = self._pictures[nearest]
                self._pictures.move_to_end(nearest)
        return found

    # --- taking answers

    def _start(self) -> None:
        if self._fetcher is None:
            # Late: a map without a basemap needs nothing of the network.
            fetching: Any = importlib.import_module("fibre_planner.ui.map.basemap.fetching")
            fetcher: TileFetcher = fetching.TileFetcher(self.folder or fetching.cache_folder())
            fetcher.setParent(self)
            fetcher.loaded.connect(self._take_answer)
            fetcher.missing.connect(self._take_missing)
            fetcher.state_changed.connect(self._tell_status)
            fetcher.retry.connect(self._order_again)
            self._fetcher = fetcher
        if self._worker is None:
            self._worker = BasemapWorker()
            self._worker.unpacked.connect(self._take_picture)
            self._worker.refused.connect(self._take_refusal)
            self._worker.painted.connect(self._take_ground)
            self._worker.failed.connect(self.failed)
            self._worker.start()

    def _take_answer(self, key: SourceKey, body: bytes, content_type: str) -> None:
        if self._worker is not None and self._matrix is not None:
            self._unpacking.add(key)
            self._worker.unpack((key, body, content_type, self._matrix.tile_px))

    def _take_picture(self, key: SourceKey, image: QImage) -> None:
        if self._matrix is None or key not in self._unpacking:
            return
        self._unpacking.discard(key)
        self._pictures[key] = image
        while len(self._pictures) > _MOST_PICTURES:
            self._pictures.popitem(last=False)
        self._paint_soon.start()
        self._tell_status()

    def _take_refusal(self, key: SourceKey, _reason: str) -> None:
        if self._fetcher is not None and key in self._unpacking:
            self._unpacking.discard(key)
            self._fetcher.give_up(key)
            self._take_missing(key)

    def _take_missing(self, _key: SourceKey) -> None:
        self._order_again()
        self._tell_status()

    def _order_again(self) -> None:
        self._fetch()
        self._paint_soon.start()

    def _take_ground(self, order: GroundOrder, image: QImage) -> None:
        if order.matrix is not self._matrix or order.look != self._look:
            return
        self._ground.put(order.key, image, self._revision)
        self._painted_with[order.key] = order.at_hand
        self.changed.emit()

    def _forget(self) -> None:
        self._revision += 1
        self._needed.clear()
        self._painted_with.clear()
        self._ground.clear()

    def _tell_status(self) -> None:
        status = self._reckon_status()
        if status != self._status:
            self._status = status
            self.status_changed.emit()

    def _reckon_status(self) -> str:
        """Return whether it is there (empty), from disk alone (cached), or not at all (away)."""
        fetcher = self._fetcher
        if fetcher is None or not self.is_shown:
            return ""
        if any(self._painted_with.get(key, 0) or self._at_hand(key) for key in self._seen):
            return "cached" if fetcher.is_offline else ""
        if any(self._needed.get(key) for key in self._seen) and not any(
            self._awaits(key) for key in self._seen
        ):
            return "away"
        return self._status if fetcher.is_busy() else ""
