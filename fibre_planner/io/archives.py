"""Unpacking ZIP files from outside: no path out of the folder, no bomb, no password."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from fibre_planner.io.raw_table import LIMITS
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
)
"""What reading a damaged archive raises."""

_HIDDEN = ("__MACOSX", ".")


def check_archive(archive: zipfile.ZipFile, name: str) -> None:
    """Raise PlannerError where unpacking would fill the disk or needs a password."""
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if any(member.flag_bits & 1 for member in members):
        raise PlannerError(
            tr("{file} is protected by a password.").format(file=name),
            tr("Save it without a password and try again."),
        )
    too_dense = size > LIMITS["ratio_from_bytes"] and size > LIMITS["max_archive_ratio"] * packed
    if (
        len(members) > LIMITS["max_archive_members"]
        or size > LIMITS["max_archive_bytes"]
        or too_dense
    ):
        raise PlannerError(
            tr("{file} unpacks to far more than a city's data and was not opened.").format(
                file=name
            ),
            tr("Unpack it yourself and import the files one by one."),
        )


def unpack(path: Path, folder: Path, name: str) -> list[Path]:
    """Unpack the files of an archive below a folder and return them, sorted.

    Names that lead out of the folder and hidden files are left out. Raises PlannerError for
    a damaged, protected or overlarge archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive, name)
            return sorted(
                _unpack_member(archive, member, folder)
                for member in archive.infolist()
                if _is_plain_file(member)
            )
    except DAMAGED as error:
        raise PlannerError(
            tr("The archive {file} is damaged and cannot be unpacked.").format(file=name),
            tr("Copy or download it again."),
        ) from error


def _is_plain_file(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    is_link = (member.external_attr >> 28) == 0xA
    leads_out = ".." in parts or not parts or parts[0].endswith((":", "/"))
    hidden = any(part.startswith(_HIDDEN) for part in parts)
    return not (member.is_dir() or is_link or leads_out or hidden)


def _unpack_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> Path:
    target = folder.joinpath(*PurePosixPath(member.filename.replace("\\", "/")).parts)
    if not target.resolve().is_relative_to(folder.resolve()):
        raise zipfile.BadZipFile(member.filename)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, target.open("wb") as stream:
        # A member may hold more than it says; what it said was counted before.
        shutil.copyfileobj(source, stream, 1 << 20)
        if stream.tell() > member.file_size:
            raise zipfile.BadZipFile(member.filename)
    return target
