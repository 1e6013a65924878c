from __future__ import annotations

import pytest

from fibre_planner.model.ruleset import (
    COVERAGE_CLASSES,
    ELIGIBILITIES,
    read_ruleset,
    ruleset_ids,
)
from fibre_planner.model.scenario import read_scenario
from fibre_planner.report.texts import LABELS, label, labels
from fibre_planner.resources import RESOURCES, read_toml


def test_every_coverage_class_and_eligibility_has_a_text_and_a_colour() -> None:
    colours = read_toml(RESOURCES / "styles" / "colours.toml")
    assert tuple(LABELS["coverage_class"]) == COVERAGE_CLASSES == tuple(colours["coverage"])
    assert set(LABELS["eligible"]) == set(ELIGIBILITIES) == set(colours["eligible"])
    assert set(LABELS["level"]) == set(colours["level"])


def test_classes_differ_in_colour_and_in_symbol() -> None:
    coverage = read_toml(RESOURCES / "styles" / "colours.toml")["coverage"]
    assert len({style["colour"] for style in coverage.values()}) == len(coverage)
    assert len({style["symbol"] for style in coverage.values()}) == len(coverage)


def test_every_parameter_of_a_scenario_has_a_text() -> None:
    assert list(read_scenario("standard").to_dict()) == list(LABELS["parameter"])


def test_code_without_a_text_is_shown_as_it_is() -> None:
    assert label("reason", "behind_the_river") == "behind the river"
    assert label("level", "lead_in") == "lead-in"


def test_labels_keep_the_order_of_the_legend() -> None:
    assert list(labels("coverage_class")) == list(COVERAGE_CLASSES)


def test_unknown_kind_is_a_fault() -> None:
    with pytest.raises(KeyError):
        label("colour of the sky", "blue")


def test_class_names_carry_the_bounds_of_every_rule_set() -> None:
    assert label("coverage_class", "white") == "white: below 30 Mbit/s"
    bounds = {
        (ruleset.white_below_mbps, ruleset.light_grey_below_mbps)
        for ruleset in map(read_ruleset, ruleset_ids())
    }
    assert bounds == {(30.0, 100.0)}


def test_bounds_of_the_coverage_classes_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = label("coverage_class", "white")

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is read again for a label")

    monkeypatch.setattr("fibre_planner.report.texts.read_scenario", refuse)
    assert label("coverage_class", "white") == first
    assert "30" in first
