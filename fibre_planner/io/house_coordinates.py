"""The door for official house coordinates (Hauskoordinaten) of the German states."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.io.encoding import read_text
from fibre_planner.io.house_coordinate_layouts import ROLES, Layout, read_rows, recognise
from fibre_planner.io.house_coordinate_places import Placed, locate, place_problem_text
from fibre_planner.io.house_coordinate_records import record_problem_text, resolve
from fibre_planner.io.house_numbers import problem_text, split_column
from fibre_planner.io.imported import Imported, Rejection, rejected_table
from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.tables import conform
from fibre_planner.progress import Report, silent

_AGS_PARTS = {"land": 2, "region": 1, "county": 2, "municipality": 3}
_LOOK_AT_LINES = 300


def looks_like_house_coordinates(path: Path) -> bool:
    """Say whether a file has one of the layouts, from its first lines."""
    try:
        with path.open(encoding="iso-8859-1", newline=None) as stream:
            lines = [line[:4000] for line in islice(stream, _LOOK_AT_LINES)]
    except OSError:
        return False
    return not any("\0" in line for line in lines) and recognise(_without_mark(lines)) is not None


def read_house_coordinates(path: Path, crs: str, *, report: Report = silent) -> Imported:
    """Read the addresses of a file of official house coordinates.

    The id of an address is the official object id. Rows without a house number or a possible
    place are refused; delete records remove the rows of their object in the file, and their ids
    come back in `deleted` (rows split from one object have ids that begin with it and "-").
    Counts: rows_read = delete_records + rows_refused + rows taken over; rows_swapped,
    rows_in_degrees, rows_split, addresses_after_splitting and quality_A, quality_B ...
    Raises PlannerError where the file is no text or has none of the layouts.
    """
    report(0.0, tr("Reading {file}").format(file=path.name))
    text, encoding = _read(path)
    lines = _without_mark(text.split("\n"))
    layout = recognise(lines)
    if layout is None:
        raise _unknown_layout(path)
    report(0.25, tr("Reading rows"))
    frame, rejections = read_rows(lines, layout)
    malformed = len(rejections)
    report(0.5, tr("Comparing records"))
    records = resolve(frame)
    rejections += _refuse(frame, records.problems, record_problem_text)
    current = frame.loc[(records.problems == "") & ~records.is_delete].reset_index(drop=True)
    report(0.6, tr("Placing addresses"))
    placed = locate(current["x"], current["y"], current["zone"], crs)
    numbers = _house_numbers(current)
    refused = numbers.loc[numbers["refused"]]
    problems = placed.problems.copy()
    problems[refused["row"].to_numpy()] = refused["problem"].to_numpy(dtype=object)
    rejections += _refuse(current, problems, _reason)
    report(0.8, tr("Building addresses"))
    taken = numbers.loc[problems[numbers["row"].to_numpy()] == ""]
    rows = conform("addresses", _rows(path, current, taken, placed, crs))
    quality = current["quality"].str.upper().value_counts().sort_index()
    counts = {
        "rows_read": len(frame) + malformed,
        "delete_records": int((records.is_delete & (records.problems == "")).sum()),
        "rows_refused": len(rejections),
        "rows_swapped": int(placed.swapped.sum()),
        "rows_in_degrees": int(placed.degrees.sum()),
        "rows_split": int((taken["parts"] > 1).groupby(taken["row"]).any().sum()),
        "addresses_after_splitting": len(rows),
        **{f"quality_{name}": int(count) for name, count in quality.items() if name},
    }
    report(1.0, tr("House coordinates read"))
    return Imported(
        layers={"addresses": rows},
        rejected=rejected_table(path.name, "addresses", rejections),
        counts=counts,
        notes=_notes(layout, encoding.note(), placed, counts, len(records.deleted)),
        deleted=records.deleted,
    )


def _read(path: Path) -> tuple[str, Any]:
    try:
        text, encoding = read_text(path)
    except OSError as error:
        raise PlannerError(
            tr("The file {file} cannot be read: {error}.").format(
                file=path.name, error=error.strerror or error
            )
        ) from None
    if not text.strip():
        raise PlannerError(
            tr("The file {file} is empty.").format(file=path.name),
            tr("Download or copy it again."),
        )
    return text, encoding


def _without_mark(lines: list[str]) -> list[str]:
    """Return the lines without a byte order mark, also one read as ISO-8859-1."""
    return [lines[0].removeprefix("\ufeff").removeprefix("ï»¿"), *lines[1:]] if lines else lines


def _unknown_layout(path: Path) -> PlannerError:
    return PlannerError(
        tr("{file} has no known layout of house coordinates.").format(file=path.name),
        tr(
            "It needs fields separated by semicolons: HK-DE with 18 fields, that of North "
            "Rhine-Westphalia with 15, or that of Hessen with its header. Other tables can be "
            "imported as addresses by naming their columns."
        ),
    )


def _house_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the house numbers of each row, see `split_column`; "0" and "" are placeholders."""
    number, suffix = frame["house_number"], frame["suffix"]
    digits = number.str.fullmatch("[0-9]+").to_numpy(dtype=bool)
    gap = np.where(suffix.str.match("[0-9]").to_numpy(dtype=bool), " ", "")
    table = split_column((number + gap + suffix).where(number.str.strip("0 ") != "", ""))
    # The official split of number and suffix stands where the number is one.
    row = table["row"].to_numpy()
    official = digits[row] & (table["problem"] == "unreadable").to_numpy() & (table["parts"] == 1)
    table["house_number"] = table["house_number"].where(
        ~official, number.str.lstrip("0").to_numpy()[row]
    )
    table["suffix"] = table["suffix"].where(~official, suffix.str.lower().to_numpy()[row])
    return table


