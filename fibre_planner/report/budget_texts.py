"""What a budget buys, how near that is to the best, and what the last addresses cost, as text."""

from __future__ import annotations

import numpy as np

from fibre_planner.language import ntr, tr
from fibre_planner.model.plan import BudgetFigures, Plan
from fibre_planner.model.project import Project
from fibre_planner.report.numbers import format_money, format_number, format_share

_SMALLEST_SHARE = 0.0001
"""Shares below this are told as “less than”, because two digits would round them to nothing."""


def amount_of(weight: str, amount: float) -> str:
    """Return an amount of a weight with its noun, such as “1,204 units”."""
    count = round(amount)
    texts = {
        "units": ntr("{count} unit", "{count} units", count),
        "addresses": ntr("{count} address", "{count} addresses", count),
        "eligible_units": ntr("{count} eligible unit", "{count} eligible units", count),
        "priority": ntr("{count} point of priority", "{count} points of priority", count),
    }
    text = texts.get(weight) or ntr("{count} point", "{count} points", count)
    return text.format(count=format_number(amount))


def spent_text(plan: Plan, figures: BudgetFigures) -> str:
    """Return how much of its budget a plan spends."""
    cost = float(plan.summary.cost_eur.base)
    return tr("{budget}, of which the plan spends {cost} ({share})").format(
        budget=format_money(figures.budget_eur),
        cost=format_money(cost),
        share=format_share(cost / figures.budget_eur),
    )


def served_text(figures: BudgetFigures) -> str:
    """Return how much weight is served, of all that could be reached."""
    share = figures.served / figures.of if figures.of > 0.0 else None
    return tr("{served} of {all} ({share})").format(
        served=amount_of(figures.weight, figures.served),
        all=format_number(figures.of),
        share=format_share(share),
    )


def bound_text(figures: BudgetFigures) -> str:
    """Say how much more any plan within the budget could serve; “no more” only where proven."""
    if figures.gap <= 0.0:
        return tr("No plan within this budget serves more.")
    most = tr("No plan within this budget serves more than {bound} ({share} more).").format(
        bound=amount_of(figures.weight, figures.bound), share=format_share(figures.gap)
    )
    return f"{most} {_choice_text(figures.model_gap)}"


def _choice_text(gap: float) -> str:
    if gap <= 0.0:
        return tr("For what its trenches and connections cost, no other choice serves more.")
    text = (
        tr("For what its trenches and connections cost, less than {share} more could be served.")
        if gap < _SMALLEST_SHARE
        else tr("For what its trenches and connections cost, at most {share} more could be served.")
    )
    return text.format(share=format_share(max(gap, _SMALLEST_SHARE), 2))


def last_text(plan: Plan) -> str:
    """Say what the dearest addresses cost together; empty where no group is small enough."""
    found = plan.summary
    if found.last_addresses <= 0 or found.connected <= 0:
        return ""
    total = float(found.cost_eur.base)
    text = ntr(
        "The last {share} of the addresses ({count}) costs {cost}, {of_total} of the total.",
        "The last {share} of the addresses ({count}) cost {cost}, {of_total} of the total.",
        found.last_addresses,
    )
    return text.format(
        share=format_share(found.last_addresses / found.connected, 0),
        count=format_number(found.last_addresses),
        cost=format_money(found.last_cost_eur),
        of_total=format_share(found.last_cost_eur / total if total else None),
    )


def next_text(project: Project, plan: Plan) -> str:
    """Say which address left out is the cheapest to join; empty where none is left out."""
    table = plan.addresses.loc[plan.addresses["entry_price_eur"].notna()]
    if table.empty:
        return ""
    row = table.iloc[int(np.argmin(table["entry_price_eur"].to_numpy()))]
    found = project.addresses.loc[project.addresses["address_id"] == row["address_id"]]
    name = str(row["address_id"])
    if len(found):
        place = found.iloc[0]
        text = f"{place['street']} {place['house_number']}{place['suffix']}".strip()
        name = text or name
    return tr("{address} for {price}").format(
        address=name, price=format_money(row["entry_price_eur"])
    )


def budget_lines(project: Project, plan: Plan) -> list[tuple[str, str]]:
    """Return heading and text of all there is to say of a plan's budget and its last addresses."""
    figures = plan.summary.budget
    lines: list[tuple[str, str]] = []
    if figures is not None:
        lines += [
            (tr("Budget"), spent_text(plan, figures)),
            (tr("Served"), served_text(figures)),
            (tr("Bound"), bound_text(figures)),
            (tr("Cheapest to join"), next_text(project, plan)),
        ]
    lines.append((tr("Last addresses"), last_text(plan)))
    return [(heading, text) for heading, text in lines if text]


def curve_lines(plan: Plan) -> list[str]:
    """Return the stops of the budget curve as lines for the terminal, with a heading."""
    if plan.budget.empty:
        return []
    weight = plan.scenario.weight
    lines = [tr("Budget curve: what a plan costs and serves, and how much more any could serve")]
    for row in plan.budget.itertuples():  # a dozen stops, each a line
        text = tr("{cost}: {addresses}, {weight}, at most {gap} more")
        if row.gap <= 0.0:
            text = tr("{cost}: {addresses}, {weight}, no plan serves more")
        lines.append(
            "  "
            + text.format(
                cost=format_money(row.cost_eur),
                addresses=amount_of("addresses", row.addresses),
                weight=amount_of("units" if weight == "addresses" else weight, _shown(row, weight)),
                gap=format_share(row.gap),
            )
        )
    return lines


def _shown(row: object, weight: str) -> float:
    return float(getattr(row, "units" if weight == "addresses" else "weight"))
