"""What has been painted of the map so far, and how it is laid on the screen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap

from fibre_planner.ui.map.lettering import LabelPicture
from fibre_planner.ui.map.sketch import SketchOverlay
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tile_cache import TileCache
from fibre_planner.ui.map.viewport import TileKey, Viewport, tile_place, tiles_for

_CACHE_BYTES = 160_000_000


class MapPicture:
    """Tiles, texts and sketch of one map, with the last picture for what is still missing.

    revision: the state of scene and look that is wanted; tiles of older ones stand in.
    """

    def __init__(self) -> None:
        self.revision = 0
        self.sketch = SketchOverlay()
        self._tiles = TileCache(_CACHE_BYTES)
        self._labels: LabelPicture | None = None
        self._old: tuple[QPixmap, Viewport] | None = None

    def take_tile(self, key: TileKey, image: QImage, revision: int) -> None:
        """Keep a tile that was painted."""
        self._tiles.put(key, image, revision)

    def take_labels(self, labels: LabelPicture) -> None:
        """Keep the texts that were painted."""
        self._labels = labels

    def stale(self, keys: list[TileKey]) -> tuple[TileKey, ...]:
        """Return the tiles that are missing or not of the wanted state."""
        return tuple(key for key in keys if not self._tiles.is_fresh(key, self.revision))

    def labels_fit(self, view: Viewport) -> bool:
        """Return whether the texts at hand are of this state and cover what is seen."""
        labels = self._labels
        if labels is None or labels.revision != self.revision:
            return False
        if labels.frame.resolution != view.resolution:
            return False
        west, south, east, north = view.box()
        left, bottom, right, top = labels.frame.box
        return left <= west and bottom <= south and right >= east and top >= north

    def draw(self, painter: QPainter, view: Viewport, ratio: float, look: Look) -> None:
        """Draw all there is; where a tile is missing, what was seen before stands in."""
        tiles = [(key, self._tiles.get(key)) for key in tiles_for(view, ratio)]
        if any(image is None for _, image in tiles):
            painter.fillRect(QRectF(0, 0, view.width, view.height), look.ground)
            self._draw_old(painter, view)
        for key, image in tiles:
            if image is not None:
                x, y = tile_place(key, view, ratio)
                side = image.width() / ratio
                painter.drawImage(QRectF(x, y, side, side), image)
        self.sketch.draw(painter, view)
        self._draw_labels(painter, view, ratio)

    def keep(self, view: Viewport, ratio: float, look: Look) -> None:
        """Keep what is seen now, to stand in while another scale is painted."""
        picture = QPixmap(round(view.width * ratio), round(view.height * ratio))
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        self.draw(painter, view, ratio, look)
        painter.end()
        self._old = (picture, view)

    def forget_old(self) -> None:
        """Give up the picture that stands in."""
        self._old = None

    def _draw_labels(self, painter: QPainter, view: Viewport, ratio: float) -> None:
        labels = self._labels
        if labels is None or labels.frame.resolution != view.resolution:
            return
        x, y = view.to_screen(labels.frame.box[0], labels.frame.box[3])
        picture = labels.image
        corner = QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio)
        painter.drawImage(
            QRectF(corner.x(), corner.y(), picture.width() / ratio, picture.height() / ratio),
            picture,
        )

    def _draw_old(self, painter: QPainter, view: Viewport) -> None:
        """Draw what was seen before, scaled and shifted."""
        if self._old is None:
            return
        picture, then = self._old
        west, south, east, north = then.box()
        left, top = view.to_screen(west, north)
        right, bottom = view.to_screen(east, south)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(
            QRectF(left, top, right - left, bottom - top), picture, QRectF(picture.rect())
        )
