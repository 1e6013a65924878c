"""A reply is given the one address it means, or waits with its candidates and the reason."""

from __future__ import annotations

from typing import Any

import pytest

from fibre_planner.analysis.survey.reply_matching import match_replies
from tests.analysis.survey.survey_towns import replies, town


def found(**row: Any) -> tuple[str, str, str]:
    table = match_replies(replies(row), town(), {"double": "02"}).table
    return tuple(table.iloc[0][["address_id", "match", "match_reason"]])


def named(street: str, number: str, **more: Any) -> dict[str, Any]:
    return {"street": street, "house_number": number, **more}


@pytest.mark.parametrize(
    ("row", "address", "match"),
    [
        ({"address_id": "02"}, "02", "id"),
        ({"address_id": "2"}, "02", "id"),
        ({"address_id": "double"}, "02", "id"),
        ({"address_id": "07", **named("Haupt-Str.", "1")}, "07", "id"),
        ({"address_id": "04", **named("Kichstr.", "5")}, "04", "id"),
        (named("GOETHESTRASSE", "012", suffix="A"), "01", "text"),
        (named("Goethestr.", "14", postcode="1067"), "02", "text"),
        (named("Hauptstraße", "1", postcode="1069"), "07", "text"),
        (named("Am Altne Friedof", "2"), "10", "spelling"),
        (named("J.-S.-Bach-Str.", "3"), "08", "abbreviation"),
        (named("Joh. Seb. Bach Straße", "7"), "09", "abbreviation"),
        ({"place_x_m": 3.0, "place_y_m": 901.0}, "10", "place"),
        (named("Hauptstr", "1", place_x_m=1990.0, place_y_m=480.0), "07", "place"),
    ],
)
def test_reply_is_given_the_address_it_means(row: Any, address: str, match: str) -> None:
    assert found(**row) == (address, match, "")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (named("Hauptstraße", "1"), "several_addresses"),
        (named("Goethestraße", "12"), "number_differs"),
        (named("Goethestraße", "14", postcode="99999"), "postcode_differs"),
        (named("Kirchnstraße", "5"), "several_streets"),
        (named("Goethe", "14"), "several_addresses"),
        ({"address_id": "03", **named("Goethestraße", "14")}, "id_contradicts_text"),
        (named("Goethestraße", "14", place_x_m=20.0, place_y_m=900.0), "place_far"),
    ],
)
def test_doubtful_reply_waits_without_address(row: Any, reason: str) -> None:
    assert found(**row) == ("", "review", reason)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (named("Xylophonallee", "1"), "street_unknown"),
        (named("Goethestraße", "99"), "number_unknown"),
        ({"note": "wie besprochen"}, "no_text"),
        ({"place_x_m": 5000.0, "place_y_m": 5000.0}, "nothing_near"),
    ],
)
def test_reply_for_an_unknown_address_says_why(row: Any, reason: str) -> None:
    assert found(**row) == ("", "unknown", reason)


def test_candidates_are_told_best_first_with_the_preferred_one_in_front() -> None:
    rows = replies(named("Hauptstr.", "1"), {"address_id": "03", **named("Goethestraße", "14")})
    table = match_replies(rows, town()).candidates
    told = [tuple(row) for row in table[["supply_id", "rank", "address_id"]].to_numpy()]
    assert told == [("r0", 1, "06"), ("r0", 2, "07"), ("r1", 1, "03"), ("r1", 2, "02")]
    assert table["likeness"].between(0, 1).all()


def test_slip_into_another_street_shows_by_the_second_claim_and_the_gap() -> None:
    """Both rows say Kirschstraße 5; nobody says Kirchstraße 5."""
    twice = [named("Kirschstraße", "5"), named("Kirschstr.", "5")]
    table = match_replies(replies(*twice), town()).table
    assert table["match_reason"].tolist() == ["claimed_twice_beside_open"] * 2
    complete = match_replies(replies(*twice, named("Kirchstraße", "5")), town()).table
    assert complete["address_id"].tolist() == ["05", "05", "04"]
    apart = [twice[0], {**twice[1], "technology": "HFC"}]
    assert match_replies(replies(*apart), town()).table["match"].tolist() == ["text", "text"]


def test_number_within_a_range_that_no_house_has_is_told_apart() -> None:
    """3-7 became 3, 5 and 7 of one row; the street has 3 and 7."""
    street = "Johann-Sebastian-Bach-Straße"
    rows = replies(*(named(street, number, source="a.csv:1") for number in ("3", "5", "7")))
    table = match_replies(rows, town()).table
    assert table["address_id"].tolist() == ["08", "", "09"]
    assert table["match_reason"].tolist() == ["", "within_range", ""]


def test_choice_by_hand_stays() -> None:
    row = {**named("Hauptstraße", "1"), "address_id": "07", "match": "hand"}
    assert found(**row) == ("07", "hand", "")


def test_no_replies_and_no_addresses_give_no_matches() -> None:
    assert match_replies(replies(named("Weg", "1")).iloc[:0], town()).table.empty
    lonely = match_replies(replies(named("Weg", "1")), town().iloc[:0])
    assert lonely.table["match"].tolist() == ["unknown"]
    assert lonely.candidates.empty
