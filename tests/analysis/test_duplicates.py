import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.duplicates import find_repeated, set_duplicates_apart
from fibre_planner.model.project import DEFAULT_CRS
from fibre_planner.model.tables import conform
from tests.towns import at, rectangle


def addresses(*rows: dict[str, object]) -> gpd.GeoDataFrame:
    """Return addresses a1, a2 … of the given columns; they are all Hauptstraße 1 in cell 0, 0."""
    frame = pd.DataFrame(
        [{"street": "Hauptstraße", "house_number": "1", "place": at(0, 0), **row} for row in rows]
    )
    frame["address_id"] = [f"a{n}" for n in range(1, len(rows) + 1)]
    places = frame.pop("place")
    return conform("addresses", gpd.GeoDataFrame(frame, geometry=list(places), crs=DEFAULT_CRS))


def repeats(table: gpd.GeoDataFrame) -> dict[str, str]:
    kept, apart = set_duplicates_apart(table)
    assert len(kept) + len(apart) == len(table)
    return dict(zip(apart["address_id"], apart["repeats"], strict=True))


def test_another_spelling_nearby_is_a_duplicate() -> None:
    assert repeats(addresses({}, {"street": "Haupt-Str.", "place": at(3, 0)})) == {"a2": "a1"}


def test_a_suffix_in_another_column_is_a_duplicate() -> None:
    table = addresses({"suffix": "A"}, {"house_number": "1 a"}, {"suffix": "b"})
    assert repeats(table) == {"a2": "a1"}


def test_the_same_name_more_than_100_m_away_is_another_address() -> None:
    assert repeats(addresses({}, {"place": at(10, 0)})) == {"a2": "a1"}
    assert repeats(addresses({}, {"place": at(10.1, 0)})) == {}


def test_disagreeing_postcodes_or_towns_are_not_merged_but_missing_ones_are() -> None:
    assert repeats(addresses({"postcode": "63065"}, {"postcode": "63067"})) == {}
    assert repeats(addresses({"city": "Offenbach"}, {"city": "Mühlheim"})) == {}
    assert repeats(addresses({"postcode": "63065"}, {})) == {"a2": "a1"}


def test_rows_without_street_or_number_are_never_merged() -> None:
    assert repeats(addresses({"street": ""}, {"street": ""})) == {}
    assert repeats(addresses({"house_number": ""}, {"house_number": ""})) == {}


def test_the_row_on_a_building_stays() -> None:
    table = addresses({"postcode": "63065"}, {"place": at(5, 0)})
    building = gpd.GeoDataFrame(
        {"building_id": ["b"]}, geometry=[rectangle(4, -1, 6, 1)], crs=DEFAULT_CRS
    )
    kept, apart = set_duplicates_apart(table, conform("buildings", building))
    assert apart["repeats"].tolist() == ["a2"]
    assert kept["address_id"].tolist() == ["a2"]


def test_the_row_that_tells_most_stays_and_learns_the_rest() -> None:
    table = addresses(
        {"district": "Bieber"},
        {"postcode": "63065", "city": "Offenbach", "businesses": 1},
        {"dwellings": 3, "units_source": "register", "businesses": 2},
    )
    kept, apart = set_duplicates_apart(table)
    assert apart["repeats"].tolist() == ["a2", "a2"]
    row = kept.iloc[0]
    assert (row["address_id"], row["district"], row["postcode"]) == ("a2", "Bieber", "63065")
    assert (row["dwellings"], row["units_source"], row["businesses"]) == (3, "register", 2)


def test_a_name_met_in_far_more_places_than_towns_have_is_settled_too() -> None:
    # A column filled with one value: 120 places 200 m apart, each with two rows.
    places = [at(20 * n, 0) for n in range(120)] * 2
    table = addresses(*({"place": place} for place in places))
    keeper = find_repeated(table)
    x = table.geometry.x.to_numpy()
    found = np.flatnonzero(keeper >= 0)
    assert len(found) == 120
    assert (x[found] == x[keeper[found]]).all()


def test_rows_without_a_place_are_left_alone() -> None:
    table = addresses({}, {"place": shapely.Point()}, {"place": None})
    assert repeats(table) == {}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Hauptstraße", "Hauptstr.", "Weg", ""]),
            st.sampled_from(["1", "1a", "2"]),
            st.sampled_from(["", "63065", "63067"]),
            st.integers(0, 30),
        ),
        min_size=1,
        max_size=25,
    )
)
@settings(max_examples=40, deadline=None)
def test_a_duplicate_repeats_a_row_that_stays_and_nothing_is_left_to_merge(
    rows: list[tuple[str, str, str, int]],
) -> None:
    table = addresses(
        *(
            {"street": street, "house_number": number, "postcode": postcode, "place": at(cell, 0)}
            for street, number, postcode, cell in rows
        )
    )
    kept, apart = set_duplicates_apart(table)
    assert sorted([*kept["address_id"], *apart["address_id"]]) == sorted(table["address_id"])
    assert set(apart["repeats"]) <= set(kept["address_id"])
