"""Edits of tables by hand: what they make, what they refuse, and that nothing vanishes."""

import datetime as dt
import json
from typing import Any

import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from fibre_planner.model.editing import (
    add_row,
    next_id,
    remove_rows,
    set_geometry,
    set_values,
)
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import LAYERS, Project
from fibre_planner.model.tables import conform
from tests.towns import at, rectangle, supply_rows, town


@pytest.fixture(scope="module")
def project() -> Project:
    drawn = town("""
        1   2   p
        |   |   |
        A---B---C---N
    """)
    coverage = pd.DataFrame({"address_id": ["p1", "p2", "p3"], "coverage_class": "white"})
    supply = supply_rows("""
        p1 Nordnetz existing DSL 50/10
        p2 Nordnetz existing DSL 16/1
        p1 Suednetz planned FTTH 1000/500
    """)
    return drawn.with_layers(coverage=coverage, supply=supply)


def same(one: Project, other: Project) -> None:
    for name in LAYERS:
        left, right = one.layer(name), other.layer(name)
        (assert_geodataframe_equal if hasattr(left, "crs") else assert_frame_equal)(left, right)


def in_shape(project: Project) -> None:
    for name in ("addresses", "supply", "coverage", "nodes", "sites", "rejected"):
        frame = project.layer(name)
        check = assert_geodataframe_equal if hasattr(frame, "crs") else assert_frame_equal
        check(frame, conform(name, frame))


def test_drawn_site_has_its_values_and_the_defaults_of_the_dictionary(project: Project) -> None:
    values = {"title": "Luisenstraße", "kind": "water", "planned_from": dt.date(2027, 3, 1)}
    after = add_row(project, "sites", values, rectangle(0, 0, 2, 1))
    row = after.sites.iloc[0]
    assert (row["site_id"], row["title"], row["kind"]) == ("drawn-000001", "Luisenstraße", "water")
    assert (row["planned_from"], row["planned_to"], row["status"]) == ("2027-03-01", "", "planned")
    assert row.geometry.area == 200.0
    assert project.sites.empty
    assert after.addresses is project.addresses
    in_shape(after)


def test_ids_are_counted_on_and_never_used_again(project: Project) -> None:
    one = add_row(project, "nodes", {"kind": "cabinet"}, at(1, 1))
    two = add_row(one, "nodes", {"kind": "shaft"}, at(2, 1))
    assert list(two.nodes["node_id"]) == ["drawn-000001", "drawn-000002", "pop1"]
    without = remove_rows(two, "nodes", ["drawn-000002"])
    assert next_id(without, "nodes") == "drawn-000003"
    assert next_id(without, "sites") == "drawn-000001"


def test_deleted_address_takes_its_supply_along_and_all_of_it_is_kept(project: Project) -> None:
    after = remove_rows(project, "addresses", ["p1"])
    assert list(after.addresses["address_id"]) == ["p2", "p3"]
    assert list(after.supply["supply_id"]) == ["row002"]
    assert list(after.coverage["address_id"]) == ["p2", "p3"]
    assert list(after.rejected["rejected_id"]) == [
        "addresses:deleted:p1",
        "supply:deleted:row001",
        "supply:deleted:row003",
    ]
    kept = json.loads(after.rejected["values"].iloc[0])
    assert kept["street"] == "Dorfstraße"
    assert kept["dwellings"] == 1
    assert shapely.from_wkt(kept["geometry"]) == project.addresses.geometry.iloc[0]
    assert set(after.rejected["code"]) == {"deleted_by_hand"}
    in_shape(after)


def test_row_that_came_back_and_is_deleted_again_is_kept_twice(project: Project) -> None:
    once = remove_rows(project, "streets", ["A-B"])
    back = add_row(once, "streets", {"street_id": "A-B"}, project.streets.geometry.iloc[0])
    twice = remove_rows(back, "streets", ["A-B"])
    assert list(twice.rejected["rejected_id"]) == ["streets:deleted:A-B", "streets:deleted:A-B~1"]


def test_deleting_what_is_not_there_changes_nothing(project: Project) -> None:
    assert remove_rows(project, "addresses", ["nobody"]) is project


def test_area_that_crosses_itself_is_mended(project: Project) -> None:
    bow_tie = shapely.Polygon([at(0, 0), at(4, 4), at(4, 0), at(0, 4)])
    after = add_row(project, "areas", {"kind": "phase", "name": "Nord"}, bow_tie)
    assert after.areas.geometry.is_valid.all()
    assert after.areas.geometry.iloc[0].area == pytest.approx(800.0)


