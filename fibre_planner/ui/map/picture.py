"""What has been painted of the map so far, and how it is laid on the screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap, QRegion

from fibre_planner.ui.map.basemap.layer import BasemapLayer
from fibre_planner.ui.map.lettering import LabelPicture
from fibre_planner.ui.map.sketch import SketchOverlay
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tile_cache import TileCache
from fibre_planner.ui.map.viewport import TILE_PX, TileKey, Viewport, tile_place, tiles_for


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
        """Keep at least twice as many tiles as are seen or near."""
        self._tiles.make_room(2 * count)

    def take_labels(self, labels: LabelPicture) -> None:
        """Keep the texts that were painted."""
        self._labels = labels

    def stale(self, keys: list[TileKey]) -> tuple[TileKey, ...]:
        """Return the tiles that are missing or not of the wanted state."""
        return tuple(key for key in keys if not self._tiles.is_fresh(key, self.revision))

    def missing(self, view: Viewport, ratio: float) -> int:
        """Return how many tiles of a view are not there in any state."""
        return sum(self._tiles.get(key) is None for key in tiles_for(view, ratio))

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
        seen = [
            key for key in tiles_for(view, ratio) if _place(key, view, ratio).intersects(exposed)
        ]
        tiles = [(key, self._tiles.get(key)) for key in seen]
        missing = [key for key, image in tiles if image is None]
        whole = self.basemap.is_available and self.basemap.covers(view, ratio)
        if not whole and (missing or self.basemap.is_available):
            painter.fillRect(QRectF(0, 0, view.width, view.height), look.ground)
        if self.basemap.is_available:
            self.basemap.draw(painter, view, ratio)
        if missing:
            self._draw_old(painter, view, ratio, missing)
        for key, image in tiles:
            if image is not None:
                painter.drawImage(_place(key, view, ratio), image)
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
        shown = QRectF(exposed.topLeft() * ratio, exposed.size() * ratio).toAlignedRect()
        seen = shown.translated(-left, -top)
        for piece in labels.pieces:
            part = piece.intersected(seen)
            if not part.isEmpty():
                place = QRectF(
                    (left + part.x()) / ratio,
                    (top + part.y()) / ratio,
                    part.width() / ratio,
                    part.height() / ratio,
                )
                painter.drawImage(place, labels.image, QRectF(part))

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
        for key in missing:
            region += _place(key, view, ratio).toAlignedRect()
        painter.save()
        painter.setClipRegion(region)
        painter.drawPixmap(
            QRectF(left, top, right - left, bottom - top), picture, QRectF(picture.rect())
        )
        painter.restore()


def _place(key: TileKey, view: Viewport, ratio: float) -> QRectF:
    x, y = tile_place(key, view, ratio)
    side = TILE_PX / ratio
    return QRectF(x, y, side, side)
