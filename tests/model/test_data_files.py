"""The shipped rules, prices and scenarios are complete, dated and carry their sources."""

from __future__ import annotations

import datetime as dt

import pytest

from fibre_planner.language import in_language
from fibre_planner.model.catalogue import catalogue_ids, price, read_catalogue
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.funding import (
    funding_profile_from_dict,
    funding_profile_ids,
    read_funding_profile,
)
from fibre_planner.model.ruleset import read_ruleset, ruleset_ids
from fibre_planner.model.scenario import read_scenario, scenario_from_dict, scenario_ids
from fibre_planner.resources import RESOURCES, read_toml


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


@pytest.mark.parametrize("profile_id", funding_profile_ids())
def test_funding_profile_is_dated_sourced_and_says_what_it_assumes(profile_id: str) -> None:
    profile = read_funding_profile(profile_id)
    assert dt.date(2025, 1, 1) < profile.date < dt.date(2030, 1, 1)
    assert profile.ruleset in ruleset_ids()
    assert profile.survey_days >= 30
    assert all("Assumption" in funder.source for funder in profile.funders)
    with in_language("de"):
        german = read_funding_profile(profile_id)
    assert all("Annahme" in funder.source for funder in german.funders)
    assert [name for name, _ in german.sources] == [name for name, _ in profile.sources]


def test_split_of_the_usual_profile_is_half_four_tenths_and_the_rest() -> None:
    funders = read_funding_profile("federal-hessen-2025").funders
    assert [(f.funder_id, f.quota, f.cap_eur) for f in funders] == [
        ("federal", 0.5, 100e6),
        ("state", 0.4, None),
        ("own", 0.0, None),
    ]


def test_quotas_above_the_whole_are_refused() -> None:
    table = read_toml(RESOURCES / "funding_profiles" / "federal-hessen-2025.toml")
    rows = [dict(row, quota=0.7) for row in table["funders"]]
    with pytest.raises(PlannerError, match="quotas"):
        funding_profile_from_dict("own", {**table, "funders": rows})


def test_an_unknown_funding_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PlannerError, match="federal-hessen-2025"):
        read_funding_profile("federal-1990")
