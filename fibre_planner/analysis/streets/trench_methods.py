"""How a trench is made: dug open, or milled by DIN 18220 where that is allowed and cheaper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.streets.colaying import read_rules
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, TrenchGraph
from fibre_planner.analysis.streets.trench_prices import Prices, trench_table
from fibre_planner.model.catalogue import LEVELS

_BASE = LEVELS.index("base")


def slot_codes(rules: pd.DataFrame, surface: pd.Series[Any], open_ground: BoolArray) -> Any:
    """Return, per street, the position of a milled trench, empty where none is allowed.

    rules: rows of street_rules; surface: of the street. open_ground: whether it is on the ground,
    at grade and outside of barriers. The slot lies in the carriageway, or in the way itself where
    there is none; the open trench it stands for may lie in the footway beside.
    Source: `resources/trenching/methods.csv`.
    """
    table = trench_table("methods.csv")
    offered = table.loc[table["offered"] == 1].set_index(["position", "surface"])["price_code"]
    position = np.where(rules["carriageway"], "carriageway", rules["position_built_up"])
    keys = pd.MultiIndex.from_arrays([position, surface])
    codes = offered.reindex(keys).fillna("").to_numpy(object)
    allowed = rules["trenching"].to_numpy() & open_ground
    return np.where(allowed, codes, "").astype(object)


def choose_methods(graph: TrenchGraph, prices: Prices, use_trenching: bool) -> TrenchGraph:
    """Return the graph with milled trenches where they are allowed and cheaper at base prices.

    A fresh surface is not milled. The price compared is that with the factor of a site.
    """
    if not use_trenching:
        return graph
    edges = graph.edges
    slot = edges["slot_code"].to_numpy(object)
    factor = edges["factor_code"].to_numpy(object)
    may = (slot != "") & (factor != read_rules()["fresh_surface"]["factor_code"])
    open_eur = _base(edges["price_code"], prices) * np.where(
        factor == "", 1.0, _base(factor, prices)
    )
    milled = may & (_base(slot, prices) < open_eur)
    if not milled.any():
        return graph
    table = trench_table("methods.csv").drop_duplicates("price_code").set_index("price_code")
    found = table.loc[slot[milled]]
    columns = {
        "price_code": slot[milled],
        "factor_code": "",
        "method": found["method"].to_numpy(object),
        "surface": found["surface_above"].to_numpy(object),
        "site_id": "",
        "stretch_id": "",
    }
    changed = {name: edges[name].to_numpy(object).copy() for name in columns}
    for name, values in columns.items():
        changed[name][milled] = values
    return replace(graph, edges=edges.assign(**changed))


def _base(codes: Any, prices: Prices) -> FloatArray:
    """Return the base price of each code; 0 for none."""
    names, number = np.unique(np.asarray(codes, dtype=str), return_inverse=True)
    base = [float(prices[name][_BASE]) if name else 0.0 for name in names]
    return np.array(base, dtype=np.float64)[number]