@pytest.mark.parametrize(
    ("table", "shape"),
    [
        ("nodes", shapely.LineString([(1, 1), (2, 2)])),
        ("nodes", shapely.Point()),
        ("nodes", shapely.Point(float("nan"), 1)),
        ("nodes", shapely.Point(1e12, 1)),
        ("streets", shapely.LineString([(1, 1), (1, 1)])),
        ("streets", shapely.MultiLineString([[(0, 0), (1, 1)], [(5, 5), (6, 6)]])),
        ("areas", shapely.Polygon([(0, 0), (5, 5), (2, 2)])),
        ("areas", None),
    ],
)
def test_shape_that_the_layer_cannot_hold_is_refused_with_a_remedy(
    project: Project, table: str, shape: Any
) -> None:
    with pytest.raises(PlannerError) as caught:
        add_row(project, table, {}, shape)
    assert caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("addresses", {"dwellings": "many"}),
        ("addresses", {"dwellings": 2.5}),
        ("addresses", {"dwellings": -2}),
        ("addresses", {"category": "castle"}),
        ("addresses", {"address_id": "p9"}),
        ("streets", {"width_m": -1}),
        ("streets", {"width_m": float("inf")}),
    ],
)
def test_value_that_a_column_cannot_hold_is_refused_with_a_remedy(
    project: Project, table: str, values: dict[str, Any]
) -> None:
    row_id = project.layer(table).iloc[0, 0]
    with pytest.raises(PlannerError) as caught:
        set_values(project, table, [row_id], values)
    assert caught.value.remedy


def test_results_are_not_edited_by_hand(project: Project) -> None:
    with pytest.raises(PlannerError, match="result"):
        set_values(project, "coverage", ["p1"], {"coverage_class": "served"})


def test_values_are_set_for_all_rows_or_each_row(project: Project) -> None:
    after = set_values(project, "addresses", ["p3", "p1"], {"dwellings": ["4", 7], "district": "X"})
    assert list(after.addresses["dwellings"]) == [7, 2, 4]
    assert list(after.addresses["district"]) == ["X", "", "X"]
    unknown = set_values(after, "addresses", ["p1"], {"dwellings": None, "category": ""})
    assert unknown.addresses["dwellings"].iloc[0] == -1
    assert unknown.addresses["category"].iloc[0] == "private"
    in_shape(unknown)


def test_moved_node_keeps_everything_but_its_place(project: Project) -> None:
    after = set_geometry(project, "nodes", {"pop1": at(5, 5)})
    assert after.nodes.geometry.iloc[0] == at(5, 5)
    same(set_geometry(after, "nodes", {"pop1": project.nodes.geometry.iloc[0]}), project)


def test_row_that_is_gone_is_told_with_a_remedy(project: Project) -> None:
    with pytest.raises(PlannerError, match="nobody"):
        set_geometry(project, "nodes", {"nobody": at(1, 1)})


def test_signs_that_no_file_can_keep_are_taken_out_of_a_text(project: Project) -> None:
    after = set_values(project, "nodes", ["pop1"], {"name": " POP\x00 \ud800 Süd "})
    assert after.nodes["name"].iloc[0] == "POP  ? Süd"


_PLACES = st.builds(at, st.integers(0, 20), st.integers(0, 20))
_EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), _PLACES),
        st.tuples(st.just("remove"), st.sampled_from(["p1", "p2", "p3", "drawn-000001"])),
        st.tuples(st.just("move"), _PLACES),
        st.tuples(st.just("name"), st.text(max_size=8)),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=25)
@given(edits=_EDITS)
def test_after_any_edits_tables_are_in_shape_and_every_address_is_kept_somewhere(
    project: Project, edits: list[tuple[str, Any]]
) -> None:
    now, seen = project, set(project.addresses["address_id"])
    for kind, what in edits:
        if kind == "add":
            seen.add(next_id(now, "addresses"))
            now = add_row(now, "addresses", {"street": "Neue Straße"}, what)
        elif kind == "remove":
            now = remove_rows(now, "addresses", [what])
        elif kind == "move" and len(now.addresses):
            now = set_geometry(now, "addresses", {now.addresses["address_id"].iloc[-1]: what})
        elif kind == "name" and len(now.addresses):
            ids = list(now.addresses["address_id"])
            now = set_values(now, "addresses", ids, {"street": what})
    in_shape(now)
    gone = set(now.rejected.loc[now.rejected["layer"] == "addresses", "row"])
    assert set(now.addresses["address_id"]) | gone == seen
    assert not set(now.addresses["address_id"]) & gone
    assert set(now.coverage["address_id"]) <= set(now.addresses["address_id"])
    assert set(now.supply["address_id"]) <= set(now.addresses["address_id"])
