"""Shares by district, building block and square, against figures worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.area_shares import addresses_of_area, area_shares, reaches, speed_bounds
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import SHARE_MEASURES
from fibre_planner.model.tables import conform
from tests.report.small_plan import EAST, NORTH, small_project
from tests.towns import ORIGIN, town

TWO_BLOCKS = """
A-------B-------C
|       |       |
|   2   |   3   |
|  1    |       |
D-------E-------F
"""
"""Two dwellings and one in the western block, three in the eastern one."""


def with_lines(project: Project, rates: list[float]) -> Project:
    coverage = pd.DataFrame(
        {
            "address_id": project.addresses["address_id"],
            "technology": "HFC",
            "down_mbps": rates,
            "coverage_class": ["served" if rate >= 500 else "white" for rate in rates],
        }
    )
    return project.with_layers(coverage=coverage)


def test_share_of_a_district_is_of_its_dwellings() -> None:
    found = area_shares(small_project(), "gigabit", "district")
    assert found["unit_id"].tolist() == ["d1"]
    assert found["addresses"].tolist() == [4]
    assert found["whole"].tolist() == [12]  # 1 + 2 + 1 + 8
    assert found["part"].tolist() == [8]
    assert found["share"].tolist() == [8 / 12]


def test_square_without_known_dwellings_has_no_share() -> None:
    found = area_shares(small_project(), "gigabit", "grid", 100.0)
    places = found.geometry.bounds[["minx", "miny"]].to_numpy() - (EAST, NORTH)
    share = {
        tuple(place): share for place, share in zip(places.tolist(), found["share"], strict=True)
    }
    assert np.isnan(share.pop((100.0, 100.0)))
    assert share == {(0.0, 0.0): 0.0, (0.0, -100.0): 0.8, (100.0, 400.0): 0.0}


def test_square_of_500_m_adds_up_those_of_100_m() -> None:
    project = small_project()
    for measure in SHARE_MEASURES:
        fine = area_shares(project, measure, "grid", 100.0)
        coarse = area_shares(project, measure, "grid", 500.0)
        assert (
            fine[["addresses", "whole", "part"]]
            .sum()
            .equals(coarse[["addresses", "whole", "part"]].sum())
        )
    assert coarse["addresses"].tolist() == [2, 4]  # south and north of the axis


def test_streets_enclose_building_blocks() -> None:
    project = with_lines(town(TWO_BLOCKS), [1000.0, 16.0, 1000.0])
    found = area_shares(project, "gigabit", "block")
    assert found["addresses"].tolist() == [2, 1]  # from west to east
    assert found["share"].tolist() == [1.0, 0.0]
    middle = ORIGIN[0] + 80.0
    assert found.geometry.bounds["maxx"].tolist()[0] == found.geometry.bounds["minx"].tolist()[1]
    assert found.geometry.bounds["maxx"].tolist()[0] == pytest.approx(middle)


def test_footway_leads_through_a_block() -> None:
    project = with_lines(town(TWO_BLOCKS), [1000.0, 16.0, 1000.0])
    streets = project.streets.copy()
    between = streets.geometry.bounds["minx"] == streets.geometry.bounds["maxx"]
    between &= streets.geometry.bounds["minx"] == ORIGIN[0] + 80.0
    streets.loc[between, "road_class"] = "footway"
    found = area_shares(project.with_layers(streets=streets), "gigabit", "block")
    assert found["share"].tolist() == [0.5]  # 3 of 6 dwellings


def test_town_without_streets_has_no_blocks_and_without_districts_none_either() -> None:
    project = with_lines(town("12"), [16.0, 16.0])
    assert area_shares(project, "white", "block").empty
    assert area_shares(project, "white", "district").empty


def test_addresses_count_where_no_dwellings_are_known() -> None:
    project = with_lines(town("ppp"), [1000.0, 16.0, 16.0])
    found = area_shares(project, "white", "grid", 500.0)
    assert found["whole"].sum() == 3
    assert found["part"].sum() == 2


def test_fibre_without_a_rate_counts_as_gigabit_and_slow_fibre_does_not() -> None:
    project = town("111")
    coverage = conform(
        "coverage",
        pd.DataFrame(
            {
                "address_id": ["p1", "p2", "p3"],
                "technology": ["FTTH", "FTTB", "DSL"],
                "down_mbps": [np.nan, 600.0, np.nan],
            }
        ),
    )
    assert reaches("gigabit", project.addresses, coverage).tolist() == [True, False, False]


def test_classes_of_rates_ascend_up_to_gigabit() -> None:
    assert speed_bounds()[0] == 0
    assert list(speed_bounds()) == sorted(speed_bounds())
    assert speed_bounds()[-1] == 1000


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([0.0, 16.0, 100.0, 1000.0]), min_size=3, max_size=3))
def test_no_share_leaves_its_range_and_served_and_white_do_not_overlap(rates: list[float]) -> None:
    project = with_lines(town(TWO_BLOCKS), rates)
    served = area_shares(project, "served", "grid")["share"]
    white = area_shares(project, "white", "grid")["share"]
    assert ((served >= 0) & (served <= 1)).all()
    assert np.allclose(served + white, 1.0)


@pytest.mark.parametrize("by", ["district", "block", "grid"])
def test_addresses_of_areas_are_those_that_were_counted(by: str) -> None:
    project = small_project()
    shares = area_shares(project, "gigabit", by)
    for row in shares.to_dict("records"):
        good, rest = addresses_of_area(project, "gigabit", shares, row["unit_id"])
        assert len(good) + len(rest) == row["addresses"]
        dwellings = project.addresses.set_index("address_id")["dwellings"].clip(lower=0)
        assert dwellings[good].sum() == row["part"]
        assert dwellings[rest].sum() == row["whole"] - row["part"]
    assert addresses_of_area(project, "gigabit", shares, "nowhere") == ([], [])
