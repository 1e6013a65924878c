"""A drawn town built over years: which street in which year, and what every year keeps to."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import networkx
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.design import design_network
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import DEFAULT_CRS, Project
from fibre_planner.model.tables import conform
from tests.towns import at, town

# Three branches of 250 m: 5 units to the west, 25 to the east, 10 along the lower street.
BRANCHES = """
p    p    p    p    p         5    5    5    5    5
|    |    |    |    |         |    |    |    |    |
A----+----+----+----+----N----+----+----+----+----B
                         |
                         C----+----+----+----+----D
                              |    |    |    |    |
                              2    2    2    2    2
"""
WEST, EAST, LOWER = [f"p{n}" for n in range(1, 6)], [f"p{n}" for n in range(6, 11)], ["p11", "p15"]


def plan_of(project: Project, **changes: object) -> Plan:
    settings = {"targets": "all", "yearly_budget_eur": 62_000.0, "start_year": 2027, **changes}
    scenario = replace(project.scenarios[0], **settings)  # type: ignore[arg-type]
    return design_network(project, scenario, created="2026-11-22")


def site_in_the_west(planned_from: str, planned_to: str) -> gpd.GeoDataFrame:
    line = shapely.LineString([at(0, 4), at(25, 4)])
    frame = gpd.GeoDataFrame(
        {
            "site_id": ["c1"],
            "kind": ["water"],
            "planned_from": [planned_from],
            "planned_to": [planned_to],
        },
        geometry=[line],
        crs=DEFAULT_CRS,
    )
    return conform("sites", frame)


def years_of(plan: Plan) -> pd.Series:
    return plan.addresses.set_index("address_id")["year"]


def test_branches_are_built_by_what_a_unit_costs_one_a_year() -> None:
    plan = plan_of(town(BRANCHES))
    year = years_of(plan)
    assert set(year[EAST]) == {2027}
    assert set(year[LOWER]) == {2028}
    assert set(year[WEST]) == {2029}
    assert plan.phases["phase_id"].tolist() == ["2027", "2028", "2029"]
    assert plan.phases["units"].tolist() == [25, 10, 5]
    assert plan.phases["addresses"].tolist() == [5, 5, 5]


def test_without_a_yearly_budget_nothing_has_a_year() -> None:
    plan = plan_of(town(BRANCHES), yearly_budget_eur=None)
    assert plan.phases.empty
    for table in (plan.trenches, plan.nodes, plan.addresses):
        assert not table["year"].any()
    assert plan.summary.npv_eur == plan.summary.npv_greedy_eur == 0.0


def test_a_branch_with_a_site_is_built_in_the_year_of_the_site() -> None:
    plan = plan_of(town(BRANCHES, sites=site_in_the_west("2028-03-01", "2028-10-31")))
    year = years_of(plan)
    assert set(year[EAST]) == {2027}
    assert set(year[WEST]) == {2028}
    assert plan.phases["sites"].tolist() == ["", "c1", ""]
    assert plan.phases["extra_eur"].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=0.01)
    assert plan.summary.npv_eur < plan.summary.npv_greedy_eur


def test_a_site_that_is_over_before_building_begins_costs_the_normal_price() -> None:
    project = town(BRANCHES, sites=site_in_the_west("2026-03-01", "2027-10-31"))
    plan = plan_of(project, start_year=2028)
    along = plan.trenches.loc[plan.trenches["site_id"] == "c1", "length_m"].sum()
    # 0.3 of 95 EUR/m, with 14 % and then 10 % on top.
    more = along * 95.0 * 0.3 * 1.14 * 1.1
    assert along == pytest.approx(250.0, abs=10.0)
    assert plan.phases["extra_eur"].sum() == pytest.approx(more, abs=0.01)
    assert plan.phases["cost_eur"].sum() == pytest.approx(
        float(plan.summary.cost_eur.base) + more, abs=0.02
    )
    missed = plan.rules.loc[plan.rules["rule"] == "site_missed"].iloc[0]
    assert missed["subject"] == "c1"
    assert missed["amount"] == pytest.approx(more, abs=0.01)


def test_a_fresh_surface_is_cheaper_once_its_protection_is_over() -> None:
    fresh = site_in_the_west("", "").assign(resurfaced_on="2023-06-01")
    project = town(BRANCHES, sites=fresh)
    plan = plan_of(project)  # protected until 2028, built in 2029
    assert set(years_of(plan)[WEST]) == {2029}
    assert plan.phases["extra_eur"].iloc[-1] < -5_000.0
    early = plan_of(project, yearly_budget_eur=1e6)
    assert early.summary.npv_eur <= early.summary.npv_greedy_eur


def test_what_the_years_do_not_reach_is_listed_with_its_reason() -> None:
    plan = plan_of(town(BRANCHES), years=2)
    year = years_of(plan)
    assert set(year[WEST]) == {0}
    assert plan.phases["phase_id"].tolist() == ["2027", "2028", "later"]
    assert plan.phases["addresses"].tolist() == [5, 5, 5]
    note = plan.rules.loc[plan.rules["rule"] == "not_within_years"].iloc[0]
    assert (note["subject"], note["amount"]) == ("budget", 5.0)


def test_a_piece_dearer_than_a_year_is_named_where_money_does_not_carry_over() -> None:
    # The lower branch is 20 m longer than the others and costs 49,715 EUR.
    kept = plan_of(town(BRANCHES), yearly_budget_eur=49_000.0, budget_carries_over=False)
    note = kept.rules.loc[kept.rules["rule"] == "not_within_years"].iloc[0]
    assert (note["subject"], note["amount"]) == ("piece", 5.0)
    assert set(years_of(kept)[LOWER]) == {0}
    assert years_of(kept)[EAST + WEST].min() >= 2027


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"yearly_budget_eur": 500.0, "years": 3}, r"at least \d+ EUR a year"),
        ({"yearly_budget_eur": 9_000.0, "budget_carries_over": False}, r"at least \d+ EUR a year"),
        ({"yearly_budget_eur": 0.0}, "above 0 EUR"),
        ({"yearly_budget_eur": float("nan")}, "above 0 EUR"),
        ({"years": 0}, "between 1 and 50"),
        ({"discount_rate": -0.1}, "between 0 and 1"),
        ({"start_year": 20270}, "between 1990 and 2150"),
    ],
)
def test_terms_that_make_no_sense_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(PlannerError, match=message):
        plan_of(town(BRANCHES), **changes)


def test_the_least_budget_that_is_named_is_enough() -> None:
    with pytest.raises(PlannerError) as refused:
        plan_of(town(BRANCHES), yearly_budget_eur=500.0, budget_carries_over=False)
    least = float(refused.value.message.split("at least ")[1].split(" EUR")[0])
    plan = plan_of(town(BRANCHES), yearly_budget_eur=least, budget_carries_over=False)
    assert plan.addresses["year"].max() > 0
    with pytest.raises(PlannerError):
        plan_of(town(BRANCHES), yearly_budget_eur=least - 1.0, budget_carries_over=False)


def test_building_begins_in_the_year_after_the_plan_where_no_year_is_given() -> None:
    plan = plan_of(town(BRANCHES), start_year=None)
    assert plan.phases["year"].iloc[0] == 2027
    scenario = replace(plan.scenario, start_year=None)
    with pytest.raises(PlannerError, match="first year"):
        design_network(town(BRANCHES), scenario)


def check_every_year(plan: Plan) -> None:
    """Assert the laws of a build order with nothing but the tables of the plan."""
    trenches, nodes, addresses = plan.trenches, plan.nodes, plan.addresses
    xy, line = shapely.get_coordinates(trenches.geometry.to_numpy(), return_index=True)
    places = [tuple(place) for place in np.round(xy, 2).tolist()]
    pops = nodes[nodes["kind"] == "pop"]
    named = plan.phases.loc[plan.phases["year"] > 0]
    assert (named["cost_eur"] <= named["budget_eur"] + 0.01).all()
    for year in named["year"]:
        built = ((trenches["year"] > 0) & (trenches["year"] <= year)).to_numpy()
        graph = networkx.Graph()
        graph.add_edges_from(
            (places[i], places[i + 1])
            for i in range(len(places) - 1)
            if line[i] == line[i + 1] and built[line[i]]
        )
        stands = pops[(pops["year"] > 0) & (pops["year"] <= year)]
        at = {tuple(np.round((p.x, p.y), 2).tolist()) for p in stands.geometry}
        assert all(at & set(part) for part in networkx.connected_components(graph))
        served = addresses.loc[(addresses["year"] > 0) & (addresses["year"] <= year)]
        built_in = nodes.set_index("node_id")["year"]
        for node_id in (served["cabinet_id"], served["pop_id"]):
            assert built_in[node_id].between(2027, year).all()
    connected = addresses["status"] == "connected"
    assert (addresses.loc[~connected, "year"] == 0).all()
    assert plan.phases["addresses"].sum() == connected.sum()
    assert plan.phases["trench_m"].sum() == pytest.approx(trenches["length_m"].sum())
    costs = plan.phases["cost_eur"].sum() - plan.phases["extra_eur"].sum()
    assert costs == pytest.approx(float(plan.summary.cost_eur.base), abs=0.02)
    assert plan.summary.npv_eur <= plan.summary.npv_greedy_eur + 0.01
    assert 0.0 <= plan.summary.service_share <= 1.0


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(40, 250),
    st.sampled_from([None, 2, 4]),
    st.booleans(),
    st.sampled_from(["", "2027", "2029"]),
    st.sampled_from([4000, 16]),
)
def test_each_year_hangs_together_and_keeps_its_budget(
    thousands: int, years: int | None, carries_over: bool, site_year: str, units_per_pop: int
) -> None:
    sites = site_in_the_west(f"{site_year}-01-01", f"{site_year}-12-31") if site_year else None
    project = town(BRANCHES, sites=sites) if sites is not None else town(BRANCHES)
    changes = {
        "yearly_budget_eur": thousands * 1000.0,
        "years": years,
        "budget_carries_over": carries_over,
        "cabinet_capacity": 16,
        "units_per_pop": units_per_pop,
    }
    try:
        plan = plan_of(project, **changes)
    except PlannerError:
        assert thousands < 100 or units_per_pop < 4000  # a new POP is dear
        return
    check_every_year(plan)


def test_years_of_a_town_are_the_same_every_time() -> None:
    one, again = (plan_of(town(BRANCHES), cabinet_capacity=16) for _ in range(2))
    pd.testing.assert_frame_equal(one.phases, again.phases)
    pd.testing.assert_frame_equal(one.addresses, again.addresses)


def test_a_later_year_never_costs_more_at_present_than_it_spends() -> None:
    phases = plan_of(town(BRANCHES)).phases
    years = phases["year"] - 2026
    assert phases["present_value_eur"].tolist() == pytest.approx(
        (phases["cost_eur"] / 1.05**years).tolist()
    )
