"""What a trench costs: from street class, surface and position to a position of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray
from fibre_planner.language import tr
from fibre_planner.model.catalogue import LEVELS, missing_position
from fibre_planner.model.errors import PlannerError
from fibre_planner.resources import RESOURCES, read_toml

Prices = Mapping[str, FloatArray]
"""Code of the catalogue → its price (low, base, high)."""


@cache
def graph_rules() -> dict[str, Any]:
    """Return the distances and codes of `resources/trenching/graph.toml`."""
    return read_toml(RESOURCES / "trenching" / "graph.toml")


@cache
def trench_table(name: str) -> pd.DataFrame:
    """Return a table of `resources/trenching`."""
    return pd.read_csv(RESOURCES / "trenching" / name, keep_default_na=False)


def street_rules(streets: pd.DataFrame) -> pd.DataFrame:
    """Return, per street, what its class means for digging.

    Columns: diggable, barrier, carriageway, trenching and private (flags; whether it may be milled
    by DIN 18220, and whether it lies on private ground), width_m (measured, else by class),
    sidewalk (both, left, right, no or separate; assumed by class where unknown),
    position_built_up and position_open_land. Source: `resources/trenching/road_classes.csv`.
    """
    table = trench_table("road_classes.csv").set_index("road_class")
    row = table.index.get_indexer(streets["road_class"])
    row[row < 0] = table.index.get_loc("*")
    rules = table.iloc[row].reset_index(drop=True)
    width = streets["width_m"].reset_index(drop=True)
    sidewalk = streets["sidewalk"].reset_index(drop=True)
    usable = width.notna() & (width > 0.0)
    return pd.DataFrame(
        {
            "diggable": rules["diggable"] == 1,
            "barrier": rules["barrier"] == 1,
            "carriageway": rules["carriageway"] == 1,
            "trenching": rules["trenching"] == 1,
            "private": streets["ground"].reset_index(drop=True) == "private",
            "width_m": width.where(usable, rules["width_m"]).astype(float),
            "sidewalk": sidewalk.where(sidewalk != "", rules["assumed_sidewalk"]),
            "position_built_up": rules["position_built_up"],
            "position_open_land": rules["position_open_land"],
        }
    )


def trench_positions(
    rules: pd.DataFrame, surface: pd.Series[Any], built_up: BoolArray
) -> pd.DataFrame:
    """Return position, price_code, method and surface of a trench in each street.

    rules: rows of street_rules; surface: of the street, row by row; built_up: whether addresses
    are near. In town the trench lies in the footway where the street has one; on private ground
    its price is that of lead-ins.
    Source: `resources/trenching/positions.csv`.
    """
    has_sidewalk = rules["sidewalk"].isin(["both", "left", "right"]) & rules["carriageway"]
    in_town = rules["position_built_up"].where(~has_sidewalk, "sidewalk")
    position = in_town.where(built_up, rules["position_open_land"])
    position = position.where(~rules["private"], "private")
    table = trench_table("positions.csv").set_index(["position", "surface"])
    known = set(table.index.get_level_values("surface"))
    keys = pd.MultiIndex.from_arrays([position, surface.where(surface.isin(known), "asphalt")])
    found = table.loc[keys].reset_index()
    return pd.DataFrame(
        {
            "position": found["position"],
            "price_code": found["price_code"],
            "method": found["method"],
            "surface": found["surface_above"],
        }
    )


def read_prices(catalogue: pd.DataFrame, codes: Iterable[str]) -> dict[str, FloatArray]:
    """Return the prices of positions.

    Raises PlannerError where the catalogue lacks one or has no usable price for it.
    """
    listed = catalogue["code"].tolist()
    row = dict(zip(reversed(listed), reversed(range(len(listed))), strict=True))
    levels = catalogue[list(LEVELS)].to_numpy(np.float64)
    prices = {}
    for code in sorted(set(codes)):
        if code not in row:
            raise missing_position(code)
        values = levels[row[code]]
        if not (np.isfinite(values).all() and (values >= 0.0).all()):
            raise PlannerError(
                tr("Position {code} of the price catalogue has no usable price.").format(code=code),
                tr("Enter a low, a base and a high price of at least 0 EUR."),
            )
        prices[code] = values
    return prices
