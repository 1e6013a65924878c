"""What a comparison of two plans says in words: names of plans, the change, its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from fibre_planner.language import mark, ntr, tr
from fibre_planner.model.comparison import ADDRESS_CHANGES, NODE_CHANGES, SECTION_STATES, Comparison
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import Plan
from fibre_planner.model.ruleset import read_ruleset
from fibre_planner.report.numbers import (
    format_change,
    format_date,
    format_length,
    format_money,
    format_number,
    format_share,
)
from fibre_planner.report.texts import label

_LABEL_WIDTH = 26
_MOST_PARAMETERS = 2
_NO_VALUE = {
    "budget_eur": mark("no limit"),
    "seconds": mark("no limit"),
    "yearly_budget_eur": mark("no build order"),
    "start_year": mark("the year after the plan's"),
    "years": mark("until all is built"),
    "pop_x": mark("chosen by the program"),
    "pop_y": mark("chosen by the program"),
}
"""Parameter → what it means to have no value."""

_UNTOLD = ("name", "seed", "seconds")


def plan_names(plans: Sequence[Plan]) -> list[str]:
    """Return what tells plans apart: name and day; parameters and time of day only if needed."""
    names = [plan.name for plan in plans]
    found = []
    for plan in plans:
        alike = [other for other in plans if other.name == plan.name]
        parts = [plan.name]
        if names.count(plan.name) > 1:
            values = plan.scenario.to_dict()
            parts += [
                f"{label('parameter', name)}: {parameter_text(name, values[name])}"
                for name in _varying(alike)[:_MOST_PARAMETERS]
            ]
        parts.append(format_date(plan.created))
        found.append(" · ".join(part for part in parts if part))
    doubtful = {name for name in found if found.count(name) > 1}
    return [
        f"{name} · {_clock(plan)}" if name in doubtful else name
        for name, plan in zip(found, plans, strict=True)
    ]


def _varying(plans: Sequence[Plan]) -> list[str]:
    """Return the parameters that differ between some plans."""
    parameters = [plan.scenario.to_dict() for plan in plans]
    return [
        name
        for name in parameters[0]
        if name not in _UNTOLD and len({str(values[name]) for values in parameters}) > 1
    ]


def _clock(plan: Plan) -> str:
    return plan.created[11:16] or plan.plan_id


def parameter_text(name: str, value: Any) -> str:
    """Return the value of a scenario parameter as it is read."""
    if value is None or value == "":
        return tr(_NO_VALUE[name]) if name in _NO_VALUE else tr("none")
    if str(value) in ("True", "False"):
        return label("flag", "yes" if str(value) == "True" else "no")
    if name in ("targets", "weight"):
        return label(name, str(value))
    if name == "ruleset":
        return _ruleset_name(str(value))
    try:
        number = float(value)
    except ValueError:
        return str(value)
    if name in ("start_year", "seed"):
        return f"{number:.0f}"  # names something, so that thousands are not set apart
    if name.endswith(("_share", "_rate")):
        return format_share(number, 0 if round(number * 100, 6).is_integer() else 1)
    if name.endswith("_eur"):
        return format_money(number)
    return format_number(number, 0 if number.is_integer() else 2)


def _ruleset_name(ruleset_id: str) -> str:
    """Return the name of a rule set, the id itself where it is not shipped."""
    try:
        return read_ruleset(ruleset_id).name
    except PlannerError:
        return ruleset_id


def change_sentence(found: Comparison) -> str:
    """Say in one sentence what plan B changes: metres, EUR and addresses."""
    if found.is_empty:
        return tr("The two plans are the same.")
    text = tr("The plan changes by {metres} and {money}; {addresses}.")
    return text.format(
        metres=metres_changed(found.trench_m),
        money=format_change(found.cost.total.base, format_money),
        addresses=_addresses_changed(found.connected),
    )


def metres_changed(value_m: float) -> str:
    """Return a difference of lengths with its sign, in metres at any size."""
    return f"{format_change(value_m)}\u00a0m"


def _addresses_changed(count: int) -> str:
    if not count:
        return tr("as many addresses as before")
    number = format_number(abs(count))
    if count > 0:
        return ntr("{count} address more", "{count} addresses more", count).format(count=number)
    return ntr("{count} address less", "{count} addresses less", -count).format(count=number)


def reason_sentence(found: Comparison) -> str:
    """Say how much of the change of cost is due to quantities and how much to prices."""
    cost = found.cost
    if not cost.by_price.base and not cost.by_quantity.base:
        return tr("Quantities and prices make no difference.")
    if not cost.by_price.base:
        return tr("All of the difference is due to quantities; the prices are the same.")
    return tr("{quantity} are due to other quantities, {price} to other prices.").format(
        quantity=format_change(cost.by_quantity.base, format_money),
        price=format_change(cost.by_price.base, format_money),
    )


def comparison_lines(found: Comparison) -> list[str]:
    """Return what one wants to read first of a comparison, in lines for the terminal."""
    name_one, name_other = plan_names([found.one, found.other])
    lines = [
        _line(tr("Plan A"), f"{name_one} ({found.one.plan_id})"),
        _line(tr("Plan B"), f"{name_other} ({found.other.plan_id})"),
        "",
        change_sentence(found),
        reason_sentence(found),
        "",
    ]
    lines += [_line(label("section_state", state), text) for state, text in _section_texts(found)]
    for table, kind, codes, title in (
        (found.nodes, "node_change", NODE_CHANGES, tr("Cabinets and PoPs")),
        (found.addresses, "address_change", ADDRESS_CHANGES, tr("Addresses")),
    ):
        counts = table["change"].value_counts()
        told = [
            f"{format_number(int(counts[code]))} {label(kind, code)}"
            for code in codes
            if code in counts.index
        ]
        lines.append(_line(title, ", ".join(told) or tr("none")))
    for name, one, other in found.parameters.itertuples(index=False):
        before, after = parameter_text(name, one), parameter_text(name, other)
        lines.append(_line(tr("Parameter"), f"{label('parameter', name)}: {before} → {after}"))
    return lines


def _section_texts(found: Comparison) -> list[tuple[str, str]]:
    sums = found.sections.groupby("state")[
        ["length_one_m", "length_other_m", "cost_base_eur"]
    ].sum()
    told = []
    for state in SECTION_STATES:
        if state in sums.index:
            one, other, money = (float(value) for value in sums.loc[state])
            length = format_length(one if state == "only_one" else other)
            change = format_change(Decimal(repr(money)), format_money)
            told.append((state, f"{length}, {change}"))
    return told


def _line(text: str, value: str) -> str:
    return f"  {text:<{_LABEL_WIDTH}}{value}"
