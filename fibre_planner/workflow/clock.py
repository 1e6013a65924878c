"""The time that files carry: now, or a fixed moment where the same bytes are wanted again."""

from __future__ import annotations

import datetime as dt
import getpass
import os


def now() -> dt.datetime:
    """Return the time in UTC; SOURCE_DATE_EPOCH (seconds) fixes it for reproducible files."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def user() -> str:
    """Return the name the user is logged in with, empty where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
