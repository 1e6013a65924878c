"""The errors put into the files on purpose, each with the row it sits in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """One deliberate error.

    mistake_id: stable name; file: file of the sample data; row: text by which the row is found
        in the file; what: what is wrong; answer: what import or check should say.
    """

    mistake_id: str
    file: str
    row: str
    what: str
    answer: str


def as_table(mistakes: list[Mistake]) -> str:
    """Return the mistakes as a Markdown table, sorted by id."""
    lines = ["| id | file | row | error | import or check says |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.mistake_id} | {one.file} | `{one.row}` | {one.what} | {one.answer} |"
        for one in sorted(mistakes, key=lambda one: one.mistake_id)
    ]
    return "\n".join(lines)
