"""Which columns may be added up over rows, and how their sums are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fibre_planner.ui.wording import numbers, table_columns

if TYPE_CHECKING:
    from fibre_planner.model.tables import Column

_SUMS = frozenset(
    {
        "dwellings", "businesses", "public_units", "flats", "free_count", "capacity_units",
        "addresses", "units", "length_m", "cost_low_eur", "cost_base_eur", "cost_high_eur",
        "lead_in_m", "trench_m", "extra_eur",
    }
)  # fmt: skip
_COUNTED_TWICE = frozenset({"plan_trenches.addresses", "plan_trenches.units", "plan_nodes.units"})
"""What lies behind a trench or PoP lies behind the next one too."""


def may_be_summed(table: str, column: str) -> bool:
    """Return whether adding a column up over rows of its table means something."""
    return column in _SUMS and f"{table}.{column}" not in _COUNTED_TWICE


def sum_columns(table: str) -> list[Column]:
    """Return the columns of a table that may be added up."""
    return [column for column in table_columns(table) if may_be_summed(table, column.name)]


def amount_text(value: float, unit: str) -> str:
    """Return a sum with its unit: money, a length, or a number."""
    formats = numbers()
    if unit == "EUR":
        return str(formats.format_money(value))
    if unit == "m":
        return str(formats.format_length(value))
    return str(formats.format_number(value))
