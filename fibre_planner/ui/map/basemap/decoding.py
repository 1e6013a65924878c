"""Turning a server's answers into pictures; whatever is no tile of the right size is refused."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

MOST_BYTES = 4_000_000
_FORMATS = ("png", "jpeg", "jpg", "webp", "gif")


class RefusedAnswer(Exception):
    """An answer that is no tile; the text says why."""


def decode_tile(body: bytes, content_type: str, tile_px: int) -> QImage:
    """Return the picture of a tile, or one of twice the size for fine screens.

    Raises RefusedAnswer for pages, other sizes and what is broken; sizes are looked at before
    anything is unpacked.
    """
    kind = content_type.split(";")[0].strip().lower()
    if kind and not kind.startswith("image/") and kind != "application/octet-stream":
        raise RefusedAnswer(f"an answer of type {kind}")
    if len(body) > MOST_BYTES:
        raise RefusedAnswer(f"an answer of {len(body)} bytes")
    data = QByteArray(body)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if bytes(reader.format().data()).decode() not in _FORMATS:
        raise RefusedAnswer("an answer that is no picture")
    if size.width() != size.height() or size.width() not in (tile_px, 2 * tile_px):
        raise RefusedAnswer(f"a picture of {size.width()} × {size.height()} pixels")
    image = reader.read()
    if image.isNull():
        raise RefusedAnswer("a broken picture")
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
