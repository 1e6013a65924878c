"""What no plan can do without: cabinets and POPs by capacity, and house connections."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fibre_planner.analysis.design import design_network
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import read_scenario
from tests.towns import town

STREET = "9  9  9  9  9  9\nA--------------B"


def plan_of(project: Project, **changes: object) -> Plan:
    """Return the plan of a project with all addresses and some parameters changed."""
    scenario = replace(read_scenario("standard"), targets="all")
    return design_network(project, replace(scenario, **changes))  # type: ignore[arg-type]


def _house_eur(plan: Plan) -> float:
    """Return what connections, splices and lead-ins of 10 m (one cable of 48 fibres) cost."""
    cost = plan.items.set_index("code")["cost_base_eur"]
    lead_in_cables = 6 * 10.0 * (0.7 + 1.2)
    return float(cost["HA01"] + cost["SP01"]) + lead_in_cables


def test_capacity_bound_counts_full_cabinets_and_pops_and_all_house_connections() -> None:
    # 54 units: five cabinets of 12 (10 in use), two POPs of 30.
    plan = plan_of(town(STREET), units_per_pop=30, cabinet_capacity=12)
    least = 6 * 5_000.0 + 2 * 80_000.0
    assert plan.summary.capacity_bound_eur == pytest.approx(least + _house_eur(plan))


def test_capacity_bound_leaves_out_the_pop_that_exists() -> None:
    plan = plan_of(town(STREET.replace("B", "N")), units_per_pop=30)
    assert plan.summary.capacity_bound_eur == pytest.approx(5_000.0 + 80_000.0 + _house_eur(plan))


@pytest.mark.parametrize("changes", [{}, {"units_per_pop": 10}, {"cabinet_capacity": 9}])
def test_cost_is_never_below_the_bound_of_the_whole(changes: dict[str, int]) -> None:
    found = plan_of(town(STREET), **changes).summary
    assert 0.0 < found.total_bound_eur <= float(found.cost_eur.base)
