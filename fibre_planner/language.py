"""The language that texts are shown in: gettext catalogues, German and English."""

from __future__ import annotations

import gettext
import locale
import os
from contextlib import contextmanager
from contextvars import ContextVar
from operator import index
from typing import TYPE_CHECKING

from fibre_planner.resources import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("en", "de")
_DOMAIN = "fibre_planner"


def _catalogue(code: str) -> gettext.NullTranslations:
    """Load the catalogue of a language; English is the source and needs none."""
    return gettext.translation(_DOMAIN, RESOURCES / "i18n", [code], fallback=code == "en")


_chosen: tuple[str, gettext.NullTranslations] = ("en", gettext.NullTranslations())
# A report may be written in another language than the window shows, in another thread.
_within: ContextVar[tuple[str, gettext.NullTranslations] | None] = ContextVar(
    "language", default=None
)


def system_language() -> str:
    """Return "de" where the system's locale is German, else "en"."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in names if name), "") or locale.getlocale()[0] or ""
    return "de" if name.lower().startswith(("de", "german")) else "en"


def use_language(code: str) -> None:
    """Choose the language of all texts from now on ("de" or "en")."""
    global _chosen
    _chosen = (code, _catalogue(code))


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Show texts in another language within a with-block, in this thread alone."""
    token = _within.set((code, _catalogue(code)))
    try:
        yield
    finally:
        _within.reset(token)


def current_language() -> str:
    """Return the code of the language in use, "de" or "en"."""
    return (_within.get() or _chosen)[0]


def tr(text: str) -> str:
    """Return a text in the language in use."""
    return (_within.get() or _chosen)[1].gettext(text)


def ntr(one: str, many: str, count: int) -> str:
    """Return the form of a text that fits a count; {count} is left for the caller to fill in."""
    # Rows are counted by numpy too, whose whole numbers gettext refuses.
    return (_within.get() or _chosen)[1].ngettext(one, many, index(count))


def mark(text: str) -> str:
    """Mark a text for translation that is shown later with tr()."""
    return text
