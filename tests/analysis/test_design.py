"""From a drawn town to its plan: worked out by hand, and the laws every plan keeps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import geopandas as gpd
import networkx
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from fibre_planner.analysis.design import design_network
from fibre_planner.analysis.plausibility import cost_per_unit_eur, plausibility
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import PLAN_TABLES, Plan
from fibre_planner.model.project import DEFAULT_CRS, Project
from fibre_planner.model.tables import conform
from fibre_planner.progress import Cancelled, Report
from tests.towns import at, rectangle, town

VILLAGE = """
p   5
|   |
A---B---N
"""


def plan_of(project: Project, created: str = "2026-11-22", **changes: object) -> Plan:
    scenario = replace(project.scenarios[0], targets="all", **changes)  # type: ignore[arg-type]
    return design_network(project, scenario, created=created)


def layer(table: str, shape: BaseGeometry, **columns: object) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(pd.DataFrame([columns]), geometry=[shape], crs=DEFAULT_CRS)
    return conform(table, frame)


def test_village_plan_is_what_one_works_out_by_hand() -> None:
    plan = plan_of(town(VILLAGE))
    summary = plan.summary
    # 80 m of street A-B-N and two stubs of 10 m, in a paved footway at 95 EUR/m.
    assert summary.street_trench_m == pytest.approx(100.0)
    assert summary.lead_in_m == pytest.approx(20.0)
    assert summary.trench_cost_eur == pytest.approx(9500.0)
    assert summary.lower_bound_eur == pytest.approx(9500.0)
    assert summary.proven
    # The same lead-ins, and the same streets, because this village has no choice of ways.
    assert summary.shortest_path_baseline_m == pytest.approx(120.0)
    assert (summary.units, summary.cabinets, summary.pops) == (6, 1, 1)
    items = plan.items.set_index("code")["quantity"]
    assert items["TB03"] == pytest.approx(100.0)
    assert items["HA01"] == 2
    assert "HA02" not in items  # both lead-ins are within the 10 m that HA01 contains
    # One unit needs 2 fibres × 2 places.
    assert items["SP01"] == 24
    # So few units need no feeder: the cabinet stands at the POP. The leads are 100 m to p1 and 60 m
    # to p2, with 7 fibres and with 26, which takes cables of 12 and 48.
    cabinet = plan.nodes.set_index("kind").loc["cabinet"]
    assert (cabinet.geometry.x, cabinet.geometry.y) == (500_080.0, 5_550_000.0)
    addresses = plan.addresses.set_index("address_id")
    assert addresses["path_m"].tolist() == pytest.approx([100.0, 60.0])
    assert items["KB01"] == items["KB03"] == pytest.approx(160.0)
    assert items["MT01"] == pytest.approx(100.0)
    assert items.filter(["MT04", "MT05", "SC01"]).empty
    # 9,500 trench, 300 ducts, 304 cables, 2,400 connections, 288 splices, 5,000 cabinet.
    construction = 9500.0 + 300.0 + 304.0 + 2400.0 + 288.0 + 5000.0
    assert float(summary.cost_eur.base) == pytest.approx(construction * 1.14 * 1.1, abs=0.005)


def test_parts_add_up_to_the_total_to_the_cent() -> None:
    plan = plan_of(town(VILLAGE))
    items = plan.items.set_index("code")
    percentages = items.loc[["PL01", "PL02", "UV01"], "cost_base_eur"].sum()
    connections = items.loc[["HA01", "SP01"], "cost_base_eur"].sum()
    total = plan.trenches["cost_base_eur"].sum() + plan.nodes["cost_base_eur"].sum()
    assert round(Decimal(total + connections + percentages), 2) == plan.summary.cost_eur.base
    assert round(Decimal(plan.items["cost_base_eur"].sum()), 2) == plan.summary.cost_eur.base
    shares = plan.addresses["cost_base_eur"].sum()
    assert round(Decimal(shares), 2) == plan.summary.cost_eur.base
    lengths = shapely.length(plan.trenches.geometry.to_numpy())
    np.testing.assert_allclose(plan.trenches["length_m"], lengths)


def test_marginal_cost_is_the_branch_only_that_house_uses() -> None:
    plan = plan_of(town(VILLAGE))
    marginal = plan.addresses.set_index("address_id")["marginal_cost_eur"]
    trenches = plan.trenches.set_index("trench_id")
    # p1: A's stub and A-B (50 m), its lead-in, house connection and 4 splices; 25.4 % on top.
    alone = trenches.loc[(trenches["addresses"] == 1) & (trenches["units"] == 1)]
    own = alone["cost_base_eur"].sum() + 1200.0 + 4 * 12.0
    assert alone["length_m"].sum() == pytest.approx(60.0)
    assert marginal["p1"] == pytest.approx(own * 1.12 * 1.1 + own * 0.02 * 1.1)


def test_every_address_appears_once_with_a_status() -> None:
    coverage = pd.DataFrame(
        {
            "address_id": ["p1", "p2", "p3"],
            "eligible": ["yes", "no", "no"],
            "rule": ["below_threshold", "fibre_present", "private_plan"],
        }
    )
    project = town(
        """
        p  p  p  p        p
        A---------N
        """,
        coverage=conform("coverage", coverage),
    )
    plan = design_network(project, project.scenarios[0])
    status = plan.addresses.set_index("address_id")
    assert status["status"].tolist() == [
        "connected",
        "excluded",
        "excluded",
        "connected",
        "unconnected",
    ]
    assert status["reason"].tolist() == [
        "",
        "served",
        "private_plan",
        "",
        "no_street_within_reach",
    ]
    counts = plan.summary
    assert counts.connected + sum(counts.unconnected.values()) == counts.addresses == 5
    eligible = design_network(project, replace(project.scenarios[0], targets="eligible"))
    assert eligible.addresses["status"].tolist()[:1] == ["connected"]
    assert eligible.summary.unconnected == {"not_eligible": 2, "private_plan": 1, "served": 1}


def test_duct_and_site_make_the_plan_cheaper_and_stand_in_the_ledger() -> None:
    plain = plan_of(town(VILLAGE))
    duct = layer("ducts", shapely.LineString([at(4, 0), at(8, 0)]), duct_id="d1", free_count=1)
    site = layer(
        "sites",
        rectangle(1, -0.5, 2, 0.5),
        site_id="c1",
        kind="water",
        planned_from="2027-01-01",
        planned_to="2027-03-01",
    )
    plan = plan_of(town(VILLAGE, ducts=duct, sites=site))
    assert plan.summary.trench_cost_eur < plain.summary.trench_cost_eur
    assert set(plan.rules["rule"]) == {"existing_duct", "co_laying"}
    shared = plan.trenches.loc[plan.trenches["method"] == "co_laying"]
    assert set(shared["site_id"]) == {"c1"}
    assert shared["length_m"].sum() == pytest.approx(
        plan.items.set_index("code").loc["TB14", "quantity"]
    )
    over = plan_of(town(VILLAGE, ducts=duct, sites=site), created="2028-01-01")
    assert "co_laying" not in set(over.trenches["method"])


def test_long_lead_is_in_the_ledger_with_address_and_metres() -> None:
    plan = plan_of(town("p\n|\nA---N"), max_drop_m=8.0)
    ledger = plan.rules.set_index("rule")
    assert ledger.loc["max_drop_m", "subject"] == "p1"
    # The lead-in alone takes 10 m; the cabinet stands at its frontage.
    assert ledger.loc["max_drop_m", "amount"] == pytest.approx(2.0)


def test_more_units_than_one_pop_serves_get_several_pops() -> None:
    plan = plan_of(
        town("9  9  9  9  9  9\nA--------------N"), units_per_pop=30, cabinet_capacity=12
    )
    pops = plan.nodes.loc[plan.nodes["kind"] == "pop"]
    assert plan.summary.pops == len(pops) >= 2
    assert pops["units"].sum() == 54
    assert (pops["units"] <= 30).all()
    assert "units_per_pop" in set(plan.rules["rule"])


def test_building_above_the_capacity_of_a_cabinet_gets_several_and_a_ledger_row() -> None:
    project = town("p\nA---N")
    tower = project.with_layers(addresses=project.addresses.assign(dwellings=300))
    plan = plan_of(tower)
    ledger = plan.rules.set_index("rule")
    # 144 units with 15 % reserve are 125; 300 units need three cabinets.
    assert ledger.loc["cabinet_capacity", "amount"] == 175.0
    assert plan.items.set_index("code").loc["NV01", "quantity"] == 3


def test_existing_cabinet_is_used_and_not_paid_for() -> None:
    project = town(VILLAGE)
    cabinet = layer("nodes", at(4.5, 0.5), node_id="NVt 7", kind="cabinet", capacity_units=96)
    nodes = pd.concat([project.nodes, cabinet], ignore_index=True)
    plan = plan_of(project.with_layers(nodes=nodes))
    found = plan.nodes.set_index("kind").loc["cabinet"]
    assert found["node_id"] == "NVt 7"
    assert found["existing"]
    assert found["cost_base_eur"] == 0.0
    assert "NV01" not in set(plan.items["code"])


def test_house_on_the_pop_needs_no_trench_in_the_street() -> None:
    project = town("p\nN---A")
    plan = plan_of(project, pop_x=500_000.0, pop_y=5_550_000.0)
    assert plan.summary.street_trench_m == 0.0
    assert plan.summary.connected == 1
    assert plan.summary.gap == 0.0


def test_same_inputs_give_the_same_plan_and_other_inputs_another_id() -> None:
    one, again = plan_of(town(VILLAGE)), plan_of(town(VILLAGE))
    assert one.plan_id == again.plan_id
    for field in PLAN_TABLES.values():
        pd.testing.assert_frame_equal(
            pd.DataFrame(getattr(one, field)), pd.DataFrame(getattr(again, field))
        )
    assert plan_of(town(VILLAGE), max_drop_m=500.0).plan_id != one.plan_id
    renamed = town(VILLAGE)
    renamed = renamed.with_layers(streets=renamed.streets.assign(surface="sett"))
    assert plan_of(renamed).inputs_digest != one.inputs_digest


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"streets": None}, "no streets"),
        ({"road_class": "motorway"}, "None of the streets may be dug"),
        ({"dwellings": None}, "position TB03"),
    ],
)
def test_what_makes_a_plan_impossible_is_said_with_a_remedy(
    change: dict[str, object], message: str
) -> None:
    project = town(VILLAGE)
    if "streets" in change:
        project = project.with_layers(streets=project.streets.iloc[:0])
    elif "road_class" in change:
        project = project.with_layers(streets=project.streets.assign(road_class="motorway"))
    else:
        kept = project.catalogue["code"] != "TB03"
        project = project.with_layers(catalogue=project.catalogue.loc[kept])
    with pytest.raises(PlannerError, match=message) as error:
        plan_of(project)
    assert error.value.remedy


def test_nobody_to_plan_for_is_an_error() -> None:
    project = town(VILLAGE)
    served = pd.DataFrame({"address_id": ["p1", "p2"], "eligible": "no", "rule": "fibre_present"})
    project = project.with_layers(coverage=conform("coverage", served))
    with pytest.raises(PlannerError, match="No address is left"):
        design_network(project, project.scenarios[0])


def test_cancel_at_any_report_raises_and_leaves_the_project_as_it_was() -> None:
    project = town(VILLAGE)
    scenario = replace(project.scenarios[0], targets="all")
    reports: list[float] = []
    design_network(project, scenario, lambda fraction, _: reports.append(fraction))
    assert reports == sorted(reports)
    before = {name: project.layer(name).copy() for name in ("streets", "addresses", "nodes")}
    for stop in sorted(set(reports)):
        with pytest.raises(Cancelled):
            design_network(project, scenario, _cancel_from(stop))
    for name, frame in before.items():
        pd.testing.assert_frame_equal(pd.DataFrame(project.layer(name)), pd.DataFrame(frame))


def _cancel_from(stop: float) -> Report:
    def report(fraction: float, message: str) -> None:
        if fraction >= stop:
            raise Cancelled(f"{fraction} {message}")

    return report


def test_plausible_cost_is_silent_and_an_outlier_is_named() -> None:
    plan = plan_of(town(VILLAGE))
    assert cost_per_unit_eur(plan) == pytest.approx(float(plan.summary.cost_eur.base) / 6)
    assert plausibility(plan) == ()
    dear = replace(plan, summary=replace(plan.summary, units=1))
    assert [finding.code for finding in plausibility(dear)] == ["cost_out_of_corridor"]
    assert "4,000 EUR" in plausibility(dear)[0].message


GRID = """
p   p   p
A---B---C
|   |   |
|  5|   |p
D---E---F
|   |   |
|p  |   9
G---H---N
"""


def with_prices(project: Project, factors: dict[str, float]) -> Project:
    catalogue = project.catalogue.copy()
    factor = catalogue["code"].map(factors).fillna(1.0)
    for level in ("low", "base", "high"):
        catalogue[level] = catalogue[level] * factor
    return project.with_layers(catalogue=catalogue)


def surfaces(project: Project, kinds: list[str]) -> Project:
    streets = project.streets.copy()
    streets["surface"] = [kinds[n % len(kinds)] for n in range(len(streets))]
    return project.with_layers(streets=streets.assign(sidewalk="no"))


drawn_surfaces = st.lists(
    st.sampled_from(["asphalt", "paving", "sett", "unsealed"]), min_size=3, max_size=7
)
quick = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Plans take long: an example is a town whose one plan is compared with those of all changes."""


