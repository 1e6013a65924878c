"""Show formats in German whether or not the German texts are there."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager

from fibre_planner import language


@contextmanager
def in_german() -> Iterator[None]:
    try:
        chosen = ("de", language._catalogue("de"))
    except FileNotFoundError:
        chosen = ("de", gettext.NullTranslations())
    token = language._within.set(chosen)
    try:
        yield
    finally:
        language._within.reset(token)
