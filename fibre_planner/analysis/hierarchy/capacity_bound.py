"""What no plan can do without, whatever its network: the capacity bound beside the trench bound."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.hierarchy.cabinet_demand import cabinet_counts
from fibre_planner.analysis.hierarchy.equipment import (
    cabinet_capacities,
    usable_capacity,
    usable_share,
)
from fibre_planner.analysis.sizing import Material
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario

_BASE = LEVELS.index("base")


def least_equipment(
    project: Project, scenario: Scenario, joined: Joined, material: Material
) -> tuple[int, int]:
    """Return how many cabinets and POPs must be built at least, by capacity alone.

    Every existing one counts in full, wherever it stands.
    """
    units = int(joined.units.sum())
    existing = project.nodes.loc[project.nodes["kind"] == "cabinet"]
    stands = usable_share(cabinet_capacities(existing, scenario), material).sum()
    beyond = np.array([max(units - int(stands), 0)])
    cabinets = int(cabinet_counts(beyond, usable_capacity(scenario, material))[0])
    known = project.nodes.set_index("node_id")["capacity_units"]
    names = [name for name in joined.pops.node_ids if name]
    capacity = [int(known[name]) or scenario.units_per_pop for name in names]
    pops = -(-max(units - sum(capacity), 0) // scenario.units_per_pop)
    return cabinets, pops


def capacity_bound_eur(
    least: tuple[int, int], house_eur: float, material: Material, prices: Prices
) -> float:
    """Return the least cost of all but digging in streets, at base prices, surcharges apart.

    least: cabinets and POPs to be built at least. house_eur: lead-ins, connections and splices,
    which are the same in every plan for these addresses.
    """
    codes = material.rules["cabinet"]["price_code"], material.rules["pop"]["price_code"]
    each = [float(prices[code][_BASE]) for code in codes]
    return least[0] * each[0] + least[1] * each[1] + house_eur
