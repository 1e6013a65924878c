"""The HTML page of the map: one file by folium with everything inside, nothing fetched."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import folium
from branca.element import Element

from fibre_planner.language import current_language
from fibre_planner.resources import RESOURCES

_SCRIPTS = ("payload", "canvas", "paint", "labels", "years", "pick", "search", "panel", "start")
_OUTSIDE = re.compile(
    r"""<(?:script|link|img|iframe|object|embed)\b[^>]*\b(?:src|href|data)\s*=\s*["']?\s*(?:https?:)?//""",
    re.IGNORECASE,
)


class OfflineMap(folium.Map):
    """A folium map that asks for no script and no style from outside."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium declares it so
    default_css: list[tuple[str, str]] = []  # noqa: RUF012  folium declares it so


class _Raw(Element):
    """Text that is put into the page as it is; folium would read it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: Any) -> str:
        return self.text


def make_page(title: str, payloads: Mapping[str, str], hosts: list[str]) -> str:
    """Return the page.

    payloads: element id → base64 text; hosts: from which pictures of a background map may come.
    Raises ValueError where the page would fetch a script or a style from outside.
    """
    chart = OfflineMap(
        tiles=None, zoom_control=False, max_zoom=20, min_zoom=5, zoom_snap=0.25, control_scale=False
    )
    # Folium draws names by lot; the same input shall give the same file.
    chart._id = "plan"
    figure: Any = chart.get_root()
    leaflet = RESOURCES / "leaflet"
    icons = re.compile(r"url\(images/[^)]*\)")
    style = icons.sub("none", (leaflet / "leaflet.css").read_text(encoding="utf-8"))
    style += (RESOURCES / "webmap" / "map.css").read_text(encoding="utf-8")
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(hosts)}"/>'
        f"<title>{html.escape(title)}</title>"
        f"<style>{style}</style>"
        f"<script>{_script((leaflet / 'leaflet.js').read_text(encoding='utf-8'))}</script>"
    )
    figure.header.add_child(_Raw(head), name="0-head", index=1)
    stored = "".join(
        f'<script type="application/octet-stream" id="{name}">{text}</script>\n'
        for name, text in payloads.items()
    )
    body = '<div id="fp-panel"></div><div id="fp-trouble" role="alert" hidden></div>\n'
    figure.html.add_child(_Raw(body + stored), name="0-body", index=0)
    code = "\n".join(
        (RESOURCES / "webmap" / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS
    )
    # Folium writes the map's own script behind this one.
    start = f'addEventListener("DOMContentLoaded", () => FP.run({chart.get_name()}));'
    figure.script.add_child(_Raw(f"{code}\n{start}\n"), name="start")
    page = str(figure.render()).replace("<html>", f'<html lang="{current_language()}">', 1)
    refuse_outside(page)
    return page


def refuse_outside(page: str) -> None:
    """Raise ValueError where a page fetches anything from outside when it is opened."""
    found = _OUTSIDE.search(page)
    if found:
        raise ValueError(f"the page would fetch {page[found.start() : found.end() + 60]!r}")


def _policy(hosts: list[str]) -> str:
    """Return what the browser may load: what is in the page, and pictures of background maps."""
    return (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        f"img-src data: blob: {' '.join(hosts)}; base-uri 'none'; form-action 'none'"
    )


def _script(code: str) -> str:
    """Return a script whose text cannot end the element it stands in."""
    return code.replace("</script", "<\\/script")
