"""Cabinets and PoPs that stand where planners put them: what is built and what it costs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

from fibre_planner.analysis.design import Design, design
from fibre_planner.analysis.hierarchy.asked_cabinets import use_all
from fibre_planner.analysis.hierarchy.cabinet_demand import CabinetDemand, CabinetRule
from fibre_planner.analysis.hierarchy.place_finding import place_finder
from fibre_planner.model.editing import add_row
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from tests.analysis.hierarchy.trees import tree_of
from tests.plan_judge import judge
from tests.towns import at, rectangle, town

ROW = """
    p   p   p   p
    |   |   |   |
    A---B---C---D---E---N
"""


def all_of(project: Project, **changes: object) -> Scenario:
    return replace(project.scenarios[0], targets="all", **changes)  # type: ignore[arg-type]


def asked(project: Project, place: Any, kind: str = "cabinet") -> Project:
    return add_row(project, "node_wishes", {"kind": kind, "wished_on": "2026-11-23"}, place)


def places_of(made: Design, kind: str) -> list[tuple[float, float]]:
    nodes = made.plan.nodes
    points = nodes.geometry[nodes["kind"] == kind]
    return sorted((round(point.x, 2), round(point.y, 2)) for point in points)


def xy(point: Any) -> tuple[float, float]:
    return (point.x, point.y)


def told(made: Design) -> dict[str, tuple[str, float]]:
    rules = made.plan.rules
    mine = rules[rules["rule"].str.startswith("asked_place")]
    return {
        row["rule"]: (row["subject"], round(row["amount"], 2)) for row in mine.to_dict("records")
    }


@pytest.fixture(scope="module")
def first() -> Design:
    project = town(ROW)
    return design(project, all_of(project))


def test_cabinet_stands_where_it_is_asked_for_and_serves_all_in_place_of_the_former(
    first: Design,
) -> None:
    project = asked(first.project, at(4, 0))
    made = design(project, first.scenario, before=first)
    judge(project, made.plan)
    assert places_of(made, "cabinet") == [xy(at(4, 0))]
    cabinet = made.plan.nodes.loc[made.plan.nodes["kind"] == "cabinet"].iloc[0]
    assert cabinet["units"] == 4
    assert told(made) == {"asked_place": (cabinet["node_id"], 0.0)}
    assert made.ground.uncut is first.ground.uncut
    edges = [set(each.equipment.tree.edge.tolist()) for each in (first, made)]
    assert edges[0] == edges[1]  # the trenches stay as they were
    assert made.found is first.found or made.found.edges.tolist() == first.found.edges.tolist()


def test_place_beyond_all_houses_costs_the_trench_to_it() -> None:
    # West of A are 40 m of street that nothing else needs.
    longer = town("    p   p   p   p\n    |   |   |   |\nW---A---B---C---D---E---N")
    plain = design(longer, all_of(longer))
    project = asked(longer, at(0, 0))
    made = design(project, plain.scenario, before=plain)
    judge(project, made.plan)
    assert places_of(made, "cabinet") == [xy(at(0, 0))]
    before, after = (set(each.equipment.tree.edge.tolist()) for each in (plain, made))
    assert before < after  # the former trenches, and the way to the place
    metres = made.plan.summary.street_trench_m - plain.plan.summary.street_trench_m
    assert metres == pytest.approx(40.0)
    extra = made.plan.summary.trench_cost_eur - plain.plan.summary.trench_cost_eur
    assert extra == pytest.approx(40.0 * 95.0)  # TB03, paved footway
    shares = made.plan.addresses["cost_base_eur"].sum()
    assert shares == pytest.approx(float(made.plan.summary.cost_eur.base), abs=0.05)


def test_wish_taken_back_gives_the_former_network_again(first: Design) -> None:
    project = asked(first.project, at(4, 0))
    made = design(project, first.scenario, before=first)
    back = design(first.project, first.scenario, before=made)
    assert places_of(back, "cabinet") == places_of(first, "cabinet")
    assert back.plan.summary.cost_eur == first.plan.summary.cost_eur


def test_plan_without_wishes_keeps_the_digest_that_it_had(first: Design) -> None:
    assert first.project.node_wishes.empty
    moved = design(asked(first.project, at(4, 0)), first.scenario)
    assert moved.plan.inputs_digest != first.plan.inputs_digest


@pytest.mark.parametrize(
    ("place", "problem"),
    [(at(10, 9), "far"), (at(0, 20), "far"), (at(4, 0), "")],
)
def test_place_far_from_streets_is_refused(first: Design, place: Any, problem: str) -> None:
    assert place_finder(first.ground.uncut).find(place.x, place.y)[1] == problem


def test_private_ground_closed_ground_and_islands_are_refused_with_their_reason() -> None:
    drawn = town("""
        p
        |
        A---B---C---D---N   X---Y
    """)
    streets = drawn.streets.assign(
        ground=np.where(drawn.streets["street_id"].isin(["A-B", "s1"]), "private", "")
    )
    school = {"kind": "school", "name": "Schule"}
    closed = add_row(drawn.with_layers(streets=streets), "areas", school, rectangle(7, -1, 9, 1))
    finder = place_finder(design(closed, all_of(closed)).ground.uncut)
    found = {name: finder.find(*xy(at(*cell))) for name, cell in PLACES.items()}
    assert {name: problem for name, (_, problem) in found.items()} == {
        "on the private way": "private",
        "in the school": "closed",
        "at the street": "",
        "on the island": "island",
    }
    assert shapely.Point(finder.graph.xy[found["at the street"][0]]).equals(at(12, 0))


PLACES = {
    "on the private way": (0, 0),
    "in the school": (8, 0),
    "at the street": (12, 0.5),
    "on the island": (24, 0),
}


def test_refused_wish_is_named_in_the_ledger_and_changes_nothing(first: Design) -> None:
    project = asked(first.project, at(0, 20))
    made = design(project, first.scenario, before=first)
    assert told(made) == {"asked_place_unmet": ("drawn-000001", 1.0)}
    assert made.plan.summary.cost_eur == first.plan.summary.cost_eur


def test_one_wished_pop_stands_at_its_place_and_all_hangs_on_it() -> None:
    drawn = town(ROW.replace("N", "F"))
    project = asked(drawn, at(20, 0), "pop")
    made = design(project, all_of(drawn))
    judge(project, made.plan)
    assert places_of(made, "pop") == [xy(at(20, 0))]
    assert told(made)["asked_place"][1] == 0.0


def test_of_several_pops_each_stands_where_it_was_put() -> None:
    drawn = town("""
        5   5   p   5   5   p   5   5
        |   |   |   |   |   |   |   |
        A---B---C---D---E---F---G---H
    """)
    scenario = all_of(drawn, units_per_pop=20, cabinet_capacity=12)
    plain = design(drawn, scenario)
    assert plain.plan.summary.pops == 2
    wishes = asked(asked(drawn, at(4, 0), "pop"), at(24, 0), "pop")
    made = design(wishes, scenario, before=plain)
    judge(wishes, made.plan)
    assert places_of(made, "pop") == [xy(at(4, 0)), xy(at(24, 0))]


def test_plan_with_years_dates_the_trench_to_a_place_beyond_all_houses() -> None:
    longer = town("    p   p   p   p\n    |   |   |   |\nW---A---B---C---D---E---N")
    project = asked(longer, at(0, 0))
    made = design(project, all_of(longer, yearly_budget_eur=30_000.0), created="2026-11-23")
    judge(project, made.plan)


def test_empty_place_takes_the_nearest_cabinet_as_a_whole_or_what_it_reaches() -> None:
    # A way 0-1-2-3-4 with 10 m between; houses at 0 to 3, cabinets at 0 and 3, a place asked at 4.
    tree = tree_of([0, 1, 2, 3])
    units = np.array([1, 1, 1, 1, 0])
    demand = CabinetDemand(units, np.zeros(5), np.zeros(5, dtype=np.int64))
    cabinet = np.array([0, 0, 3, 3, -1])
    place = np.array([4])
    far = CabinetRule(10, 100.0, 1)
    assert use_all(tree, demand, far, cabinet, place).tolist() == [0, 0, 4, 4, -1]
    near = replace(far, max_drop_m=10.0)
    assert use_all(tree, demand, near, cabinet, place).tolist() == [0, 0, 3, 4, -1]
    nothing = replace(far, max_drop_m=5.0)
    assert use_all(tree, demand, nothing, cabinet, place).tolist() == cabinet.tolist()


def test_two_wished_cabinets_divide_the_houses_between_them(first: Design) -> None:
    project = asked(asked(first.project, at(0, 0)), at(12, 0))
    made = design(project, first.scenario, before=first)
    judge(project, made.plan)
    assert places_of(made, "cabinet") == [xy(at(0, 0)), xy(at(12, 0))]
    nodes = made.plan.nodes
    assert sorted(nodes.loc[nodes["kind"] == "cabinet", "units"]) == [2, 2]


def test_within_a_budget_a_place_off_the_chosen_network_is_named(first: Design) -> None:
    longer = town("    p   p   p   p\n    |   |   |   |\nW---A---B---C---D---E---N")
    project = asked(longer, at(0, 0))
    budget = 0.8 * float(first.plan.summary.cost_eur.base)
    made = design(project, all_of(longer, budget_eur=budget))
    judge(project, made.plan)
    assert "asked_place_unmet" in told(made)