@quick
@given(drawn_surfaces, st.floats(1.0, 3.0))
def test_trench_cost_never_falls_when_a_price_rises(kinds: list[str], factor: float) -> None:
    project = surfaces(town(GRID), kinds)
    before = plan_of(project).summary
    assert before.proven
    for code in ("TB01", "TB03", "TB04", "TB05"):
        after = plan_of(with_prices(project, {code: factor})).summary
        assert after.proven, code
        assert after.trench_cost_eur >= before.trench_cost_eur - 1e-6, code


def test_total_never_falls_when_another_price_rises() -> None:
    project = town(GRID)
    before = plan_of(project).summary.cost_eur
    for code in ("HA01", "KB01", "MT01", "NV01", "SP01", "PL01", "UV01"):
        after = plan_of(with_prices(project, {code: 1.5})).summary.cost_eur
        assert after.low > before.low, code
        assert after.base > before.base, code
        assert after.high > before.high, code


@settings(quick, max_examples=10)
@given(drawn_surfaces, st.sets(st.integers(0, 5), max_size=4))
def test_every_connected_address_reaches_a_pop_through_its_trenches(
    kinds: list[str], left_out: set[int]
) -> None:
    project = surfaces(town(GRID), kinds)
    kept = [row for row in range(len(project.addresses)) if row not in left_out]
    project = project.with_layers(addresses=project.addresses.iloc[kept])
    plan = plan_of(project)
    assert plan.summary.connected == len(kept)
    network = networkx.Graph()
    for line in plan.trenches.geometry:
        networkx.add_path(network, line.coords)
    pop = plan.nodes.loc[plan.nodes["kind"] == "pop"].geometry.iloc[0]
    reached = networkx.node_connected_component(network, (pop.x, pop.y))
    assert {(house.x, house.y) for house in project.addresses.geometry} <= reached
    assert len(reached) == len(network)


