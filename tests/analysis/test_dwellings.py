import geopandas as gpd
import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.dwellings import apportion, estimate_dwellings
from fibre_planner.analysis.dwellings_buildings import building_kinds, describe_buildings
from fibre_planner.model.project import DEFAULT_CRS
from fibre_planner.model.tables import conform
from tests.towns import rectangle, town


def buildings(*rows: dict[str, object]) -> gpd.GeoDataFrame:
    """Return buildings b1, b2 … of columns and cells (left, bottom, right, top)."""
    frame = pd.DataFrame([{key: row[key] for key in row if key != "cells"} for row in rows])
    frame["building_id"] = [f"b{n}" for n in range(1, len(rows) + 1)]
    shapes = [rectangle(*row["cells"]) for row in rows]
    return conform("buildings", gpd.GeoDataFrame(frame, geometry=shapes, crs=DEFAULT_CRS))


def cells(*rows: tuple[tuple[float, float, float, float], float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"dwellings": [figure for _, figure in rows]},
        geometry=[rectangle(*corners) for corners, _ in rows],
        crs=DEFAULT_CRS,
    )


NONE = buildings({"cells": (90, 90, 91, 91)}).iloc[:0]


def units(table: gpd.GeoDataFrame) -> list[tuple[int, str]]:
    return list(zip(table["dwellings"].tolist(), table["units_source"].tolist(), strict=True))


def test_a_register_figure_stays_and_a_house_without_building_has_one_dwelling() -> None:
    hamlet = town("5p0")
    found = estimate_dwellings(hamlet.addresses, NONE)
    assert units(found) == [(5, "register"), (1, "assumed"), (0, "register")]


def test_dwellings_follow_from_levels_floor_and_kind() -> None:
    # 20 m x 24 m x 4 levels = 1,920 m² of floor; 96 m² per flat make 20 dwellings.
    house = buildings({"cells": (-1, -1, 1, 1.4), "kind": "apartments", "levels": 4})
    assert units(estimate_dwellings(town("p").addresses, house)) == [(20, "building")]


def test_flats_of_the_source_outrank_its_floor_area() -> None:
    house = buildings({"cells": (-1, -1, 1, 1), "kind": "apartments", "levels": 4, "flats": 7})
    assert units(estimate_dwellings(town("p").addresses, house)) == [(7, "building")]


def test_addresses_in_one_building_share_its_dwellings() -> None:
    house = buildings({"cells": (-1, -1, 4, 1), "kind": "apartments", "flats": 8})
    found = estimate_dwellings(town("ppp").addresses, house)
    assert found["dwellings"].tolist() == [3, 3, 2]


def test_what_the_register_knows_is_taken_off_the_building() -> None:
    house = buildings({"cells": (-1, -1, 4, 1), "kind": "apartments", "flats": 8})
    found = estimate_dwellings(town("p5p").addresses, house)
    assert found["dwellings"].tolist() == [2, 5, 1]


def test_no_residential_address_is_left_without_a_dwelling() -> None:
    house = buildings({"cells": (-1, -1, 4, 1), "kind": "detached"})
    found = estimate_dwellings(town("ppp").addresses, house)
    assert found["dwellings"].tolist() == [1, 1, 1]


def test_a_census_cell_is_spread_by_floor_area() -> None:
    # p1: 200 m² x 2 levels, p2: 200 m² x 6 levels, so one and three quarters of what exceeds one
    # dwelling each: 10 = 1 + 2 and 1 + 6.
    houses = buildings(
        {"cells": (-1, -1, 0, 1), "kind": "apartments", "levels": 2},
        {"cells": (1, -1, 2, 1), "kind": "apartments", "levels": 6},
    )
    census = cells(((-5, -5, 5, 5), 10.0))
    found = estimate_dwellings(town("pp").addresses, houses, census)
    assert units(found) == [(3, "census"), (7, "census")]


def test_secret_and_empty_cells_leave_the_building_to_tell() -> None:
    house = buildings({"cells": (-1, -1, 1, 1), "kind": "detached"})
    for figure in (np.nan, 0.0):
        found = estimate_dwellings(town("p").addresses, house, cells(((-5, -5, 5, 5), figure)))
        assert units(found) == [(1, "building")]


def test_firms_and_schools_have_units_but_no_dwellings() -> None:
    hamlet = town("ppp")
    people = hamlet.addresses.assign(category=["business_park", "school", "private"])
    works = buildings({"cells": (1.8, -1, 3, 1), "kind": "industrial"})
    found = estimate_dwellings(people, works)
    assert found["dwellings"].tolist() == [0, 0, 0]
    assert found["businesses"].tolist() == [1, 0, 1]
    assert found["public_units"].tolist() == [0, 1, 0]
    assert found["units_source"].tolist() == ["assumed", "assumed", "building"]


def test_an_address_in_front_of_its_door_belongs_to_the_nearest_building() -> None:
    near = buildings({"cells": (0.4, -1, 2, 1), "flats": 4})
    far = buildings({"cells": (0.6, -1, 2, 1), "flats": 4})
    assert estimate_dwellings(town("p").addresses, near)["dwellings"].tolist() == [4]
    assert estimate_dwellings(town("p").addresses, far)["dwellings"].tolist() == [1]


def test_estimating_again_gives_the_same_and_keeps_the_sources() -> None:
    house = buildings({"cells": (-1, -1, 1, 1), "kind": "apartments", "levels": 4})
    once = estimate_dwellings(town("pp3").addresses, house)
    twice = estimate_dwellings(once, house)
    assert units(once) == units(twice)


def test_impossible_levels_count_as_unknown() -> None:
    kinds = ["apartments", "apartments", "31001_1010", "space_elevator"]
    rows = [{"cells": (0, 0, 1, 1), "kind": kind, "levels": 400} for kind in kinds]
    rows[0]["levels"] = -2
    about = describe_buildings(buildings(*rows))
    assert about["floor_m2"].tolist() == [300.0, 300.0, 200.0, 200.0]
    assert about["use"].tolist() == ["residential"] * 4


def test_a_very_large_building_of_unknown_use_is_a_hall_with_a_firm() -> None:
    # 60 m x 50 m are 3,000 m².
    hall = buildings({"cells": (-1, -1, 5, 4), "kind": "yes"})
    found = estimate_dwellings(town("p").addresses, hall)
    assert (found["dwellings"].item(), found["businesses"].item()) == (0, 1)
    house = buildings({"cells": (-1, -1, 5, 4), "kind": "yes", "levels": 2})
    assert estimate_dwellings(town("p").addresses, house)["dwellings"].item() == 63


def test_the_shipped_kinds_are_complete() -> None:
    kinds = building_kinds()
    assert kinds.index.is_unique
    assert set(kinds["use"]) == {"residential", "business", "public", "none"}
    assert (kinds["levels"] > 0).all()
    assert set(kinds["evidence"]) <= {"M", "F"}


@given(
    st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1e5)), min_size=1, max_size=40),
    st.lists(st.integers(0, 500), min_size=5, max_size=5),
)
@settings(max_examples=80, deadline=None)
def test_shares_add_up_to_the_total_and_nobody_gets_none(
    rows: list[tuple[int, float]], totals: list[int]
) -> None:
    group = np.array([number for number, _ in rows])
    shares = apportion(np.array(totals), group, np.array([weight for _, weight in rows]))
    assert (shares >= 1).all()
    for number in range(5):
        members = group == number
        if members.any():
            assert shares[members].sum() == max(totals[number], members.sum())
