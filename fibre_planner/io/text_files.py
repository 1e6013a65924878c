"""Reading text tables: encoding and delimiter are found out and said."""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path

from fibre_planner.io.raw_table import LIMITS, RawTable, cut_rows, frame_of
from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError

_DELIMITERS = (";", "\t", ",", "|")
# What ä ö ü ß Ä Ö Ü are in each of the encodings German programs write; the first wins a tie.
_UMLAUTS = {
    "cp1252": b"\xe4\xf6\xfc\xdf\xc4\xd6\xdc",
    "cp850": b"\x84\x94\x81\xe1\x8e\x99\x9a",
    "mac_roman": b"\x8a\x9a\x9f\xa7\x80\x85\x86",
}
_LABELS = {"cp1252": "ISO-8859-1/Windows-1252", "cp850": "DOS (CP850)", "mac_roman": "Mac Roman"}
_TWICE = re.compile("Ã[¤¶¼Ÿ„–œ]")
_BROKEN = "\ufffd"


def read_text_table(path: Path, name: str) -> RawTable:
    """Read a delimited text file with a header; every cell is text.

    Raises PlannerError where the file is empty or no table.
    """
    if path.stat().st_size > LIMITS["max_text_bytes"]:
        raise PlannerError(
            tr("{file} is too large to be read as text.").format(file=name),
            tr("Cut it into several files, or hand it over as GeoPackage."),
        )
    text, notes = decode(path.read_bytes(), name)
    delimiter = find_delimiter(text)
    rows = _parse(text, delimiter, name)
    cut = cut_rows(name, rows)
    if cut.skipped:
        notes.append(
            ntr(
                "1 row above the names of the columns was skipped.",
                "{count} rows above the names of the columns were skipped.",
                cut.skipped,
            ).format(count=cut.skipped)
        )
    notes.append(
        tr("Columns are parted by “{delimiter}”.").format(
            delimiter=tr("tab") if delimiter == "\t" else delimiter
        )
    )
    cells, numbers = frame_of(cut)
    return RawTable(name, "text", cells, numbers, misfits=cut.misfits, notes=tuple(notes))


def decode(content: bytes, name: str) -> tuple[str, list[str]]:
    """Return a file's text and notes on how it was read: UTF-8, UTF-16 or an old German encoding.

    Raises PlannerError where the content is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), [_said("UTF-16")]
    zeros = content[:2000].count(0)
    if zeros:
        if zeros < len(content[:2000]) / 4:
            raise PlannerError(
                tr("{file} is no text: it contains zero bytes.").format(file=name),
                tr("Save it again as CSV in UTF-8."),
            )
        big = content[:1] == b"\x00"
        return content.decode("utf-16-be" if big else "utf-16-le", "replace"), [_said("UTF-16")]
    try:
        return _without_double_encoding(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _decode_other(content, name)


def find_delimiter(text: str) -> str:
    """Return the delimiter that parts most lines of a text into the same number of cells."""
    sample = list(io.StringIO(text[:60_000]))[:60]
    best, best_score = _DELIMITERS[0], 0.0
    for delimiter in _DELIMITERS:
        widths = [line.count(delimiter) for line in sample if line.strip()]
        cut = max(widths, key=widths.count, default=0)
        agree = widths.count(cut) / len(widths) if widths else 0.0
        # A decimal comma is as regular as a delimiter, hence more columns win only if they agree.
        score = agree * min(cut, 6) if cut else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _parse(text: str, delimiter: str, name: str) -> list[list[str]]:
    # A cell may be as long as the file; the default would refuse 131 kB.
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        if any("\n" in cell for row in rows for cell in row):
            rows = _without_lone_quotes(text, delimiter, rows) or rows
    except csv.Error as error:
        raise PlannerError(
            tr("{file} cannot be read as a table: {reason}.").format(file=name, reason=error),
            tr("Open it in a spreadsheet program and save it again as CSV in UTF-8."),
        ) from error
    return rows


def _without_lone_quotes(text: str, delimiter: str, quoted: list[list[str]]) -> list[list[str]]:
    """Return rows in which quotation marks mean nothing, where more rows are then equally long.

    A lone quotation mark would otherwise draw the rows after it into one cell.
    """
    stream = io.StringIO(text, newline="")
    rows = list(csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE))
    widths = [len(row) for row in rows if row]
    usual = max(sorted(set(widths)), key=widths.count, default=0)
    if usual < 2 or widths.count(usual) <= sum(len(row) == usual for row in quoted):
        return []
    return [[_unquoted(cell) for cell in row] for row in rows]


def _unquoted(cell: str) -> str:
    whole = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if whole else cell


def _decode_other(content: bytes, name: str) -> tuple[str, list[str]]:
    mended = content.decode("utf-8-sig", "replace")
    broken = mended.count(_BROKEN)
    good = len(mended) - len(mended.encode("ascii", "ignore")) - broken
    if good > broken:
        lines = mended[: mended.index(_BROKEN)].count("\n") + 1
        note = ntr(
            "1 character of {file} is no UTF-8 and shown as �, in line {line}.",
            "{count} characters of {file} are no UTF-8 and shown as �, first in line {line}.",
            broken,
        ).format(count=broken, file=name, line=lines)
        return mended, [_said("UTF-8"), note]
    high = content.translate(None, delete=bytes(range(128)))
    rest = {code: len(high.translate(None, delete=signs)) for code, signs in _UMLAUTS.items()}
    code = min(rest, key=lambda key: rest[key])
    return content.decode(code, "replace"), [_said(_LABELS[code])]


def _without_double_encoding(text: str) -> tuple[str, list[str]]:
    """Mend text that was UTF-8, taken for Windows-1252 and saved as UTF-8 once more."""
    if not _TWICE.search(text):
        return text, [_said("UTF-8")]
    try:
        mended = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        note = tr(
            "Some umlauts look as if they had been encoded twice; they were left as they are."
        )
        return text, [_said("UTF-8"), note]
    return mended, [tr("The text had been encoded twice as UTF-8 and was mended.")]


def _said(encoding: str) -> str:
    return tr("The text is read as {encoding}.").format(encoding=encoding)