@quick
@given(drawn_surfaces, st.sets(st.integers(0, 5), min_size=4, max_size=4))
def test_leaving_out_an_address_never_makes_the_trenches_dearer(
    kinds: list[str], left_out: set[int]
) -> None:
    project = surfaces(town(GRID), kinds)
    all_served = plan_of(project).summary.trench_cost_eur
    for row in left_out:
        kept = [other for other in range(len(project.addresses)) if other != row]
        fewer = project.with_layers(addresses=project.addresses.iloc[kept])
        assert plan_of(fewer).summary.trench_cost_eur <= all_served


@quick
@given(
    drawn_surfaces,
    st.sets(st.tuples(st.integers(0, 6), st.integers(0, 4)), min_size=4, max_size=4),
)
def test_plan_with_a_site_is_never_dearer_than_without(
    kinds: list[str], corners: set[tuple[int, int]]
) -> None:
    project = surfaces(town(GRID), kinds)
    without = plan_of(project).summary.trench_cost_eur
    for column, row in corners:
        site = layer(
            "sites",
            rectangle(column, row, column + 2, row + 1),
            site_id="c1",
            kind="gas",
            planned_from="2027-01-01",
            planned_to="2027-03-01",
        )
        assert plan_of(project.with_layers(sites=site)).summary.trench_cost_eur <= without + 1e-6
