"""What the codes of tables and plans are called in the language in use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from fibre_planner.language import mark, tr
from fibre_planner.model.ruleset import read_ruleset
from fibre_planner.model.scenario import read_scenario
from fibre_planner.report.source_texts import SOURCE_LABELS

LABELS: Mapping[str, Mapping[str, str]] = {
    "coverage_class": {
        "white": mark("white: below {white} Mbit/s"),
        "light_grey": mark("light grey: below {light_grey} Mbit/s"),
        "dark_grey": mark("dark grey: below the threshold"),
        "served": mark("served"),
        "unknown": mark("unknown"),
    },
    "coverage_class_short": {
        "white": mark("white"),
        "light_grey": mark("light grey"),
        "dark_grey": mark("dark grey"),
        "served": mark("served"),
        "unknown": mark("unknown"),
    },
    "eligible": {
        "yes": mark("yes"),
        "no": mark("no"),
        "check": mark("to be checked"),
        "unknown": mark("unresolved"),
    },
    "technology": {
        "FTTH": mark("FTTH"),
        "FTTB": mark("FTTB"),
        "HFC": mark("HFC (cable)"),
        "FTTC": mark("FTTC (VDSL)"),
        "DSL": mark("DSL"),
        "radio": mark("radio"),
        "none": mark("none"),
    },
    "supply_status": {
        "existing": mark("existing"),
        "planned": mark("planned"),
        "funded": mark("funded"),
        "none": mark("none"),
    },
    "supply_evidence": {
        "reported": mark("reported by the provider"),
        "polygon": mark("area given by the provider"),
        "raster": mark("federal raster"),
        "measured": mark("measured"),
        "estimated": mark("estimated"),
    },
    "supply_match": {
        "id": mark("by its identifier"),
        "text": mark("by street and number"),
        "spelling": mark("by street and number, misspelt"),
        "abbreviation": mark("by street and number, cut short"),
        "place": mark("by its place"),
        "hand": mark("chosen by hand"),
        "review": mark("to be reviewed"),
        "unknown": mark("address unknown"),
    },
    "match_reason": {
        "number_differs": mark("only another house number is there"),
        "postcode_differs": mark("the postcode is another one"),
        "several_addresses": mark("several addresses have this name"),
        "several_streets": mark("several streets may be meant"),
        "street_unlike": mark("the street is spelt too differently"),
        "street_unfinished": mark("the end of the street's name is missing"),
        "id_contradicts_text": mark("identifier and text name different addresses"),
        "place_far": mark("its place lies far from the address"),
        "several_near": mark("several addresses are near its place"),
        "claimed_twice_beside_open": mark("claimed twice, and a similar address is left open"),
        "no_text": mark("it names no street and number"),
        "number_unknown": mark("the street has no such number"),
        "street_unknown": mark("no such street"),
        "nothing_near": mark("no address is near its place"),
        "within_range": mark("number within a range that no house has"),
    },
    "category": {
        "private": mark("private"),
        "business": mark("business"),
        "public": mark("public"),
        "school": mark("school"),
        "hospital": mark("hospital"),
        "business_park": mark("business park"),
    },
    "units_source": {
        "register": mark("register"),
        "census": mark("census grid"),
        "building": mark("building: storeys and area"),
        "assumed": mark("assumption: one dwelling"),
    },
    "surface": {
        "asphalt": mark("asphalt"),
        "paving": mark("paving"),
        "sett": mark("natural stone sett"),
        "unsealed": mark("unsealed"),
    },
    "ground": {
        "public": mark("public"),
        "private": mark("private"),
    },
    "method": {
        "open": mark("open trench"),
        "existing_duct": mark("existing duct"),
        "co_laying": mark("co-laying"),
        "crossing": mark("road crossing"),
        "plough": mark("plough"),
        "trenching": mark("trenching"),
    },
    "level": {
        "trunk": mark("trunk"),
        "distribution": mark("distribution"),
        "lead_in": mark("lead-in"),
    },
    "plan_status": {
        "connected": mark("connected"),
        "unconnected": mark("not connected"),
        "excluded": mark("excluded"),
        "": mark("not in the plan"),
    },
    "node": {
        "pop": mark("PoP"),
        "cabinet": mark("cabinet"),
        "street_cabinet": mark("street cabinet"),
        "shaft": mark("shaft"),
        "handover": mark("handover point"),
    },
    "site": {
        "fibre": mark("fibre"),
        "power": mark("power"),
        "gas": mark("gas"),
        "water": mark("water"),
        "sewer": mark("sewer"),
        "heat": mark("district heating"),
        "road": mark("road works"),
        "building": mark("building work"),
        "other": mark("other work"),
    },
    "traffic_area": {
        "carriageway": mark("carriageway"),
        "footway": mark("footway"),
        "cycleway": mark("cycleway"),
        "parking": mark("parking"),
        "green": mark("green strip"),
    },
    "traffic_effect": {
        "none": mark("none"),
        "half": mark("half closed"),
        "full": mark("fully closed"),
        "footway": mark("footway closed"),
    },
    "area": {
        "municipality": mark("Municipality"),
        "district": mark("District"),
        "business_park": mark("Business park"),
        "school": mark("School"),
        "hospital": mark("Hospital"),
        "public_office": mark("Public office"),
        "funding_area": mark("Funding area"),
        "moratorium": mark("Moratorium"),
        "barrier": mark("Barrier"),
        "phase": mark("Phase"),
        "forest": mark("Forest"),
        "green": mark("Green"),
        "town_hall": mark("Town hall"),
    },
    "barrier": {
        "water": mark("water"),
        "railway": mark("railway"),
        "road": mark("road"),
    },
    "wish": {
        "blocked": mark("blocked"),
        "preferred": mark("preferred"),
        "drawn": mark("route drawn by hand"),
    },
    "gap_kind": {
        "eligible": mark("may be aided"),
        "unknown": mark("no statement"),
    },
    "severity": {
        "error": mark("error"),
        "warning": mark("warning"),
        "note": mark("note"),
    },
    "layer": {
        "addresses": mark("addresses"),
        "supply": mark("supply"),
        "surveys": mark("market surveys"),
        "coverage": mark("coverage"),
        "streets": mark("streets"),
        "ducts": mark("ducts"),
        "nodes": mark("nodes"),
        "wishes": mark("wishes for streets"),
        "node_wishes": mark("wishes for cabinets and PoPs"),
        "sites": mark("construction sites"),
        "areas": mark("areas"),
        "buildings": mark("buildings"),
        "places": mark("places"),
        "catalogue": mark("price catalogue"),
        "rejected": mark("rejected rows"),
        "history": mark("history"),
    },
    "unit": {
        "m": mark("m"),
        "each": mark("pieces"),
        "unit": mark("units"),
        "units": mark("units"),
        "fibre": mark("fibres"),
        "percent": mark("%"),
        "factor": mark("factor"),
        "addresses": mark("addresses"),
        "percent capex per year": mark("% of the building cost per year"),
        "percent homes passed": mark("% of homes passed"),
        "EUR per line and month": mark("EUR per line and month"),
        "EUR per month": mark("EUR per month"),
    },
    "evidence": {
        "E": mark("published figures"),
        "M": mark("assumption"),
    },
    "targets": {
        "unserved": mark("all addresses that are not served"),
        "eligible": mark("only eligible addresses"),
        "all": mark("all addresses"),
    },
    "weight": {
        "units": mark("dwellings, firms and public units"),
        "addresses": mark("addresses"),
        "eligible_units": mark("units at eligible addresses"),
        "priority": mark("priorities: schools, hospitals, firms, dwellings"),
    },
    "section_state": {
        "only_one": mark("only in plan A"),
        "only_other": mark("only in plan B"),
        "changed": mark("in both, changed"),
        "same": mark("in both, the same"),
    },
    "section_change": {
        "price_code": mark("price position"),
        "method": mark("method"),
        "surface": mark("surface"),
        "site_id": mark("construction site"),
        "level": mark("level"),
        "ducts": mark("ducts"),
        "cable": mark("cables"),
        "cost": mark("cost"),
    },
    "node_change": {
        "added": mark("only in plan B"),
        "dropped": mark("only in plan A"),
        "moved": mark("moved"),
        "changed": mark("changed"),
        "same": mark("the same"),
    },
    "address_change": {
        "connected": mark("only plan B connects it"),
        "lost": mark("only plan A connects it"),
        "reason": mark("another reason"),
        "cabinet": mark("another cabinet"),
        "cost": mark("another share of the cost"),
        "same": mark("the same"),
    },
    "flag": {
        "yes": mark("yes"),
        "no": mark("no"),
    },
    "parameter": {
        "name": mark("Scenario"),
        "ruleset": mark("Rule set"),
        "catalogue": mark("Price catalogue"),
        "targets": mark("Addresses to connect"),
        "snap_distance_m": mark("Farthest distance of an address from its street (m)"),
        "wide_street_m": mark("Street counts as wide from a carriageway of (m)"),
        "max_drop_m": mark("Longest way from cabinet to address (m)"),
        "included_lead_in_m": mark("Lead-in contained in a house connection (m)"),
        "cabinet_capacity": mark("Units per cabinet"),
        "units_per_pop": mark("Units per PoP"),
        "reserve_share": mark("Capacity reserve"),
        "use_ducts": mark("Use existing ducts"),
        "use_sites": mark("Lay along in construction sites"),
        "use_trenching": mark("Mill by DIN 18220 where allowed and cheaper"),
        "pop_x": mark("PoP, easting (m)"),
        "pop_y": mark("PoP, northing (m)"),
        "budget_eur": mark("Budget (EUR)"),
        "weight": mark("What a budget is to buy most of"),
        "seconds": mark("Time limit of the optimiser (s)"),
        "seed": mark("Seed of random choices"),
        "yearly_budget_eur": mark("Budget of a year (EUR)"),
        "start_year": mark("First year of building"),
        "years": mark("Number of years"),
        "discount_rate": mark("Discount rate"),
        "budget_carries_over": mark("Money left in a year goes to the next"),
        "max_feeder_m": mark("Longest way from PoP to cabinet (m)"),
        "feeder_rounds": mark("Rounds of fitting trenches and feeders"),
    },
    "decision": {
        "fibre_present": mark("fibre is there"),
        "private_plan": mark("binding private plan"),
        "funded_project": mark("in another funded project"),
        "hfc_served": mark("cable counts as sufficient"),
        "hfc_check": mark("cable: to be decided by hand"),
        "rates_reached": mark("rates reached"),
        "contradiction": mark("contradictory statements"),
        "plan_check": mark("promise unclear or overdue"),
        "rates_missing": mark("rates missing"),
        "below_threshold": mark("below the threshold"),
        "no_data": mark("no statement"),
    },
    "rule": {
        "snap_distance_m": mark("distance to the street"),
        "max_drop_m": mark("longest way from the cabinet"),
        "max_feeder_m": mark("longest way from the PoP"),
        "equipment_site": mark("place of a cabinet or PoP"),
        "private_ground": mark("lead-in over private ground"),
        "private_passage": mark("passage over private ground"),
        "blocked_street": mark("blocked street used"),
        "preferred_street": mark("preferred street used"),
        "drawn_route": mark("route drawn by hand"),
        "asked_place": mark("cabinet or PoP placed by hand"),
        "asked_place_unmet": mark("wished place not used"),
        "cabinet_capacity": mark("units per cabinet"),
        "units_per_pop": mark("units per PoP"),
        "street_island": mark("street island"),
        "existing_duct": mark("existing duct used"),
        "co_laying": mark("laid along in a site"),
        "fresh_surface": mark("fresh surface opened"),
        "din_18220": mark("milled by DIN 18220"),
        "barrier_crossing": mark("barrier crossed"),
        "pop_place": mark("PoP moved to a street"),
        "pop_unused": mark("PoP that feeds no cabinet"),
        "budget_eur": mark("budget exceeded"),
        "not_within_years": mark("not within the years"),
        "site_missed": mark("site not used in its window"),
    },
    "reason": {
        "no_place": mark("no place known"),
        "no_street_within_reach": mark("no street within reach"),
        "street_island": mark("street not joined to the network"),
        "across_barrier": mark("behind a barrier"),
        "served": mark("served already"),
        "private_plan": mark("binding private plan"),
        "funded_project": mark("in another funded project"),
        "not_eligible": mark("not eligible"),
        "no_data": mark("no statement about its supply"),
        "rates_missing": mark("rates missing"),
        "over_budget": mark("over the budget"),
        "no_weight": mark("counts nothing for this budget"),
    },
    **SOURCE_LABELS,
}
"""Kind of code → code → English text; every text is shown through label()."""


def label(kind: str, code: str) -> str:
    """Return what a code is called; a code without a text is shown as it is, with spaces.

    kind: a key of LABELS. Raises KeyError for an unknown kind, which is a fault of the program.
    """
    text = LABELS[kind].get(code)
    if text is None:
        return code.replace("_", " ")
    return tr(text).format(**class_bounds()) if kind == "coverage_class" else tr(text)


def layer(name: str) -> str:
    """Return what a layer of the project is called."""
    return label("layer", name)


def labels(kind: str) -> dict[str, str]:
    """Return every code of a kind with its text, in the order they are to be shown."""
    return {code: label(kind, code) for code in LABELS[kind]}


@cache
def class_bounds() -> Mapping[str, str]:
    """Return the rates below which an address is white or light grey, as texts.

    All rule sets share these bounds; what they differ in is the threshold for aid. They are read
    once: the window asks for a label with every row it shows.
    """
    ruleset = read_ruleset(read_scenario("standard").ruleset)
    bounds = {"white": ruleset.white_below_mbps, "light_grey": ruleset.light_grey_below_mbps}
    return MappingProxyType({name: f"{rate:g}" for name, rate in bounds.items()})
