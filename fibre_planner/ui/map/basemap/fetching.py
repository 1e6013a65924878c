"""Fetching tiles politely: few at a time, from disk where possible, calmly while offline."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import platformdirs
from PySide6.QtCore import QDateTime, QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import (
    QNetworkAccessManager,
    QNetworkDiskCache,
    QNetworkProxyFactory,
    QNetworkReply,
    QNetworkRequest,
)

from fibre_planner import __version__
from fibre_planner.ui.map.basemap.decoding import MOST_BYTES
from fibre_planner.ui.map.basemap.matrix import SourceKey

USER_AGENT = f"FibrePlanner/{__version__} (network planning for municipalities)"
_DISK_BYTES = 300_000_000
_DAYS_KEPT = 14
_OFFLINE_AFTER = 3
_PATIENCE_MS, _PROBE_MS = 30_000, 15_000
_MOST_REDIRECTS = 3
_HTTP_GONE = (204, 404, 410)

_Attribute = QNetworkRequest.Attribute
_Error = QNetworkReply.NetworkError
_AWAY = frozenset(
    {
        _Error.ConnectionRefusedError,
        _Error.RemoteHostClosedError,
        _Error.HostNotFoundError,
        _Error.TimeoutError,
        _Error.OperationCanceledError,  # how the transfer timeout ends a reply
        _Error.TemporaryNetworkFailureError,
        _Error.NetworkSessionFailedError,
        _Error.SslHandshakeFailedError,
        _Error.UnknownNetworkError,
        _Error.ProxyConnectionRefusedError,
        _Error.ProxyConnectionClosedError,
        _Error.ProxyNotFoundError,
        _Error.ProxyTimeoutError,
    }
)


def cache_folder() -> Path:
    """Return where tiles are kept on disk."""
    return platformdirs.user_cache_path("fibre-planner", appauthor=False) / "basemap"


@cache
def use_system_proxy() -> None:
    """Reach the web as the system is set up to."""
    QNetworkProxyFactory.setUseSystemConfiguration(True)


class TileFetcher(QObject):
    """Gets the tiles that are wanted now, the first ones first, and none that no longer are.

    Signals: loaded(SourceKey, body, content type); missing(SourceKey) where there is none now;
    state_changed() when the server goes away or comes back; retry() when refused tiles may be
    asked for again.
    is_offline: whether the server cannot be reached; tiles then come from disk alone.
    """

    loaded = Signal(object, bytes, str)
    missing = Signal(object)
    state_changed = Signal()
    retry = Signal()

    def __init__(
        self,
        folder: Path,
        *,
        parallel: int = 6,
        timeout_ms: int = 8000,
    ) -> None:
        super().__init__()
        use_system_proxy()
        self.is_offline = False
        self._parallel = parallel
        self._timeout_ms = timeout_ms
        self._manager = QNetworkAccessManager(self)
        self._kept = QNetworkDiskCache(self._manager)
        self._kept.setCacheDirectory(str(folder))
        self._kept.setMaximumCacheSize(_DISK_BYTES)
        self._manager.setCache(self._kept)
        self._asked: dict[SourceKey, QUrl] = {}
        self._wanted: dict[SourceKey, str] = {}
        self._running: dict[SourceKey, QNetworkReply] = {}
        self._refused: dict[SourceKey, float] = {}
        self._failures = 0
        self._probed: tuple[SourceKey, str] | None = None
        self._probe = QTimer(self)
        self._probe.timeout.connect(self._ask_again)
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._try_again)
        self._patience_ms = _PATIENCE_MS
        self.set_patience(patience_ms=_PATIENCE_MS, probe_ms=_PROBE_MS)

    def set_patience(self, *, patience_ms: int, probe_ms: int) -> None:
        """Choose how long a refused tile and a server that is away are left alone."""
        self._patience_ms = patience_ms
        self._patience.setInterval(patience_ms + 50)
        self._probe.setInterval(probe_ms)

    def want(self, addresses: Mapping[SourceKey, str]) -> None:
        """Fetch these tiles in this order; what runs for others is ended."""
        self._wanted = {
            key: address
            for key, address in addresses.items()
            if key not in self._running and not self.is_refused(key)
        }
        for key in [key for key in self._running if key not in addresses]:
            self._end(self._running.pop(key))
        self._start()

    def is_refused(self, key: SourceKey) -> bool:
        """Return whether a tile was asked for a short time ago and is not to be had."""
        until = self._refused.get(key)
        if until is not None and until <= time.monotonic():
            del self._refused[key]
            return False
        return until is not None

    def is_busy(self) -> bool:
        """Return whether tiles are on their way."""
        return bool(self._wanted or self._running)

    def give_up(self, key: SourceKey) -> None:
        """Neither keep the answer for a tile, which is of no use, nor ask again for a while."""
        if key in self._asked:
            self._kept.remove(self._asked[key])
            self._refuse(key)

    def _refuse(self, key: SourceKey) -> None:
        self._refused[key] = time.monotonic() + self._patience_ms / 1000
        if not self._patience.isActive():
            self._patience.start()

    def stop(self) -> None:
        """End all that runs and forget what was refused."""
        self.want({})
        self._refused.clear()
        self._asked.clear()
        self._probe.stop()
        self._patience.stop()
        self._failures, self.is_offline = 0, False

    def _try_again(self) -> None:
        now = time.monotonic()
        self._refused = {key: until for key, until in self._refused.items() if until > now}
        if self._refused:
            self._patience.start()
        self.retry.emit()

    def _start(self) -> None:
        while self._wanted and len(self._running) < self._parallel:
            key = next(iter(self._wanted))
            self._ask(key, self._wanted.pop(key))

    def _ask(self, key: SourceKey, address: str, *, from_web: bool = False) -> None:
        self._asked[key] = QUrl(address)
        request = QNetworkRequest(self._asked[key])
        load = QNetworkRequest.CacheLoadControl
        how = load.AlwaysCache if self.is_offline else load.PreferCache
        request.setAttribute(
            _Attribute.CacheLoadControlAttribute, load.AlwaysNetwork if from_web else how
        )
        request.setAttribute(
            _Attribute.RedirectPolicyAttribute,
            QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy,
        )
        request.setMaximumRedirectsAllowed(_MOST_REDIRECTS)
        manual = QNetworkRequest.LoadControl.Manual
        request.setAttribute(_Attribute.CookieLoadControlAttribute, manual)
        request.setAttribute(_Attribute.CookieSaveControlAttribute, manual)
        request.setRawHeader(b"User-Agent", USER_AGENT.encode())
        request.setRawHeader(b"Accept", b"image/png,image/webp,image/jpeg;q=0.9")
        request.setTransferTimeout(self._timeout_ms)
        reply = self._manager.get(request)
        self._running[key] = reply
        reply.downloadProgress.connect(lambda got, whole: self._check_size(key, max(got, whole)))
        reply.finished.connect(lambda: self._take(key, address, reply))

    def _check_size(self, key: SourceKey, count: int) -> None:
        reply = self._running.get(key)
        if count > MOST_BYTES and reply is not None:
            del self._running[key]
            self._end(reply)
            self._miss(key)
            self._start()

    def _take(self, key: SourceKey, address: str, reply: QNetworkReply) -> None:
        if self._running.get(key) is not reply:
            return
        del self._running[key]
        error = reply.error()
        status = int(reply.attribute(_Attribute.HttpStatusCodeAttribute) or 0)
        from_disk = bool(reply.attribute(_Attribute.SourceIsFromCacheAttribute))
        if error == _Error.NoError and status not in _HTTP_GONE:
            kind = str(reply.header(QNetworkRequest.KnownHeaders.ContentTypeHeader) or "")
            self._reached(online=not from_disk)
            if not from_disk:
                self._keep_for_a_while(reply.url())
            self.loaded.emit(key, bytes(reply.readAll().data()), kind)
        else:
            if status:
                self._reached(online=not from_disk)
            elif error in _AWAY:
                self._failed(key, address)
            self._miss(key)
        reply.deleteLater()
        self._start()

    def _keep_for_a_while(self, address: QUrl) -> None:
        """Take a tile from disk for some days, also where the server does not say how long."""
        facts = self._kept.metaData(address)
        until = QDateTime.currentDateTimeUtc().addDays(_DAYS_KEPT)
        if facts.isValid() and not facts.expirationDate() > until:
            facts.setExpirationDate(until)
            self._kept.updateMetaData(facts)

    def _miss(self, key: SourceKey) -> None:
        self._refuse(key)
        self.missing.emit(key)

    def _end(self, reply: QNetworkReply) -> None:
        if reply.error() == _Error.NoError:  # else its end is on its way
            reply.abort()  # which finds it no longer among those that run
        reply.deleteLater()

    def _reached(self, *, online: bool) -> None:
        if not online:
            return
        self._failures = 0
        if self.is_offline:
            self.is_offline = False
            self._refused.clear()
            self._probe.stop()
            self.state_changed.emit()
            self.retry.emit()

    def _failed(self, key: SourceKey, address: str) -> None:
        self._failures += 1
        self._probed = (key, address)
        if not self.is_offline and self._failures >= _OFFLINE_AFTER:
            self.is_offline = True
            self._refused.clear()  # what the server did not give may be on disk
            self._probe.start()
            self.state_changed.emit()
            self.retry.emit()

    def _ask_again(self) -> None:
        """See whether the server is back."""
        if self._probed is not None and self._probed[0] not in self._running:
            self._ask(*self._probed, from_web=True)
