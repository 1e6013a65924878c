"""Two plans compared: what is dug in one alone, why the cost differs, and that all adds up."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.compare import compare_plans
from fibre_planner.analysis.design import design_network
from fibre_planner.model.comparison import Comparison
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import DEFAULT_CRS, Project
from fibre_planner.model.scenario import Scenario, read_scenario
from tests.comparison_judge import check
from tests.towns import at, town

# The POP N and the house are joined by the street N-B (210 m) and by C (20 + 210 + 20 m). From
# 105 m before the house on the streets are built up: 95 EUR/m, outside 45 EUR/m.
DETOUR = """
    C--------------------D
    |                    |
    N--------------------B-p
"""


def scenario(**changes: object) -> Scenario:
    return replace(read_scenario("standard"), **changes)


def site_along(first: tuple[float, float], last: tuple[float, float]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        {
            "site_id": ["w1"],
            "kind": ["water"],
            "planned_from": ["2097-03-01"],
            "planned_to": ["2097-06-30"],
        }
    )
    line = shapely.LineString([at(*first), at(*last)])
    return gpd.GeoDataFrame(frame, geometry=[line], crs=DEFAULT_CRS)


@pytest.fixture(scope="module")
def moved_by_a_site() -> Comparison:
    without = town(DETOUR)
    with_site = without.with_layers(sites=site_along((0, 2), (21, 2)))
    return compare_plans(*(design_network(one, scenario()) for one in (without, with_site)))


def metres(found: Comparison, state: str, side: str) -> float:
    rows = found.sections[found.sections["state"] == state]
    return float(rows[f"length_{side}_m"].sum())


def streets(found: Comparison, state: str) -> set[str]:
    return set(found.sections.loc[found.sections["state"] == state, "street"])


def test_site_moves_the_trench_to_the_parallel_street(moved_by_a_site: Comparison) -> None:
    found = moved_by_a_site
    assert streets(found, "only_one") == {"N-B"}
    assert streets(found, "only_other") == {"C-N", "C-D", "D-B"}
    assert metres(found, "only_one", "one") == pytest.approx(210.0)
    assert metres(found, "only_other", "other") == pytest.approx(250.0)
    assert metres(found, "same", "other") == pytest.approx(20.0)
    assert found.trench_m == pytest.approx(40.0)
    check(found)


def test_cost_of_the_moved_trench_is_worked_out_by_hand(moved_by_a_site: Comparison) -> None:
    # Digging: 105 m at 45 and 115 m at 95 EUR make 15,650 EUR; by the site 20 m at 45, 30 m at
    # 95, and 70 % of 105 m at 45 and 105 m at 95 make 14,040 EUR: 1,610 EUR less.
    # 40 m more of duct at 3.00 and of cable at 0.70 and 1.20 EUR make 196 EUR more.
    # With 12 % planning, 2 % documentation and 10 % contingency on top: 1,414 · 1.14 · 1.1.
    found = moved_by_a_site
    digging = found.figures.set_index("name")["difference"]["trench_cost_eur"]
    assert digging == pytest.approx(-1610.0)
    assert found.sections["cost_base_eur"].sum() == pytest.approx(-1414.0)
    assert found.cost.total.base == Decimal("-1773.16")
    bill = found.items.set_index("code")["cost_base_eur"]
    assert bill["TB14"] == 10_290.0
    assert bill["TB03"] == -8_075.0
    assert bill["TB05"] == -3_825.0


def test_site_changes_quantities_and_no_price(moved_by_a_site: Comparison) -> None:
    assert moved_by_a_site.cost.by_quantity == moved_by_a_site.cost.total
    assert moved_by_a_site.cost.by_price.base == 0


def test_plan_compared_with_itself_is_the_same(moved_by_a_site: Comparison) -> None:
    plan = moved_by_a_site.other
    found = compare_plans(plan, plan)
    assert found.is_empty
    assert set(found.sections["state"]) == {"same"}
    assert found.parameters.empty
    assert (found.figures["difference"] == 0).all()
    check(found)


def test_comparison_the_other_way_round_has_the_other_sign(moved_by_a_site: Comparison) -> None:
    there = moved_by_a_site
    back = compare_plans(there.other, there.one)
    check(back)
    assert metres(back, "only_one", "one") == pytest.approx(250.0)
    assert back.cost.total.base == -there.cost.total.base
    assert back.trench_m == pytest.approx(-there.trench_m)
    sums = [f.items["cost_base_eur"].sum() for f in (there, back)]
    assert sums[0] == pytest.approx(-sums[1])


def plan_with_price(project: Project, **base: float) -> Plan:
    prices = project.catalogue.copy()
    for code, price in base.items():
        prices.loc[prices["code"] == code, "base"] = price
    return design_network(project.with_layers(catalogue=prices), scenario())


def test_dearer_position_is_a_change_of_price_alone() -> None:
    # One house connection at 1,300 instead of 1,200 EUR: 100 EUR, with 14 % and 10 % on top.
    project = town(DETOUR)
    found = compare_plans(plan_with_price(project), plan_with_price(project, HA01=1300.0))
    check(found)
    assert found.cost.total.base == Decimal("125.40")
    assert found.cost.by_price.base == Decimal("125.40")
    assert found.cost.by_quantity.base == 0
    by_price = found.items.set_index("code")["price_base_eur"]
    assert by_price[by_price != 0].to_dict() == {
        "HA01": 100.0,
        "PL01": 12.0,
        "PL02": 2.0,
        "UV01": 11.4,
    }
    assert set(found.sections["state"]) == {"same"}


def test_other_share_of_planning_is_a_change_of_price() -> None:
    project = town(DETOUR)
    found = compare_plans(plan_with_price(project), plan_with_price(project, PL01=13.0))
    check(found)
    assert found.cost.by_quantity.base == 0
    assert found.cost.by_price.base == found.cost.total.base > 0


def test_dearer_trench_in_the_same_place_is_told_by_its_cost() -> None:
    project = town(DETOUR)
    found = compare_plans(plan_with_price(project), plan_with_price(project, TB03=96.0))
    check(found)
    told = found.sections.loc[found.sections["state"] == "changed", "changes"]
    assert set(told) == {"cost"}
    assert metres(found, "changed", "other") == pytest.approx(115.0)


def test_address_without_plan_and_address_left_out_are_told() -> None:
    both = town("""
        2   p   p
        |   |   |
        A---B---C---N
    """)
    less = both.with_layers(addresses=both.addresses.iloc[:2])
    found = compare_plans(design_network(less, scenario()), design_network(both, scenario()))
    check(found)
    change = found.addresses.set_index("address_id")["change"]
    assert change["p3"] == "connected"
    assert found.addresses.set_index("address_id")["status_one"]["p3"] == ""
    assert found.connected == 1
    back = compare_plans(found.other, found.one)
    assert back.addresses.set_index("address_id")["change"]["p3"] == "lost"


def test_parameters_that_differ_are_listed() -> None:
    project = town(DETOUR)
    plans = [design_network(project, scenario(cabinet_capacity=n)) for n in (144, 96)]
    rows = compare_plans(*plans).parameters
    assert rows.to_dict("list") == {"name": ["cabinet_capacity"], "one": ["144"], "other": ["96"]}


def test_pop_that_has_moved_is_one_pop() -> None:
    project = town(DETOUR)
    place = at(21, 2)
    plans = [
        design_network(project, scenario()),
        design_network(project, scenario(pop_x=place.x, pop_y=place.y)),
    ]
    found = compare_plans(*plans)
    check(found)
    pops = found.nodes[found.nodes["kind"] == "pop"]
    assert pops["change"].tolist() == ["moved"]
    assert pops["moved_m"].tolist() == [pytest.approx((210.0**2 + 20.0**2) ** 0.5)]


BLANK = "|   |   |   |"
FREE = [place for place, sign in enumerate(BLANK) if sign == " "]


def grid_town(houses: set[tuple[int, int]]) -> Project:
    """Return a grid of streets with houses beside its cross streets, by block and column."""
    rows = []
    for block in range(3):
        rows.append("+---+---+---" + ("N" if block == 1 else "+"))
        signs = list(BLANK)
        for at_block, column in houses:
            if at_block == block:
                signs[FREE[column]] = "2" if column % 2 else "p"
        rows += ["".join(signs), BLANK]
    return town("\n".join([*rows, "+---+---+---+"]))


some_houses = st.sets(
    st.tuples(st.integers(0, 2), st.integers(0, len(FREE) - 1)), min_size=1, max_size=8
)


@settings(max_examples=3, deadline=None)
@given(some_houses, some_houses, st.integers(0, 3), st.sampled_from([1, 2, 144]))
def test_metres_and_euros_of_random_towns_add_up(
    one: set[tuple[int, int]], other: set[tuple[int, int]], row: int, capacity: int
) -> None:
    before = grid_town(one)
    after = grid_town(other).with_layers(sites=site_along((0, 3 * row), (12, 3 * row)))
    plans = [
        design_network(before, scenario()),
        design_network(after, scenario(cabinet_capacity=capacity)),
        design_network(after, scenario()),
    ]
    for pair in itertools.permutations(plans, 2):
        check(compare_plans(*pair))
    assert compare_plans(plans[1], plans[1]).is_empty
