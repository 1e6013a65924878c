"""Two plans compared: trenches, nodes, addresses, bill, parameters and figures."""

from __future__ import annotations

from typing import Any

import pandas as pd

from fibre_planner.analysis.comparison.addresses import compare_addresses
from fibre_planner.analysis.comparison.bill import compare_bills
from fibre_planner.analysis.comparison.nodes import compare_nodes
from fibre_planner.analysis.comparison.sections import compare_sections
from fibre_planner.model.comparison import Comparison
from fibre_planner.model.plan import Plan, PlanSummary

_FIGURES: tuple[tuple[str, str], ...] = (
    ("addresses", ""),
    ("connected", ""),
    ("units", ""),
    ("trench_m", "m"),
    ("street_trench_m", "m"),
    ("lead_in_m", "m"),
    ("cabinets", ""),
    ("pops", ""),
    ("cost_low", "EUR"),
    ("cost_base", "EUR"),
    ("cost_high", "EUR"),
    ("trench_cost_eur", "EUR"),
    ("lower_bound_eur", "EUR"),
    ("gap", "share"),
    ("shortest_path_baseline_m", "m"),
    ("shortest_path_baseline_eur", "EUR"),
)


def compare_plans(one: Plan, other: Plan) -> Comparison:
    """Return what turns plan `one` into plan `other`; every difference is other minus one.

    Trenches are compared by their place, wherever the plans cut them. Metres, EUR and addresses
    of all parts add up to the differences of the plans' totals. Both plans have to be of one
    project, or at least in one coordinate system.
    """
    nodes = compare_nodes(one, other)
    items, cost = compare_bills(one, other)
    return Comparison(
        one=one,
        other=other,
        sections=compare_sections(one.trenches, other.trenches),
        nodes=nodes,
        addresses=compare_addresses(one, other, nodes),
        items=items,
        parameters=_parameters(one, other),
        figures=_figures(one.summary, other.summary),
        cost=cost,
    )


def _parameters(one: Plan, other: Plan) -> pd.DataFrame:
    """Return the parameters of the scenarios that differ."""
    before, after = one.scenario.to_dict(), other.scenario.to_dict()
    names = [name for name in after if before.get(name) != after[name]]
    frame = {"name": names}
    for side, values in (("one", before), ("other", after)):
        frame[side] = [_text(values.get(name)) for name in names]
    return pd.DataFrame(frame, dtype="str")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _figures(one: PlanSummary, other: PlanSummary) -> pd.DataFrame:
    before, after = _values(one), _values(other)
    names = [name for name, _ in _FIGURES]
    return pd.DataFrame(
        {
            "name": names,
            "unit": [unit for _, unit in _FIGURES],
            "one": [before[name] for name in names],
            "other": [after[name] for name in names],
            "difference": [after[name] - before[name] for name in names],
        }
    )


def _values(summary: PlanSummary) -> dict[str, float]:
    costs = {
        f"cost_{level}": float(getattr(summary.cost_eur, level))
        for level in ("low", "base", "high")
    }
    plain = {name: float(getattr(summary, name)) for name, _ in _FIGURES if name not in costs}
    return {**plain, **costs}
