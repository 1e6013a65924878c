"""A plan re-solved after an edit: as good as a fresh one, and honest about where it began."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.design import Design, design, resolve_trenches
from fibre_planner.model.plan import PLAN_TABLES, Plan, PlanSummary
from fibre_planner.model.project import DEFAULT_CRS, Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.model.sketch import Sketch
from fibre_planner.model.tables import conform
from fibre_planner.progress import Enough
from tests.plan_judge import judge
from tests.towns import at, rectangle, town

DAY = "2026-11-22"

GRID = """
p   p   p   p
A---B---C---D
|   |   |   |
|  5|   |p  |p
E---F---G---H
|   |   |   |
|p  |   9   |
I---J---K---N
"""


def all_of(project: Project, **changes: object) -> Scenario:
    return replace(project.scenarios[0], targets="all", **changes)  # type: ignore[arg-type]


def site(
    left: float, bottom: float, right: float, top: float, site_id: str = "c1"
) -> gpd.GeoDataFrame:
    row = {
        "site_id": [site_id],
        "kind": ["gas"],
        "planned_from": ["2027-01-01"],
        "planned_to": ["2027-03-01"],
    }
    shape = [rectangle(left, bottom, right, top)]
    return conform("sites", gpd.GeoDataFrame(pd.DataFrame(row), geometry=shape, crs=DEFAULT_CRS))


def with_site(project: Project) -> Project:
    return project.with_layers(sites=site(4, 3, 8, 5))


def without_some(project: Project) -> Project:
    return project.with_layers(addresses=project.addresses.iloc[2:])


def with_another(project: Project) -> Project:
    row = project.addresses.iloc[:1].assign(address_id="q1", house_number="99")
    moved = row.set_geometry([at(6, 4)], crs=DEFAULT_CRS)
    return project.with_layers(addresses=pd.concat([project.addresses, moved]))


def with_dearer_slabs(project: Project) -> Project:
    prices = project.catalogue.copy()
    prices.loc[prices["code"] == "TB03", ["low", "base", "high"]] *= 1.3
    return project.with_layers(catalogue=prices)


def with_other_streets(project: Project) -> Project:
    return project.with_layers(streets=project.streets.iloc[1:])


def unchanged(project: Project) -> Project:
    return project


EDITS = [with_site, without_some, with_another, with_dearer_slabs, with_other_streets]


@cache
def design_of_the_grid() -> Design:
    project = town(GRID)
    return design(project, all_of(project), created=DAY)


@pytest.fixture(scope="module")
def first() -> Design:
    return design_of_the_grid()


@pytest.mark.parametrize("edit", EDITS)
def test_re_solved_plan_costs_what_a_fresh_one_does_and_is_judged_sound(
    first: Design, edit: Callable[[Project], Project]
) -> None:
    project = edit(first.project)
    again = design(project, first.scenario, created=DAY, before=first)
    fresh = design(project, first.scenario, created=DAY)
    judge(project, again.plan)
    now, anew = again.plan.summary, fresh.plan.summary
    assert_as_proven_as_its_trenches(now)
    assert now.least_trench_eur == pytest.approx(anew.least_trench_eur)
    assert now.cost_eur.base <= anew.cost_eur.base
    assert again.plan.inputs_digest == fresh.plan.inputs_digest


def test_moved_pop_is_re_solved_as_well(first: Design) -> None:
    scenario = replace(first.scenario, pop_x=at(0, 8).x, pop_y=at(0, 8).y)
    again = design(first.project, scenario, created=DAY, before=first).plan
    fresh = design(first.project, scenario, created=DAY).plan
    assert again.summary.trench_cost_eur == pytest.approx(fresh.summary.trench_cost_eur)
    judge(first.project, again)


def test_streets_and_houses_survive_a_change_of_sites_and_prices(first: Design) -> None:
    for edit in (with_site, with_dearer_slabs):
        again = design(edit(first.project), first.scenario, created=DAY, before=first)
        assert again.ground.uncut is first.ground.uncut
        assert again.kept["lead-ins"] is first.kept["lead-ins"]
    houses = design(without_some(first.project), first.scenario, created=DAY, before=first)
    assert houses.ground.sections is first.ground.sections


def test_price_that_no_trench_has_takes_the_network_over(first: Design) -> None:
    prices = first.project.catalogue.copy()
    prices.loc[prices["code"] == "SP01", "base"] *= 2.0
    again = design(
        first.project.with_layers(catalogue=prices), first.scenario, created=DAY, before=first
    )
    assert again.found is first.found
    # Nothing of the plan depends on the former one: a fresh plan is the same.
    assert again.plan.based_on == ""


def test_plan_names_the_plan_it_began_with_and_differs_from_a_fresh_one_by_it(
    first: Design,
) -> None:
    project = with_site(first.project)
    again = design(project, first.scenario, created=DAY, before=first).plan
    fresh = design(project, first.scenario, created=DAY).plan
    assert again.based_on == first.plan.plan_id
    assert (fresh.based_on, again.inputs_digest) == ("", fresh.inputs_digest)
    assert len({first.plan.plan_id, again.plan_id, fresh.plan_id}) == 3
    twice = design(project, first.scenario, created=DAY, before=first).plan
    assert_same(again, twice)


def test_plan_depends_on_its_inputs_and_the_plan_it_names_alone(first: Design) -> None:
    project = with_site(first.project)
    small = replace(first.scenario, cabinet_capacity=12)
    at_once = design(project, small, created=DAY, before=first)
    after_another = design(
        project,
        small,
        created=DAY,
        before=design(project, first.scenario, created=DAY, before=first),
    )
    assert at_once.plan.based_on == first.plan.plan_id
    assert_same(at_once.plan, after_another.plan)


def assert_same(one: Plan, other: Plan) -> None:
    assert (one.plan_id, one.inputs_digest) == (other.plan_id, other.inputs_digest)
    assert replace(one.summary, seconds={}) == replace(other.summary, seconds={})
    for field in PLAN_TABLES.values():
        frames = [pd.DataFrame(getattr(plan, field)) for plan in (one, other)]
        pd.testing.assert_frame_equal(*frames)


def test_nothing_changed_is_the_same_plan(first: Design) -> None:
    assert_same(design(first.project, first.scenario, created=DAY, before=first).plan, first.plan)


def test_site_added_and_removed_leaves_no_trace(first: Design) -> None:
    back = with_site(first.project).with_layers(sites=first.project.sites)
    assert_same(design(back, first.scenario, created=DAY).plan, first.plan)


def test_trench_cost_of_an_edit_is_to_be_had_without_tables(first: Design) -> None:
    project = with_site(first.project)
    found = resolve_trenches(project, first.scenario, first, created=DAY)
    whole = design(project, first.scenario, created=DAY, before=first).plan.summary
    assert (found.cost_eur, found.lower_bound_eur) == (
        whole.trench_cost_eur,
        whole.lower_bound_eur,
    )


def test_enough_keeps_the_best_network_and_the_next_design_searches_on() -> None:
    project = town(GRID)

    def impatient(fraction: float, _message: str) -> None:
        if 0.4 < fraction < 0.75:
            raise Enough

    seen: list[Sketch] = []
    made = design(project, all_of(project), impatient, created=DAY, show=seen.append)
    judge(project, made.plan)
    assert made.found.stopped
    again = design(project, made.scenario, created=DAY, before=made)
    assert not again.found.stopped
    assert again.plan.summary.proven
    assert all(sketch.cost_eur >= again.plan.summary.trench_cost_eur - 1e-6 for sketch in seen)


def test_rows_in_another_order_give_the_same_plan(first: Design) -> None:
    project = first.project
    shuffled = project.with_layers(
        streets=project.streets.iloc[::-1],
        addresses=project.addresses.sample(frac=1.0, random_state=1),
    )
    assert_same(design(shuffled, first.scenario, created=DAY).plan, first.plan)


quick = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
corners = st.tuples(st.integers(0, 12), st.integers(0, 8))


@quick
@example(places=[(0, 0), (4, 0), (5, 0)])
@given(places=st.lists(corners, min_size=1, max_size=4))
def test_sites_never_make_the_cheapest_trenches_or_the_plan_dearer(
    places: list[tuple[int, int]],
) -> None:
    before = design_of_the_grid()
    project = before.project
    sites = [site(x, y, x + 3, y + 2, f"c{n}") for n, (x, y) in enumerate(places)]
    # Site after site, each from the plan before it.
    for count in range(1, len(sites) + 1):
        layer = gpd.GeoDataFrame(pd.concat(sites[:count], ignore_index=True), crs=DEFAULT_CRS)
        project = project.with_layers(sites=layer)
        after = design(project, before.scenario, created=DAY, before=before)
        assert_as_proven_as_its_trenches(after.plan.summary)
        now, then = after.plan.summary, before.plan.summary
        assert now.least_trench_eur <= then.least_trench_eur + 1e-6
        # Cabinets and cables are placed well, but not proven: 0.1 % is what a re-solve may lose.
        assert float(now.cost_eur.base) <= float(then.cost_eur.base) * 1.001
        before = after
    judge(project, before.plan)


def assert_as_proven_as_its_trenches(summary: PlanSummary) -> None:
    """Assert that the least trenches of a toy are proven, and the plan's own where they are those.

    A plan that digs for more, since shorter cables save more than that, is not the least one.
    """
    assert summary.least_trench_proven
    assert summary.trench_cost_eur >= summary.least_trench_eur - 1e-6
    least = summary.trench_cost_eur <= summary.least_trench_eur + 0.005
    assert summary.proven == least


@quick
@given(rows=st.lists(st.integers(0, 8), min_size=1, max_size=3, unique=True))
def test_leaving_addresses_out_one_after_the_other_never_raises_the_least_trench_cost(
    rows: list[int],
) -> None:
    before = design_of_the_grid()
    project = before.project
    for row in rows:
        kept = project.addresses["address_id"] != f"p{row + 1}"
        project = project.with_layers(addresses=project.addresses.loc[kept])
        after = design(project, before.scenario, created=DAY, before=before)
        assert_as_proven_as_its_trenches(after.plan.summary)
        now, then = after.plan.summary, before.plan.summary
        assert now.least_trench_eur <= then.least_trench_eur + 1e-6
        before = after


def test_re_solved_small_town_costs_no_more_in_all_than_a_fresh_one(first: Design) -> None:
    # From the plan with two sites alone, the third one led to a plan that cost 434 EUR more.
    project, before = first.project, first
    sites = [site(x, 0, x + 3, 2, f"c{x}") for x in (0, 4, 5)]
    for count in (1, 2, 3):
        layer = gpd.GeoDataFrame(pd.concat(sites[:count], ignore_index=True), crs=DEFAULT_CRS)
        project = project.with_layers(sites=layer)
        before = design(project, first.scenario, created=DAY, before=before)
    fresh = design(project, first.scenario, created=DAY)
    assert before.plan.summary.cost_eur.base <= fresh.plan.summary.cost_eur.base


def test_site_cuts_a_wide_street_on_both_sides_without_moving_its_crossings() -> None:
    project = town(GRID)
    wide = project.with_layers(streets=project.streets.assign(width_m=9.0))
    plain = design(wide, all_of(wide), created=DAY)
    shared = design(with_site(wide), plain.scenario, created=DAY, before=plain)
    assert shared.ground.uncut.graph is plain.ground.uncut.graph
    edges = shared.joined.graph.edges
    assert set(edges.loc[edges["site_id"] == "c1", "lane"]) == {1, -1}
    crossings = [len(one.joined.graph.edges.query("crossings > 0")) for one in (plain, shared)]
    assert crossings[0] == crossings[1]
    lengths = [shapely.length(one.joined.graph.lines).sum() for one in (plain, shared)]
    assert lengths[0] == pytest.approx(lengths[1])


def test_each_island_is_told_with_its_street_and_its_addresses() -> None:
    project = town(
        """
        p      p  p      p
        |      |  |      |
        A--N   B--C      D--E
        """
    )
    plan = design(project, all_of(project, snap_distance_m=30.0), created=DAY).plan
    judge(project, plan)
    assert plan.summary.unconnected == {"street_island": 3}
    told = plan.rules.loc[plan.rules["rule"] == "street_island"].set_index("subject")["reason"]
    assert told.index.tolist() == ["p2", "p3", "p4"]
    assert "around B-C (2 addresses)" in told["p2"]
    assert told["p2"] == told["p3"]
    assert "around D-E (1 address)" in told["p4"]
