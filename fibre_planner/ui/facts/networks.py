"""What is known of trenches, cabinets and PoPs of a plan: what they carry, cost and hang on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fibre_planner.language import ntr, tr
from fibre_planner.ui.facts.looked_up import Known, ids_where, row_of
from fibre_planner.ui.facts.shown import Explained, Link, facts_of
from fibre_planner.ui.wording import label, numbers


def trench_name(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return title and kind of a trench."""
    write = numbers()
    length, cost = write.format_length(row["length_m"]), write.format_money(row["cost_base_eur"])
    return f"{length} · {cost}", tr("Trench, {level}").format(level=label("level", row["level"]))


def explain_trench(known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    """Return what is known of a trench: how it is made, who uses it, why it costs what it does."""
    write = numbers()
    length, cost = write.format_length(row["length_m"]), write.format_money(row["cost_base_eur"])
    title, kind = trench_name(row)
    count = row["addresses"]
    served = ntr("used by {count} address", "used by {count} addresses", count)
    served = served.format(count=write.format_number(count))
    sections = [(served[:1].upper() + served[1:], facts_of(table, row))]
    made = [label("surface", row["surface"]) if row["surface"] else "", _method(row)]
    parts = [length, *(part for part in made if part), served, cost]
    sentence = ", ".join(parts) + "."
    links: list[Link] = []
    site = row_of(known.project.sites, row["site_id"]) if row["site_id"] else None
    if site is not None:
        sections.append((tr("Laid along with this construction site"), facts_of("sites", site)))
        sentence += " " + _why_cheaper(known, row, site)
        text = tr("Construction site {title}").format(title=site["title"] or site["site_id"])
        links.append(Link(text, "sites", (str(site["site_id"]),)))
    if row["street"] and known.plan is not None:
        same = ids_where(known.plan.trenches, "street", row["street"])
        text = tr("All {n} trenches in {street}")
        shown = text.format(n=write.format_number(len(same)), street=row["street"])
        links.append(Link(shown, table, same))
    return Explained(title, kind, tuple(sections), sentence, tuple(links))


def _method(row: Mapping[str, Any]) -> str:
    return label("method", row["method"]) if row["method"] else ""


def _why_cheaper(known: Known, row: Mapping[str, Any], site: Mapping[str, Any]) -> str:
    """Return why a trench in a site costs less, with the price it would have outside of one."""
    write = numbers()
    alone = saved_eur(known, [row])
    text = tr("Cheaper because “{site}” is open from {begin} to {end}.").format(
        site=site["title"] or site["site_id"],
        begin=write.format_date(site["planned_from"]) or "?",
        end=write.format_date(site["planned_to"]) or "?",
    )
    if alone > 0:
        text += " " + tr("It saves {cost} of digging.").format(cost=write.format_money(alone))
    return text


def saved_eur(known: Known, rows: list[Mapping[str, Any]]) -> float:
    """Return what trenches in sites save: their base price without the site, less their cost."""
    prices = dict(
        zip(known.project.catalogue["code"], known.project.catalogue["base"], strict=True)
    )
    return float(
        sum(
            row["length_m"] * prices[row["price_code"]] - row["cost_base_eur"]
            for row in rows
            if row["price_code"] in prices
        )
    )


def explain_node(known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    """Return what is known of a cabinet or PoP of the plan: whom it serves, and from where."""
    what = label("node", row["kind"])
    write = numbers()
    node_id, plan = str(row["node_id"]), known.plan
    assert plan is not None
    parts = []
    if row["capacity_units"] > 0:
        text = tr("Serves {units} units of {capacity} it has room for ({share}).")
        share = write.format_share(row["units"] / row["capacity_units"], 0)
        figures = {"units": row["units"], "capacity": row["capacity_units"]}
        shown = {name: write.format_number(value) for name, value in figures.items()}
        parts.append(text.format(**shown, share=share))
    links: list[Link] = []
    if row["parent_id"]:
        way = write.format_length(row["feeder_m"])
        text = tr("Fed by {pop} over {way}.").format(pop=row["parent_id"], way=way)
        parts.append(text)
        links.append(Link(tr("Its PoP"), table, (row["parent_id"],)))
    fed = ids_where(plan.nodes, "parent_id", node_id)
    if fed:
        text = ntr("Feeds {n} cabinet.", "Feeds {n} cabinets.", len(fed))
        parts.append(text.format(n=write.format_number(len(fed))))
        links.append(Link(tr("Its cabinets"), table, fed))
    column = "pop_id" if row["kind"] == "pop" else "cabinet_id"
    served = ids_where(plan.addresses, column, node_id)
    if served:
        text = ntr("{n} address it serves", "{n} addresses it serves", len(served))
        links.append(Link(text.format(n=write.format_number(len(served))), "addresses", served))
    if row["existing"]:
        parts.append(tr("It stands already."))
    if ((plan.rules["rule"] == "asked_place") & (plan.rules["subject"] == node_id)).any():
        parts.append(tr("It stands where it was put by hand."))
    sections = ((what, facts_of(table, row)),)
    return Explained(node_id, what, sections, " ".join(parts), tuple(links))
