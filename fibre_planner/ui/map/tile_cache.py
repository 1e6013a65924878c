"""Painted tiles that are kept, the longest unused given up first."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QImage

from fibre_planner.ui.map.viewport import TILE_PX, TileKey

_BYTES_PER_TILE = TILE_PX * TILE_PX * 4


class TileCache:
    """Tiles with the revision they were painted for.

    A tile of an older revision is still shown until its successor comes.
    """

    def __init__(self, bytes_kept: int) -> None:
        self._most = max(bytes_kept // _BYTES_PER_TILE, 16)
        self._tiles: OrderedDict[TileKey, tuple[QImage, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tiles)

    def get(self, key: TileKey) -> QImage | None:
        """Return a tile of any revision and mark it as used."""
        found = self._tiles.get(key)
        if found is None:
            return None
        self._tiles.move_to_end(key)
        return found[0]

    def is_fresh(self, key: TileKey, revision: int) -> bool:
        """Return whether a tile was painted for a revision."""
        found = self._tiles.get(key)
        return found is not None and found[1] == revision

    def put(self, key: TileKey, image: QImage, revision: int) -> None:
        """Keep a tile; the longest unused ones leave when there are too many."""
        known = self._tiles.get(key)
        if known is not None and known[1] > revision:
            return
        self._tiles[key] = (image, revision)
        self._tiles.move_to_end(key)
        while len(self._tiles) > self._most:
            self._tiles.popitem(last=False)

    def clear(self) -> None:
        """Give up all tiles."""
        self._tiles.clear()
