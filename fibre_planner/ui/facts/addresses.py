"""What is known of an address: whether it is served, eligible and connected, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fibre_planner.language import ntr, tr
from fibre_planner.ui.facts.looked_up import Known, ids_where, row_of
from fibre_planner.ui.facts.shown import Explained, Link, facts_of
from fibre_planner.ui.wording import label, numbers, rule_sentence, ruleset_name

_ADDRESS_PARTS = ("street", "house_number", "suffix")


def address_name(row: Mapping[str, Any]) -> str:
    """Return street and house number of an address."""
    number = f"{row['house_number']}{row['suffix']}"
    return f"{row['street']} {number}".strip() or str(row["address_id"])


def explain_address(known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    """Return what is known of an address."""
    address_id = row["address_id"]
    sections = [(tr("Address"), facts_of(table, row, _ADDRESS_PARTS))]
    coverage = row_of(known.project.coverage, address_id)
    planned = row_of(known.plan.addresses, address_id) if known.plan is not None else None
    if coverage is not None:
        shown = {**coverage, "ruleset": ruleset_name(coverage["ruleset"])}
        facts = facts_of("coverage", shown, ("address_id", "gap_id"))
        sections.insert(0, (tr("Coverage"), facts))
    if known.plan is not None:
        facts = facts_of("plan_addresses", planned, ("address_id",)) if planned else []
        sections.insert(0, (tr("Plan"), facts or [(tr("Status"), label("plan_status", ""))]))
    supply = known.project.supply
    for offer in supply[supply["address_id"] == address_id].to_dict("records"):  # a handful
        name = tr("Supply: {provider}").format(provider=offer["provider"])
        leave_out = ("supply_id", "address_id", "provider", *_ADDRESS_PARTS, "postcode", "city")
        sections.append((name, facts_of("supply", offer, leave_out)))
    parts = [_why_eligible(coverage), _why_connected(planned, known)]
    return Explained(
        address_name(row),
        tr("Address"),
        tuple(sections),
        " ".join(part for part in parts if part),
        _links(known, address_id, coverage, planned),
    )


def _why_eligible(coverage: Mapping[str, Any] | None) -> str:
    if coverage is None:
        return tr("Whether it is served has not been decided yet.")
    answer = {
        "yes": tr("May be aided: {reason}"),
        "no": tr("May not be aided: {reason}"),
        "check": tr("To be decided by hand: {reason}"),
    }.get(coverage["eligible"], tr("Unresolved: {reason}"))
    return answer.format(reason=rule_sentence(coverage["rule"]))


def _why_connected(planned: Mapping[str, Any] | None, known: Known) -> str:
    if known.plan is None:
        return ""
    if planned is None:
        return tr("The plan does not speak of it.")
    write = numbers()
    if planned["status"] != "connected":
        text = tr("Not connected: {reason}.").format(reason=label("reason", planned["reason"]))
        price = planned["entry_price_eur"]
        if price == price:  # NaN where it is not out for money
            joined = tr("Joining it to this plan would cost {price}.")
            text += " " + joined.format(price=write.format_money(price))
        return text
    text = tr("Connected over {way} of line, {lead_in} of them its own lead-in.").format(
        way=write.format_length(planned["path_m"]),
        lead_in=write.format_length(planned["lead_in_m"]),
    )
    saved, share = planned["marginal_cost_eur"], planned["cost_base_eur"]
    if share == share:
        text += " " + tr("Its share of the cost is {cost}.").format(cost=write.format_money(share))
    if saved == saved:
        text += " " + tr("Leaving it out would save {cost}.").format(cost=write.format_money(saved))
    return text


def _links(
    known: Known,
    address_id: str,
    coverage: Mapping[str, Any] | None,
    planned: Mapping[str, Any] | None,
) -> tuple[Link, ...]:
    links = []
    for column, text in (("cabinet_id", tr("Its cabinet")), ("pop_id", tr("Its PoP"))):
        node = planned[column] if planned else ""
        if node:
            links.append(Link(text, "plan_nodes", (node,)))
    if coverage is not None and coverage["gap_id"]:
        gap = coverage["gap_id"]
        members = ids_where(known.project.coverage, "gap_id", gap)
        links.append(Link(tr("Its coverage gap"), "gaps", (gap,)))
        others = ntr("{n} address of this gap", "{n} addresses of this gap", len(members))
        text = others.format(n=numbers().format_number(len(members)))
        links.append(Link(text, "addresses", members))
    offers = ids_where(known.project.supply, "address_id", address_id)
    if offers:
        text = ntr("{n} statement on its supply", "{n} statements on its supply", len(offers))
        links.append(Link(text.format(n=len(offers)), "supply", offers))
    return tuple(links)
