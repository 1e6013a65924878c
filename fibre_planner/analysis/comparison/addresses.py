"""The addresses of two plans: newly connected, no longer, by another cabinet, at another cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fibre_planner.model.comparison import SIDES
from fibre_planner.model.plan import Plan

_COLUMNS = ("status", "reason", "cabinet_id", "cost_base_eur")
_CENT = 0.005


def compare_addresses(one: Plan, other: Plan, nodes: pd.DataFrame) -> pd.DataFrame:
    """Return the table `addresses` of a comparison; status is empty where a plan lacks an address.

    nodes: table `nodes` of the comparison; a cabinet that has moved is not another one.
    """
    columns = ["address_id", *_COLUMNS]
    table = one.addresses[columns].merge(
        other.addresses[columns],
        on="address_id",
        how="outer",
        suffixes=tuple(f"_{side}" for side in SIDES),
    )
    # The side belongs before the unit, as in every other column with one.
    table = table.rename(columns={f"cost_base_eur_{s}": f"cost_base_{s}_eur" for s in SIDES})
    for side in SIDES:
        for column in _COLUMNS[:3]:
            table[f"{column}_{side}"] = table[f"{column}_{side}"].fillna("").astype("str")
        table[f"cost_base_{side}_eur"] = table[f"cost_base_{side}_eur"].fillna(0.0)
    table["cost_base_eur"] = table["cost_base_other_eur"] - table["cost_base_one_eur"]
    followed = pd.Series(nodes["id_other"].to_numpy(), index=nodes["id_one"])
    followed = followed[(followed.index != "") & ~followed.index.duplicated()]
    cabinet = table["cabinet_id_one"].map(followed).fillna(table["cabinet_id_one"])
    table["change"] = _change(table, (cabinet != table["cabinet_id_other"]).to_numpy())
    return table


def _change(table: pd.DataFrame, moved: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[str]:
    was, now = (table[f"status_{side}"].eq("connected").to_numpy() for side in SIDES)
    told = (table["status_one"] != table["status_other"]) | (
        table["reason_one"] != table["reason_other"]
    )
    dearer = table["cost_base_eur"].abs().to_numpy() > _CENT
    chosen = np.select(
        [now & ~was, was & ~now, ~was & ~now & told.to_numpy(), was & now & moved, dearer],
        ["connected", "lost", "reason", "cabinet", "cost"],
        "same",
    )
    return [str(code) for code in chosen.tolist()]
