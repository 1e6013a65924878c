"""A bot that waits longer than the usual five seconds, so that a slow machine fails no test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

_PATIENCE_MS = 60_000


class PatientBot(QtBot):
    """Waits up to a minute where a test names no limit; what comes sooner is taken sooner."""

    def waitUntil(
        self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE_MS
    ) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = _PATIENCE_MS, **chosen: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **chosen)

    def waitSignals(self, signals: Any, *, timeout: int = _PATIENCE_MS, **chosen: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **chosen)
