"""The time that files carry: now, or a fixed moment where the same bytes are wanted again."""

from __future__ import annotations

import datetime as dt
import getpass
import os


def is_fixed() -> bool:
    """Return whether files are to carry a fixed moment, as the same bytes are wanted again."""
    return os.environ.get("SOURCE_DATE_EPOCH", "").isdigit()


def now() -> dt.datetime:
    """Return the time in UTC; SOURCE_DATE_EPOCH (seconds) fixes it for reproducible files."""
    if is_fixed():
        return dt.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), dt.UTC)
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def user() -> str:
    """Return the name the user is logged in with, empty where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
