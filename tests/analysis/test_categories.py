import geopandas as gpd
import pandas as pd

from fibre_planner.analysis.categories import set_categories
from fibre_planner.model.project import DEFAULT_CRS
from fibre_planner.model.tables import conform, empty
from tests.towns import at, rectangle, town

NO_PLACES = empty("places", DEFAULT_CRS)


def areas(*rows: tuple[str, str, tuple[float, float, float, float]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame({"kind": [row[0] for row in rows], "name": [row[1] for row in rows]})
    frame["area_id"] = [f"area{n}" for n in range(len(rows))]
    shapes = [rectangle(*corners) for *_, corners in rows]
    return conform("areas", gpd.GeoDataFrame(frame, geometry=shapes, crs=DEFAULT_CRS))


def places(*rows: tuple[str, float, float]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame({"kind": [row[0] for row in rows]})
    frame["place_id"] = [f"place{n}" for n in range(len(rows))]
    points = [at(*row[1:]) for row in rows]
    return conform("places", gpd.GeoDataFrame(frame, geometry=points, crs=DEFAULT_CRS))


def test_an_empty_district_is_filled_from_the_smallest_area_around_it() -> None:
    hamlet = town("ppp")
    people = hamlet.addresses.assign(district=["", "Mitte", ""])
    found = set_categories(
        people,
        areas(
            ("district", "Stadt", (-9, -9, 9, 9)),
            ("district", "Bieber", (-1, -1, 1.5, 1)),
            ("district", "", (-1, -1, 1, 1)),
        ),
        NO_PLACES,
    )
    assert found["district"].tolist() == ["Bieber", "Mitte", "Stadt"]


def test_an_address_outside_of_all_districts_stays_without() -> None:
    found = set_categories(
        town("p").addresses, areas(("district", "Bieber", (5, 5, 6, 6))), NO_PLACES
    )
    assert found["district"].tolist() == [""]


def test_a_school_within_a_business_park_is_a_school() -> None:
    found = set_categories(
        town("ppp").addresses,
        areas(("business_park", "Ost", (-1, -1, 1, 1)), ("school", "", (0.5, -1, 1, 1))),
        NO_PLACES,
    )
    assert found["category"].tolist() == ["business_park", "school", "private"]


def test_a_shop_in_a_business_park_counts_as_the_park_and_an_office_stays_public() -> None:
    people = town("pp").addresses.assign(category=["business", "public"])
    found = set_categories(people, areas(("business_park", "Ost", (-1, -1, 2, 1))), NO_PLACES)
    assert found["category"].tolist() == ["business_park", "public"]


def test_the_nearest_address_of_a_place_is_the_place_if_it_is_near_enough() -> None:
    hamlet = town("p  p          p")
    found = set_categories(
        hamlet.addresses, NO_AREAS, places(("hospital", 2, 0), ("town_hall", 8.5, 0))
    )
    assert found["category"].tolist() == ["private", "hospital", "private"]


NO_AREAS = empty("areas", DEFAULT_CRS)


def test_nothing_to_learn_from_leaves_the_addresses_as_they_are() -> None:
    people = town("p2").addresses
    pd.testing.assert_frame_equal(set_categories(people, NO_AREAS, NO_PLACES), people)
