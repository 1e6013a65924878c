"""Cells of a workbook as XML: text stays text, whatever it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from fibre_planner.language import tr
from fibre_planner.report.tables import ReportTable

ILLEGAL = "\ufffd"
"""Shown in place of a character that a workbook cannot hold."""

CELL_LIMIT = 32_767
"""Characters (UTF-16 units) that a cell can hold; Microsoft, "Excel specifications and limits"."""

_ILLEGAL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A spreadsheet program reads _x0041_ in a text as an escaped character.
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n")
LINE_HEIGHT_PT = 15.0
_EXCEL_EPOCH = np.datetime64("1899-12-30")
_ROWS_PER_BLOCK = 2_000


def clean_text(text: str) -> str:
    """Return a text as a cell can hold it; what is lost is shown, never dropped in silence."""
    text = _ILLEGAL_CHARACTERS.sub(ILLEGAL, text)
    units = len(text.encode("utf-16-le")) // 2
    if units > CELL_LIMIT:
        ending = tr("… [cut: {n} characters]").format(n=len(text))
        room = CELL_LIMIT - len(ending)
        text = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + ending
    return text


def begins_like_a_formula(text: str) -> bool:
    """Return whether a program could take the text for a formula when it is typed again."""
    return text.startswith(_FORMULA_START)


def text_cell(reference: str, style: int, text: str) -> str:
    """Return the XML of a text cell; an empty text gives an empty cell."""
    if not text:
        return f'<c r="{reference}" s="{style}"/>'
    return f'<c r="{reference}" s="{style}" t="inlineStr">{_inline(text)}</c>'


def number_cell(reference: str, style: int, number: float) -> str:
    """Return the XML of a number cell; a number that is not finite gives an empty cell."""
    if not np.isfinite(number):
        return f'<c r="{reference}" s="{style}"/>'
    return f'<c r="{reference}" s="{style}"><v>{_written(number)}</v></c>'


def formula_cell(reference: str, style: int, formula: str, result: float) -> str:
    """Return the XML of a formula (without its equals sign) with the result it has now.

    The stored result lets previews and readers that do not calculate show the number.
    """
    stored = f"<v>{_written(result)}</v>" if np.isfinite(result) else ""
    return f'<c r="{reference}" s="{style}"><f>{escape(formula)}</f>{stored}</c>'


def row_xml(number: int, cells: Sequence[str], height: float | None = None) -> str:
    """Return the XML of a row of cells; height in points where it is not left to the program."""
    size = f' ht="{height:g}" customHeight="1"' if height else ""
    return f'<row r="{number}"{size}>{"".join(cells)}</row>'


def table_rows_xml(
    table: ReportTable,
    first_row: int,
    styles: Sequence[int],
    quoted_styles: Sequence[int],
    lines: np.ndarray[Any, np.dtype[np.int64]],
) -> Iterator[str]:
    """Yield the rows of a table as XML in blocks.

    styles: one style number per column; quoted_styles: for texts that begin like a formula.
    lines: lines of text that each row has to have room for.
    """
    rows = table.rows
    heights = [
        f' ht="{LINE_HEIGHT_PT * count:g}" customHeight="1"' if count > 1 else ""
        for count in lines.tolist()
    ]
    for start in range(0, len(rows), _ROWS_PER_BLOCK):
        block = rows.iloc[start : start + _ROWS_PER_BLOCK]
        numbers = [str(first_row + start + row) for row in range(len(block))]
        columns = [
            _column_xml(
                block[column.name], column.kind, f'<c r="{letter}', numbers, (style, quoted)
            )
            for column, letter, style, quoted in zip(
                table.columns, _letters(len(table.columns)), styles, quoted_styles, strict=True
            )
        ]
        # Text has to be put together row by row; everything costly is done per column before.
        yield "".join(
            f'<row r="{number}"{height}>{"".join(cells)}</row>'
            for number, height, cells in zip(
                numbers,
                heights[start : start + _ROWS_PER_BLOCK],
                zip(*columns, strict=True),
                strict=True,
            )
        )


def excel_days(dates: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return ISO 8601 dates as a workbook's day numbers, NaN for what is no date."""
    texts = dates.astype("str").str.slice(0, 10)
    found = pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce").to_numpy("datetime64[D]")
    days: np.ndarray[Any, np.dtype[np.float64]] = (found - _EXCEL_EPOCH).astype("float64")
    # Day numbers below 61 mean different days in different programs.
    days[np.isnat(found) | (days < 61)] = np.nan
    return days


def _column_xml(
    values: pd.Series[Any], kind: str, start: str, rows: Sequence[str], styles: tuple[int, int]
) -> list[str]:
    """Return the cells of one column; start: the tag up to the column's letter."""
    usual, quoted = styles
    if kind == "text":
        return _text_cells(values, start, rows, (usual, quoted))
    if kind == "date":
        days = excel_days(values)
        cells = _number_cells(days, start, rows, usual)
        texts = _text_cells(values, start, rows, (usual, quoted))
        known = np.isfinite(days)
        return [cells[i] if known[i] else texts[i] for i in range(len(cells))]
    return _number_cells(values.to_numpy("float64"), start, rows, usual)


def _text_cells(
    values: pd.Series[Any], start: str, rows: Sequence[str], styles: tuple[int, int]
) -> list[str]:
    codes, different = pd.factorize(values)
    usual, quoted = styles
    ends = []
    for text in different:
        style = quoted if begins_like_a_formula(str(text)) else usual
        ends.append(
            f'" s="{style}" t="inlineStr">{_inline(str(text))}</c>' if text else f'" s="{style}"/>'
        )
    return [f"{start}{row}{ends[code]}" for row, code in zip(rows, codes.tolist(), strict=True)]


def _number_cells(
    values: np.ndarray[Any, np.dtype[np.float64]], start: str, rows: Sequence[str], style: int
) -> list[str]:
    middle, empty = f'" s="{style}"><v>', f'" s="{style}"/>'
    known = np.isfinite(values).tolist()
    return [
        f"{start}{row}{middle}{_written(value)}</v></c>" if there else f"{start}{row}{empty}"
        for row, value, there in zip(rows, values.tolist(), known, strict=True)
    ]


def _inline(text: str) -> str:
    escaped = escape(_ESCAPE_LIKE.sub("_x005F_", clean_text(text)))
    # A bare carriage return would be read back as a line feed.
    escaped = escaped.replace("\r", "_x000D_")
    return f'<is><t xml:space="preserve">{escaped}</t></is>'


def _written(number: float) -> str:
    number = float(number)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _letters(count: int) -> list[str]:
    return [get_column_letter(column) for column in range(1, count + 1)]
