"""The tables of a plan, in the shape of the data dictionary."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.costing import (
    LeadIns,
    has_reserve_bundle,
    house_cables,
    section_ducts,
    section_feeder_bundles,
)
from fibre_planner.analysis.sizing import (
    Loads,
    Material,
    bundles_for,
    describe_counts,
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
from fibre_planner.analysis.streets.trench_prices import graph_rules
from fibre_planner.analysis.trench_sections import TrenchSections
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.tables import conform


@dataclass(frozen=True, eq=False)
class PlacedNodes:
    """POPs and cabinets: one row each, in the columns of `plan_nodes`, and their places."""

    rows: pd.DataFrame
    xy: FloatArray


def street_rows(
    graph: TrenchGraph,
    sections: TrenchSections,
    loads: Loads,
    material: Material,
    behind: tuple[IntArray, IntArray],
    to_plots: BoolArray,
) -> pd.DataFrame:
    """Return the rows of trenches in streets, without street names, ids and costs.

    behind: houses and units that the edge above each node of the tree leads to; to_plots: whether
    it is a lead-in over private ground.
    """
    edges = graph.edges.iloc[sections.edge]
    bundles = bundles_for(section_ducts(sections, loads, material), material)
    feeders = section_feeder_bundles(sections, loads, material)
    reserve = has_reserve_bundle(graph, sections, loads).astype(np.int64)
    names = [bundle[1] for bundle in material.bundles]
    feeder = material.rules["feeder"]
    ducts = describe_counts(
        np.column_stack([bundles, feeders, reserve]),
        [*names, feeder["bundle"], feeder["reserve_bundle"]],
    )
    cables = sections.most(loads.lead_cables + loads.feeder_cables)
    return pd.DataFrame(
        {
            "level": np.select(
                [loads.trunk[sections.first], to_plots[sections.first]],
                ["trunk", "lead_in"],
                "distribution",
            ),
            "surface": edges["surface"].to_numpy(object),
            "method": edges["method"].to_numpy(object),
            "price_code": edges["price_code"].to_numpy(object),
            "length_m": sections.length_m,
            "addresses": sections.most(behind[0]),
            "units": sections.most(behind[1]),
            "ducts": ducts,
            "fibres": with_reserve(sections.most(loads.fibres), material.reserve_share),
            "cable": _describe_cables(cables, material),
            "site_id": edges["site_id"].to_numpy(object),
            "ground": np.where(edges["private"], "private", ""),
        }
    )


def lead_in_rows(lead_ins: LeadIns, surface: Any, material: Material) -> pd.DataFrame:
    """Return the rows of lead-ins, without street names, ids and costs."""
    crosses = lead_ins.crossed_m > 0.0
    fibres = with_reserve(fibres_of(lead_ins.units, material), material.reserve_share)
    return pd.DataFrame(
        {
            "level": "lead_in",
            "surface": surface,
            "method": np.where(crosses, "crossing", "open"),
            "price_code": graph_rules()["lead_in"]["price_code"],
            "length_m": lead_ins.length_m,
            "addresses": 1,
            "units": lead_ins.units,
            "ducts": material.rules["lead_in"]["duct"],
            "fibres": fibres,
            "cable": _describe_cables(house_cables(lead_ins.units, material), material),
            "site_id": "",
            "ground": "",
        }
    )


def _describe_cables(counts: IntArray, material: Material) -> Any:
    """Return texts such as "2x288, 31x12", the largest cable first."""
    names = [str(fibres) for fibres in material.cable_fibres[::-1]]
    return describe_counts(counts[:, ::-1], names)


def trench_table(rows: pd.DataFrame, lines: Lines, cost: FloatArray, crs: str) -> gpd.GeoDataFrame:
    """Return the table `plan_trenches`."""
    frame = rows.assign(
        **{f"cost_{level}_eur": cost[:, number] for number, level in enumerate(LEVELS)},
    )
    return conform("plan_trenches", gpd.GeoDataFrame(frame, geometry=lines, crs=crs))


def trench_ids(keys: pd.Series[Any], lines: Lines) -> list[str]:
    """Return ids of trenches that come from their places, so that they last.

    keys: texts that tell apart what lies in the same place; where they do not, ids repeat.
    """
    places = shapely.to_wkb(lines)
    # Hashing has no array form; one short text for each trench.
    return [
        hashlib.sha256(place + key.encode()).hexdigest()[:16]
        for place, key in zip(places, keys.tolist(), strict=True)
    ]


def told_apart(ids: list[str]) -> list[str]:
    """Return ids of which none repeats: the second of the same name ends in -1."""
    if len(set(ids)) == len(ids):
        return ids
    repeat = pd.Series(ids, dtype="str").groupby(ids).cumcount()
    return [
        name if not again else f"{name}-{again}"
        for name, again in zip(ids, repeat.tolist(), strict=True)
    ]


def node_table(nodes: PlacedNodes, cost_base_eur: FloatArray, crs: str) -> gpd.GeoDataFrame:
    """Return the table `plan_nodes`."""
    frame = nodes.rows.assign(cost_base_eur=cost_base_eur)
    return conform(
        "plan_nodes", gpd.GeoDataFrame(frame, geometry=shapely.points(nodes.xy), crs=crs)
    )


def place_name(kind: str, xy: FloatArray) -> list[str]:
    """Return ids for new nodes that come from their places in decimetres."""
    return [f"{kind}-{x:.0f}-{y:.0f}" for x, y in np.round(xy * 10.0).tolist()]


def address_table(ids: Any, reasons: Any, excluded: Any, connected: pd.DataFrame) -> pd.DataFrame:
    """Return the table `plan_addresses`, one row per address of the project.

    reasons: per address why it is not connected, empty where it is; excluded: whether it was left
    out on purpose. connected: rows of the connected ones by address_id.
    """
    status = np.where(reasons == "", "connected", np.where(excluded, "excluded", "unconnected"))
    frame = pd.DataFrame({"address_id": ids, "status": status, "reason": reasons})
    return conform("plan_addresses", frame.merge(connected, on="address_id", how="left"))
