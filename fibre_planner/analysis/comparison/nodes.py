"""Cabinets and POPs of two plans: which stand in both, which have moved, come or gone."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.streets.trench_graph import IntArray
from fibre_planner.model.comparison import SIDES
from fibre_planner.model.plan import Plan

_COMPARED = {
    "units": ("units_one", "units_other"),
    "capacity_units": ("capacity_units_one", "capacity_units_other"),
    "cost_base_eur": ("cost_base_one_eur", "cost_base_other_eur"),
}
"""Column of `plan_nodes` → its name on either side of the comparison."""

_CENT = 0.005


def compare_nodes(one: Plan, other: Plan) -> gpd.GeoDataFrame:
    """Return the table `nodes` of a comparison.

    A node with another id has moved where the two serve mostly the same addresses, a POP where
    it is the nearest one and the other way round.
    """
    pairs = _pairs(one, other)
    only_one = np.setdiff1d(np.arange(len(one.nodes)), pairs[:, 0])
    only_other = np.setdiff1d(np.arange(len(other.nodes)), pairs[:, 1])
    rows = (
        np.concatenate([pairs[:, 0], only_one, np.full(len(only_other), -1)]),
        np.concatenate([pairs[:, 1], np.full(len(only_one), -1), only_other]),
    )
    table = _values((one.nodes, other.nodes), rows)
    shapes = [
        np.append(plan.nodes.geometry.to_numpy(), [shapely.Point()])[row]
        for plan, row in zip((one, other), rows, strict=True)
    ]
    table["moved_m"] = np.nan_to_num(shapely.distance(*shapes))
    table["change"] = _change(table, rows)
    place = np.where(rows[1] >= 0, shapes[1], shapes[0])
    frame = gpd.GeoDataFrame(table, geometry=place, crs=other.nodes.crs)
    return frame.sort_values(["kind", "node_id", "id_one"], ignore_index=True)


def _pairs(one: Plan, other: Plan) -> IntArray:
    """Return the rows (n, 2) of nodes that are the same one in both plans."""
    left = pd.Series(np.arange(len(one.nodes)), index=one.nodes["node_id"])
    right = pd.Series(np.arange(len(other.nodes)), index=other.nodes["node_id"])
    ids = left.index.intersection(right.index, sort=True)
    kinds = one.nodes["kind"].to_numpy(object), other.nodes["kind"].to_numpy(object)
    same = np.column_stack([left[ids].to_numpy(), right[ids].to_numpy()]).astype(np.int64)
    same = same[kinds[0][same[:, 0]] == kinds[1][same[:, 1]]]
    free = [
        np.setdiff1d(np.arange(len(plan.nodes)), same[:, side])
        for side, plan in enumerate((one, other))
    ]
    cabinets = _by_addresses(one, other, left.drop(ids), right.drop(ids))
    pops = _nearest(
        one.nodes,
        other.nodes,
        *(row[kind[row] == "pop"] for row, kind in zip(free, kinds, strict=True)),
    )
    return np.concatenate([same, cabinets, pops])


def _by_addresses(one: Plan, other: Plan, left: Any, right: Any) -> IntArray:
    """Pair cabinets of which each serves the most addresses of the other one.

    left, right: rows of the cabinets still alone, by id.
    """
    served = one.addresses[["address_id", "cabinet_id"]].merge(
        other.addresses[["address_id", "cabinet_id"]], on="address_id", suffixes=("_one", "_other")
    )
    there = served["cabinet_id_one"].isin(left.index) & served["cabinet_id_other"].isin(right.index)
    shared = served[there].groupby(["cabinet_id_one", "cabinet_id_other"]).size().reset_index()
    shared.columns = pd.Index(["one", "other", "count"])
    shared = shared.sort_values(["count", "one", "other"], ascending=[False, True, True])
    best = ~shared["one"].duplicated() & ~shared["other"].duplicated()
    most = shared[best]
    return np.column_stack([left[most["one"]].to_numpy(), right[most["other"]].to_numpy()]).astype(
        np.int64
    )


def _nearest(one: Any, other: Any, left: IntArray, right: IntArray) -> IntArray:
    """Pair nodes of which each is the nearest one to the other."""
    if not len(left) or not len(right):
        return np.empty((0, 2), dtype=np.int64)
    mine, theirs = one.geometry.to_numpy()[left], other.geometry.to_numpy()[right]
    distance = shapely.distance(mine[:, None], theirs[None, :])
    there, back = distance.argmin(axis=1), distance.argmin(axis=0)
    mutual = np.flatnonzero(back[there] == np.arange(len(left)))
    return np.column_stack([left[mutual], right[there[mutual]]])


def _values(frames: tuple[Any, Any], rows: tuple[IntArray, IntArray]) -> pd.DataFrame:
    table = pd.DataFrame(index=pd.RangeIndex(len(rows[0])))
    for number, (side, frame, row) in enumerate(zip(SIDES, frames, rows, strict=True)):
        table[f"id_{side}"] = np.append(frame["node_id"].to_numpy(object), "")[row]
        table[f"kind_{side}"] = np.append(frame["kind"].to_numpy(object), "")[row]
        for column, names in _COMPARED.items():
            table[names[number]] = np.append(frame[column].to_numpy(float), 0.0)[row]
    last = rows[1] >= 0
    table["node_id"] = np.where(last, table["id_other"], table["id_one"])
    table["kind"] = np.where(last, table["kind_other"], table["kind_one"])
    return table.drop(columns=["kind_one", "kind_other"])


def _change(table: pd.DataFrame, rows: tuple[IntArray, IntArray]) -> Any:
    differs = np.zeros(len(table), dtype=bool)
    for one, other in _COMPARED.values():
        differs |= (table[other] - table[one]).abs().to_numpy() > _CENT
    moved = table["moved_m"].to_numpy() > _CENT
    both = np.where(moved, "moved", np.where(differs, "changed", "same"))
    return np.where(rows[0] < 0, "added", np.where(rows[1] < 0, "dropped", both))
