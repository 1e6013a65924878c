"""Tables take the shape of the data dictionary and lose nothing on the way."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from fibre_planner.model.project import LAYERS, new_project
from fibre_planner.model.tables import GEOMETRY_TYPES, columns, conform, empty, id_column

CRS = "EPSG:25832"


def test_missing_columns_get_the_defaults_of_the_dictionary() -> None:
    frame = gpd.GeoDataFrame({"address_id": ["a"]}, geometry=[Point(0, 0)], crs=CRS)
    row = conform("addresses", frame).iloc[0]
    assert row["street"] == ""
    assert row["dwellings"] == -1
    assert row["category"] == "private"


def test_rows_are_sorted_by_id_with_their_geometry() -> None:
    frame = gpd.GeoDataFrame(
        {"address_id": ["b", "a"], "street": ["Second", None]},
        geometry=[Point(2, 0), Point(1, 0)],
        crs=CRS,
    )
    shaped = conform("addresses", frame)
    assert list(shaped["address_id"]) == ["a", "b"]
    assert list(shaped.geometry.x) == [1.0, 2.0]
    assert list(shaped["street"]) == ["", "Second"]
    assert shaped.crs == CRS


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(ValueError, match="occurs more than once"):
        conform("supply", pd.DataFrame({"supply_id": ["x", "x"]}))


def test_missing_numbers_stay_unknown_and_flags_become_their_default() -> None:
    frame = pd.DataFrame(
        {"supply_id": ["1", "2"], "down_mbps": ["50", None], "binding": [True, None]}
    )
    shaped = conform("supply", frame)
    assert shaped["down_mbps"].iloc[0] == 50.0
    assert np.isnan(shaped["down_mbps"].iloc[1])
    assert list(shaped["binding"]) == [True, False]


@pytest.mark.parametrize("table", LAYERS)
def test_every_layer_of_a_new_project_has_the_columns_of_the_dictionary(table: str) -> None:
    layer = new_project("x").layer(table)
    names = [column.name for column in columns(table)]
    assert [name for name in layer.columns if name != "geometry"] == names
    assert (table in GEOMETRY_TYPES) == isinstance(layer, gpd.GeoDataFrame)


@given(st.lists(st.text(min_size=1), unique=True))
def test_conform_keeps_every_row_and_changes_nothing_the_second_time(
    ids: list[str],
) -> None:
    frame = pd.DataFrame({"rejected_id": ids, "values": [f"v{i}" for i in ids]})
    once = conform("rejected", frame.sample(frac=1, random_state=1) if ids else frame)
    assert sorted(once["rejected_id"]) == sorted(ids)
    assert dict(zip(once["rejected_id"], once["values"], strict=True)) == {i: f"v{i}" for i in ids}
    pd.testing.assert_frame_equal(once, conform("rejected", once))


def test_every_table_has_one_id_and_german_descriptions() -> None:
    for table in (*LAYERS, "plan_trenches", "plan_nodes", "plan_addresses", "plan_items"):
        kinds = [column.kind for column in columns(table)]
        assert kinds.count("id") == 1
        assert id_column(table)
        assert all(column.description and column.description_de for column in columns(table))


def test_an_empty_layer_keeps_its_coordinate_system() -> None:
    assert empty("streets", "EPSG:25833").crs == "EPSG:25833"
