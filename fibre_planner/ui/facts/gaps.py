"""What is known of a coverage gap: how many live and work in it, and how badly it is served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fibre_planner.language import ntr, tr
from fibre_planner.ui.column_titles import TITLES
from fibre_planner.ui.facts.looked_up import Known, ids_where
from fibre_planner.ui.facts.shown import Explained, Link
from fibre_planner.ui.wording import label, numbers

_COUNTS = ("addresses", "dwellings", "businesses", "public_units")


def explain_gap(known: Known, _table: str, row: Mapping[str, Any]) -> Explained:
    """Return what is known of a gap."""
    write = numbers().format_number
    facts = [(tr(TITLES[name]), write(row[name])) for name in _COUNTS if name in row]
    if row.get("worst_class"):
        facts.append((tr("Worst class"), label("coverage_class", row["worst_class"])))
    kind = tr("Coverage gap")
    title = str(row.get("district") or kind)
    members = ids_where(known.project.coverage, "gap_id", str(row.get("gap_id", "")))
    links: tuple[Link, ...] = ()
    if members:
        text = ntr("{n} address in it", "{n} addresses in it", len(members))
        links = (Link(text.format(n=write(len(members))), "addresses", members),)
    return Explained(title, kind, ((tr("Size"), facts),), _sentence(row, members, known), links)


def _sentence(row: Mapping[str, Any], members: tuple[str, ...], known: Known) -> str:
    write = numbers().format_number
    text = tr("{addresses} addresses with {dwellings} dwellings hang together here.").format(
        addresses=write(row.get("addresses", len(members))), dwellings=write(row.get("dwellings"))
    )
    text += " " + (
        tr("They may be aided.")
        if str(row.get("kind", "")) == "eligible"
        else tr("Nothing is known of their supply.")
    )
    if known.plan is not None and members:
        planned = known.plan.addresses
        reached = planned["address_id"].isin(members) & (planned["status"] == "connected")
        text += " " + tr("The plan connects {n} of them.").format(n=write(int(reached.sum())))
    return text
