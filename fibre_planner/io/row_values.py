"""The columns of a layer out of the cells of a file, by the layer's data dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.io.cell_dates import to_dates
from fibre_planner.io.cell_values import (
    to_flags,
    to_numbers,
    to_rates,
    to_text,
    to_words,
)
from fibre_planner.io.columns import CONSTANT
from fibre_planner.io.row_ledger import RowLedger
from fibre_planner.language import ntr, tr
from fibre_planner.model.codes import codes
from fibre_planner.model.tables import Column, columns

_STRICT = {"supply.status", "supply.technology", "areas.kind", "nodes.kind", "places.kind"}
"""Words that decide what a row means: a row with an unknown one is refused, not guessed."""
_ENDS = {"available_from", "planned_to"}
"""Dates for which "third quarter" means its last day."""
_UNIT_KINDS = {"Mbit/s": "rate", "m": "length", "EUR": "money", "units": "count", "ducts": "count"}
_DIGITS = {"postcode": 5, "ags": 8}


def table_of(layer: str) -> str:
    """Return the table whose columns a layer has."""
    return "supply" if layer == "supply_areas" else layer


def cells_of(target: str, mapping: Mapping[str, str], ledger: RowLedger) -> pd.Series[Any] | None:
    """Return the cells that fill a target; None where nothing does."""
    source = mapping.get(target, "")
    if source.startswith(CONSTANT):
        value = source.removeprefix(CONSTANT)
        return pd.Series(value, index=ledger.source.cells.index, dtype="object")
    return ledger.source.cells[source] if source else None


def convert_rows(mapping: Mapping[str, str], ledger: RowLedger) -> pd.DataFrame:
    """Return the rows of a file with the columns of the layer's table, as far as it fills them.

    Column `_row` is the position in the file. Refused rows are left out.
    """
    table = table_of(ledger.layer)
    frame: dict[str, pd.Series[Any]] = {}
    refused = np.zeros(len(ledger.source.cells), dtype=bool)
    for column in columns(table):
        cells = cells_of(column.name, mapping, ledger)
        if cells is None:
            _note_default(table, column, ledger)
            continue
        source = mapping[column.name]
        values, unknown = _convert(table, column, cells, source, ledger)
        frame[column.name] = values
        if unknown is not None:
            positions = np.flatnonzero(unknown.to_numpy() & ~refused)
            reason = tr("“{cell}” is none of the words known for {column}: {words}.")
            known = ", ".join(codes(table, column.name))
            reasons = [
                reason.format(cell=ledger.cell(source, int(at)), column=column.name, words=known)
                for at in positions
            ]
            ledger.refuse(positions, "unknown_word", reasons)
            refused |= unknown.to_numpy()
    if table == "supply":
        _add_rates(frame, mapping, ledger)
    result = pd.DataFrame(frame, index=pd.RangeIndex(len(refused)))
    result["_row"] = np.arange(len(refused), dtype=np.int64)
    return result.loc[~refused].reset_index(drop=True)


def _convert(
    table: str, column: Column, cells: pd.Series[Any], source: str, ledger: RowLedger
) -> tuple[pd.Series[Any], pd.Series[Any] | None]:
    """Return a column, and which rows to refuse where a word decides."""
    cells = cells.reset_index(drop=True)
    name = f"{table}.{column.name}"
    if codes(table, column.name):
        found = to_words(cells, name)
        if name in _STRICT:
            return found.column.where(found.column != "", column.default), found.unread
        ledger.note_cells(source, found.unread, column.default or tr("not known"))
        return found.column.where(found.column != "", column.default), None
    if column.kind == "date":
        dates = to_dates(cells, column.name in _ENDS)
        ledger.note_cells(source, dates.unread, tr("no date"))
        return dates.column, None
    if column.kind == "flag":
        flags = to_flags(cells)
        ledger.note_cells(source, flags.unread, tr("no"))
        return flags.column, None
    if column.kind in ("number", "integer"):
        return _numbers(column, cells, source, ledger), None
    return _text(column, cells, ledger), None


def _numbers(
    column: Column, cells: pd.Series[Any], source: str, ledger: RowLedger
) -> pd.Series[Any]:
    kind = _UNIT_KINDS.get(column.unit, "plain")
    if column.name == "down_mbps":
        found, _up = to_rates(cells)
    else:
        found = to_numbers(cells, kind, grouped=column.unit != "m")
    values, unread = found.column, found.unread
    if column.kind == "integer":
        whole = values.isna() | ((values == values.round()) & (values.abs() < 2**53))
        unread = unread | ~whole
        values = values.where(whole)
    ledger.note_cells(source, unread, column.default or tr("not known"))
    return values


def _text(column: Column, cells: pd.Series[Any], ledger: RowLedger) -> pd.Series[Any]:
    text = to_text(cells)
    width = _DIGITS.get(column.name)
    if width is None:
        return text
    # Spreadsheets drop the zero in front: 01067 becomes 1067.
    short = text.str.fullmatch(rf"\d{{{width - 1}}}")
    if short.any():
        count = int(short.sum())
        note = ntr(
            "{column}: the leading zero of 1 cell was put back.",
            "{column}: the leading zero of {count} cells was put back.",
            count,
        )
        ledger.notes.append(note.format(column=column.name, count=count))
    return text.where(~short, "0" + text)


def _add_rates(
    frame: dict[str, pd.Series[Any]], mapping: Mapping[str, str], ledger: RowLedger
) -> None:
    """Fill rates out of cells that say download and upload at once."""
    for target in ("rates", "down_mbps"):
        cells = cells_of(target, mapping, ledger)
        if cells is None:
            continue
        down, up = to_rates(cells.reset_index(drop=True))
        if target == "rates":
            ledger.note_cells(mapping[target], down.unread, tr("not known"))
        for name, values in (("down_mbps", down.column), ("up_mbps", up)):
            frame[name] = frame[name].fillna(values) if name in frame else values


def _note_default(table: str, column: Column, ledger: RowLedger) -> None:
    if f"{table}.{column.name}" in _STRICT and column.default:
        note = tr("No column says {column}; every row counts as {value}.")
        ledger.notes.append(note.format(column=column.name, value=column.default))
