"""What a plan's bound and its comparison with shortest paths mean, as one sentence each."""

from __future__ import annotations

from fibre_planner.language import tr
from fibre_planner.model.plan import PlanSummary
from fibre_planner.report.numbers import format_length, format_money, format_share

_SMALLEST_GAP = 0.0001
"""Gaps below this are told as “less than”, because two digits would round them to nothing."""


_LEAST_EXTRA_EUR = 1.0
"""From here on the plan's trenches cost more than the cheapest ones found, not only by rounding."""


def proof_sentence(summary: PlanSummary) -> str:
    """Say how far the trench network may be from the cheapest one; “optimal” only where proven."""
    if summary.proven:
        return tr("Proven optimal: no network on these streets under these rules digs for less.")
    extra_eur = summary.trench_cost_eur - summary.least_trench_eur
    if summary.least_trench_eur > 0.0 and extra_eur >= _LEAST_EXTRA_EUR:
        return _proof_of_both(summary, extra_eur)
    if summary.gap < _SMALLEST_GAP:
        return tr("Less than {gap} above the cheapest possible trench network.").format(
            gap=format_share(_SMALLEST_GAP, 2)
        )
    return tr("At most {gap} above the cheapest possible trench network.").format(
        gap=format_share(summary.gap, 2)
    )


def _proof_of_both(summary: PlanSummary, extra_eur: float) -> str:
    """Say how good the cheapest trench network is, and why the plan digs for more."""
    found = {"least": format_money(summary.least_trench_eur), "extra": format_money(extra_eur)}
    if summary.least_trench_proven:
        return tr(
            "The cheapest trench network costs {least}, proven optimal. The plan digs for {extra} "
            "more, because shorter cables save more than that."
        ).format(**found)
    gap = summary.least_trench_eur / summary.lower_bound_eur - 1 if summary.lower_bound_eur else 0
    return tr(
        "The cheapest trench network found costs {least}, at most {gap} above the optimum. The "
        "plan digs for {extra} more, because shorter cables save more than that."
    ).format(**found, gap=format_share(max(gap, _SMALLEST_GAP), 2))


def whole_bound_sentence(summary: PlanSummary) -> str:
    """Say what any plan costs at least, equipment included; empty for plans made before that."""
    if summary.total_bound_eur <= 0.0:
        return ""
    above = float(summary.cost_eur.base) / summary.total_bound_eur - 1
    return tr(
        "No plan for these addresses can cost less than {bound}, equipment included; this one is "
        "at most {gap} above."
    ).format(bound=format_money(summary.total_bound_eur), gap=format_share(above))


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
