"""Bookmarks, language and dates that Qt cannot write: added to the end of its PDF file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_LAST_TABLE = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL)
_KIDS = re.compile(rb"/Type /Pages\s.*?/Kids\s*\[(.*?)\]", re.DOTALL)
_DATE = re.compile(rb"\((D:\d{14}[^)]*)\)")
_DATED = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^)]*\)")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def with_date(pdf: bytes, date: str) -> bytes:
    """Return a PDF of Qt with a day as the date of its making; without one where that is empty.

    date: ISO 8601. The places of all objects in the file stay as they are.
    """
    found = _ISO_DATE.match(date)
    written = f"D:{''.join(found.groups())}000000Z".encode() if found else b""

    def change(entry: re.Match[bytes]) -> bytes:
        changed = _DATE.sub(b"(" + written + b")", entry[0]) if written else b""
        return changed.ljust(len(entry[0]))[: len(entry[0])]

    return _DATED.sub(change, pdf, count=2)


def with_outline(pdf: bytes, titles: Sequence[tuple[str, int]], language: str) -> bytes:
    """Return a PDF of Qt with bookmarks and the language of its texts.

    titles: text and page, counted from 0. Written as an update at the end of the file (ISO 32000-1,
    7.5.6 and 12.3.3), which leaves what Qt wrote as it is.
    """
    table = _LAST_TABLE.search(pdf)
    if table is None:
        raise ValueError("not a PDF with a table of references at its end")
    root, size = _number(table[1], rb"/Root (\d+)"), _number(table[1], rb"/Size (\d+)")
    catalog = _catalog(pdf, root) + _lasting(language)
    objects: dict[int, bytes] = {}
    if titles:
        catalog += b"/Outlines %d 0 R\n/PageMode /UseOutlines\n" % size
        objects = _outline(titles, _pages(pdf), size)
    objects[root] = b"<<\n" + catalog + b">>"
    return pdf + _update(objects, len(pdf), table[1], int(table[2]))


def _lasting(language: str) -> bytes:
    return b"/Lang (%s)\n/ViewerPreferences << /DisplayDocTitle true >>\n" % language.encode()


def _number(text: bytes, pattern: bytes) -> int:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"no {pattern.decode()} in the PDF")
    return int(found[1])


def _catalog(pdf: bytes, number: int) -> bytes:
    """Return what stands in the catalog, the object all others hang on."""
    found = re.search(rb"\n%d 0 obj\s*<<(.*?)>>\s*endobj" % number, pdf, re.DOTALL)
    if found is None:
        raise ValueError("the PDF has no catalog")
    return found[1].strip() + b"\n"


def _pages(pdf: bytes) -> list[int]:
    """Return the numbers of the pages' objects in their order."""
    kids = _KIDS.search(pdf)
    return [int(number) for number in re.findall(rb"(\d+) 0 R", kids[1])] if kids else []


def _outline(
    titles: Sequence[tuple[str, int]], pages: Sequence[int], first: int
) -> dict[int, bytes]:
    """Return the objects of the bookmarks by number; the first one holds the others."""
    count = len(titles)
    made = {
        first: b"<<\n/Type /Outlines\n/First %d 0 R\n/Last %d 0 R\n/Count %d\n>>"
        % (first + 1, first + count, count)
    }
    for place, (title, page) in enumerate(titles, start=1):
        parts = [b"/Title <%s>" % _text(title), b"/Parent %d 0 R" % first]
        parts += [b"/Dest [%d 0 R /Fit]" % pages[page]]
        parts += [b"/Prev %d 0 R" % (first + place - 1)] if place > 1 else []
        parts += [b"/Next %d 0 R" % (first + place + 1)] if place < count else []
        made[first + place] = b"<<\n" + b"\n".join(parts) + b"\n>>"
    return made


def _text(title: str) -> bytes:
    """Return a text as hexadecimal UTF-16, which no letter can break out of."""
    return (b"\xfe\xff" + title.encode("utf-16-be", "replace")).hex().upper().encode()


def _update(objects: Mapping[int, bytes], begin: int, trailer: bytes, before: int) -> bytes:
    """Return the end of a file: changed and new objects, and a table of where they are.

    begin: length of the file so far. before: where its own table is.
    """
    written = b""
    table = [b"xref"]
    for number in sorted(objects):
        table += [b"%d 1" % number, b"%010d 00000 n " % (begin + len(written))]
        written += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
    size = max(*objects, _number(trailer, rb"/Size (\d+)") - 1) + 1
    kept = re.sub(rb"/Size \d+\s*", b"", trailer).strip()
    end = b"trailer\n<<\n/Size %d\n/Prev %d\n%s\n>>\nstartxref\n%d\n%%%%EOF\n" % (
        *(size, before),
        *(kept, begin + len(written)),
    )
    return written + b"\n".join(table) + b"\n" + end
