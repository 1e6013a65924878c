"""Class, surface, footway and place decide which position of the catalogue a trench is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from fibre_planner.analysis.streets.trench_prices import read_prices, street_rules, trench_positions
from fibre_planner.model.catalogue import read_catalogue
from fibre_planner.model.errors import PlannerError
from fibre_planner.resources import RESOURCES


def position(
    road_class: str, surface: str = "asphalt", sidewalk: str = "", *, built_up: bool = True
) -> tuple[str, str, str]:
    """Return price code, method and surface of a trench in one street."""
    streets = pd.DataFrame(
        {"road_class": [road_class], "width_m": [np.nan], "sidewalk": [sidewalk], "ground": [""]}
    )
    found = trench_positions(
        street_rules(streets), pd.Series([surface]), np.array([built_up])
    ).iloc[0]
    return found["price_code"], found["method"], found["surface"]


@pytest.mark.parametrize(
    ("road_class", "surface", "sidewalk", "code", "above"),
    [
        ("residential", "asphalt", "", "TB03", "paving"),
        ("residential", "asphalt", "no", "TB01", "asphalt"),
        ("residential", "asphalt", "left", "TB03", "paving"),
        ("residential", "sett", "no", "TB04", "sett"),
        ("living_street", "paving", "", "TB03", "paving"),
        ("service", "unsealed", "", "TB05", "unsealed"),
        ("footway", "asphalt", "", "TB02", "asphalt"),
        ("track", "unsealed", "", "TB05", "unsealed"),
        ("steps", "paving", "", "TB04", "sett"),
        ("a class nobody knows", "asphalt", "", "TB03", "paving"),
        ("residential", "a surface nobody knows", "no", "TB01", "asphalt"),
    ],
)
def test_trench_in_town(
    road_class: str, surface: str, sidewalk: str, code: str, above: str
) -> None:
    assert position(road_class, surface, sidewalk) == (code, "open", above)


def test_country_road_is_dug_in_its_verge_and_an_unsealed_track_ploughed() -> None:
    assert position("primary", built_up=False) == ("TB05", "open", "unsealed")
    assert position("track", "unsealed", built_up=False) == ("TB06", "plough", "unsealed")


def test_motorway_may_not_be_dug_and_blocks_the_way() -> None:
    streets = pd.DataFrame(
        {"road_class": ["motorway"], "width_m": [np.nan], "sidewalk": [""], "ground": [""]}
    )
    rules = street_rules(streets)
    assert not rules["diggable"][0]
    assert rules["barrier"][0]


def test_measured_width_counts_more_than_that_of_the_class() -> None:
    streets = pd.DataFrame(
        {"road_class": "residential", "width_m": [9.0, np.nan, 0.0], "sidewalk": "", "ground": ""}
    )
    assert street_rules(streets)["width_m"].tolist() == [9.0, 5.5, 5.5]


def test_every_row_of_the_tables_names_its_source_and_a_known_price() -> None:
    catalogue = set(read_catalogue("hessen-2024")["code"])
    for name in ("road_classes.csv", "positions.csv"):
        table = pd.read_csv(RESOURCES / "trenching" / name, keep_default_na=False)
        assert (table["source"] != "").all()
        assert set(table["evidence"]) <= {"E", "M"}
    positions = pd.read_csv(RESOURCES / "trenching" / "positions.csv")
    assert set(positions["price_code"]) <= catalogue
    classes = pd.read_csv(RESOURCES / "trenching" / "road_classes.csv")
    by_class = set(classes["position_built_up"]) | set(classes["position_open_land"])
    used = by_class | {"sidewalk", "private"}
    assert used == set(positions["position"])


def test_missing_or_negative_price_is_refused_with_its_position() -> None:
    catalogue = read_catalogue("hessen-2024")
    assert read_prices(catalogue, ["TB01"])["TB01"].tolist() == [110.0, 160.0, 240.0]
    with pytest.raises(PlannerError, match="TB01"):
        read_prices(catalogue.loc[catalogue["code"] != "TB01"], ["TB01"])
    negative = catalogue.assign(low=-1.0)
    with pytest.raises(PlannerError, match="TB02"):
        read_prices(negative, ["TB02"])
