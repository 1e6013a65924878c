import geopandas as gpd
import numpy as np
import pytest
import shapely

from fibre_planner.analysis.checks.street_distance import farther_than
from fibre_planner.model.project import DEFAULT_CRS, Project
from tests.analysis.checks.test_check_addresses import findings
from tests.towns import at, town


def with_lines(project: Project, *lines: shapely.LineString, **columns: object) -> Project:
    """Return the project with further streets x1, x2 …"""
    ids = [f"x{number}" for number in range(1, len(lines) + 1)]
    more = gpd.GeoDataFrame({"street_id": ids, **columns}, geometry=list(lines), crs=DEFAULT_CRS)
    streets = gpd.GeoDataFrame(
        gpd.pd.concat([project.streets, more], ignore_index=True), crs=DEFAULT_CRS
    )
    return project.with_layers(streets=streets)


STREET = town("""
    1        2
    A--------B
""")


def test_addresses_without_any_street_are_an_error() -> None:
    lonely = town("1 2 3")
    found = findings(lonely)
    assert found["no_streets"].severity == "error"


def test_an_address_farther_than_a_lead_in_may_be_is_told_with_its_extra_metres() -> None:
    # p2 lies 90 m above the street; the standard scenario allows 80 m, 10 m more cost 50 EUR each.
    village = town("""
        2








        A--1
    """)
    finding = findings(village)["address_far_from_street"]
    assert finding.rows == ("p1",)
    assert finding.cost_eur == 500.0


def test_addresses_of_an_island_are_told_with_the_gap_to_the_network() -> None:
    # B is 22 cells left of C and one above it; p2 is in reach of neither street.
    village = town("""
        1                 2
        A-------B                    3      4
                                      C-----D
    """)
    found = findings(village)
    assert found["street_island"].rows == ("C-D",)
    assert found["address_on_island"].rows == ("p3", "p4")
    assert found["address_far_from_street"].rows == ("p2",)
    assert found["address_on_island"].cost_eur == round(115.0 * (220**2 + 10**2) ** 0.5)


def test_an_end_just_short_of_a_street_is_told() -> None:
    stub = shapely.LineString([at(5, 5), (at(5, 0).x, at(5, 0).y + 2.0)])
    found = findings(with_lines(STREET, stub))
    assert found["unconnected_street_end"].rows == ("x1",)
    assert found["unconnected_street_end"].cost_eur == 2 * 115.0


@pytest.mark.parametrize("gap_m", [0.0, 0.4, 3.5])
def test_an_end_that_meets_its_street_or_is_far_from_it_is_no_finding(gap_m: float) -> None:
    stub = shapely.LineString([at(5, 5), (at(5, 0).x, at(5, 0).y + gap_m)])
    assert "unconnected_street_end" not in findings(with_lines(STREET, stub))


def test_an_end_beside_a_bridge_is_no_finding() -> None:
    stub = shapely.LineString([at(5, 5), (at(5, 0).x, at(5, 0).y + 2.0)])
    assert "unconnected_street_end" not in findings(with_lines(STREET, stub, level=1))


def test_a_street_that_crosses_itself_is_told_but_a_turning_loop_is_not() -> None:
    eight = shapely.LineString([at(2, 0), at(6, 4), at(6, 0), at(2, 4)])
    loop = shapely.LineString([at(4, 0), at(4, 3), at(6, 5), at(2, 5), at(4, 3)])
    ring = shapely.LineString([at(9, 0), at(12, 0), at(12, 3), at(9, 0)])
    found = findings(with_lines(STREET, eight, loop, ring))
    assert found["street_crosses_itself"].rows == ("x1",)


def test_a_street_without_length_is_told() -> None:
    point = shapely.LineString([at(3, 0), at(3, 0)])
    assert findings(with_lines(STREET, point))["street_without_length"].rows == ("x1",)


def test_streets_in_several_parts_and_without_shape_are_taken_as_they_are() -> None:
    parts = shapely.MultiLineString([[at(0, 0), at(0, 3)], [at(9, 0), at(9, 3)]])
    found = findings(with_lines(STREET, parts, shapely.LineString()))
    assert list(found) == ["missing_place"]


def test_distances_to_streets_agree_with_exact_ones() -> None:
    random = np.random.default_rng(7)
    points = shapely.points(random.uniform(0, 1000, (500, 2)))
    ends = random.uniform(0, 1000, (12, 2, 2))
    lines = shapely.linestrings(ends)
    exact = shapely.distance(points, shapely.union_all(lines))
    for reach_m in (5.0, 40.0, 150.0):
        far, beyond_m = farther_than(points, lines, reach_m)
        assert (far == (exact > reach_m)).all()
        assert beyond_m == pytest.approx(exact[far] - reach_m)
