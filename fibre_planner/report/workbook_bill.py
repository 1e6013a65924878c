"""The bill of quantities with live formulas: a changed price or quantity changes every sum."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from fibre_planner.language import mark, tr
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.report.tables import ReportColumn, item_table
from fibre_planner.report.texts import label
from fibre_planner.report.workbook_cells import formula_cell, number_cell, row_xml, text_cell
from fibre_planner.report.workbook_sheets import Sheet, header_xml, sheet_name, text_style
from fibre_planner.report.workbook_styles import Styles

GROUPS: Mapping[str, tuple[str, ...]] = {
    mark("Civil works"): ("TB",),
    mark("Ducts"): ("MT",),
    mark("Cables and splices"): ("KB", "SP"),
    mark("Cabinets, shafts, PoPs"): ("NV", "SC", "PO"),
    mark("House connections"): ("HA", "IN"),
    mark("Other positions"): ("",),
}
"""Heading → first letters of the positions under it; the first that fits counts."""

_PRICE = dict(zip(LEVELS, "EFG", strict=True))
_COST = dict(zip(LEVELS, "HIJ", strict=True))
_CATALOGUE = dict(zip(LEVELS, "DEF", strict=True))  # columns of the sheet of prices
_WIDTHS = (10.0, 50.0, 12.0, 11.0, 13.0, 13.0, 13.0, 17.0, 17.0, 17.0, 10.0, 20.0)
_CENT = Decimal("0.01")
_HALF_CENT = 0.005

Bases = tuple[tuple[str, float], ...]
"""Formulas with their amounts that a percentage may be taken of."""


@dataclass(frozen=True)
class Totals:
    """Where the bill's totals stand: level → reference from another sheet, and their amounts."""

    references: Mapping[str, str]
    amounts: Mapping[str, float]


@dataclass(eq=False)
class _Bill:
    """The bill while it is written: rows so far and what the sums need of them."""

    styles: Styles
    prices: Mapping[str, tuple[int, Any]]  # code → row in the sheet of prices, its catalogue row
    price_sheet: str
    total_row: int
    base_total: float
    rows: list[str] = field(default_factory=list)
    row: int = 1
    total: dict[str, float] = field(default_factory=dict)

    def add(self, cells: list[str]) -> None:
        self.row += 1
        self.rows.append(row_xml(self.row, cells))


def bill_sheet(
    project: Project, plan: Plan, styles: Styles, price_sheet: str
) -> tuple[Sheet, Totals]:
    """Return the bill's sheet and its totals.

    price_sheet: name of the sheet of prices, whose rows follow the project's catalogue from row 2.
    """
    table = item_table(project, plan)
    items = table.rows.assign(unit_code=plan.items["unit"].to_numpy())
    shares = items.loc[items["unit_code"].eq("percent")]
    direct = items.loc[~items["unit_code"].eq("percent")]
    groups = _grouped(direct)
    total_row = 1 + sum(len(rows) + 1 for rows in groups.values()) + 1 + len(shares) + 1
    catalogue = project.catalogue
    prices = {
        row.code: (number, row) for number, row in enumerate(catalogue.itertuples(index=False), 2)
    }
    base_total = float(items["cost_base_eur"].sum())
    bill = _Bill(styles, prices, price_sheet, total_row, base_total)
    group_rows = [_add_group(bill, name, rows) for name, rows in groups.items()]
    subtotal = _add_subtotal(bill, group_rows, direct)
    _add_shares(bill, shares, subtotal)
    _add_total(bill, subtotal, items)
    _add_checks(bill, plan)
    columns = (
        *table.columns,
        ReportColumn("share", tr("Share"), "share", 1),
        ReportColumn("evidence", tr("Evidence of the price")),
    )
    sheet = Sheet(
        title=table.title,
        blocks=[header_xml(columns, styles), *bill.rows],
        widths=_WIDTHS,
        last_row=bill.row,
        frozen_columns=2,
        filtered=False,
    )
    quoted = sheet_name(table.title, ()).replace("'", "''")
    references = {level: f"'{quoted}'!${_COST[level]}${total_row}" for level in LEVELS}
    return sheet, Totals(references, dict(bill.total))


