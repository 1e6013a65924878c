"""How much each address counts where a budget does not reach all of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray
from fibre_planner.analysis.targets import units_of
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import WEIGHTS, Weight
from fibre_planner.resources import RESOURCES, read_toml

_MAY_BE_AIDED = ("yes", "check")


@cache
def priority_rules() -> dict[str, Any]:
    """Return the weights of `resources/priorities/standard.toml`."""
    return read_toml(RESOURCES / "priorities" / "standard.toml")


def weights_of(project: Project, weight: Weight, row: IntArray) -> FloatArray:
    """Return what each address counts, at least 0.

    row: (houses,) rows of the address layer. units: dwellings, businesses and public units;
    addresses: 1 each; eligible_units: units where coverage says that aid is possible or to be
    checked, else 0; priority: by units and category.

    Raises PlannerError for another weight, and where no address counts anything.
    """
    if weight not in WEIGHTS:
        raise PlannerError(
            tr("There is no weight “{weight}”.").format(weight=weight),
            tr("Choose one of: {names}.").format(names=", ".join(WEIGHTS)),
        )
    addresses = project.addresses.iloc[row]
    if weight == "addresses":
        return np.ones(len(row))
    if weight == "priority":
        return _priorities(addresses)
    found = units_of(addresses).astype(np.float64)
    if weight == "eligible_units":
        eligible = project.coverage.set_index("address_id")["eligible"]
        may = eligible.reindex(addresses["address_id"]).isin(_MAY_BE_AIDED).to_numpy()
        found = np.where(may, found, 0.0)
        if not found.any():
            raise PlannerError(
                tr("Coverage calls none of the addresses eligible, so no unit counts."),
                tr("Check coverage and rule set, or let the budget buy units or addresses."),
            )
    return found


def _priorities(addresses: Any) -> FloatArray:
    rules = priority_rules()
    found = np.zeros(len(addresses))
    for column in ("dwellings", "businesses", "public_units"):
        found += np.maximum(addresses[column].to_numpy(np.int64), 0) * rules["units"][column]
    # An address nobody knows more about counts as one dwelling, as in units_of().
    found = np.where(found > 0.0, found, rules["units"]["dwellings"])
    by_category = addresses["category"].map(rules["categories"]).fillna(0.0)
    return np.asarray(found + by_category.to_numpy(np.float64))
