"""The pages of the manual: Markdown files with names of commands filled in from the window."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from fibre_planner.language import current_language, tr
from fibre_planner.resources import RESOURCES, read_toml
from fibre_planner.ui.actions import COMMANDS
from fibre_planner.ui.menu_paths import plain
from fibre_planner.ui.own_keys import key_groups, native

_FOLDER = RESOURCES / "manual"
_NAMED = re.compile(r"\{(menu|key|panel):([a-z_]+)\}")
_TEXT = re.compile(r"\{text:([^{}]+)\}")
_BY_NAME = {command.name: command for command in COMMANDS}


@dataclass(frozen=True)
class Page:
    """One page: its name, its title, and its text as Markdown with all names filled in."""

    name: str
    title: str
    text: str


@cache
def page_names() -> tuple[str, ...]:
    """Return the names of all pages in the order of the contents."""
    return tuple(read_toml(_FOLDER / "contents.toml")["pages"])


def read_source(name: str, language: str) -> str:
    """Return the text of a page as it is kept, names not filled in."""
    return (_FOLDER / language / f"{name}.md").read_text(encoding="utf-8")


def read_pages(named: Mapping[str, str]) -> tuple[Page, ...]:
    """Return all pages in the language in use.

    named: texts for places such as menu:plan or panel:budget, as `window_names` gives them.
    """
    return tuple(_read(name, named) for name in page_names())


def _read(name: str, named: Mapping[str, str]) -> Page:
    source = read_source(name, current_language())
    text = _NAMED.sub(lambda found: _named(found[1], found[2], named), source)
    text = _TEXT.sub(lambda found: plain(tr(found[1])), text)
    text = text.replace("{keys}", key_tables())
    title = next(line for line in text.splitlines() if line.startswith("# "))
    return Page(name, title.removeprefix("# "), text)


def _named(kind: str, name: str, named: Mapping[str, str]) -> str:
    """Return the name of a command, the way to it or its key; bold, as it is read on the screen."""
    if kind == "key":
        return f"**{native(_BY_NAME[name].shortcut)}**"
    given = named.get(f"{kind}:{name}")
    if given is None:
        given = plain(tr(_BY_NAME[name].text)) if name in _BY_NAME else name
    return f"**{given}**"


def key_tables() -> str:
    """Return all keyboard shortcuts as Markdown, a table for each group."""
    parts: list[str] = []
    for title, rows in key_groups():
        parts += [f"## {title}", "", f"| {tr('Keys')} | {tr('Command')} |", "|---|---|"]
        parts += [f"| {_cell(keys)} | {_cell(text)} |" for text, keys in rows]
        parts.append("")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_")
