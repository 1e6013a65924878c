"""Private ways are lead-ins to their own houses, and nothing passes through them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import networkx
import numpy as np
import pytest

from fibre_planner.analysis.design import design_network
from fibre_planner.analysis.groundwork import lay_ground
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.workbench import Workbench
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.progress import silent
from tests.plan_judge import judge
from tests.random_plans import random_case
from tests.towns import town


def with_private(project: Project, *street_ids: str) -> Project:
    streets = project.streets
    private = streets["street_id"].isin(street_ids)
    assert private.sum() == len(street_ids)
    return project.with_layers(
        streets=streets.assign(ground=private.map({True: "private"}).fillna(""))
    )


def plan_of(project: Project, **changes: object) -> Plan:
    scenario = replace(project.scenarios[0], targets="all", **changes)  # type: ignore[arg-type]
    plan = design_network(project, scenario, created="2026-11-22")
    judge(project, plan)
    return plan


def metres(plan: Plan) -> dict[tuple[str, str], float]:
    """Return the metres of trench by level and ground."""
    trenches = plan.trenches
    found = trenches.groupby(["level", "ground"])["length_m"].sum()
    return {key: round(value, 2) for key, value in found.to_dict().items()}


def ledger(plan: Plan) -> list[tuple[str, str, float]]:
    """Return the rows on private ground: rule, way and metres."""
    rows = plan.rules[plan.rules["rule"].str.startswith("private_")]
    return list(zip(rows["rule"], rows["subject"], rows["amount"].round(2), strict=True))


CAR_PARK = """
A---------B
|         |
|         |
N---------C----p
"""


def test_short_cut_over_a_car_park_is_not_taken() -> None:
    # 100 m over the car park and 40 m to the house; around it are 30 + 100 + 30 m.
    open_to_all = plan_of(town(CAR_PARK))
    assert open_to_all.summary.street_trench_m == pytest.approx(140.0)
    plan = plan_of(with_private(town(CAR_PARK), "N-C"))
    assert plan.summary.street_trench_m == pytest.approx(200.0)
    assert set(plan.trenches["ground"]) == {""}
    assert ledger(plan) == []


DRIVEWAY = """
N----A----B
     |
     |
     |
     |
     |
     |
     |
     |
     |
     p
"""


def test_house_behind_a_driveway_is_joined_over_it_as_lead_in() -> None:
    # The house is 100 m off the street, farther than a lead-in may be; the driveway is 90 m.
    plan = plan_of(with_private(town(DRIVEWAY), "s1"))
    assert metres(plan) == {
        ("distribution", ""): 50.0,
        ("lead_in", "private"): 90.0,
        ("lead_in", ""): 10.0,
    }
    assert plan.summary.street_trench_m == pytest.approx(50.0)
    assert plan.summary.lead_in_m == pytest.approx(100.0)
    assert ledger(plan) == [("private_ground", "s1", 90.0)]
    (reason,) = plan.rules.loc[plan.rules["rule"] == "private_ground", "reason"]
    assert "1 address" in reason
    assert "§ 134 TKG" in reason
    # 90 m at the price of a metre of lead-in; the 10 m of the house are within its connection.
    assert plan.items.set_index("code")["quantity"]["HA02"] == pytest.approx(90.0)
    # No house is near the street, so its trench lies in the verge at 45 EUR/m.
    assert plan.summary.trench_cost_eur == pytest.approx(50 * 45.0 + 90 * 50.0)


YARD = """
N----A----B
     |
     |
     |
    p|p
"""


def test_two_houses_share_a_yard_where_that_is_shorter_than_a_lead_in_each() -> None:
    # Each saves 30 m of lead-in; the way they share is 40 m.
    plan = plan_of(with_private(town(YARD), "s1"))
    assert metres(plan)["lead_in", "private"] == pytest.approx(40.0)
    assert ledger(plan) == [("private_ground", "s1", 40.0)]
    assert "2 addresses" in plan.rules["reason"].str.cat()


def test_one_house_near_the_street_leaves_private_ground_alone() -> None:
    plan = plan_of(with_private(town(YARD.replace("|p", "|")), "s1"))
    assert metres(plan) == {("distribution", ""): 40.0, ("lead_in", ""): 40.0}
    assert ledger(plan) == []


ESTATE = """
N---A---B---C
          p
