from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from fibre_planner.resources import SAMPLE_DATA
from sample_data.make_town import make_town
from tests.sample_data.town_files import good_addresses, house_coordinates, layer

GIS_FILES = ("streets", "buildings", "ducts", "nodes", "areas", "places", "sites")


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    make_town(folder)
    return folder


def test_making_the_town_again_gives_the_same_bytes(made_again: Path) -> None:
    names = sorted(path.name for path in made_again.iterdir())
    assert len(names) == 14
    different = [
        name
        for name in names
        if (made_again / name).read_bytes() != (SAMPLE_DATA / name).read_bytes()
    ]
    assert not different


def test_the_sample_data_stay_below_six_megabytes() -> None:
    files = [path for path in SAMPLE_DATA.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files if path.suffix != ".pyc") < 6_000_000


def test_the_town_has_two_to_four_thousand_addresses_in_ten_districts() -> None:
    addresses = good_addresses()
    assert 2_000 <= len(house_coordinates()) <= 4_000
    assert addresses["STN"].nunique() > 150
    by_district = addresses.groupby("POT").size()
    assert len(by_district) == 10
    assert by_district.min() > 30


def test_each_house_number_occurs_once_in_its_street() -> None:
    repeated = good_addresses().duplicated(["STN", "HNR", "ADZ"])
    assert not repeated.any()


def test_odd_and_even_numbers_stand_on_opposite_sides_and_rise_along_the_street() -> None:
    addresses = good_addresses()
    street = layer("streets").query("name == 'Kaiserstraße'").union_all()
    line = shapely.line_merge(street)
    west_first = line if line.coords[0][0] < line.coords[-1][0] else line.reverse()
    houses = addresses[(addresses["STN"] == "Kaiserstraße") & (addresses["ADZ"] == "")]
    odd = houses["HNR"].astype(int) % 2 == 1
    north_of_it = houses.geometry.y > 0.5 * (
        houses[odd].geometry.y.mean() + houses[~odd].geometry.y.mean()
    )
    assert (north_of_it == odd).all()
    for side in (houses[odd], houses[~odd]):
        along = side.geometry.apply(west_first.project)
        assert (along.sort_values().index == side["HNR"].astype(int).sort_values().index).all()


def test_addresses_lie_inside_buildings() -> None:
    places = good_addresses().geometry.to_numpy()
    footprints = shapely.make_valid(layer("buildings").geometry.to_numpy())
    tree = shapely.STRtree(footprints)
    inside, _ = tree.query(places, predicate="intersects")
    assert len(np.unique(inside)) / len(places) > 0.995


def test_buildings_stand_neither_on_streets_nor_on_each_other() -> None:
    buildings = layer("buildings")
    buildings = buildings[buildings.is_valid].geometry.to_numpy()
    streets = layer("streets").query("level == 0 and road_class != 'footway'")
    ways = shapely.buffer(streets.geometry.to_numpy(), streets["width_m"] / 2, cap_style="flat")
    on_street, _ = shapely.STRtree(ways).query(buildings, predicate="intersects")
    assert len(np.unique(on_street)) == 0
    first, second = shapely.STRtree(buildings).query(buildings, predicate="overlaps")
    shared = shapely.area(shapely.intersection(buildings[first], buildings[second]))
    assert (shared > 6.0).sum() / 2 < len(buildings) / 200


