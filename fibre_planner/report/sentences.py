"""What a plan's bound and its comparison with shortest paths mean, as one sentence each."""

from __future__ import annotations

from fibre_planner.language import tr
from fibre_planner.model.plan import PlanSummary
from fibre_planner.report.numbers import format_length, format_money, format_share

_SMALLEST_GAP = 0.0001
"""Gaps below this are told as “less than”, because two digits would round them to nothing."""


def proof_sentence(summary: PlanSummary) -> str:
    """Say how far the trench network may be from the cheapest one; “optimal” only where proven."""
    if summary.proven:
        return tr("Proven optimal: no network on these streets under these rules digs for less.")
    if summary.gap < _SMALLEST_GAP:
        return tr("Less than {gap} above the cheapest possible trench network.").format(
            gap=format_share(_SMALLEST_GAP, 2)
        )
    return tr("At most {gap} above the cheapest possible trench network.").format(
        gap=format_share(summary.gap, 2)
    )


def baseline_sentence(summary: PlanSummary) -> str:
    """Say what the plan saves in metres and EUR against shortest paths on the same graph."""
    saved_m = summary.shortest_path_baseline_m - summary.trench_m
    saved_eur = summary.shortest_path_baseline_eur - summary.trench_cost_eur
    if saved_eur < 0 and saved_m < 0:
        text = tr("Against shortest paths the plan takes {length} and {money} of digging more.")
    elif saved_eur < 0:
        text = tr("Against shortest paths the plan saves {length} but digs for {money} more.")
    elif saved_m < 0:
        text = tr("Against shortest paths the plan saves {money} of digging with {length} more.")
    else:
        text = tr(
            "Against shortest paths the plan saves {length} of trench and {money} of digging."
        )
    return text.format(length=format_length(abs(saved_m)), money=format_money(abs(saved_eur)))
