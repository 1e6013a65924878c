"""Where addresses join the street, and where they must not."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from fibre_planner.analysis.groundwork import lay_ground
from fibre_planner.analysis.streets.house_joining import Joined, choose_houses
from fibre_planner.analysis.workbench import Workbench
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import DEFAULT_CRS, Project
from fibre_planner.model.tables import conform
from fibre_planner.progress import silent
from tests.towns import rectangle, town


def joined(project: Project, **changes: object) -> Joined:
    scenario = replace(project.scenarios[0], targets="all", **changes)  # type: ignore[arg-type]
    return lay_ground(Workbench(silent), project, scenario, None).joined


def street_of(project: Project, **changes: object) -> dict[str, str]:
    """Return the street each joined address fronts on."""
    result = joined(project, **changes)
    ids = project.addresses["address_id"].to_numpy()[result.row]
    names = project.streets["street_id"].to_numpy()[result.street]
    return dict(zip(ids.tolist(), names.tolist(), strict=True))


def barrier(left: float, bottom: float, right: float, top: float) -> gpd.GeoDataFrame:
    frame = pd.DataFrame({"area_id": ["rail"], "kind": ["barrier"]})
    shape = [rectangle(left, bottom, right, top)]
    return conform("areas", gpd.GeoDataFrame(frame, geometry=shape, crs=DEFAULT_CRS))


TWO_STREETS = """
A---------B
|
|   p
|
|
C---------N
"""


def test_address_joins_the_nearest_street_at_the_nearest_place() -> None:
    project = town(TWO_STREETS)
    result = joined(project)
    assert street_of(project) == {"p1": "A-B"}
    assert result.lead_in_m.tolist() == [20.0]
    x, y = result.graph.xy[result.frontage[0]] - (500_000.0, 5_550_000.0)
    assert (x, y) == (40.0, 50.0)


def test_street_of_the_same_name_wins_where_it_is_not_much_farther() -> None:
    project = town(TWO_STREETS)
    named = project.streets.assign(
        name=project.streets["street_id"].map({"C-N": "Dorf-Str."}).fillna("Other")
    )
    assert street_of(project.with_layers(streets=named)) == {"p1": "C-N"}


def test_street_of_the_same_name_does_not_win_across_another_street() -> None:
    # The far street has the name of the address, but A-B lies in between.
    project = town(
        """
        p
        |
        A-------B
        |
        C-------N
        """.replace("p\n        |\n", "  p\n\n")
    )
    named = project.streets.assign(
        name=project.streets["street_id"].map({"C-N": "Dorfstraße"}).fillna("Other")
    )
    assert street_of(project.with_layers(streets=named)) == {"p1": "A-B"}
    # A service way in between is no such street.
    ways = named.assign(road_class=named["street_id"].map({"A-B": "service"}).fillna("residential"))
    assert street_of(project.with_layers(streets=ways)) == {"p1": "C-N"}


def test_premise_across_the_railway_is_not_snapped() -> None:
    # The railway lies between the house and the near street: it joins the far one.
    project = town(TWO_STREETS, areas=barrier(1, 4, 12, 4.5))
    assert street_of(project) == {"p1": "C-N"}


def test_premise_between_two_barriers_is_left_out_with_the_reason() -> None:
    both = pd.concat([barrier(1, 4, 12, 4.5), barrier(1, 1, 12, 1.5).assign(area_id="river")])
    other_side = pd.concat([both, barrier(1, 1, 1.5, 4.5).assign(area_id="wall")])
    areas = conform("areas", gpd.GeoDataFrame(other_side, crs=DEFAULT_CRS))
    project = town(TWO_STREETS.replace("C---", "C-p-"), areas=areas)
    result = joined(project)
    assert result.reason.tolist() == ["across_barrier", ""]


def test_house_inside_a_railway_area_may_leave_it() -> None:
    project = town(TWO_STREETS, areas=barrier(3, 2, 6, 4))
    assert street_of(project) == {"p1": "A-B"}


def test_motorway_at_grade_is_not_crossed_and_not_joined() -> None:
    project = town(TWO_STREETS)
    classes = project.streets["street_id"].map({"A-B": "motorway"}).fillna("residential")
    motorway = project.with_layers(streets=project.streets.assign(road_class=classes))
    assert street_of(motorway) == {"p1": "C-N"}


def test_premise_beyond_the_snap_distance_is_left_out() -> None:
    project = town(TWO_STREETS.replace("C---", "C-p-"))
    result = joined(project, snap_distance_m=15.0)
    assert result.reason.tolist() == ["no_street_within_reach", ""]


def test_premise_at_a_street_island_is_left_out() -> None:
    project = town(
        """
        p      p  p
        |      |  |
        A--N   B--C
        """
    )
    result = joined(project, snap_distance_m=30.0)
    assert result.reason.tolist() == ["", "street_island", "street_island"]


def test_near_island_is_passed_over_for_a_street_that_leads_to_the_pop() -> None:
    project = town(
        """
        ---
          p
        C---------N
        """
    )
    # Both streets are 10 m away; only the southern one leads to the POP.
    assert street_of(project) == {"p1": "C-N"}


def test_houses_opposite_the_footway_side_cross_the_carriageway() -> None:
    project = town(
        """
        p  p
        A-----N
          p
        """
    )
    result = joined(project)
    # Two of three lie on the northern side, so the trench does; the third crosses 5.5 m.
    assert result.crossed_m.tolist() == [0.0, 0.0, 5.5]
    footway = project.streets.assign(sidewalk="right")
    crossed = joined(project.with_layers(streets=footway)).crossed_m
    assert crossed.tolist() == [5.5, 5.5, 0.0]


def test_address_without_a_place_is_left_out() -> None:
    project = town(TWO_STREETS.replace("C---", "C-p-"))
    moved = project.addresses.copy()
    moved.loc[0, "geometry"] = shapely.Point()
    moved = project.with_layers(addresses=moved).addresses
    houses = choose_houses(moved, project.coverage, "unserved")
    assert houses.reason.tolist() == ["no_place", ""]


def test_no_address_in_reach_is_an_error_with_a_remedy() -> None:
    project = town(TWO_STREETS)
    with pytest.raises(PlannerError, match="within 5 m of a street") as error:
        joined(project, snap_distance_m=5.0)
    assert "same town" in error.value.remedy


def test_pop_far_from_every_street_is_an_error() -> None:
    with pytest.raises(PlannerError, match="1000 m from every street"):
        joined(town(TWO_STREETS), pop_x=8.6, pop_y=50.1)


def test_without_a_pop_the_program_takes_the_middle_of_the_densest_part() -> None:
    project = town(
        """
        p   9   p
        A---B---C
        """
    )
    result = joined(project)
    # 9 of 11 units lie at B, which is 40 m east of A.
    np.testing.assert_allclose(result.graph.xy[result.roots[0]], (500_040.0, 5_550_000.0))
    assert not result.pops.given
