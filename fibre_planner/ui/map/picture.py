"""What has been painted of the map so far, and how it is laid on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap, QRegion

from fibre_planner.ui.map.basemap.layer import BasemapLayer
from fibre_planner.ui.map.lettering import LabelPicture
from fibre_planner.ui.map.sketch import SketchOverlay
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tile_cache import TileCache, lay_tiles
from fibre_planner.ui.map.viewport import (
    TILE_PX,
    TileKey,
    Viewport,
    device_place,
    tiles_over,
    upper_left,
)


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
        self._old: tuple[QPixmap, Viewport] | None = None

    def take_tile(self, key: TileKey, image: QImage, revision: int) -> None:
        """Keep a tile that was painted."""
        if revision >= self._oldest:
            self._tiles.put(key, image, revision)

    def start_anew(self) -> None:
        """Give up all tiles, because those of another screen do not fit between new ones."""
        self.revision += 1
        self._oldest = self.revision
        self._tiles.clear()

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
        known = [(key, self._tiles.get(key)) for key in _exposed(view, ratio, exposed)]
        missing = [key for key, image in known if image is None]
        whole = self.basemap.is_available and self.basemap.covers(view, ratio)
        if not whole and (missing or self.basemap.is_available):
            painter.fillRect(QRectF(0, 0, view.width, view.height), look.ground)
        if self.basemap.is_available:
            self.basemap.draw(painter, view, ratio)
        if missing:
            self._draw_old(painter, view, ratio, missing)
        tiles = [(key, image) for key, image in known if image is not None]
        lay_tiles(painter, tiles, view, ratio)
        self.sketch.draw(painter, view)
        self._draw_labels(painter, view, ratio, exposed)

    def keep(self, view: Viewport, ratio: float, look: Look) -> None:
        """Keep what is seen now, to stand in while another scale is painted."""
        picture = QPixmap(round(view.width * ratio), round(view.height * ratio))
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        self.draw(painter, view, ratio, look, QRectF(0, 0, view.width, view.height))
        painter.end()
        self._old = (picture, view)

    def forget_old(self) -> None:
        """Give up the picture that stands in."""
        self._old = None

    def _draw_labels(
        self, painter: QPainter, view: Viewport, ratio: float, exposed: QRectF
    ) -> None:
        labels = self._labels
        if (
            labels is None
            or labels.frame.resolution != view.resolution
            or labels.frame.ratio != ratio
        ):
            return
        x, y = view.to_screen(labels.frame.box[0], labels.frame.box[3])
        left, top = round(x * ratio), round(y * ratio)
        seen = _device(exposed, ratio)
        west, north = seen.left() - left, seen.top() - top
        east, south = west + seen.width(), north + seen.height()
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)  # device pixel on device pixel, as tiles are laid
        for x1, y1, x2, y2 in labels.pieces:
            x, y = max(x1, west), max(y1, north)
            wide, high = min(x2, east) - x, min(y2, south) - y
            if wide > 0 and high > 0:
                painter.drawImage(left + x, top + y, labels.image, x, y, wide, high)
        painter.restore()

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
        painter.setClipRegion(region)
        painter.drawPixmap(
            QRectF(left, top, right - left, bottom - top), picture, QRectF(picture.rect())
        )
        painter.restore()


def _device(exposed: QRectF, ratio: float) -> QRect:
    return QRectF(exposed.topLeft() * ratio, exposed.size() * ratio).toAlignedRect()


def _exposed(view: Viewport, ratio: float, exposed: QRectF) -> Iterable[TileKey]:
    """Return the tiles of a view that a part of it in logical pixels meets."""
    if exposed.width() >= view.width and exposed.height() >= view.height:
        return tiles_over(view, ratio)
    seen, corner = _device(exposed, ratio), upper_left(view, ratio)
    left, top, right, bottom = seen.left(), seen.top(), seen.right(), seen.bottom()
    places = ((key, *device_place(key, corner)) for key in tiles_over(view, ratio))
    return [
        key
        for key, x, y in places
        if x <= right and y <= bottom and x + TILE_PX > left and y + TILE_PX > top
    ]
