"""What is built, by position of the catalogue, and what it costs: per trench, house and node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.sizing import (
    Loads,
    Material,
    bundles_for,
    cables_for,
    feeder_bundles,
    fibres_of,
    with_reserve,
)
from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    Lines,
    TrenchGraph,
)
from fibre_planner.analysis.streets.trench_prices import Prices, graph_rules
from fibre_planner.analysis.trench_sections import TrenchSections

Position = tuple[str, str]
"""Code of the catalogue and the code of the factor on its price, empty for none."""

Quantities = Mapping[Position, FloatArray]
"""Position → amount per row of what is built."""


@dataclass(frozen=True, eq=False)
class LeadIns:
    """House connections: (houses,) lines from the frontage, lengths, and what is at their end.

    crossed_m: carriageway crossed on the way; place: of the frontage in the tree.
    """

    lines: Lines
    length_m: FloatArray
    crossed_m: FloatArray
    units: IntArray
    place: IntArray


def street_quantities(
    graph: TrenchGraph,
    tree: RootedTree,
    sections: TrenchSections,
    loads: Loads,
    material: Material,
) -> Quantities:
    """Return what trenches in streets consist of, per trench."""
    amounts: dict[Position, FloatArray] = {}
    edges = graph.edges.iloc[sections.edge]
    length_m = sections.length_m
    codes = edges["price_code"].to_numpy(object)
    factors = edges["factor_code"].to_numpy(object)
    for position in sorted(set(zip(codes.tolist(), factors.tolist(), strict=True))):
        here = (codes == position[0]) & (factors == position[1])
        _add(amounts, position, np.where(here, length_m, 0.0))
    wide, barrier = graph_rules()["wide"], graph_rules()["barrier"]
    _add(amounts, (wide["surcharge_code"], ""), edges["crossings"].to_numpy(float))
    _add(amounts, (barrier["pit_code"], ""), edges["pits"].to_numpy(float))
    bundles = bundles_for(section_ducts(sections, loads, material), material)
    for number, (_, _, code) in enumerate(material.bundles):
        _add(amounts, (code, ""), bundles[:, number] * length_m)
    feeders = section_feeder_bundles(sections, loads, material)
    feeder = material.rules["feeder"]
    _add(amounts, (feeder["price_code"], ""), feeders * length_m)
    new_trunk_m = np.where(has_reserve_bundle(graph, sections, loads), length_m, 0.0)
    _add(amounts, (feeder["reserve_price_code"], ""), new_trunk_m)
    shafts = material.rules["shafts"]
    count = shaft_counts(tree, sections, loads.trunk, new_trunk_m, shafts["trunk_metres_per_shaft"])
    _add(amounts, (shafts["price_code"], ""), count)
    cables = (loads.lead_cables + loads.feeder_cables) * tree.length_m[:, None]
    _add_cables(amounts, sections.total(cables), material)
    return amounts


def section_ducts(sections: TrenchSections, loads: Loads, material: Material) -> IntArray:
    """Return the house ducts each trench needs, reserve included."""
    return with_reserve(sections.most(loads.leads), material.reserve_share)


def section_feeder_bundles(sections: TrenchSections, loads: Loads, material: Material) -> IntArray:
    """Return the feeder bundles of each trench."""
    return feeder_bundles(sections.most(loads.feeder_cables.sum(axis=1)), material)


def has_reserve_bundle(graph: TrenchGraph, sections: TrenchSections, loads: Loads) -> FloatArray:
    """Return which trenches get the reserve backbone: newly dug ones of the trunk."""
    method = graph.edges["method"].to_numpy(object)[sections.edge]
    return np.asarray(loads.trunk[sections.first] & (method != "existing_duct"))


def shaft_counts(
    tree: RootedTree,
    sections: TrenchSections,
    trunk: BoolArray,
    new_trunk_m: FloatArray,
    metres_per_shaft: float,
) -> FloatArray:
    """Return the whole shafts of each trench: one for each started length of connected trunk.

    trunk: (n,) of the edge above each node of the tree; new_trunk_m: (trenches,) newly dug. Each
    connected trunk is measured from its upper end, branch after branch, and a shaft is counted in
    the trench in which its length starts.
    """
    below = np.flatnonzero(trunk & (tree.parent >= 0))
    links = csr_array(
        (np.ones(len(below)), (below, tree.parent[below])), shape=(len(trunk), len(trunk))
    )
    _, piece = connected_components(links, directed=False)
    piece = piece[sections.first]
    order = np.argsort(piece, kind="stable")
    run_m = np.cumsum(new_trunk_m[order])
    begins = np.flatnonzero(np.diff(piece[order], prepend=-1))
    before_m = np.concatenate([[0.0], run_m])[begins]
    start_of = np.repeat(before_m, np.diff(begins, append=len(order)))
    # The sum of lengths is not exact, so a tenth of a millimetre starts no new length.
    end_m = run_m - start_of
    shafts_to_end = np.maximum(np.ceil((end_m - 1e-4) / metres_per_shaft), 0.0)
    shafts_to_begin = np.roll(shafts_to_end, 1)
    shafts_to_begin[begins] = 0.0
    count = np.zeros(len(order))
    count[order] = shafts_to_end - shafts_to_begin
    return count


def lead_in_quantities(lead_ins: LeadIns, material: Material, included_m: float) -> Quantities:
    """Return what lead-ins consist of beyond the house connection itself, per house.

    included_m: length that the price of a house connection contains.
    """
    rules = graph_rules()["lead_in"]
    amounts: dict[Position, FloatArray] = {}
    _add(amounts, (rules["price_code"], ""), np.maximum(lead_ins.length_m - included_m, 0.0))
    _add(amounts, (rules["crossing_code"], ""), lead_ins.crossed_m)
    cables = house_cables(lead_ins.units, material)
    _add_cables(amounts, cables * lead_ins.length_m[:, None], material)
    return amounts


def house_cables(units: IntArray, material: Material) -> IntArray:
    """Return the cables of each house by size."""
    fibres = with_reserve(fibres_of(units, material), material.reserve_share)
    return cables_for(fibres, material)


def connection_quantities(units: IntArray, material: Material) -> Quantities:
    """Return house connections and splices, per house."""
    splices = material.rules["splices"]
    fibres = units * splices["operating_fibres_per_unit"] * splices["places"]
    return {
        (graph_rules()["lead_in"]["connection_code"], ""): np.ones(len(units)),
        (splices["price_code"], ""): fibres.astype(float),
    }


def node_quantities(new_cabinets: IntArray, new_pops: IntArray, material: Material) -> Quantities:
    """Return cabinets and POPs to be built, per row of each of the two arrays joined."""
    zeros = (np.zeros(len(new_cabinets)), np.zeros(len(new_pops)))
    return {
        (material.rules["cabinet"]["price_code"], ""): np.concatenate(
            [new_cabinets.astype(float), zeros[1]]
        ),
        (material.rules["pop"]["price_code"], ""): np.concatenate(
            [zeros[0], new_pops.astype(float)]
        ),
    }


def unit_price(position: Position, prices: Prices) -> FloatArray:
    """Return the price (low, base, high) of a position with its factor."""
    code, factor = position
    return np.asarray(prices[code] * prices[factor] if factor else prices[code])


def costs_of(quantities: Quantities, prices: Prices) -> FloatArray:
    """Return costs per row (rows, 3) in EUR, low, base and high."""
    rows = len(next(iter(quantities.values())))
    cost = np.zeros((rows, 3))
    for position in sorted(quantities):
        cost += quantities[position][:, None] * unit_price(position, prices)
    return cost


def _add(amounts: dict[Position, FloatArray], position: Position, values: FloatArray) -> None:
    if position in amounts:
        amounts[position] = amounts[position] + values
    else:
        amounts[position] = np.asarray(values, dtype=np.float64)


def _add_cables(
    amounts: dict[Position, FloatArray], metres: FloatArray, material: Material
) -> None:
    """Add cables by size (rows, sizes) and the blowing-in of all of them."""
    for number, code in enumerate(material.cable_codes):
        _add(amounts, (code, ""), metres[:, number])
    _add(amounts, (material.rules["blowing"]["price_code"], ""), metres.sum(axis=1))
