"""The trenches of a plan as a network of places, walked along from place to place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx
import numpy as np
from networkx.utils import UnionFind
from scipy.spatial import cKDTree

from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project

CLOSE_M = 0.01
"""Ends this near to each other are one place."""


@dataclass(frozen=True, eq=False)
class Ways:
    """A forest of trenches. at: place of each POP and cabinet, and an end of its own per address.

    links: of each trench the pairs of places it joins; pops: names of the POPs.
    """

    network: Any
    at: dict[str, Hashable]
    links: list[list[tuple[Hashable, Hashable]]]
    pops: list[str]
    houses: list[str]

    def between(self, one: str, other: str) -> float:
        """Return the metres of trench between two of them."""
        length = networkx.dijkstra_path_length(self.network, self.at[one], self.at[other])
        return float(length)

    def behind(self, trench: int) -> list[str] | None:
        """Return the addresses beyond the end of a trench that is nearer to the POP.

        None where the trench joins POPs, so that neither side is behind, or has no length.
        """
        found: list[str] | None = None
        for link in self.links[trench]:
            for piece in self._sides(link):
                if not any(self.at[name] in piece for name in self.pops):
                    mine = [name for name in self.houses if self.at[name] in piece]
                    found = mine if found is None or len(mine) > len(found) else found
        return found

    def _sides(self, link: tuple[Hashable, Hashable]) -> list[set[Hashable]]:
        without = networkx.restricted_view(self.network, [], [link])
        return [networkx.node_connected_component(without, end) for end in link]


def ways_of(project: Project, plan: Plan) -> Ways:
    """Return the network, after a look that it is one: a tree from each POP to its addresses."""
    connected = plan.addresses.loc[plan.addresses["status"] == "connected", "address_id"].tolist()
    houses = project.addresses.set_index("address_id").geometry.loc[connected]
    nodes = plan.nodes.set_index("node_id").geometry
    lines = [np.asarray(line.coords)[:, :2] for line in plan.trenches.geometry]
    named = [(point.x, point.y) for point in (*nodes, *houses)]
    place = _places(np.concatenate([*lines, np.array(named).reshape(-1, 2)]))
    first = np.cumsum([0, *map(len, lines)]).tolist()
    mine = [place[begin:end] for begin, end in pairwise(first)]
    placed = place[first[-1] :]
    network: Any = networkx.Graph()
    links: list[list[tuple[Hashable, Hashable]]] = [[] for _ in lines]
    joined = UnionFind()
    leads: dict[int, list[int]] = defaultdict(list)
    for number, own in enumerate(house_leads(plan)):
        if own:
            leads[mine[number][-1]].append(number)
        else:
            metres = np.hypot(*np.diff(lines[number], axis=0).T).tolist()
            links[number] = _laid(network, joined, mine[number], metres)
    at: dict[str, Hashable] = dict(zip(nodes.index, placed, strict=False))
    for name, spot in zip(connected, placed[len(nodes) :], strict=True):
        assert leads[spot], f"no lead-in ends at {name}"
        lead, at[name] = leads[spot].pop(), (name, "house")
        links[lead] = [(mine[lead][0], at[name])]
        network.add_edge(*links[lead][0], weight=float(plan.trenches.geometry.iloc[lead].length))
    assert not any(leads.values()), "a lead-in ends at no address"
    network.add_nodes_from(at.values())
    pops = plan.nodes.loc[plan.nodes["kind"] == "pop", "node_id"].tolist()
    starts = {at[name] for name in pops}
    for piece in networkx.connected_components(network):
        assert piece & starts, "a trench, a cabinet or an address hangs at no POP"
    return Ways(network, at, links, pops, connected)


def house_leads(plan: Plan) -> list[bool]:
    """Return which trenches are lead-ins of one house, not ones over a private way for several."""
    trenches = plan.trenches
    return ((trenches["level"] == "lead_in") & (trenches["ground"] == "")).tolist()


def _laid(
    network: Any, joined: UnionFind, places: list[int], metres: list[float]
) -> list[tuple[Hashable, Hashable]]:
    """Add the pieces of a trench; returns those with a length. No stretch closes a ring."""
    links: list[tuple[Hashable, Hashable]] = []
    network.add_nodes_from(places)
    for (one, other), length_m in zip(pairwise(places), metres, strict=True):
        if one != other:
            assert joined[one] != joined[other], "trenches close a ring"
            joined.union(one, other)
            network.add_edge(one, other, weight=length_m)
            links.append((one, other))
    return links


def _places(xy: Any) -> list[int]:
    """Return a number for each point, the same for points that lie together."""
    together: Any = networkx.Graph()
    together.add_nodes_from(range(len(xy)))
    together.add_edges_from(cKDTree(xy).query_pairs(CLOSE_M))
    number = [0] * len(xy)
    for place, points in enumerate(networkx.connected_components(together)):
        for point in points:
            number[point] = place
    return number
