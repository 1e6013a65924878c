"""What has been painted of the map so far, and how it is laid on the screen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QRegion

from fibre_planner.ui.map.basemap.layer import BasemapLayer
from fibre_planner.ui.map.lettering import LabelPicture
from fibre_planner.ui.map.rolling import RollingPicture
from fibre_planner.ui.map.sketch import SketchOverlay
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tile_cache import TileCache, lay_tiles
from fibre_planner.ui.map.viewport import (
    TILE_PX,
    TileKey,
    Viewport,
    device_place,
    tiles_over,
    tiles_under,
    upper_left,
)

Laid = tuple[int, float, tuple[int, int], LabelPicture | None]
"""What lies on the screen depends on: level, device pixels per logical one, size, and texts."""


class MapPicture:
    """Tiles, texts and sketch of one map, with the last picture for what is still missing.

    revision: the state of scene and look that is wanted; tiles of older ones stand in.
    basemap: what lies below all.
    """

    def __init__(self, basemap: BasemapLayer) -> None:
        self.revision = 0
        self.basemap = basemap
        self.sketch = SketchOverlay()
        self._tiles = TileCache()
        self._oldest = 0
        self._labels: LabelPicture | None = None
        self._rolling = RollingPicture()
        self._old: tuple[QPixmap, Viewport] | None = None
        self._spare: QPixmap | None = None

    def take_tile(self, key: TileKey, image: QImage, revision: int) -> None:
        """Keep a tile that was painted."""
        if revision >= self._oldest:
            self._tiles.put(key, image, revision)
            x, y = device_place(key, self._rolling.corner)
            self._rolling.lose_part(QRect(x, y, TILE_PX, TILE_PX))

    def start_anew(self) -> None:
        """Give up all tiles, because those of another screen do not fit between new ones."""
        self.revision += 1
        self._oldest = self.revision
        self._tiles.clear()
        self._rolling.lose()

    def make_room(self, count: int) -> None:
        """Keep so many tiles."""
        self._tiles.make_room(count)

    def take_labels(self, labels: LabelPicture) -> None:
        """Keep the texts that were painted."""
        self._labels = labels

    def is_complete(self, view: Viewport, ratio: float) -> bool:
        """Return whether all tiles of a view are of the wanted state."""
        fresh = self._tiles.is_fresh
        return all(fresh(key, self.revision) for key in tiles_over(view, ratio))

    def stale(self, keys: Iterable[TileKey]) -> tuple[TileKey, ...]:
        """Return the tiles that are missing or not of the wanted state."""
        return tuple(key for key in keys if not self._tiles.is_fresh(key, self.revision))

    def missing(self, view: Viewport, ratio: float) -> int:
        """Return how many tiles of a view are not there in any state."""
        return sum(self._tiles.get(key) is None for key in tiles_over(view, ratio))

    def labels_fit(self, view: Viewport, ratio: float) -> bool:
        """Return whether the texts at hand are of this state and cover what is seen."""
        labels = self._labels
        if labels is None or labels.revision != self.revision:
            return False
        if labels.frame.resolution != view.resolution or labels.frame.ratio != ratio:
            return False
        west, south, east, north = view.box()
        left, bottom, right, top = labels.frame.box
        return left <= west and bottom <= south and right >= east and top >= north

    def draw(
        self, painter: QPainter, view: Viewport, ratio: float, look: Look, exposed: QRectF
    ) -> None:
        """Draw all there is in a part of the view; where a tile is missing, the old picture."""
        corner = upper_left(view, ratio)
        whole = QRect(0, 0, math.ceil(view.width * ratio), math.ceil(view.height * ratio))
        part = _device(exposed, ratio).intersected(whole)
        labels = self._labels_for(view, ratio)
        keys = _keys(view.level, corner, part)
        # The first picture of a scale is all old: to roll it would copy it once more.
        is_begun = any(self._tiles.get(key) is not None for key in keys)
        if is_begun and not (self.basemap.is_available or self.sketch.is_shown):
            laid = (view.level, ratio, whole.size().toTuple(), labels)
            with _device_pixels(painter, ratio):
                self._roll(painter, view, look, part, laid)
            return
        known = [(key, self._tiles.get(key)) for key in keys]
        missing = [key for key, image in known if image is None]
        covered = self.basemap.is_available and self.basemap.covers(view, ratio)
        if not (covered or (len(missing) == len(known) and self._old_covers(view))):
            painter.fillRect(QRectF(0, 0, view.width, view.height), look.ground)
        if self.basemap.is_available:
            self.basemap.draw(painter, view, ratio)
        if missing:
            self._draw_old(painter, view, ratio, missing)
        lay_tiles(painter, [(key, image) for key, image in known if image is not None], view, ratio)
        self.sketch.draw(painter, view)
        if labels is not None:
            with _device_pixels(painter, ratio):
                labels.lay(painter, corner, part)

    def _roll(self, painter: QPainter, view: Viewport, look: Look, part: QRect, laid: Laid) -> None:
        """Lay tiles and texts by the picture that rolls with the view."""
        level, ratio, size, labels = laid
        corner = upper_left(view, ratio)
        missing: set[TileKey] = set()

        def compose(on: QPainter, some: QRect) -> None:
            lacking: list[TileKey] = []
            for key in _keys(level, corner, some):
                image = self._tiles.get(key)
                if image is not None:
                    on.drawImage(*device_place(key, corner), image)
                else:
                    lacking.append(key)
                    on.fillRect(*device_place(key, corner), TILE_PX, TILE_PX, look.ground)
            if lacking:
                with _device_pixels(on, 1 / ratio):
                    self._draw_old(on, view, ratio, lacking)
                missing.update(lacking)
            if labels is not None:
                labels.lay(on, corner, some)

        self._rolling.lay(painter, corner, part, size, laid, compose)
        for key in missing:  # shown meanwhile, but not for good
            self._rolling.lose_part(QRect(*device_place(key, corner), TILE_PX, TILE_PX))

    def keep(self, view: Viewport, ratio: float, look: Look) -> None:
        """Keep what is seen now, to stand in while another scale is painted."""
        size = QSize(round(view.width * ratio), round(view.height * ratio))
        picture, self._spare = self._spare, None
        if picture is None or picture.size() != size:  # a new one costs as much as all drawing
            picture = QPixmap(size)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        self.draw(painter, view, ratio, look, QRectF(0, 0, view.width, view.height))
        painter.end()
        self.forget_old()
        self._old = (picture, view)

    def forget_old(self) -> None:
        """Give up the picture that stands in; its room serves the next one."""
        if self._old is not None:
            self._spare, self._old = self._old[0], None

    def _labels_for(self, view: Viewport, ratio: float) -> LabelPicture | None:
        labels = self._labels
        if labels is None or labels.frame.resolution != view.resolution:
            return None
        return labels if labels.frame.ratio == ratio else None

    def _old_covers(self, view: Viewport) -> bool:
        """Return whether the old picture shows more than a view, so that no ground is seen."""
        if self._old is None:
            return False
        west, south, east, north = view.box(margin_px=2)
        left, bottom, right, top = self._old[1].box()
        return left <= west and bottom <= south and right >= east and top >= north

    def _draw_old(
        self, painter: QPainter, view: Viewport, ratio: float, missing: list[TileKey]
    ) -> None:
        """Draw what was seen before, scaled and shifted, where tiles are missing."""
        if self._old is None:
            return
        picture, then = self._old
        west, south, east, north = then.box()
        left, top = view.to_screen(west, north)
        right, bottom = view.to_screen(east, south)
        region = QRegion()
        corner = upper_left(view, ratio)
        for key in missing:
            x, y = device_place(key, corner)
            side = TILE_PX / ratio
            region += QRectF(x / ratio, y / ratio, side, side).toAlignedRect()
        painter.save()
        painter.setClipRegion(region, Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(
            QRectF(left, top, right - left, bottom - top), picture, QRectF(picture.rect())
        )
        painter.restore()


def _device(exposed: QRectF, ratio: float) -> QRect:
    return QRectF(exposed.topLeft() * ratio, exposed.size() * ratio).toAlignedRect()


def _keys(level: int, corner: tuple[int, int], part: QRect) -> tuple[TileKey, ...]:
    if part.isEmpty():
        return ()
    return tiles_under(level, corner, (part.x(), part.y(), part.width(), part.height()))


@contextmanager
def _device_pixels(painter: QPainter, ratio: float) -> Iterator[None]:
    """Draw device pixel on device pixel meanwhile, as nothing else is as quick."""
    if ratio == 1.0:
        yield
        return
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    yield
    painter.restore()
