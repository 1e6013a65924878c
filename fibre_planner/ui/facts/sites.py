"""What is known of a construction site: when it is open, and what it saves in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fibre_planner.language import tr
from fibre_planner.ui.facts.looked_up import Known
from fibre_planner.ui.facts.networks import saved_eur
from fibre_planner.ui.facts.shown import Explained, Link, facts_of
from fibre_planner.ui.wording import label, numbers


def explain_site(known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    """Return what is known of a construction site."""
    kind = tr("Construction site")
    trenches = _trenches_in(known, str(row["site_id"]))
    links = []
    if len(trenches):
        text = tr("Trenches laid along in it: {n}").format(n=numbers().format_number(len(trenches)))
        links.append(Link(text, "plan_trenches", tuple(trenches["trench_id"].tolist())))
    return Explained(
        str(row["title"] or row["site_id"]),
        kind,
        ((kind, facts_of(table, row)),),
        " ".join(part for part in (_when(row), _worth(known, trenches)) if part),
        tuple(links),
    )


def _trenches_in(known: Known, site_id: str) -> Any:
    if known.plan is None:
        return ()
    return known.plan.trenches[known.plan.trenches["site_id"] == site_id]


def _when(row: Mapping[str, Any]) -> str:
    write = numbers().format_date
    what = label("site", row["kind"])
    what = what[:1].upper() + what[1:]
    begin, end = row["planned_from"], row["planned_to"]
    if begin and end:
        text = tr("{what}, from {begin} to {end}.")
    elif begin:
        text = tr("{what}, from {begin}; its end is not known.")
    elif end:
        text = tr("{what}, until {end}; its start is not known.")
    else:
        text = tr("{what}; its dates are not known.")
    return text.format(what=what, begin=write(begin), end=write(end))


def _worth(known: Known, trenches: Any) -> str:
    if known.plan is None:
        return ""
    if not len(trenches):
        return tr("The plan lays nothing in it.")
    write = numbers()
    saved = saved_eur(known, trenches.to_dict("records"))  # a site holds a handful of trenches
    length = write.format_length(float(trenches["length_m"].sum()))
    if saved <= 0:
        return tr("The plan lays {length} in it.").format(length=length)
    text = tr("The plan lays {length} in it, which saves {cost} of digging.")
    return text.format(length=length, cost=write.format_money(saved))
