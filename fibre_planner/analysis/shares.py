"""Shares of addresses and dwellings by district: class, eligibility and technology."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.coverage_supply import TECHNOLOGIES
from fibre_planner.model.ruleset import COVERAGE_CLASSES, ELIGIBILITIES

_GROUPS = {
    "class": ("coverage_class", COVERAGE_CLASSES),
    "eligible": ("eligible", ELIGIBILITIES),
    "technology": ("technology", TECHNOLOGIES),
}


def shares_by_district(addresses: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """Return one row per district, sorted by name, and a last one for all addresses.

    Columns: kind (district, total), district (empty where addresses name none, and in the
    total), addresses, dwellings (known ones), dwellings_unknown (addresses), then for each value
    such as class_white, eligible_yes, technology_HFC: its addresses, `…_share` of the addresses,
    `…_dwellings` and `…_dwellings_share` (0 to 1, 0 where there is nothing to share).
    An address without coverage counts as unknown.
    """
    judged = coverage.set_index("address_id")[["coverage_class", "eligible", "technology"]]
    judged = judged.reindex(addresses["address_id"].to_numpy())
    judged = judged.fillna({"coverage_class": "unknown", "eligible": "unknown"})
    judged["technology"] = judged["technology"].fillna("none")
    code, names = pd.factorize(addresses["district"].fillna(""), sort=True)
    dwellings = addresses["dwellings"].clip(lower=0).to_numpy(float)
    rows = len(names)
    table: dict[str, Any] = {
        "kind": ["district"] * rows + ["total"],
        "district": [*names, ""],
        "addresses": _with_total(code, np.ones(len(code)), rows),
        "dwellings": _with_total(code, dwellings, rows),
        "dwellings_unknown": _with_total(code, addresses["dwellings"].to_numpy() < 0, rows),
    }
    for prefix, (column, values) in _GROUPS.items():
        for value in values:
            of_value = (judged[column] == value).to_numpy()
            name = f"{prefix}_{value}"
            table[name] = _with_total(code, of_value, rows)
            table[f"{name}_share"] = _ratio(table[name], table["addresses"])
            table[f"{name}_dwellings"] = _with_total(code, of_value * dwellings, rows)
            table[f"{name}_dwellings_share"] = _ratio(
                table[f"{name}_dwellings"], table["dwellings"]
            )
    return pd.DataFrame(table).astype({"kind": "str", "district": "str"})


def _with_total(code: Any, weights: Any, rows: int) -> Any:
    sums = np.bincount(code, weights=weights, minlength=rows)
    return np.append(sums, sums.sum()).astype(np.int64)


def _ratio(part: Any, whole: Any) -> Any:
    return np.divide(part, whole, out=np.zeros(len(part)), where=np.asarray(whole) > 0)
