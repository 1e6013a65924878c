"""How painting threads make room for the window: short turns, and none while it draws a frame."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_SHORT_S = 0.0001
_LONGEST_FRAME_S = 0.005
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


_no_frame = threading.Event()
_no_frame.set()
_last_frame = 0.0


def begin_frame() -> None:
    """Have the painting threads wait: the window is about to draw a frame; in its thread alone.

    Else both would take the interpreter from each other many times within the frame, and each
    time the window would wait for a whole call of Qt.
    """
    global _last_frame
    _last_frame = time.monotonic()
    _no_frame.clear()


def seconds_since_frame() -> float:
    """Return how long ago the window last began to draw a frame of a map."""
    return time.monotonic() - _last_frame


def end_frame() -> None:
    """Let the painting threads go on."""
    _no_frame.set()


def give_way() -> None:
    """Wait while the window draws a frame; painting threads ask between their calls of Qt.

    A frame that never ends, as that of a hidden window, is waited for once.
    """
    if not _no_frame.is_set() and not _no_frame.wait(_LONGEST_FRAME_S):
        _no_frame.set()
