"""The shipped rules, prices and scenarios are complete, dated and carry their sources."""

from __future__ import annotations

import datetime as dt

import pytest

from fibre_planner.model.catalogue import catalogue_ids, price, read_catalogue
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.ruleset import read_ruleset, ruleset_ids
from fibre_planner.model.scenario import read_scenario, scenario_from_dict, scenario_ids


def test_the_four_programmes_are_shipped_with_their_thresholds() -> None:
    thresholds = {
        ruleset_id: [(t.down_mbps, t.up_mbps) for t in read_ruleset(ruleset_id).served_from]
        for ruleset_id in ruleset_ids()
    }
    assert thresholds == {
        "grey-2021": [(100.0, 0.0)],
        "rl2.0-2023": [(500.0, 0.0), (200.0, 200.0)],
        "rl2.0-2024": [(300.0, 150.0)],
        "white-2015": [(30.0, 0.0)],
    }


@pytest.mark.parametrize("ruleset_id", ruleset_ids())
def test_rule_set_has_a_date_a_source_and_a_horizon(ruleset_id: str) -> None:
    ruleset = read_ruleset(ruleset_id)
    assert dt.date(2015, 1, 1) < ruleset.valid_from < dt.date(2030, 1, 1)
    assert ruleset.source
    assert ruleset.evidence
    assert ruleset.horizon_years >= 3


def test_an_unknown_rule_set_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PlannerError, match=r"rl2\.0-2024"):
        read_ruleset("rl9")


@pytest.mark.parametrize("catalogue_id", catalogue_ids())
def test_prices_rise_from_low_to_high_and_name_source_and_year(catalogue_id: str) -> None:
    table = read_catalogue(catalogue_id)
    assert (table["low"] <= table["base"]).all()
    assert (table["base"] <= table["high"]).all()
    assert (table["source"] != "").all()
    assert (table["year"] >= 2020).all()
    assert set(table["evidence"]) <= {"E", "M"}


def test_price_of_an_asphalt_footway_trench_is_that_of_the_list() -> None:
    found = price(read_catalogue("hessen-2024"), "TB02")
    assert (found.low, found.base, found.high, found.unit) == (80.0, 115.0, 160.0, "m")


def test_an_unknown_price_names_the_position() -> None:
    with pytest.raises(PlannerError, match="TB99"):
        price(read_catalogue("hessen-2024"), "TB99")


@pytest.mark.parametrize("scenario_id", scenario_ids())
def test_scenario_survives_as_plain_values(scenario_id: str) -> None:
    scenario = read_scenario(scenario_id)
    assert scenario_from_dict(scenario.to_dict()) == scenario
    assert scenario.ruleset in ruleset_ids()
    assert scenario.catalogue in catalogue_ids()
