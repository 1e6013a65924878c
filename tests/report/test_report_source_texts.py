"""Codes that stand as their source gives them have a name in every list the program reads."""

import csv

import pytest

from fibre_planner.report.source_texts import SOURCE_LABELS
from fibre_planner.report.texts import label
from fibre_planner.resources import RESOURCES, read_toml


@pytest.mark.parametrize(
    ("kind", "file", "column"),
    [
        ("road_class", "osm/road_classes.csv", "road_class"),
        ("building", "dwellings/building-kinds.csv", "kind"),
    ],
)
def test_every_code_that_the_program_reads_has_a_name(kind: str, file: str, column: str) -> None:
    with (RESOURCES / file).open(encoding="utf-8", newline="") as stream:
        known = {row[column] for row in csv.DictReader(stream)} - {"*", ""}
    assert known <= set(SOURCE_LABELS[kind])


def test_states_in_which_a_site_is_closed_have_a_name() -> None:
    closed = read_toml(RESOURCES / "trenching" / "colaying.toml")["site"]["closed_states"]
    english = {
        state for state in closed if state.isascii() and state in SOURCE_LABELS["site_status"]
    }
    assert {"done", "finished", "completed", "cancelled", "rejected", "withdrawn"} <= english


def test_code_without_a_name_is_shown_without_its_underscores() -> None:
    assert label("building", "cow_palace") == "cow palace"
