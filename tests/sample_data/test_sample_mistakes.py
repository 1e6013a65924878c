from __future__ import annotations

import pandas as pd
import pytest
import shapely

from fibre_planner.resources import SAMPLE_DATA
from tests.sample_data.town_files import good_addresses, house_coordinates, layer, mistakes


def test_every_error_of_the_readme_is_in_its_file() -> None:
    found = mistakes()
    assert len(found) > 35
    for file, row in found.values():
        content = (SAMPLE_DATA / file).read_bytes()
        if file == "replies_glaskraft.xlsx" and not row.startswith("DEHE"):
            street, number = row.rsplit(" ", 1)
            assert street.encode() in content
            assert f">{number}<".encode() in content
        else:
            assert row.encode() in content, (file, row)


def test_the_errors_of_the_house_coordinates_are_what_the_readme_says() -> None:
    rows = house_coordinates()
    row = {
        code: rows.loc[rows["OI"] == oid].iloc[0]
        for code, (_, oid) in mistakes().items()
        if code.startswith("H")
    }
    good = good_addresses()
    for code in ("H01", "H02"):
        same = good[(good["STN"] == row[code]["STN"]) & (good["HNR"] == row[code]["HNR"])]
        same = same[same["ADZ"] == row[code]["ADZ"]]
        assert len(same) == 1
    assert list(rows.loc[rows["OI"] == row["H03"]["OI"], "NBA"]) == ["N", "L"]
    assert row["H04"]["HNR"] == ""
    assert row["H05"]["EAST"].startswith("555")
    assert row["H05"]["NORTH"].startswith("324")
    assert row["H06"]["EAST"] == "NaN"
    assert row["H07"]["HNR"] == "99999"
    assert row["H08"]["HNR"] == "0"
    assert row["H15"]["HNR"] == "12 1/2"
    streets = layer("streets")
    municipality = layer("areas").query("kind == 'municipality'").union_all()
    for code in ("H09", "H10", "H11", "H12"):
        east = float(row[code]["EAST"].replace(",", ".")) - 32_000_000
        place = shapely.Point(east, float(row[code]["NORTH"].replace(",", ".")))
        assert streets.distance(place).min() > 100
        assert municipality.contains(place) == (code != "H09")


def test_the_errors_of_the_network_are_what_the_readme_says() -> None:
    found = mistakes()
    streets = layer("streets").set_index("street_id")
    short = streets.loc[found["N01"][1]]
    others = streets.drop(found["N01"][1])
    touched = others.loc[others["name"] == "Eschenweg"].union_all()
    assert shapely.Point(short.geometry.coords[0]).distance(touched) == pytest.approx(0.8, abs=0.05)
    crossing = streets[~streets.is_simple]
    assert list(crossing.index) == [found["N02"][1]]
    for code, key in (("N04", "buildings"), ("N05", "areas")):
        table = layer(key)
        broken = table[~table.is_valid]
        assert list(broken.iloc[:, 0]) == [found[code][1]]


def test_the_errors_of_the_sites_are_what_the_readme_says() -> None:
    found = mistakes()
    sites = layer("sites").set_index("site_id")
    assert list(sites.index[sites["planned_to"] < sites["planned_from"]]) == [found["B01"][1]]
    assert list(sites.index[sites["planned_to"].isna()]) == [found["B02"][1]]
    assert list(sites.index[~sites.is_valid]) == [found["B03"][1]]


def test_a_formula_in_a_reply_is_stored_as_text() -> None:
    remarks = pd.read_excel(SAMPLE_DATA / "replies_glaskraft.xlsx", dtype=str)["bemerkung"]
    assert remarks.str.startswith("=HYPERLINK").sum() == 1
