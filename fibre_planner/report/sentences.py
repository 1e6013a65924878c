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
    """Say what shortest paths would have cost, and the difference in metres, EUR and percent."""
    naive = tr(
        "Shortest paths on the same graph, with the same rules and prices, would take {length} of "
        "trench and {money} of digging."
    ).format(
        length=format_length(summary.shortest_path_baseline_m),
        money=format_money(summary.shortest_path_baseline_eur),
    )
    return f"{naive} {_saving(summary)}"


def saved_m(summary: PlanSummary) -> float:
    """Return by how much shortest paths would need more metres of trench than the plan."""
    return summary.shortest_path_baseline_m - summary.trench_m


def saved_eur(summary: PlanSummary) -> float:
    """Return by how much digging along shortest paths would cost more than the plan's."""
    return summary.shortest_path_baseline_eur - summary.trench_cost_eur


def saved_share(saved: float, baseline: float) -> float:
    """Return what is saved as a share of what shortest paths need, 0 where they need nothing."""
    return saved / baseline if baseline else 0.0


def _saving(summary: PlanSummary) -> str:
    metres, money = saved_m(summary), saved_eur(summary)
    if format_length(metres) == format_length(0) and format_money(money) == format_money(0):
        return tr("The plan takes the same.")
    if money < 0 and metres < 0:
        text = tr("The plan takes {length} ({length_share}) and {money} ({money_share}) more.")
    elif money < 0:
        text = tr("The plan takes {length} ({length_share}) less, {money} ({money_share}) more.")
    elif metres < 0:
        text = tr("The plan saves {money} ({money_share}) with {length} ({length_share}) more.")
    else:
        text = tr("The plan saves {length} ({length_share}) and {money} ({money_share}).")
    shares = (
        saved_share(abs(metres), summary.shortest_path_baseline_m),
        saved_share(abs(money), summary.shortest_path_baseline_eur),
    )
    return text.format(
        length=format_length(abs(metres)),
        length_share=format_share(shares[0]),
        money=format_money(abs(money)),
        money_share=format_share(shares[1]),
    )