def _grouped(direct: pd.DataFrame) -> dict[str, pd.DataFrame]:
    starts = {prefix: name for name, prefixes in GROUPS.items() for prefix in prefixes}
    group = direct["code"].map(
        lambda code: next(name for prefix, name in starts.items() if code.startswith(prefix))
    )
    found = {name: direct.loc[group == name] for name in GROUPS}
    return {name: rows for name, rows in found.items() if len(rows)}


def _add_group(bill: _Bill, name: str, rows: pd.DataFrame) -> int:
    """Add a heading with the group's sums and its positions; return the heading's row."""
    first, last = bill.row + 2, bill.row + 1 + len(rows)
    style = bill.styles.number("total")
    number = bill.row + 1
    cells = [text_cell(f"A{number}", style, tr(name))]
    cells += [text_cell(f"{letter}{number}", style, "") for letter in "BCDEFG"]
    cells += [
        formula_cell(
            f"{_COST[level]}{number}",
            bill.styles.number("total", "money", 2),
            f"SUM({_COST[level]}{first}:{_COST[level]}{last})",
            float(rows[f"cost_{level}_eur"].sum()),
        )
        for level in LEVELS
    ]
    cells += _share_cell(bill, number, float(rows["cost_base_eur"].sum()), "total")
    bill.add([*cells, text_cell(f"L{number}", style, "")])
    # A row of the bill is a row of cells; there are a few dozen positions at most.
    for item in rows.itertuples(index=False):
        bill.add(_item_cells(bill, item, {}))
    return number


def _item_cells(bill: _Bill, item: Any, bases: Mapping[str, Bases]) -> list[str]:
    """Return the cells of one position.

    bases: level → what a percentage may be taken of; empty for a priced position.
    """
    number = bill.row + 1
    money = bill.styles.number("cell", "money", 2)
    plain = bill.styles.number("cell", "number", 2)
    cells = [
        text_cell(f"A{number}", text_style(bill.styles, "cell", item.code), item.code),
        text_cell(f"B{number}", text_style(bill.styles, "wrapped", item.name), item.name),
        number_cell(f"C{number}", bill.styles.number("cell", "number", 1), item.quantity),
        text_cell(f"D{number}", text_style(bill.styles, "cell", item.unit), item.unit),
    ]
    for level in LEVELS:
        price = float(getattr(item, f"price_{level}_eur"))
        cells.append(_price_cell(bill, number, item.code, level, price, plain if bases else money))
    for level in LEVELS:
        reference = f"{_COST[level]}{number}"
        cost = float(getattr(item, f"cost_{level}_eur"))
        formula = _cost_formula(item, level, number, bases)
        cells.append(
            formula_cell(reference, money, formula, cost)
            if formula
            else number_cell(reference, money, cost)
        )
    cells += _share_cell(bill, number, float(item.cost_base_eur), "cell")
    evidence = bill.prices[item.code][1].evidence if item.code in bill.prices else ""
    text = label("evidence", evidence) if evidence else ""
    return [*cells, text_cell(f"L{number}", bill.styles.number("cell"), text)]


def _price_cell(bill: _Bill, row: int, code: str, level: str, price: float, style: int) -> str:
    """Return a price, as a link to the sheet of prices where the plan used that very price."""
    reference = f"{_PRICE[level]}{row}"
    known = bill.prices.get(code)
    if known and math.isclose(float(getattr(known[1], level)), price, rel_tol=1e-9):
        sheet = bill.price_sheet.replace("'", "''")
        formula = f"'{sheet}'!${_CATALOGUE[level]}${known[0]}"
        return formula_cell(reference, style, formula, price)
    return number_cell(reference, style, price)


def _cost_formula(item: Any, level: str, row: int, bases: Mapping[str, Bases]) -> str:
    """Return the formula that gives the plan's own cost, empty where none does.

    Costs are rounded once, in the total, as the plan does.
    """
    price, cost = (
        float(getattr(item, f"price_{level}_eur")),
        float(getattr(item, f"cost_{level}_eur")),
    )
    letter = _PRICE[level]
    candidates = [
        (f"{formula}*{letter}{row}/100", amount * price / 100)
        for formula, amount in bases.get(level, ())
    ]
    candidates.append((f"C{row}*{letter}{row}", float(item.quantity) * price))
    return next((formula for formula, result in candidates if abs(result - cost) < _HALF_CENT), "")


