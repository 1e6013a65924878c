"""Why a plan may have more cabinets than capacity asks for, and what the ledger says of feeders."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from fibre_planner.analysis.hierarchy.cabinet_demand import (
    CabinetDemand,
    CabinetRule,
    placement_cost_eur,
)
from fibre_planner.analysis.hierarchy.cabinet_prices import cabinet_costs
from fibre_planner.analysis.hierarchy.cabinets import place_cabinets
from fibre_planner.analysis.rule_ledger import RuleLedger, note_long_feeders
from fibre_planner.analysis.sizing import read_material
from fibre_planner.model.catalogue import read_catalogue
from tests.analysis.hierarchy.trees import tree_of


def test_fewer_cabinets_than_planned_would_cost_more_at_catalogue_prices() -> None:
    # A street of 100 houses of 5 units every 20 m: four cabinets of 125 would hold them all.
    tree = tree_of(list(range(100)), 20.0)
    units = np.concatenate([[0], np.full(100, 5)])
    houses = (units > 0).astype(np.int64)
    prices = cabinet_costs(
        tree,
        (units, houses),
        tree.path_m(),
        125,
        read_catalogue("hessen-2024"),
        read_material(0.15),
    )
    demand = CabinetDemand(units, np.zeros(101), np.zeros(101, dtype=np.int64))
    rule = CabinetRule(125, 1000.0, 10)
    planned = place_cabinets(tree, demand, rule, prices)
    dear = replace(prices, site_eur=prices.site_eur * 20.0)
    few = place_cabinets(tree, demand, rule, dear)
    assert len(np.unique(few[1:])) == 4
    assert len(np.unique(planned[1:])) > 4
    cost = [placement_cost_eur(tree, demand, rule, prices, found) for found in (planned, few)]
    assert cost[0] < cost[1]


def test_ledger_names_the_cabinet_beyond_the_longest_feeder_and_its_excess() -> None:
    ledger = RuleLedger()
    rows = pd.DataFrame(
        {"node_id": ["near", "far", "pop"], "feeder_m": [900.0, 1250.0, float("nan")]}
    )
    note_long_feeders(ledger, rows, 1000.0)
    found = ledger.table()
    assert found[["rule", "subject", "unit"]].to_numpy().tolist() == [["max_feeder_m", "far", "m"]]
    assert found["amount"].tolist() == [250.0]
