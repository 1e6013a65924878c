"""Explains any feature of the map, each by what its table asks for; without Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from fibre_planner.language import tr
from fibre_planner.ui.facts.addresses import address_name, explain_address
from fibre_planner.ui.facts.gaps import explain_gap
from fibre_planner.ui.facts.looked_up import Known, row_of, table_of
from fibre_planner.ui.facts.networks import explain_node, explain_trench, trench_name
from fibre_planner.ui.facts.shares import explain_share, share_line
from fibre_planner.ui.facts.shown import Explained, Link, facts_of
from fibre_planner.ui.facts.sites import explain_site
from fibre_planner.ui.map.share_layer import SHARE_TABLES
from fibre_planner.ui.wording import label, numbers

if TYPE_CHECKING:
    from fibre_planner.ui.map.picking import Hit


def explain(hit: Hit, known: Known) -> Explained | None:
    """Return the facts of a feature, None where it is gone."""
    if hit.table == "findings":
        return _finding(known, hit.row_id)
    if hit.table in SHARE_TABLES:
        return explain_share(known, hit.row_id)
    row = row_of(table_of(known, hit.table), hit.row_id)
    if row is None:
        return None
    maker = _MAKERS.get(hit.table, _plain)
    return maker(known, hit.table, row)


def short_name(hit: Hit, known: Known) -> str:
    """Return one line on a feature, for the strip below the map."""
    if hit.table == "addresses":  # the mouse passes over many; their facts are not needed
        row = row_of(known.project.addresses, hit.row_id)
        return f"{tr('Address')}: {address_name(row)}" if row else ""
    if hit.table in SHARE_TABLES:
        return share_line(known, hit.row_id)
    if hit.table == "plan_trenches":
        row = row_of(table_of(known, hit.table), hit.row_id)
        return "{1}: {0}".format(*trench_name(row)) if row else ""
    found = explain(hit, known)
    if found is None:
        return ""
    return f"{found.kind}: {found.title}" if found.title != found.kind else found.title


def _difference(_known: Known, _table: str, row: Mapping[str, Any]) -> Explained:
    """Explain a stretch of trench of two compared plans."""
    write = numbers()
    changes = ", ".join(label("section_change", code) for code in row["changes"].split())
    facts = [
        (tr("Street"), row["street"]),
        (tr("What differs"), changes),
        (tr("Length A"), write.format_length(row["length_one_m"])),
        (tr("Length B"), write.format_length(row["length_other_m"])),
        (tr("Cost A"), write.format_money(row["cost_base_one_eur"])),
        (tr("Cost B"), write.format_money(row["cost_base_other_eur"])),
        (tr("Cost B − A"), write.format_change(row["cost_base_eur"], write.format_money)),
    ]
    kind = label("section_state", row["state"])
    title = write.format_length(max(row["length_one_m"], row["length_other_m"]))
    return Explained(title, kind, ((kind, [fact for fact in facts if fact[1]]),))


def _named(kind: Callable[[Mapping[str, Any]], str], name: str) -> Any:
    def make(_known: Known, table: str, row: Mapping[str, Any]) -> Explained:
        what = kind(row)
        return Explained(str(row.get(name) or what), what, ((what, facts_of(table, row)),))

    return make


def _finding(known: Known, row_id: str) -> Explained | None:
    number = int(row_id)
    if number >= len(known.findings):
        return None
    found = known.findings[number]
    facts = [
        (tr("What to do"), found.remedy),
        (tr("Severity"), label("severity", found.severity)),
        (tr("Layer"), label("layer", found.layer)),
        (tr("Rows"), numbers().format_number(found.count)),
    ]
    return Explained(found.message, tr("Finding"), ((tr("Finding"), facts),))


def _street(known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    what = tr("Street")
    mine = known.project.wishes
    wishes = [
        wish_sentence(wish)
        for wish in mine.loc[mine["street_id"] == row["street_id"]].to_dict("records")
    ]
    sentence = " ".join(dict.fromkeys(wishes))
    ids = tuple(mine.loc[mine["street_id"] == row["street_id"], "wish_id"])
    links = (Link(tr("Wishes for it"), "wishes", ids),) if ids else ()
    sections = ((what, facts_of(table, row)),)
    return Explained(str(row["name"] or what), what, sections, sentence, links)


def _wish(_known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    what = label("wish", row["wish"]) if row["wish"] else tr("Wish")
    what = tr("Street: {wish}").format(wish=what)
    sections = ((what, facts_of(table, row)),)
    return Explained(str(row["street"] or what), what, sections, wish_sentence(row))


def _place_wish(known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    what = tr("Wish for a PoP") if row["kind"] == "pop" else tr("Wish for a cabinet")
    text = tr("Asked for here on {day}; the network leads to it, and it is built here.")
    day = numbers().format_date(row["wished_on"]) if row["wished_on"] else tr("unknown day")
    told = [text.format(day=day), str(row["reason"])]
    if known.plan is not None:
        rules = known.plan.rules
        unmet = rules[(rules["rule"] == "asked_place_unmet") & (rules["subject"] == row["wish_id"])]
        if len(unmet):
            told = [tr("The plan does not use this place."), str(unmet["reason"].iloc[0])]
    return Explained(what, what, ((what, facts_of(table, row)),), " ".join(filter(None, told)))


def wish_sentence(row: Mapping[str, Any]) -> str:
    """Return what a wish means for the network."""
    text = {
        "blocked": tr("Blocked: no trench lies here, unless addresses are reached over it alone."),
        "preferred": tr("Preferred: trenches lie rather here; they are billed in full."),
        "drawn": tr("Drawn by hand: trenches take this route; they are billed in full."),
    }.get(str(row["wish"]), "")
    return f"{text} {row['reason']}".strip()


def _plain(_known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    what = label("layer", table)
    what = what[:1].upper() + what[1:]
    return Explained(str(next(iter(row.values()))), what, ((what, facts_of(table, row)),))


def building_kind(row: Mapping[str, Any]) -> str:
    """Return what a building is called by its use."""
    return label("building", row["kind"]) if row["kind"] else tr("Building")


def area_kind(row: Mapping[str, Any]) -> str:
    """Return what the kind of an area or place is called."""
    return label("area", row["kind"]) if row["kind"] else tr("Area of another kind")


_MAKERS: Mapping[str, Callable[[Known, str, Mapping[str, Any]], Explained]] = {
    "addresses": explain_address,
    "plan_trenches": explain_trench,
    "comparison": _difference,
    "streets": _street,
    "wishes": _wish,
    "node_wishes": _place_wish,
    "ducts": _named(lambda _: tr("Existing duct"), "owner"),
    "buildings": _named(building_kind, ""),
    "sites": explain_site,
    "areas": _named(area_kind, "name"),
    "places": _named(area_kind, "name"),
    "nodes": _named(lambda row: label("node", row["kind"]), "name"),
    "plan_nodes": explain_node,
    "gaps": explain_gap,
}
