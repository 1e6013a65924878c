"""What a cabinet, its feeder and its leads cost, from the price catalogue and the sizing rules."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fibre_planner.analysis.costing import house_cables
from fibre_planner.analysis.hierarchy.cabinet_demand import CabinetCosts
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.sizing import Material, cables_for, fibres_of, with_reserve
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray
from fibre_planner.analysis.streets.trench_prices import Prices, read_prices
from fibre_planner.model.catalogue import LEVELS

_BASE = LEVELS.index("base")


def cabinet_costs(
    tree: RootedTree,
    served: tuple[IntArray, IntArray],
    feeder_m: FloatArray,
    capacity_units: int,
    catalogue: pd.DataFrame,
    material: Material,
) -> CabinetCosts:
    """Return the costs, at base prices, by which cabinets find their places.

    served: units and houses per node of the tree; feeder_m: (n,) way to the POP. Bundles are
    priced by the share of a duct in a full one, reserve included. A unit bears the mean share of
    the leads of all houses below an edge.
    """
    rules = material.rules
    feeder, shafts = rules["feeder"], rules["shafts"]
    codes = [rules["cabinet"]["price_code"], rules["blowing"]["price_code"]]
    codes += [feeder["price_code"], feeder["reserve_price_code"], shafts["price_code"]]
    codes += [bundle[2] for bundle in material.bundles] + list(material.cable_codes)
    prices = read_prices(catalogue, sorted(set(codes)))
    units, houses = served
    units_below, houses_below = tree.below(units), tree.below(houses)
    mean_leads = houses.sum() / max(units.sum(), 1)
    leads = np.full(len(units), mean_leads)
    np.divide(houses_below, units_below, out=leads, where=units_below > 0)
    trunk_m = _base(prices, feeder["price_code"]) + _base(prices, feeder["reserve_price_code"])
    trunk_m += _base(prices, shafts["price_code"]) / shafts["trunk_metres_per_shaft"]
    return CabinetCosts(
        site_eur=np.full(len(units), _base(prices, rules["cabinet"]["price_code"])),
        feeder_m=feeder_m,
        feeder_eur_m=_feeder_eur_m(capacity_units, float(mean_leads), prices, material),
        trunk_eur=tree.length_m * trunk_m,
        lead_eur=tree.length_m * leads * _lead_eur_m(units, houses, prices, material),
    )


def pop_costs(
    tree: RootedTree,
    capacities: tuple[int, int],
    leads_per_unit: float,
    catalogue: pd.DataFrame,
    material: Material,
) -> CabinetCosts:
    """Return the costs, at base prices, by which POPs find their places.

    capacities: units of a cabinet and of a POP. A unit bears its share of the feeder of a full
    cabinet; the edges between two POPs bear the backbone cable.
    """
    rules = material.rules
    feeder = rules["feeder"]
    codes = [rules["pop"]["price_code"], rules["blowing"]["price_code"], feeder["price_code"]]
    prices = read_prices(catalogue, sorted({*codes, *material.cable_codes}))
    count, (per_cabinet, per_pop) = len(tree.node), capacities
    full_eur_m = _feeder_eur_m(per_cabinet, leads_per_unit, prices, material)[-1]
    link = cables_for(np.array([rules["backbone"]["fibres"]], dtype=np.int64), material)
    link_eur_m = link @ (_cable_eur_m(prices, material) + _feeder_duct_eur_m(prices, material))
    return CabinetCosts(
        site_eur=np.full(count, _base(prices, rules["pop"]["price_code"])),
        feeder_m=np.zeros(count),
        feeder_eur_m=np.zeros(per_pop + 1),
        trunk_eur=tree.length_m * float(link_eur_m[0]),
        lead_eur=tree.length_m * full_eur_m / per_cabinet,
    )


def _base(prices: Prices, code: str) -> float:
    return float(prices[code][_BASE])


def _cable_eur_m(prices: Prices, material: Material) -> FloatArray:
    """Return the price of each size of cable with blowing it in, per metre."""
    blowing = _base(prices, material.rules["blowing"]["price_code"])
    return np.array([_base(prices, code) + blowing for code in material.cable_codes])


def _lead_eur_m(units: IntArray, houses: IntArray, prices: Prices, material: Material) -> float:
    """Return the price of one lead per metre: the mean cable and its duct."""
    has = houses > 0
    mean_units = -(-units[has] // houses[has])
    cables = house_cables(mean_units, material) @ _cable_eur_m(prices, material)
    cable = float(np.average(cables, weights=houses[has])) if has.any() else 0.0
    ducts, _, code = material.bundles[0]
    return cable + _base(prices, code) / ducts * (1.0 + material.reserve_share)


def _feeder_eur_m(
    capacity_units: int, leads_per_unit: float, prices: Prices, material: Material
) -> FloatArray:
    """Return the price of the feeder of a cabinet per metre, by its units from 0 to capacity."""
    units = np.arange(capacity_units + 1)
    houses = np.ceil(units * leads_per_unit - 1e-9).astype(np.int64)
    per_building = material.fibres_per_building
    fibres = fibres_of(units, material) + (houses - 1) * per_building
    fibres[0] = 0
    cables = cables_for(with_reserve(fibres, material.reserve_share), material)
    per_metre = _cable_eur_m(prices, material) + _feeder_duct_eur_m(prices, material)
    return np.asarray(cables @ per_metre, dtype=np.float64)


def _feeder_duct_eur_m(prices: Prices, material: Material) -> float:
    """Return the price of one feeder duct per metre, as a share of a full bundle with reserve."""
    feeder = material.rules["feeder"]
    share = (1.0 + material.reserve_share) / float(feeder["ducts"])
    return _base(prices, feeder["price_code"]) * share
