"""Moving a planned cabinet: the estimate while it is dragged, and the plan with it there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fibre_planner.analysis.design import Design, design
from fibre_planner.analysis.moving import Moves, find_moves
from fibre_planner.model.errors import PlannerError
from fibre_planner.workflow import move_node
from tests.towns import at, town


@pytest.fixture(scope="module")
def first() -> Design:
    project = town("    p   p   p   p\n    |   |   |   |\nW---A---B---C---D---E---N")
    return design(project, replace(project.scenarios[0], targets="all"))


def moves_of(made: Design, kind: str) -> Moves:
    nodes = made.plan.nodes
    found = find_moves(made, str(nodes.loc[nodes["kind"] == kind, "node_id"].iloc[0]))
    assert found is not None
    return found


def test_place_it_has_costs_nothing_and_a_place_beyond_all_houses_costs_what_is_dug(
    first: Design,
) -> None:
    moves = moves_of(first, "cabinet")
    assert moves.to(*moves.begin).cost_eur == pytest.approx(0.0)
    west = moves.to(at(0, 0.4).x, at(0, 0.4).y)
    assert (west.x, west.y) == (at(0, 0).x, at(0, 0).y)
    assert west.cost_eur is not None
    assert west.cost_eur > 40.0 * 95.0  # the 40 m to it, in a paved footway, and the cables


def test_plan_made_anew_costs_about_what_was_estimated(
    first: Design,
) -> None:
    moves = moves_of(first, "cabinet")
    move = moves.to(at(4, 0).x, at(4, 0).y)
    project = move_node(first.project, moves, move)
    made = design(project, first.scenario, before=first)
    extra = float(made.plan.summary.cost_eur.base - first.plan.summary.cost_eur.base)
    assert move.cost_eur is not None
    assert extra == pytest.approx(move.cost_eur, rel=0.25)


def test_moved_again_the_same_wish_is_changed(first: Design) -> None:
    moves = moves_of(first, "cabinet")
    project = move_node(first.project, moves, moves.to(at(4, 0).x, at(4, 0).y))
    made = design(project, first.scenario, before=first)
    again = moves_of(made, "cabinet")
    assert again.wish_id == "drawn-000001"
    project = move_node(project, again, again.to(at(12, 0).x, at(12, 0).y))
    assert project.node_wishes["wish_id"].tolist() == ["drawn-000001"]
    assert project.node_wishes.geometry.iloc[0].equals(at(12, 0))
    assert (project.node_wishes["wished_on"] != "").all()


def test_place_far_from_streets_is_refused_in_a_sentence(first: Design) -> None:
    moves = moves_of(first, "cabinet")
    move = moves.to(at(10, 20).x, at(10, 20).y)
    assert move.problem == "far"
    with pytest.raises(PlannerError, match="too far from every street"):
        move_node(first.project, moves, move)


def test_existing_node_is_not_moved_by_a_wish(first: Design) -> None:
    nodes = first.plan.nodes
    pop = str(nodes.loc[nodes["kind"] == "pop", "node_id"].iloc[0])
    assert find_moves(first, pop) is None


def test_of_several_planned_pops_the_others_are_kept() -> None:
    drawn = town("""
        5   5   p   5   5   p   5   5
        |   |   |   |   |   |   |   |
        A---B---C---D---E---F---G---H
    """)
    scenario = replace(
        drawn.scenarios[0], targets="all", units_per_pop=14, cabinet_capacity=12, max_drop_m=40.0
    )
    plain = design(drawn, scenario)
    pops = plain.plan.nodes[plain.plan.nodes["kind"] == "pop"]
    assert len(pops) > 1
    moves = find_moves(plain, str(pops["node_id"].iloc[0]))
    assert moves is not None
    assert moves.to(at(28, 0).x, at(28, 0).y).cost_eur is None
    project = move_node(drawn, moves, moves.to(at(28, 0).x, at(28, 0).y))
    assert len(project.node_wishes) == len(pops)
    made = design(project, scenario, before=plain)
    found = made.plan.nodes[made.plan.nodes["kind"] == "pop"]
    kept = {(point.x, point.y) for point in pops.geometry.iloc[1:]}
    assert {(point.x, point.y) for point in found.geometry} >= kept | {(at(28, 0).x, at(28, 0).y)}
