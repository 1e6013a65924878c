"""Which layout a file of official house coordinates has, and its rows by the role of the field."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from fibre_planner.io.imported import Rejection
from fibre_planner.language import tr
from fibre_planner.resources import RESOURCES, read_toml

ROLES = (
    "action",
    "oid",
    "quality",
    "land",
    "region",
    "county",
    "municipality",
    "house_number",
    "suffix",
    "zone",
    "x",
    "y",
    "street",
    "postcode",
    "city",
    "district",
)
_SAMPLE_LINES = 200
_MOSTLY = 0.8
_COORDINATE = re.compile(
    r'\s*"?[+-]?\d{1,3}(?:\.?\d{3})*(?:[.,]\d+)?"?\s*|\s*"?\d+(?:[.,]\d+)?"?\s*'
)
_ACTIONS = ("", "N", "A", "L")


@dataclass(frozen=True)
class Layout:
    """One layout: the role of each field in order, "" for one that is not used.

    header: number of leading rows that name the columns, 0 or 1.
    """

    layout_id: str
    name: str
    roles: tuple[str, ...]
    header: int


def recognise(lines: Sequence[str]) -> Layout | None:
    """Return the layout that the first lines of a file have, None where it is another file."""
    sample = [line for line in lines[:_SAMPLE_LINES] if _is_row(line)]
    if not sample:
        return None
    first = [_bare(cell) for cell in sample[0].split(";")]
    named = _with_header(first)
    if named:
        return named
    header = 1 if first[0].lower() == "nba" else 0
    rows = sample[header:] or sample
    # A separator at the end of the line makes one field more than the layout has.
    for more in (0, 1):
        count = Counter(line.count(";") + 1 - more for line in rows).most_common(1)[0][0]
        for table in _layouts():
            roles = tuple(table.get("fields", ()))
            if roles and len(roles) == count and _fits(rows, roles):
                return Layout(table["id"], table["name"], roles, header)
    return None


def read_rows(lines: Sequence[str], layout: Layout) -> tuple[pd.DataFrame, list[Rejection]]:
    """Return the data rows by role, all columns of ROLES as text and `row`; and the bad ones.

    row: number of the row in the file, 1-based, header not counted.
    Rows with too few or too many fields are refused with what they hold.
    """
    # Lines are looked at one by one because only whole rows may reach the fast reader.
    numbered = [(row, line) for row, line in enumerate(lines, 1 - layout.header) if _is_row(line)]
    numbered = numbered[layout.header :]
    wanted = len(layout.roles)
    whole = [(row, line) for row, line in numbered if _count_fields(line, wanted) == wanted]
    bad = [(row, line) for row, line in numbered if _count_fields(line, wanted) != wanted]
    table = pd.read_csv(
        io.StringIO("\n".join(line for _, line in whole) + "\n"),
        sep=";",
        header=None,
        names=range(wanted),
        usecols=range(wanted),
        index_col=False,
        dtype="str",
        keep_default_na=False,
        quoting=csv.QUOTE_NONE,
        skip_blank_lines=False,
        nrows=len(whole),
    )
    columns: dict[str, Any] = {
        role: table[position].str.strip(' \t"')
        for position, role in enumerate(layout.roles)
        if role
    }
    for role in ROLES:
        columns.setdefault(role, pd.Series("", index=table.index, dtype="str"))
    frame = pd.DataFrame(columns).assign(row=[row for row, _ in whole])
    return frame, [_bad_row(row, line, wanted) for row, line in bad]


def _is_row(line: str) -> bool:
    """Say whether a line holds data: not empty, no comment."""
    return bool(line.strip(" ;\t")) and not line.lstrip().startswith("#")


def _count_fields(line: str, wanted: int) -> int:
    """Return the number of fields; one separator at the end of the line makes no field."""
    count = line.count(";") + 1
    return wanted if count == wanted + 1 and line.rstrip().endswith(";") else count


def _bad_row(row: int, line: str, wanted: int) -> Rejection:
    cells = line.split(";")
    code = "short_row" if len(cells) < wanted else "long_row"
    reason = tr("The row has {count} fields instead of {wanted}.").format(
        count=len(cells), wanted=wanted
    )
    return Rejection(str(row), code, reason, {"line": line})


def _with_header(first: Sequence[str]) -> Layout | None:
    """Return the layout whose columns a header line names; unknown columns are not used."""
    names = [cell.lower() for cell in first]
    for table in _layouts():
        columns = table.get("columns", {})
        needed = [name for name, role in columns.items() if role in ("house_number", "x", "y")]
        if needed and all(name in names for name in needed):
            roles = [columns.get(name, "") for name in names]
            once = [role if role not in roles[:n] else "" for n, role in enumerate(roles)]
            return Layout(table["id"], table["name"], tuple(once), 1)
    return None


def _fits(lines: Sequence[str], roles: tuple[str, ...]) -> bool:
    """Say whether most rows hold an action, a key and coordinates where the layout has them."""
    action, land, x, y = (roles.index(role) for role in ("action", "land", "x", "y"))
    rows = [line.split(";") for line in lines if _count_fields(line, len(roles)) == len(roles)]
    good = sum(
        _bare(row[action]).upper() in _ACTIONS
        and (_bare(row[land]).isdigit() or not _bare(row[land]))
        and (
            _bare(row[action]).upper() == "L"  # may leave the coordinates out
            or bool(_COORDINATE.fullmatch(row[x]) or _COORDINATE.fullmatch(row[y]))
        )
        for row in rows
    )
    return good >= _MOSTLY * len(rows) > 0


def _bare(cell: str) -> str:
    return cell.strip().strip('"').strip().lstrip("\ufeff")


@cache
def _layouts() -> tuple[dict[str, Any], ...]:
    return tuple(read_toml(RESOURCES / "house_coordinates" / "layouts.toml")["layout"])
