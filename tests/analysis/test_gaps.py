import geopandas as gpd
import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from fibre_planner.analysis.gaps import group_gaps
from fibre_planner.analysis.gaps_components import group_points
from fibre_planner.model.project import DEFAULT_CRS
from fibre_planner.model.tables import conform
from tests.towns import town


def judged(answers: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """Return a coverage of address → (class, eligible)."""
    frame = pd.DataFrame(
        [(key, name, answer) for key, (name, answer) in answers.items()],
        columns=["address_id", "coverage_class", "eligible"],
    )
    return conform("coverage", frame)


WHITE = ("white", "yes")


def test_addresses_hang_together_over_steps_of_the_distance() -> None:
    # p1 and p2 are 20 m apart, p2 and p3 20 m, p4 is 40 m from p3.
    hamlet = town("2 3 p   1")
    coverage, gaps = group_gaps(
        hamlet.addresses, judged({f"p{n}": WHITE for n in range(1, 5)}), max_distance_m=20.0
    )
    assert coverage["gap_id"].tolist() == ["eligible:p1"] * 3 + ["eligible:p4"]
    assert gaps["gap_id"].tolist() == ["eligible:p1", "eligible:p4"]
    assert gaps["addresses"].tolist() == [3, 1]
    assert gaps["dwellings"].tolist() == [5, 1]


def test_a_served_address_between_two_gaps_does_not_join_them() -> None:
    hamlet = town("1 1 1")
    answers = {"p1": WHITE, "p2": ("served", "no"), "p3": WHITE}
    coverage, gaps = group_gaps(hamlet.addresses, judged(answers), max_distance_m=20.0)
    assert coverage["gap_id"].tolist() == ["eligible:p1", "", "eligible:p3"]
    assert len(gaps) == 2


def test_what_nobody_has_said_anything_about_is_a_gap_of_its_own_kind() -> None:
    hamlet = town("111")
    answers = {"p1": WHITE, "p2": ("unknown", "unknown"), "p3": ("dark_grey", "check")}
    _, gaps = group_gaps(hamlet.addresses, judged(answers), max_distance_m=50.0)
    assert gaps["kind"].tolist() == ["eligible", "unknown"]
    assert gaps["addresses"].tolist() == [2, 1]
    assert gaps["worst_class"].tolist() == ["white", "unknown"]


def test_a_gap_tells_its_units_and_its_main_district_and_lies_around_its_houses() -> None:
    hamlet = town("3p2")
    people = hamlet.addresses.assign(
        district=["Bieber", "Bürgel", "Bieber"], businesses=[0, 2, 1], public_units=[1, 0, 0]
    )
    _, gaps = group_gaps(people, judged(dict.fromkeys(["p1", "p2", "p3"], WHITE)))
    row = gaps.iloc[0]
    assert (row["district"], row["dwellings"], row["businesses"]) == ("Bieber", 5, 3)
    assert row["public_units"] == 1
    assert people.geometry.within(row.geometry).all()
    assert gaps.crs == people.crs


def test_the_outline_of_a_gap_of_many_thousand_addresses_covers_them() -> None:
    size = 5001
    side = np.arange(size)
    people = gpd.GeoDataFrame(
        {"address_id": [f"a{n:04}" for n in side]},
        geometry=gpd.points_from_xy(500_000 + side % 71 * 20.0, 5_550_000 + side // 71 * 20.0),
        crs=DEFAULT_CRS,
    )
    people = conform("addresses", people)
    _, gaps = group_gaps(people, judged(dict.fromkeys(people["address_id"], WHITE)))
    assert gaps["addresses"].tolist() == [size]
    assert people.geometry.intersects(gaps.geometry.iloc[0]).all()
    # 70 full rows of 71 places 20 m apart lie in 14 x 15 squares of 100 m, the last 31 in 7.
    assert gaps.geometry.area.tolist() == [(14 * 15 + 7) * 100.0**2]


def test_a_town_without_gaps_has_an_empty_table() -> None:
    hamlet = town("11")
    served = judged(dict.fromkeys(["p1", "p2"], ("served", "no")))
    coverage, gaps = group_gaps(hamlet.addresses, served)
    assert coverage["gap_id"].tolist() == ["", ""]
    assert gaps.empty
    assert "worst_class" in gaps


def test_addresses_on_one_straight_line_are_grouped_like_others() -> None:
    # 1,200 points 1 m apart with one step of 3 m in the middle.
    x = np.arange(1200.0)
    x[600:] += 2.0
    groups = group_points(np.column_stack([x, 2 * x]), 3.0)
    assert len(set(groups[:600])) == len(set(groups[600:])) == 1
    assert groups[0] != groups[-1]


def test_many_addresses_on_one_point_are_one_group() -> None:
    assert set(group_points(np.zeros((5000, 2)), 1.0)) == {0}


@given(seed=st.integers(0, 10_000), distance=st.floats(0.3, 4.0), grid=st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_dense_town_is_grouped_as_all_pairs_would_group_it(
    seed: int, distance: float, grid: bool
) -> None:
    random = np.random.default_rng(seed)
    points = random.uniform(0, 60, (900, 2))
    points = points.round() if grid else points
    groups = group_points(points, distance)
    first, second = cKDTree(points).query_pairs(distance, output_type="ndarray").T
    assert (groups[first] == groups[second]).all()
    # No group is larger than its pairs allow: joining along the pairs gives as many groups.
    label = np.arange(len(points))
    changed = True
    while changed:
        lower = label.copy()
        np.minimum.at(lower, first, label[second])
        np.minimum.at(lower, second, label[first])
        changed = bool((lower != label).any())
        label = lower
    assert len(np.unique(label)) == len(np.unique(groups))