def test_streets_form_one_network_apart_from_the_deliberate_island() -> None:
    streets = layer("streets")
    ends = np.array([[line.coords[0], line.coords[-1]] for line in streets.geometry])
    places, node = np.unique(ends.reshape(-1, 2).round(2), axis=0, return_inverse=True)
    pairs = shapely.STRtree(shapely.points(places)).query(
        shapely.points(places), predicate="dwithin", distance=1.0
    )
    parent = list(range(len(places)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for first, second in [*node.reshape(-1, 2), *pairs.T]:
        parent[root(first)] = root(second)
    component = [root(index) for index in node.reshape(-1, 2)[:, 0]]
    names = streets.groupby(component)["name"].unique()
    assert len(names) == 2
    assert ["Am Schwanenweiher"] in [list(group) for group in names]


def test_bridges_and_tunnels_are_off_the_ground() -> None:
    streets = layer("streets")
    assert (streets.loc[streets["structure"] == "bridge", "level"] == 1).all()
    assert (streets.loc[streets["structure"] == "tunnel", "level"] == -1).all()
    areas = layer("areas")
    river = areas[(areas["kind"] == "barrier") & (areas["name"] == "Main")].union_all()
    crossing = streets[streets.intersects(river.buffer(-5))]
    assert sorted(crossing["name"]) == ["Alte Mainbrücke", "B 541", "Mainsteg"]


def test_districts_fill_the_municipality_without_overlaps() -> None:
    areas = layer("areas")
    whole = areas.loc[areas["kind"] == "municipality"].area.sum()
    districts = areas.loc[areas["kind"] == "district"]
    assert districts.area.sum() == pytest.approx(whole, rel=1e-4)
    assert districts.union_all().area == pytest.approx(whole, rel=1e-4)


def test_each_address_is_offered_copper_and_no_reply_names_another_kind_of_id() -> None:
    supply = pd.read_csv(SAMPLE_DATA / "supply_existing.csv", sep=";", dtype=str)
    copper = supply.loc[supply["technologie"].isin(["DSL", "FTTC"]), "adress_id"]
    assert set(copper) == set(good_addresses()["OI"])
    assert {"HFC", "FTTH"} <= set(supply["technologie"])


def test_the_two_providers_promise_the_same_addresses() -> None:
    mainnetz = pd.read_csv(
        SAMPLE_DATA / "replies_mainnetz.csv", sep=";", dtype=str, encoding="cp1252"
    )
    glaskraft = pd.read_excel(SAMPLE_DATA / "replies_glaskraft.xlsx", dtype=str)
    promised = [
        set(table.loc[table[status] == "geplant", key].dropna())
        for table, key, status in (
            (mainnetz, "Adress-ID", "Status"),
            (glaskraft, "adress_id", "status"),
        )
    ]
    assert len(promised[0] & promised[1]) > 100


def test_twelve_construction_sites_lie_on_their_streets() -> None:
    sites, streets = layer("sites"), layer("streets")
    assert len(sites) == 12
    for site in sites.itertuples():
        street = streets.loc[streets["name"] == site.street].union_all()
        assert shapely.make_valid(site.geometry).distance(street) < 10


def test_census_cells_hold_the_town() -> None:
    cells = pd.read_csv(SAMPLE_DATA / "census_2022.csv", sep=";", dtype=str)
    assert cells["GITTER_ID_100m"].str.fullmatch(r"CRS3035RES100mN\d{7}E\d{7}").all()
    buildings = pd.to_numeric(cells["Insgesamt_Gebaeude"], errors="coerce")
    assert buildings.isna().sum() == 1
    assert 3_000 < buildings.sum() < 4_000


def test_the_manifest_names_files_that_exist_and_the_pop() -> None:
    manifest = tomllib.loads((SAMPLE_DATA / "town.toml").read_text(encoding="utf-8"))
    assert [
        step["file"] for step in manifest["step"] if not (SAMPLE_DATA / step["file"]).exists()
    ] == []
    assert manifest["ags"] == "06999001"
    nodes = layer("nodes")
    pop = nodes.loc[nodes["kind"] == "pop"].geometry
    assert len(pop) == 1
    assert pop.iloc[0].distance(shapely.Point(manifest["pop_x"], manifest["pop_y"])) < 0.1
    assert layer("streets").distance(pop.iloc[0]).min() < 10


def test_gis_files_carry_ids_that_occur_once_and_their_crs() -> None:
    for name in GIS_FILES:
        table = layer(name)
        assert table.iloc[:, 0].is_unique
        assert table.crs.to_epsg() == 25832


def test_street_names_of_the_plan_are_used_for_one_place_each() -> None:
    with (SAMPLE_DATA / "plan" / "streets.csv").open(encoding="utf-8", newline="") as stream:
        names = [row["name"] for row in csv.DictReader(stream, delimiter=";")]
    streets = layer("streets")
    assert set(names) == set(streets["name"])
    for parts in streets.dissolve("name").geometry:
        assert parts.buffer(40).geom_type == "Polygon"
