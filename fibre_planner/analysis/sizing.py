"""Fibres, cables and duct bundles by the rules of the Materialkonzept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import BoolArray, IntArray
from fibre_planner.resources import RESOURCES, read_toml

MATERIALS = "materialkonzept-5.0.2"


@dataclass(frozen=True, eq=False)
class Material:
    """The sizing rules with the scenario's reserve.

    bundles: capacity, name and code, largest first; cables: fibres and code, smallest first.
    """

    reserve_share: float
    fibres_per_unit: int
    fibres_per_building: int
    bundles: tuple[tuple[int, str, str], ...]
    cable_fibres: IntArray
    cable_codes: tuple[str, ...]
    rules: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Loads:
    """What the edge above each node of the tree carries, (n,) or (n, cable sizes).

    leads: house leads; fibres: without reserve, of leads and feeders; lead_cables,
    feeder_cables: cables by size; trunk: whether a feeder runs here.
    """

    leads: IntArray
    fibres: IntArray
    lead_cables: IntArray
    feeder_cables: IntArray
    trunk: BoolArray


@cache
def material_rules() -> dict[str, Any]:
    """Return the sizing rules as the data file gives them."""
    return read_toml(RESOURCES / "materials" / f"{MATERIALS}.toml")


def read_material(reserve_share: float) -> Material:
    """Return the sizing rules; the reserve is never below what the Materialkonzept asks for."""
    rules = material_rules()
    return Material(
        reserve_share=max(reserve_share, rules["reserve"]["least_share"]),
        fibres_per_unit=rules["fibres"]["per_unit"],
        fibres_per_building=rules["fibres"]["per_building"],
        bundles=tuple((b["ducts"], b["name"], b["price_code"]) for b in rules["bundles"]),
        cable_fibres=np.array([c["fibres"] for c in rules["cables"]], dtype=np.int64),
        cable_codes=tuple(c["price_code"] for c in rules["cables"]),
        rules=rules,
    )


def with_reserve(amount: IntArray, reserve_share: float) -> IntArray:
    """Return amounts with the reserve on top, rounded up to whole ones."""
    return np.asarray(np.ceil(amount * (1.0 + reserve_share) - 1e-9), dtype=np.int64)


def fibres_of(units: IntArray, material: Material) -> IntArray:
    """Return the fibres each building needs, reserve apart."""
    return np.asarray(material.fibres_per_unit * units + material.fibres_per_building)


def cables_for(fibres: IntArray, material: Material) -> IntArray:
    """Return the cables that hold so many fibres: (..., sizes) numbers of each size.

    The smallest cable that is large enough; above the largest, as many of the largest as fill up
    and the smallest for the rest.
    """
    sizes = material.cable_fibres
    full, rest = np.divmod(np.maximum(fibres, 0), sizes[-1])
    counts = np.zeros((len(fibres), len(sizes)), dtype=np.int64)
    counts[:, -1] = full
    some = np.flatnonzero(rest)
    counts[some, np.searchsorted(sizes, rest[some])] += 1
    return counts


def bundles_for(ducts: IntArray, material: Material) -> IntArray:
    """Return the duct bundles for so many ducts: (..., bundles) numbers of each, largest first."""
    sizes = np.array([bundle[0] for bundle in material.bundles])
    full, rest = np.divmod(ducts, sizes[0])
    counts = np.zeros((len(ducts), len(sizes)), dtype=np.int64)
    counts[:, 0] = full
    some = np.flatnonzero(rest)
    # The smallest bundle that holds the rest, in a list that begins with the largest.
    position = len(sizes) - 1 - np.searchsorted(sizes[::-1], rest[some])
    counts[some, position] += 1
    return counts


def feeder_bundles(cables: IntArray, material: Material) -> IntArray:
    """Return how many feeder bundles hold so many feeder cables with reserve."""
    per_bundle = material.rules["feeder"]["ducts"]
    needed = with_reserve(cables, material.reserve_share)
    return np.asarray(-(-needed // per_bundle), dtype=np.int64)


def edge_loads(
    tree: RootedTree,
    served: tuple[IntArray, IntArray],
    buildings: IntArray,
    fibres: IntArray,
    lead_cables: IntArray,
    material: Material,
) -> Loads:
    """Return what each edge of the tree carries.

    served: place of the cabinet that serves a node, and of the POP that serves a cabinet at it,
    both (n,), -1 for none. buildings, fibres: (n,) at each node; lead_cables: (n, sizes). Leads
    run from houses to their cabinet, whichever way that lies; each cabinet has feeder cables of
    its own to its POP; POPs are linked by a backbone cable.
    """
    cabinet, pop = served
    own = np.column_stack([buildings, fibres, lead_cables])
    net, at_cabinet = _flows(tree, own, cabinet)
    cabinet_fibres = with_reserve(at_cabinet[:, 1], material.reserve_share)
    cables = cables_for(cabinet_fibres, material)
    feeder, _ = _flows(tree, np.column_stack([at_cabinet[:, 1], cables]), pop)
    links = _backbone(tree, pop)
    link_fibres = np.array([material.rules["backbone"]["fibres"]], dtype=np.int64)
    feeder_cables = feeder[:, 1:] + links[:, None] * cables_for(link_fibres, material)
    return Loads(
        leads=net[:, 0],
        fibres=net[:, 1] + feeder[:, 0] + links * link_fibres,
        lead_cables=net[:, 2:],
        feeder_cables=feeder_cables,
        trunk=feeder_cables.sum(axis=1) > 0,
    )


def _flows(tree: RootedTree, own: IntArray, server: IntArray) -> tuple[IntArray, IntArray]:
    """Return what crosses the edge above each node, and what arrives at each server.

    own: (n, k) at each node, carried to the server of that node.
    """
    arrives = np.zeros_like(own)
    has = server >= 0
    np.add.at(arrives, server[has], own[has])
    sent = np.where(has[:, None], own, 0)
    # No two groups share an edge in opposite directions: what crosses is what does not match.
    return np.abs(tree.below(sent - arrives)), arrives


def _backbone(tree: RootedTree, pop: IntArray) -> IntArray:
    """Return 1 for edges on the way between two POPs of the same tree, else 0."""
    is_pop = np.zeros(len(tree.node), dtype=np.int64)
    is_pop[pop[pop >= 0]] = 1
    below = tree.below(is_pop)
    root = np.flatnonzero(tree.parent < 0)
    all_of_tree = below[root][np.cumsum(tree.parent < 0) - 1]
    return np.asarray((below > 0) & (below < all_of_tree)).astype(np.int64)


def describe_counts(counts: IntArray, names: list[str]) -> Any:
    """Return texts such as "2x24x7, 1x7x7" for rows of counts (rows, kinds)."""
    parts = np.full(len(counts), "", dtype=object)
    for column, name in enumerate(names):
        some = counts[:, column] > 0
        text = counts[some, column].astype(str).astype(object) + f"x{name}"
        parts[some] = np.where(parts[some] == "", text, parts[some] + ", " + text)
    return parts
