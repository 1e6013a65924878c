"""A small tile server on this machine: coloured tiles, with the troubles real servers have."""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

SIDE = 256


def colour_of(zoom: int, column: int, row: int) -> QColor:
    """Return the colour of a tile, another one for each neighbour."""
    return QColor(40 + column % 5 * 50, 40 + row % 5 * 50, zoom * 8 % 256)


def huge_png() -> bytes:
    """Return the head of a picture that says it has 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    crc = struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk + crc


def png_of(colour: QColor, side: int = SIDE) -> bytes:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(colour)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


class TileServer:
    """Answers /zoom/row/column.png, and any WMS request with a tile of one colour.

    trouble: slow, busy (503), html, wrong_size, huge, broken, or empty for none.
    asked, headers: the paths and headers of the requests so far.
    """

    def __init__(self) -> None:
        self.trouble = ""
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        self.go_on = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:  # a client that hangs up is no fault
                pass

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self.port = self._http.server_port
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def template(self) -> str:
        return f"http://127.0.0.1:{self.port}/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png"

    @property
    def wms(self) -> str:
        return f"http://127.0.0.1:{self.port}/wms?layers=map"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        with self.lock:
            self.asked.append(request.path)
            self.headers.append(dict(request.headers))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        if self.trouble == "slow":
            self.go_on.wait(20)
        status, kind, body = self._answer_to(request.path)
        with self.lock:
            self.at_once -= 1
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _answer_to(self, path: str) -> tuple[int, str, bytes]:
        parts = urlsplit(path)
        if parts.path == "/wms":
            asked = parse_qs(parts.query)
            return 200, "image/png", png_of(QColor(200, 30, 30), int(asked["WIDTH"][0]))
        zoom, row, column = (int(part) for part in parts.path.strip("/").split(".")[0].split("/"))
        if self.trouble == "busy":
            return 503, "text/plain", b"busy"
        if self.trouble.startswith("html"):
            kind = "image/png" if self.trouble == "html_as_picture" else "text/html"
            return 200, kind, b"<html>please log in</html>"
        if self.trouble == "huge":
            return 200, "image/png", huge_png()
        side = 300 if self.trouble == "wrong_size" else SIDE
        tile = png_of(colour_of(zoom, column, row), side)
        return 200, "image/png", tile[: len(tile) // 2] if self.trouble == "broken" else tile

    def stop(self) -> None:
        self.go_on.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(20)


@contextmanager
def serving() -> Iterator[TileServer]:
    server = TileServer()
    try:
        yield server
    finally:
        server.stop()
