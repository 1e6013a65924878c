"""Keeping account of every row of a file: taken over, or refused with its reason and values."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from fibre_planner.io.cell_values import as_text
from fibre_planner.io.imported import Rejection, rejected_table
from fibre_planner.io.raw_table import RawTable
from fibre_planner.language import ntr, tr


class RowLedger:
    """Collects refusals and notes while the rows of one file become rows of a layer."""

    def __init__(self, layer: str, source: RawTable) -> None:
        self.layer = layer
        self.source = source
        self.notes: list[str] = list(source.notes)
        self._refused: list[tuple[int, str, str]] = []

    def refuse(self, positions: npt.NDArray[np.int64], code: str, reasons: str | list[str]) -> None:
        """Refuse the rows at these positions, with one reason for all or one for each."""
        texts = [reasons] * len(positions) if isinstance(reasons, str) else reasons
        self._refused += [
            (int(position), code, text) for position, text in zip(positions, texts, strict=True)
        ]

    def note_cells(self, column: str, unread: pd.Series[Any], meant: str) -> None:
        """Note how many cells of a column could not be read, and the first of them.

        meant: what the program takes instead.
        """
        count = int(unread.sum())
        if not count:
            return
        first = int(np.flatnonzero(unread.to_numpy())[0])
        self.notes.append(
            ntr(
                "{column}: 1 cell could not be read, in row {row} (“{cell}”); taken as {meant}.",
                "{column}: {count} cells could not be read, first in row {row} (“{cell}”); "
                "taken as {meant}.",
                count,
            ).format(
                column=column,
                count=count,
                row=self.source.rows.iloc[first],
                cell=self.cell(column, first),
                meant=meant,
            )
        )

    def cell(self, column: str, position: int) -> str:
        """Return a cell of the file as text, short enough to be shown."""
        text = as_text(self.source.cells[column].iloc[position]) if column in self.columns else ""
        return text if len(text) <= 60 else text[:59] + "…"

    @property
    def columns(self) -> list[str]:
        """Return the columns of the file."""
        return list(self.source.cells.columns)

    def rejected(self) -> pd.DataFrame:
        """Return all refused rows in the shape of the table `rejected`."""
        ordered = sorted(self._refused, key=lambda refusal: refusal[0])
        positions = [position for position, _code, _reason in ordered]
        values = self.source.cells.iloc[positions].to_dict("records") if positions else []
        shapes = self._shapes(positions)
        found = [
            Rejection(
                str(self.source.rows.iloc[position]),
                code,
                reason,
                {str(name): as_text(cell) for name, cell in row.items()} | shape,
            )
            for (position, code, reason), row, shape in zip(ordered, values, shapes, strict=True)
        ]
        found += [
            Rejection(
                row,
                "too_many_cells",
                tr("The row has more cells than there are names of columns."),
                {str(number): cell for number, cell in enumerate(cells, start=1)},
            )
            for row, cells in self.source.misfits
        ]
        return rejected_table(self.source.name, self.layer, found)

    def _shapes(self, positions: list[int]) -> list[dict[str, str]]:
        if self.source.geometry is None:
            return [{} for _ in positions]
        geometry = self.source.geometry.iloc[positions]
        return [{"geometry": shape.wkt} if shape is not None else {} for shape in geometry]