def _add_subtotal(bill: _Bill, group_rows: list[int], direct: pd.DataFrame) -> int:
    number = bill.row + 1
    sums = {
        level: "+".join(f"{_COST[level]}{row}" for row in group_rows) or "0" for level in LEVELS
    }
    amounts = {level: float(direct[f"cost_{level}_eur"].sum()) for level in LEVELS}
    bill.add(_sum_cells(bill, tr("Building cost"), sums, amounts))
    return number


def _add_shares(bill: _Bill, shares: pd.DataFrame, subtotal: int) -> None:
    """Add the percentages, each of the building cost or of everything above it."""
    building = dict(bill.total)
    above = dict(building)
    for item in shares.itertuples(index=False):
        last = bill.row
        bases = {
            level: (
                (f"{_COST[level]}${subtotal}", building[level]),
                (f"SUM({_COST[level]}${subtotal}:{_COST[level]}{last})", above[level]),
            )
            for level in LEVELS
        }
        bill.add(_item_cells(bill, item, bases))
        for level in LEVELS:
            above[level] += float(getattr(item, f"cost_{level}_eur"))


def _add_total(bill: _Bill, subtotal: int, items: pd.DataFrame) -> None:
    last = bill.row
    sums = {
        level: f"ROUND(SUM({_COST[level]}{subtotal}:{_COST[level]}{last}),2)" for level in LEVELS
    }
    amounts = {level: float(_to_cents(items[f"cost_{level}_eur"].sum())) for level in LEVELS}
    bill.add(_sum_cells(bill, tr("Total, net"), sums, amounts))
    assert bill.row == bill.total_row


def _add_checks(bill: _Bill, plan: Plan) -> None:
    """Add the plan's own totals and the difference, which is nought until cells are changed."""
    cost, total = plan.summary.cost_eur, bill.total_row
    own = {level: float(getattr(cost, level)) for level in LEVELS}
    bill.add([])
    number = bill.row + 1
    style = bill.styles.number("cell", "money", 2)
    label_style = bill.styles.number("cell")
    cells = [text_cell(f"B{number}", label_style, tr("Total when the plan was made"))]
    cells += [number_cell(f"{_COST[level]}{number}", style, own[level]) for level in LEVELS]
    bill.add(cells)
    cells = [text_cell(f"B{number + 1}", label_style, tr("Difference"))]
    cells += [
        formula_cell(
            f"{_COST[level]}{number + 1}",
            style,
            f"ROUND({_COST[level]}{total}-{_COST[level]}{number},2)",
            round(bill.total[level] - own[level], 2),
        )
        for level in LEVELS
    ]
    bill.add(cells)


def _sum_cells(
    bill: _Bill, text: str, sums: Mapping[str, str], amounts: Mapping[str, float]
) -> list[str]:
    number = bill.row + 1
    style = bill.styles.number("total")
    cells = [text_cell(f"A{number}", style, text)]
    cells += [text_cell(f"{letter}{number}", style, "") for letter in "BCDEFG"]
    money = bill.styles.number("total", "money", 2)
    cells += [
        formula_cell(f"{_COST[level]}{number}", money, sums[level], amounts[level])
        for level in LEVELS
    ]
    cells += _share_cell(bill, number, amounts["base"], "total")
    bill.total = dict(amounts)
    return [*cells, text_cell(f"L{number}", style, "")]


def _share_cell(bill: _Bill, row: int, amount: float, look: str) -> list[str]:
    """Return the amount's share of the total at base prices."""
    formula = f"IF($I${bill.total_row}=0,0,I{row}/$I${bill.total_row})"
    share = amount / bill.base_total if bill.base_total else 0.0
    return [formula_cell(f"K{row}", bill.styles.number(look, "share", 1), formula, share)]


def _to_cents(amount: float) -> Decimal:
    return Decimal(str(amount)).quantize(_CENT, rounding=ROUND_HALF_UP)
