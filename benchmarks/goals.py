"""Figures beside their limits, each with whether it is met."""

from __future__ import annotations


def tell(name: str, figure: float, limit: float, unit: str, *, at_least: bool = False) -> None:
    """Print a figure, its limit and whether it is met; at_least: whether more is better."""
    met = figure >= limit if at_least else figure <= limit
    sign = "≥" if at_least else "≤"
    number = f"{figure:,.3g}" if figure < 1000 else f"{figure:,.0f}"
    print(
        f"  {'met    ' if met else 'NOT MET'} {name}: {number} {unit} ({sign} {limit:g})",
        flush=True,
    )