"""


def test_streets_behind_a_private_road_are_served_and_the_ledger_says_so() -> None:
    plan = plan_of(with_private(town(ESTATE), "A-B"), snap_distance_m=20.0)
    assert plan.summary.connected == 1
    assert metres(plan) == {
        ("distribution", ""): 60.0,
        ("distribution", "private"): 40.0,
        ("lead_in", ""): 10.0,
    }
    assert ledger(plan) == [("private_passage", "A-B", 40.0)]
    assert "1 address behind it" in plan.rules["reason"].str.cat()


def test_house_that_a_public_street_can_reach_needs_no_passage_to_an_estate() -> None:
    # 10 m from the estate's street B-C behind the private road, 40 m from the street of the POP.
    plan = plan_of(
        with_private(
            town(
                """
                    +---C
                    |p
                    |
                    B
                    |
                N---A
                """
            ),
            "B-A",
        )
    )
    assert metres(plan) == {("distribution", ""): 40.0, ("lead_in", ""): 41.23}
    assert ledger(plan) == []


TWO_GATES = """
N----------A
|          |
|          |
|     p    |
B---C---D--E
"""


def test_of_two_private_roads_to_an_estate_the_shorter_one_stays() -> None:
    # The estate is C-D: over B-C it is 40 m of private road, over D-E 30 m. All in all the way over
    # B is shorter, 100 m to 200 m, but the town is linked by one passage, the shortest.
    plan = plan_of(with_private(town(TWO_GATES), "B-C", "D-E"), snap_distance_m=20.0)
    assert ledger(plan) == [("private_passage", "D-E", 30.0)]
    assert plan.summary.street_trench_m == pytest.approx(110 + 40 + 30 + 20)


def test_cabinets_and_pops_stand_on_public_ground() -> None:
    project = with_private(town(DRIVEWAY.replace("p", "9").replace("N", "C")), "s1")
    plan = plan_of(project)
    on_driveway = project.streets.set_index("street_id").geometry["s1"]
    for point in plan.nodes.geometry:
        assert point.distance(on_driveway) < 50.0
        assert point.y == project.streets.geometry.iloc[0].coords[0][1]


def test_named_private_street_takes_the_houses_of_its_name() -> None:
    # 30 m to the street across, 20 m to the private one of the name: 25 m more would be allowed.
    project = with_private(
        town(
            """
            N----A----B
                 |
                 |
                 |  p
                 |  p
            """
        ),
        "s1",
    )
    streets = project.streets
    named = streets.assign(name=streets["name"].where(streets["street_id"] != "s1", "Dorfstraße"))
    plan = plan_of(project.with_layers(streets=named))
    assert set(plan.trenches.loc[plan.trenches["ground"] == "private", "street"]) == {"Dorfstraße"}


def ground_of(project: Project, **changes: object) -> Joined:
    scenario = replace(project.scenarios[0], targets="all", **changes)  # type: ignore[arg-type]
    return lay_ground(Workbench(silent), project, scenario, None).uncut


def reached_town(seed: int) -> tuple[Project, Joined]:
    """Return the first town of a seed with an address in reach, and its public ground."""
    for turn in range(20):
        project, _ = random_case(np.random.default_rng([seed, turn] if turn else seed))
        public = project.with_layers(streets=project.streets.assign(ground=""))
        with suppress(PlannerError):  # no address can be reached
            return public, ground_of(public)
    raise AssertionError(f"no town of seed {seed} has an address in reach")


@pytest.mark.parametrize("seed", range(40))
def test_no_private_way_joins_two_places_that_public_streets_join(seed: int) -> None:
    project, before = reached_town(seed)
    private = np.random.default_rng(seed).random(len(project.streets)) < 0.4
    ground = np.where(private, "private", "")
    joined = ground_of(project.with_layers(streets=project.streets.assign(ground=ground)))
    # No address is lost.
    assert joined.reason.tolist() == before.reason.tolist()
    whose = joined.graph.edges["private"].to_numpy(bool)
    whole, public, yards = networkx.Graph(), networkx.Graph(), networkx.Graph()
    public.add_nodes_from(joined.roots.tolist())
    for (one, other), mine in zip(joined.graph.ends.tolist(), whose.tolist(), strict=True):
        whole.add_edge(one, other)
        (yards if mine else public).add_edge(one, other)
    for node in joined.frontage.tolist():
        reach = networkx.node_connected_component(whole, node)
        assert reach & set(joined.roots.tolist())
    # Public places are joined by one chain of yards at most, and never to themselves.
    touches = networkx.Graph()
    part = {n: i for i, piece in enumerate(networkx.connected_components(public)) for n in piece}
    for number, yard in enumerate(networkx.connected_components(yards)):
        gates = [part[node] for node in sorted(yard) if node in part]
        assert len(gates) == len(set(gates))
        touches.add_edges_from((("yard", number), ("public", gate)) for gate in gates)
    assert not touches or networkx.is_forest(touches)


def test_yards_after_an_edit_are_those_of_a_fresh_start() -> None:
    project = with_private(town(YARD), "s1")
    scenario = replace(project.scenarios[0], targets="all")
    bench = Workbench(silent)
    alone = project.with_layers(addresses=project.addresses.iloc[:1])
    first = lay_ground(bench, alone, scenario, None).uncut
    # Alone the house joins the street; with its neighbour both share the yard.
    assert first.lead_in_m.tolist() == [40.0]
    again = Workbench(silent, bench.kept)
    both = lay_ground(again, project, scenario, None).uncut
    fresh = ground_of(project)
    assert both.lead_in_m.tolist() == fresh.lead_in_m.tolist() == [10.0, 10.0]
    assert both.graph.xy[both.frontage].tolist() == fresh.graph.xy[fresh.frontage].tolist()
    assert again.kept["kerbs"].value is bench.kept["kerbs"].value


def test_change_of_prices_and_sites_leaves_yards_as_they_are() -> None:
    project = with_private(town(YARD), "s1")
    scenario = replace(project.scenarios[0], targets="all")
    bench = Workbench(silent)
    lay_ground(bench, project, scenario, None)
    dearer = project.with_layers(catalogue=project.catalogue.assign(base=1.0))
    again = Workbench(silent, bench.kept)
    lay_ground(again, dearer, replace(scenario, use_sites=False), None)
    for name in ("frontages", "private ground", "houses", "yards"):
        assert again.kept[name] is bench.kept[name]
