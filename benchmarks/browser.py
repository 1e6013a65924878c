"""How long a browser without a screen takes to open and paint an HTML map, and what it asks for."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

_LONGEST_S = 60.0
# The page may fetch nothing, so that it tells its figures by going to another address.
_TELL = """<script>
let opened = 0;
const look = setInterval(() => {
  if (!document.body.dataset.ready) return;
  const sheet = FP.layer._canvas, ink = sheet.getContext("2d");
  const inked = () => ink.getImageData(0, 0, sheet.width, sheet.height).data.some((part) => part);
  if (!opened && !inked()) return;
  opened ||= performance.now();
  if (!document.body.dataset.complete) return;
  clearInterval(look);
  const told = {
    opened, unpacked: Number(document.body.dataset.ready), complete: performance.now(),
    asked: performance.getEntriesByType("resource").map((one) => one.name)
      .filter((name) => !name.startsWith("data:") && !name.startsWith("blob:")),
  };
  location.href = "/told?" + new URLSearchParams({ value: JSON.stringify(told) });
}, 4);
</script></html>"""
# A reader's browser runs before he opens the map: its own start is not part of the figures.
_FIRST = b"""<!DOCTYPE html><script>
addEventListener("load", () => setTimeout(() => { location.href = "/map.html"; }, 300));
</script>"""


@dataclass(frozen=True)
class Painted:
    """What a running browser told.

    opened_s: from asking for the page until the addresses are painted. ready_s: part of it, from
    unpacking on. complete_s: from asking until all other layers and the panel are there, too.
    asked: addresses the page asked for.
    """

    opened_s: float
    ready_s: float
    complete_s: float
    asked: tuple[str, ...]


def browser() -> str | None:
    """Return the program of a Chromium, None where there is none."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def paint(page: Path) -> Painted | None:
    """Open a map in a fresh browser and return its figures; None without a browser."""
    program = browser()
    if program is None:
        return None
    content = page.read_text(encoding="utf-8").replace("</html>", _TELL).encode()
    told: list[dict[str, Any]] = []
    done = threading.Event()
    others: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        """Gives out the page once, and takes its figures."""

        def do_GET(self) -> None:
            path = urlsplit(self.path)
            pages = {"/": _FIRST, "/map.html": content}
            is_page, is_told = path.path in pages, path.path == "/told"
            if is_told:
                told.append(json.loads(parse_qs(path.query)["value"][0]))
            elif not is_page:
                others.append(self.path)
            self.send_response(200 if is_page or is_told else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages.get(path.path, b""))
            if is_told:
                done.set()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        options += ["--disable-background-networking", "--disable-component-update"]
        options += ["--window-size=1600,1000", f"--user-data-dir={profile}"]
        options += ["--remote-debugging-port=0"]
        run = subprocess.Popen(
            [program, *options, f"http://127.0.0.1:{server.server_port}/"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        done.wait(_LONGEST_S)
        run.terminate()
        run.wait()
    server.shutdown()
    if not told:
        raise TimeoutError(f"{page.name} was not painted within {_LONGEST_S:.0f} s")
    said = told[0]
    asked = [*said["asked"], *(path for path in others if path != "/favicon.ico")]
    seconds = (said[name] / 1000 for name in ("opened", "unpacked", "complete"))
    return Painted(*seconds, tuple(asked))
