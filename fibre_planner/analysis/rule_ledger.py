"""The ledger of rules that a plan applied or had to relax, each with its subject and amount."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.hierarchy.asked_places import AskedPlaces
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    TrenchGraph,
)
from fibre_planner.language import ntr, tr
from fibre_planner.model.scenario import Scenario
from fibre_planner.model.tables import conform


@dataclass
class RuleLedger:
    """Rows of the table `plan_rules`, gathered while a plan is made."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, rule: str, subject: str, amount: float, unit: str, reason: str) -> None:
        """Write one rule down; a rule and its subject name the row."""
        self.rows.append(
            {
                "rule_id": f"{rule}:{subject}",
                "rule": rule,
                "subject": subject,
                "amount": float(amount),
                "unit": unit,
                "reason": reason,
            }
        )

    def table(self) -> pd.DataFrame:
        """Return the ledger as table `plan_rules`."""
        return conform("plan_rules", pd.DataFrame(self.rows))


def tree_distance_m(tree: RootedTree, one: IntArray, other: IntArray) -> FloatArray:
    """Return the length of the way along the tree between places, pair by pair."""
    path_m, met = tree.path_m(), tree.meeting(one, other)
    return np.asarray(path_m[one] + path_m[other] - 2.0 * path_m[met])


def note_long_leads(
    ledger: RuleLedger, ids: Iterable[str], lead_m: FloatArray, max_drop_m: float
) -> None:
    """Write down the addresses whose way to their cabinet is longer than allowed."""
    for address_id, length_m in zip(ids, lead_m.tolist(), strict=True):
        if length_m > max_drop_m + 0.005:
            ledger.add(
                "max_drop_m",
                address_id,
                length_m - max_drop_m,
                "m",
                tr("The way to the cabinet is longer than the scenario allows."),
            )


def note_long_feeders(ledger: RuleLedger, rows: pd.DataFrame, max_feeder_m: float) -> None:
    """Write down the cabinets whose way to their POP is longer than allowed.

    rows: of `plan_nodes`.
    """
    far = rows.loc[rows["feeder_m"] > max_feeder_m + 0.005]
    for node_id, length_m in zip(far["node_id"], far["feeder_m"].tolist(), strict=True):
        reason = tr("The way to the POP is longer than the scenario allows.")
        ledger.add("max_feeder_m", node_id, length_m - max_feeder_m, "m", reason)


def note_sites(ledger: RuleLedger, rows: pd.DataFrame, allowed: BoolArray) -> None:
    """Write down the new cabinets and POPs that stand where none should, row by row."""
    for node_id in rows.loc[~allowed & ~rows["existing"].to_numpy(bool), "node_id"]:
        reason = tr("No allowed place for it is within reach; ask for one on private ground.")
        ledger.add("equipment_site", node_id, 1, "each", reason)


def note_large_buildings(
    ledger: RuleLedger, ids: Iterable[str], units: IntArray, capacity_units: int
) -> None:
    """Write down the addresses with more units than one cabinet holds."""
    for address_id, number in zip(ids, units.tolist(), strict=True):
        if number > capacity_units:
            ledger.add(
                "cabinet_capacity",
                address_id,
                number - capacity_units,
                "units",
                tr("The building has more units than one cabinet holds, so it gets several."),
            )


def note_island(ledger: RuleLedger, ids: Sequence[str], street: str) -> None:
    """Write down the addresses of one island, whose streets do not lead to the POP.

    street: name of its longest street, or its id where it has none.
    """
    reason = ntr(
        "The streets around {street} ({n} address) are not joined to those of the POP; "
        "check the street layer.",
        "The streets around {street} ({n} addresses) are not joined to those of the POP; "
        "check the street layer.",
        len(ids),
    ).format(street=street, n=len(ids))
    for address_id in ids:
        ledger.add("street_island", address_id, 1, "addresses", reason)


def note_used_stretches(ledger: RuleLedger, graph: TrenchGraph, edges: IntArray) -> None:
    """Write down ducts and sites that are used, fresh surfaces opened and barriers crossed."""
    used = graph.edges.iloc[edges].assign(length_m=graph.length_m[edges])
    used = used.loc[used["stretch_id"] != ""]
    kinds = (
        ("existing_duct", used["method"] == "existing_duct", tr("Existing ducts are used.")),
        ("co_laying", used["method"] == "co_laying", tr("Trenches of a site are shared.")),
        ("fresh_surface", used["factor_code"] == "TB15", tr("A fresh surface is opened.")),
        ("barrier_crossing", used["pits"] > 0, tr("A barrier is crossed by drilling.")),
    )
    for rule, chosen, reason in kinds:
        metres = used.loc[chosen].groupby("stretch_id")["length_m"].sum()
        for subject, length_m in metres.items():
            ledger.add(rule, str(subject), length_m, "m", reason)


def note_trenching(ledger: RuleLedger, graph: TrenchGraph, edges: IntArray) -> None:
    """Write down how much is milled, which asks for the consent of the road authority."""
    milled = graph.edges["method"].to_numpy(object)[edges] == "trenching"
    if milled.any():
        reason = tr("Milled in a shallow slot; the road authority has to agree.")
        ledger.add("din_18220", "plan", float(graph.length_m[edges][milled].sum()), "m", reason)


