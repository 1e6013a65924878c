"""Short turns between threads while something is painted, so that the window answers at once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_SHORT_S = 0.0001
_lock = threading.Lock()
_before: list[float] = []


@contextmanager
def short_turns() -> Iterator[None]:
    """Let the window's thread have the interpreter after a tenth of a millisecond.

    Python's own five milliseconds are a third of a frame, and each call of Qt may wait once: half
    a millisecond gave twice the slowest frames of a tenth. The interval is that of the whole
    process: the last one who leaves puts back what the first one found.
    """
    with _lock:
        _before.append(_before[0] if _before else sys.getswitchinterval())
        sys.setswitchinterval(_SHORT_S)
    try:
        yield
    finally:
        with _lock:
            found = _before.pop()
            if not _before:
                sys.setswitchinterval(found)
