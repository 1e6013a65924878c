"""How the cells of a workbook look: few named looks, combined with number formats."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook

from fibre_planner.report.numbers import excel_format

INK = "1F2933"
HEAD = "1F4E79"
PALE = "E8EEF4"
RULE = "D0D5DA"

_THIN = Side(style="thin", color=RULE)
_STRONG = Side(style="medium", color=HEAD)
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "cell": {"border": Border(bottom=_THIN), "alignment": Alignment(vertical="top")},
    "wrapped": {
        "border": Border(bottom=_THIN),
        "alignment": Alignment(vertical="top", wrap_text=True),
    },
    "header": {
        "font": Font(name="Calibri", size=11, bold=True, color="FFFFFF"),
        "fill": PatternFill("solid", fgColor=HEAD),
        "alignment": Alignment(vertical="center", wrap_text=True),
    },
    "total": {
        "font": Font(name="Calibri", size=11, bold=True, color=INK),
        "fill": PatternFill("solid", fgColor=PALE),
        "border": Border(top=_STRONG, bottom=_THIN),
    },
    "title": {"font": Font(name="Calibri", size=20, bold=True, color=HEAD)},
    "subtitle": {"font": Font(name="Calibri", size=11, color="5A6772")},
    "heading": {
        "font": Font(name="Calibri", size=13, bold=True, color=HEAD),
        "border": Border(bottom=_STRONG),
    },
    "note": {
        "font": Font(name="Calibri", size=10, italic=True, color="5A6772"),
        "alignment": Alignment(vertical="top", wrap_text=True),
    },
    "warning": {
        "font": Font(name="Calibri", size=11, bold=True, color="8A3B00"),
        "fill": PatternFill("solid", fgColor="FDEBDD"),
        "border": Border(bottom=_THIN),
    },
}
_FONT = Font(name="Calibri", size=11, color=INK)
_INDENTED = ("cell", "wrapped", "header", "total")
_RIGHT_KINDS = ("integer", "number", "coordinate", "money", "share", "length")


@dataclass(eq=False)
class Styles:
    """The styles of one workbook; each combination is made once and known by its number."""

    workbook: Workbook
    _made: dict[tuple[str, str, int, bool], int] = field(default_factory=dict)

    def number(self, look: str, kind: str = "text", digits: int = 0, quoted: bool = False) -> int:
        """Return the number of a style.

        kind: text, integer, number, money, share, date or length (metres);
        quoted: for texts that begin like a formula, so that editing them keeps them text.
        """
        key = (look, kind, digits, quoted)
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _make(self, look: str, kind: str, digits: int, quoted: bool) -> int:
        # A cell that stays outside of the sheet: the workbook hands out numbers only to cells.
        cell: Any = Cell(self.workbook.worksheets[0], row=1, column=1)
        cell.font = _FONT
        for part, value in _LOOKS[look].items():
            setattr(cell, part, value)
        if kind == "length":
            cell.number_format = excel_format("number", digits) + '\\ "m"'
        elif kind != "text" or look == "cell":
            # As text, a postcode that is typed again keeps its leading zero.
            cell.number_format = excel_format(kind, digits)
        if look in ("header", "heading") and kind in _RIGHT_KINDS:
            wrapped = look == "header"
            cell.alignment = Alignment(vertical="center", horizontal="right", wrap_text=wrapped)
        elif kind in ("text", "date") and look in _INDENTED:
            # Keeps text off a number that ends at the left edge of its column.
            aligned = copy(cell.alignment)
            aligned.indent, aligned.horizontal = 1, "left"
            cell.alignment = aligned
        cell.quotePrefix = quoted
        return int(cell.style_id)
