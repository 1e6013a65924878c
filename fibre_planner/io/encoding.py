"""The encoding of a text file: UTF-8 where it is, else the one German offices use."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

_CHUNK_BYTES = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_DAMAGED_SHARE = 0.1
_FIRST_BYTES = slice(0xC2, 0xF5)  # of the characters beyond ASCII in UTF-8
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_GERMAN_DOS = b"\x84\x94\x81\x8e\x99\x9a"  # ä ö ü Ä Ö Ü in code page 850
_GERMAN_WINDOWS = b"\xe4\xf6\xfc\xc4\xd6\xdc"  # the same in cp1252 and ISO-8859-1


@dataclass(frozen=True)
class Encoding:
    """How the bytes of a text file become characters.

    codec: name for `open`; label: name for the user.
    damaged: characters that cannot be decoded and are replaced, 0 in a sound file.
    """

    codec: str
    label: str
    damaged: int = 0

    def note(self) -> str:
        """Return the sentence that tells the user what was detected."""
        if self.damaged:
            return tr("The text is {encoding}; {count} damaged characters were replaced.").format(
                encoding=self.label, count=self.damaged
            )
        return tr("The text is read as {encoding}.").format(encoding=self.label)


def detect_encoding(path: Path) -> Encoding:
    """Return the encoding of a text file, read whole; raises PlannerError where it is no text."""
    with path.open("rb") as stream:
        head = stream.read(4)
    for mark, codec, label in _BOMS:
        if head.startswith(mark):
            return Encoding(codec, label, _count_damage(path, codec))
    counts = np.zeros(256, dtype=np.int64)
    for chunk in _chunks(path):
        counts += np.bincount(np.frombuffer(chunk, dtype=np.uint8), minlength=256)
    if counts[0]:
        raise PlannerError(
            tr("{file} is no text file.").format(file=path.name),
            tr("Export the table as CSV or choose the file in its own format (XLSX, ODS, ZIP)."),
        )
    if not counts[128:].any():
        return Encoding("utf-8", "UTF-8")
    damaged = _count_damage(path, "utf-8")
    if damaged <= _DAMAGED_SHARE * int(counts[_FIRST_BYTES].sum()):
        return Encoding("utf-8", "UTF-8", damaged)
    return _single_byte(counts)


def read_text(path: Path) -> tuple[str, Encoding]:
    """Return a text file's characters, with line feeds as line ends, and its encoding."""
    encoding = detect_encoding(path)
    with path.open(encoding=encoding.codec, errors="replace", newline=None) as stream:
        return stream.read(), encoding


def _single_byte(counts: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Encoding:
    """Return the one-byte encoding that the frequency of the bytes speaks for."""
    dos = sum(int(counts[byte]) for byte in _GERMAN_DOS)
    windows = sum(int(counts[byte]) for byte in _GERMAN_WINDOWS)
    if dos > windows:
        return Encoding("cp850", "DOS (cp850)")
    if counts[0x80:0xA0].any():
        undefined = int(counts[[0x81, 0x8D, 0x8F, 0x90, 0x9D]].sum())
        return Encoding("cp1252", "Windows (cp1252)", undefined)
    return Encoding("iso-8859-1", "ISO-8859-1")


def _count_damage(path: Path, codec: str) -> int:
    """Return how many characters of a file cannot be decoded."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    damaged = sum(decoder.decode(chunk).count(_REPLACEMENT) for chunk in _chunks(path))
    return damaged + decoder.decode(b"", final=True).count(_REPLACEMENT)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk
