"""The command that compares two plans of a project."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from fibre_planner import workflow
from fibre_planner.language import tr
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.comparison import SECTION_STATES, Comparison
from fibre_planner.progress import Report, part


def compare_answer(call: Namespace, report: Report) -> tuple[dict[str, Any], list[str]]:
    """Compare two plans, write the workbook where one is asked for, and tell what differs."""
    project = workflow.open_project(call.project)
    found = workflow.compare(project, call.plan_a, call.plan_b, part(report, 0.0, 0.5))
    values, lines = _values(found), workflow.comparison_texts.comparison_lines(found)
    if call.out is not None:
        path = workflow.write_comparison(project, found, call.out, part(report, 0.5, 1.0))
        values["files"] = [str(path)]
        lines += ["", tr("Written:"), f"  {path}"]
    return values, lines


def _values(found: Comparison) -> dict[str, Any]:
    figures = {
        name: {"a": one, "b": other, "difference": difference}
        for name, _, one, other, difference in found.figures.itertuples(index=False)
    }
    return {
        "plan_a": found.one.plan_id,
        "plan_b": found.other.plan_id,
        "same": found.is_empty,
        "figures": figures,
        "cost_change_eur": {
            level: {
                "total": float(getattr(found.cost.total, level)),
                "by_quantity": float(getattr(found.cost.by_quantity, level)),
                "by_price": float(getattr(found.cost.by_price, level)),
            }
            for level in LEVELS
        },
        "sections": _sections(found),
        "nodes": _counts(found.nodes),
        "addresses": _counts(found.addresses),
        "bill": _bill(found),
        "parameters": {
            name: {"a": one, "b": other}
            for name, one, other in found.parameters.itertuples(index=False)
        },
    }


def _sections(found: Comparison) -> dict[str, dict[str, float]]:
    """Return number, metres and base cost by what differs."""
    columns = ["length_one_m", "length_other_m", "cost_base_one_eur", "cost_base_other_eur"]
    groups = found.sections.groupby("state")
    sums, counts = groups[columns].sum(), groups.size()
    told = {}
    for state in SECTION_STATES:
        there = state in counts.index
        a_m, b_m, a_eur, b_eur = sums.loc[state].tolist() if there else [0.0] * 4
        told[state] = {
            "count": int(counts[state]) if there else 0,
            "a_m": round(a_m, 2),
            "b_m": round(b_m, 2),
            "a_eur": round(a_eur, 2),
            "b_eur": round(b_eur, 2),
        }
    return told


def _counts(table: Any) -> dict[str, int]:
    return {str(name): int(n) for name, n in table["change"].value_counts().items()}


def _bill(found: Comparison) -> dict[str, dict[str, float]]:
    columns = ["code", "cost_base_eur", "quantity_base_eur", "price_base_eur"]
    return {
        code: {"difference": total, "by_quantity": quantity, "by_price": price}
        for code, total, quantity, price in found.items[columns].itertuples(index=False)
        if total or quantity or price
    }
