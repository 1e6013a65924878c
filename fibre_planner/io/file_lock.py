"""Say to other programs and colleagues that a project file is open, in a small file beside it."""

from __future__ import annotations

import getpass
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from babel.dates import format_datetime

from fibre_planner.language import current_language, tr
from fibre_planner.model.errors import PlannerError

_FOREIGN_LOCK_LIVES = timedelta(hours=24)
"""From another machine nobody can ask whether the program still runs."""


@dataclass(frozen=True)
class Holder:
    """Who has a project file open; `since` is ISO 8601 in UTC."""

    host: str
    pid: int
    user: str
    since: str


def lock_path(path: Path) -> Path:
    """Return the path of the lock file that belongs to a project file."""
    return path.with_name(path.name + ".lock")


def lock_holder(path: Path) -> Holder | None:
    """Return who else has the file open; None where nobody has, or only this program."""
    holder = _read(lock_path(path))
    return holder if holder and not _is_own(holder) and _is_alive(holder) else None


def acquire_lock(path: Path) -> Holder | None:
    """Take the lock of a project file; returns who else has it, None where it is ours now.

    In a folder that cannot be written there is no lock to take, and none is needed.
    """
    target = lock_path(path)
    content = json.dumps(asdict(_ourselves())).encode()
    for _attempt in range(2):  # the second one after a stale lock was taken away
        try:
            descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            holder = _read(target)
            if holder and _is_own(holder):
                return None
            if holder and _is_alive(holder):
                return holder
            with suppress(OSError):
                target.unlink(missing_ok=True)
        except OSError:
            return None
        else:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
            return None
    return _read(target)


def release_lock(path: Path) -> None:
    """Give up the lock of a project file, if it is ours."""
    holder = _read(lock_path(path))
    if holder and _is_own(holder):
        with suppress(OSError):
            lock_path(path).unlink(missing_ok=True)


@contextmanager
def saving_lock(path: Path) -> Iterator[None]:
    """Hold the lock while a file is saved; raises PlannerError where somebody else has it."""
    held_before = _is_held_by_us(path)
    holder = acquire_lock(path)
    if holder:
        raise PlannerError(
            describe(path, holder), tr("Save under another name, or wait until it is closed there.")
        )
    try:
        yield
    finally:
        if not held_before:
            release_lock(path)


def describe(path: Path, holder: Holder) -> str:
    """Return the sentence that says who has the file open."""
    return tr("{file} is open elsewhere: {user} on {host} since {since}.").format(
        file=path.name, user=holder.user, host=holder.host, since=_local_time(holder.since)
    )


def _local_time(since: str) -> str:
    try:
        moment = datetime.fromisoformat(since).astimezone()
    except ValueError:
        return since
    return format_datetime(moment, "short", locale=current_language())


def _ourselves() -> Holder:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "?"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Holder(socket.gethostname(), os.getpid(), user, now)


def _read(target: Path) -> Holder | None:
    try:
        values = json.loads(target.read_text(encoding="utf-8"))
        return Holder(
            str(values["host"]), int(values["pid"]), str(values["user"]), str(values["since"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_held_by_us(path: Path) -> bool:
    holder = _read(lock_path(path))
    return holder is not None and _is_own(holder)


def _is_own(holder: Holder) -> bool:
    return holder.host == socket.gethostname() and holder.pid == os.getpid()


def _is_alive(holder: Holder) -> bool:
    if holder.host == socket.gethostname():
        return _runs(holder.pid)
    try:
        since = datetime.fromisoformat(holder.since)
        return datetime.now(UTC) - since < _FOREIGN_LOCK_LIVES
    except (ValueError, TypeError):
        return False


if sys.platform == "win32":
    import ctypes

    def _runs(pid: int) -> bool:
        """Ask Windows itself, since os.kill would end the process there."""
        query_limited_information, still_active = 0x1000, 259
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(query_limited_information, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == still_active

else:

    def _runs(pid: int) -> bool:
        """Say whether a process of this machine still runs."""
        if pid <= 0:
            return False
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except (PermissionError, OverflowError):
            return True
        return True