def _rows(
    path: Path, frame: pd.DataFrame, numbers: pd.DataFrame, placed: Placed, crs: str
) -> gpd.GeoDataFrame:
    """Return address rows, one per house number."""
    row = numbers["row"].to_numpy()
    base = frame.loc[row].reset_index(drop=True)
    ags = _ags(base)
    number = (numbers["house_number"] + numbers["suffix"]).reset_index(drop=True)
    several = (numbers["parts"] > 1).to_numpy()
    own = base["oid"].where(base["oid"] != "", "hk-" + ags + "-" + base["street"] + "-" + number)
    # The first address of an object keeps its id as it is, unless its row was split.
    several = several | (own.duplicated() & (base["oid"] != "")).to_numpy()
    ids = own.where(~several, own + "-" + number)
    repeat = ids.groupby(ids).cumcount()
    return gpd.GeoDataFrame(
        {
            "address_id": ids.where(repeat == 0, ids + "~" + (repeat + 1).astype("str")),
            "house_number": numbers["house_number"].to_numpy(),
            "suffix": numbers["suffix"].to_numpy(),
            **{name: base[name] for name in ("street", "postcode", "city", "district")},
            "ags": ags,
            "source": path.name + " " + base["row"].astype("str"),
        },
        geometry=shapely.points(placed.x[row], placed.y[row]),
        crs=crs,
    )


def _ags(frame: pd.DataFrame) -> pd.Series[Any]:
    """Return the municipality key of eight digits, "" where a part is missing."""
    whole = frame["municipality"].str.fullmatch(r"\d{8}")
    parts = [
        frame[name].where(frame[name].str.fullmatch(r"\d+"), "").str.zfill(width).str[-width:]
        for name, width in _AGS_PARTS.items()
    ]
    known = (frame[list(_AGS_PARTS)] != "").all(axis=1)
    joined = (parts[0] + parts[1] + parts[2] + parts[3]).where(known, "")
    return frame["municipality"].where(whole, joined)


def _refuse(
    frame: pd.DataFrame, problems: np.ndarray[Any, Any], reason: Callable[[str], str]
) -> list[Rejection]:
    """Return the rows with a problem as rejected, with the values of the file."""
    bad = frame.loc[problems != ""]
    values = bad[list(ROLES)].to_dict("records")
    return [
        Rejection(str(row), code, reason(code), value)
        for row, code, value in zip(bad["row"], problems[problems != ""], values, strict=True)
    ]


def _reason(code: str) -> str:
    if code == "no_house_number":
        return tr("The row is a placeholder without a house number.")
    try:
        return place_problem_text(code)
    except KeyError:
        return problem_text(code)


def _notes(
    layout: Layout, encoding: str, placed: Placed, counts: dict[str, int], deleted: int
) -> tuple[str, ...]:
    """Return what the user should know."""
    notes = [tr("Layout: {name}.").format(name=layout.name), encoding, *placed.notes()]
    if counts["delete_records"]:
        notes.append(
            ntr(
                "{count} delete record was found.",
                "{count} delete records were found.",
                counts["delete_records"],
            ).format(count=counts["delete_records"])
        )
    if not counts["addresses_after_splitting"] and counts["rows_refused"]:
        notes.append(tr("No row could be taken over; the rejected rows say why."))
    if deleted:
        notes.append(
            ntr(
                "{count} address no longer exists.", "{count} addresses no longer exist.", deleted
            ).format(count=deleted)
        )
    return tuple(notes)
