"""Write a file completely beside its target, then put it in place in one step."""

from __future__ import annotations

import errno
import os
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

_NO_SPACE = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_DENIED = {errno.EACCES, errno.EPERM}
_BUSY = {errno.EBUSY, errno.ETXTBSY}


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside the target to write to; it replaces the target when the block ends well.

    The temporary file has the target's ending. When the block raises, it is removed and the target
    stays as it was. Raises PlannerError where the folder or the target cannot be written.
    """
    _refuse_bad_target(path)
    temporary = path.with_name(f".{path.stem[:60]}-{uuid.uuid4().hex[:12]}{path.suffix}")
    try:
        # Opened once by ourselves, since only this names the reason when a folder refuses.
        temporary.touch(exist_ok=False)
        temporary.unlink()
        yield temporary
        _settle(temporary)
        temporary.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        for leftover in (temporary, *_companions(temporary)):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def check_target(path: Path) -> None:
    """Raise PlannerError where a file cannot be written, before long work is done for it."""
    if not path.parent.is_dir():
        raise write_error(path, FileNotFoundError(errno.ENOENT, ""))
    if not os.access(path.parent, os.W_OK):
        raise write_error(path, PermissionError(errno.EACCES, ""))
    _refuse_bad_target(path)


def find_write_trouble(temporary: Path) -> OSError | None:
    """Try to lengthen a half-written file and return what the system says against it.

    For writers that fail without naming the reason.
    """
    try:
        with temporary.open("ab") as stream:
            stream.write(bytes(1 << 20))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        return error
    return None


def write_error(path: Path, error: OSError) -> PlannerError:
    """Turn what the system says against writing into a sentence with a remedy."""
    message = tr("{file} could not be saved.").format(file=path.name)
    code = error.errno
    if code in _NO_SPACE:
        remedy = tr("The disk is full: free some space or save in another folder.")
    elif code in _DENIED:
        remedy = tr(
            "You may not write there, or another program has the file open: close it there, "
            "or save in another folder."
        )
    elif code == errno.EROFS:
        remedy = tr("The drive is read-only: save in another folder.")
    elif code in (errno.ENOENT, errno.ENOTDIR):
        remedy = tr("The folder {folder} does not exist: choose another one.").format(
            folder=path.parent
        )
    elif code in _BUSY:
        remedy = tr("Another program has the file open: close it there and save again.")
    elif code == errno.ENAMETOOLONG:
        remedy = tr("The name is too long: choose a shorter one.")
    else:
        reason = error.strerror or str(error)
        remedy = tr("The system says “{reason}”: try again or save in another folder.").format(
            reason=reason
        )
    return PlannerError(message, remedy)


def _refuse_bad_target(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return
        raise write_error(path, error) from error
    message = tr("{file} could not be saved.").format(file=path.name)
    if stat.S_ISDIR(mode):
        raise PlannerError(message, tr("There is a folder of that name: choose another name."))
    # A replaced file would lose its protection, even where the folder allows replacing it.
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise PlannerError(
            message,
            tr("The file is write-protected: remove the protection or choose another name."),
        )


def _settle(temporary: Path) -> None:
    """Wait until the file is on the disk, so that a power cut leaves the old or the new one."""
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())


def _companions(temporary: Path) -> list[Path]:
    return [temporary.with_name(temporary.name + end) for end in ("-journal", "-wal", "-shm")]