def note_private_ground(
    ledger: RuleLedger,
    graph: TrenchGraph,
    tree: RootedTree,
    behind: tuple[BoolArray, IntArray],
    street_ids: Any,
) -> None:
    """Write down the private ways that are dug: as lead-ins, or relaxed, as a passage to others.

    behind: (n,) whether the edge above a node is a lead-in over private ground, and the addresses
    behind it. street_ids: of the street layer.
    """
    to_plots, addresses = behind
    inside = tree.edge >= 0
    private = np.zeros(len(tree.edge), dtype=bool)
    private[inside] = graph.edges["private"].to_numpy(bool)[tree.edge[inside]]
    at = np.flatnonzero(private)
    rows = pd.DataFrame(
        {
            "street": graph.edges["street"].to_numpy()[tree.edge[at]],
            "passage": ~to_plots[at],
            "length_m": tree.length_m[at],
            "end": tree.end[at],
        }
    )
    # Of edges of a way that lie behind each other, the first has all addresses behind it.
    ways = rows.groupby(["passage", "street"])
    reached = ways["end"].cummax().groupby([rows["passage"], rows["street"]]).shift(fill_value=0)
    rows["addresses"] = np.where(at >= reached.to_numpy(), addresses[at], 0)
    for (passage, street), found in rows.groupby(["passage", "street"]):
        rule = "private_passage" if passage else "private_ground"
        reason = _private_reason(bool(passage), int(found["addresses"].sum()))
        ledger.add(rule, street_ids[street], found["length_m"].sum(), "m", reason)


def _private_reason(passage: bool, addresses: int) -> str:
    if passage:
        text = ntr(
            "{n} address behind it is reached over this private way alone; its owner has to "
            "agree to a line of the network (§ 134 TKG).",
            "{n} addresses behind it are reached over this private way alone; its owner has to "
            "agree to a line of the network (§ 134 TKG).",
            addresses,
        )
    else:
        text = ntr(
            "Private ground is used as lead-in for {n} address; its owner has to agree "
            "(§ 134 TKG).",
            "Private ground is used as lead-in for {n} addresses; its owner has to agree "
            "(§ 134 TKG).",
            addresses,
        )
    return text.format(n=addresses)


def note_wishes(ledger: RuleLedger, graph: TrenchGraph, edges: IntArray, street_ids: Any) -> None:
    """Write down the metres in streets that are blocked, preferred or drawn by hand.

    edges: of the network; street_ids: of the street layer.
    """
    if "wish" not in graph.edges:
        return
    used = graph.edges.iloc[edges].assign(length_m=graph.length_m[edges])
    used = used.loc[(used["wish"] != "") & (used["street"] >= 0)]
    rules = {
        "blocked": ("blocked_street", tr("Addresses are reached over this blocked street alone.")),
        "preferred": ("preferred_street", tr("A preferred street is used; it is billed in full.")),
        "drawn": ("drawn_route", tr("The route was drawn by hand; it is billed in full.")),
    }
    for (wish, street), length_m in used.groupby(["wish", "street"])["length_m"].sum().items():
        rule, reason = rules[str(wish)]
        ledger.add(rule, street_ids[street], length_m, "m", reason)


def note_asked_places(
    ledger: RuleLedger, asked: AskedPlaces, rows: pd.DataFrame, node: IntArray
) -> None:
    """Write down the cabinets and POPs that stand where they were put by hand, and which do not.

    rows: of `plan_nodes`; node: of the graph, where each of them stands.
    """
    kinds, names = rows["kind"].to_numpy(object), rows["node_id"].to_numpy(object)
    # Few rows, made by hand; of several wishes for one place the first is named.
    for wish_id, place, pop, away_m, problem in zip(
        asked.wish_ids,
        asked.node.tolist(),
        asked.pop.tolist(),
        asked.away_m.tolist(),
        asked.problem,
        strict=True,
    ):
        met = np.flatnonzero((node == place) & (kinds == ("pop" if pop else "cabinet")))
        if place >= 0 and len(met):
            reason = tr("It stands where it was put by hand.")
            ledger.add("asked_place", names[met[0]], away_m, "m", reason)
        else:
            ledger.add("asked_place_unmet", wish_id, 1, "each", _unmet_reason(problem))


def _unmet_reason(problem: str) -> str:
    return {
        "far": tr("It lies too far from every street."),
        "private": tr("It lies on private ground; ask the owner, or choose a place at a street."),
        "closed": tr("It lies inside a building or on closed ground, such as of a school."),
        "no_side": tr("There is no side of a street to stand on: bridge, tunnel or carriageway."),
        "island": tr("The streets there are not joined to those of the network."),
    }.get(problem, tr("The network does not lead there, or no address is within reach."))


def note_pops(ledger: RuleLedger, scenario: Scenario, units: int, pops: int) -> None:
    """Write down that the units need several POPs."""
    if pops > 1:
        ledger.add(
            "units_per_pop",
            "pop",
            units - scenario.units_per_pop,
            "units",
            tr(
                "{units} units need at least {least} POPs; {pops} cost least, "
                "because cables are shorter."
            ).format(units=units, least=-(-units // scenario.units_per_pop), pops=pops),
        )


def note_moved_pop(ledger: RuleLedger, subject: str, moved_m: float) -> None:
    """Write down how far a POP was moved to stand at a street."""
    if moved_m > 1.0:
        reason = tr("The POP is joined at the nearest place on a street.")
        ledger.add("pop_place", subject, moved_m, "m", reason)


def note_unused_pop(ledger: RuleLedger, subject: str, length_m: float) -> None:
    """Write down a POP that feeds no cabinet, and the trench that joins it all the same."""
    reason = tr("No cabinet is fed from this PoP within the limits; the trench to it is built.")
    ledger.add("pop_unused", subject, length_m, "m", reason)


def note_over_budget(ledger: RuleLedger, scenario: Scenario, cost_eur: float) -> None:
    """Write down by how much a plan exceeds the scenario's budget."""
    if scenario.budget_eur is not None and cost_eur > scenario.budget_eur:
        reason = tr("The plan costs more than the budget of the scenario.")
        ledger.add("budget_eur", "plan", cost_eur - scenario.budget_eur, "EUR", reason)
