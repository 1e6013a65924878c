from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.io.cell_dates import to_dates
from fibre_planner.io.cell_values import (
    normal,
    to_flags,
    to_numbers,
    to_rates,
    to_text,
    to_words,
)
from fibre_planner.io.columns import guess_columns, targets
from fibre_planner.io.row_values import table_of
from fibre_planner.model.codes import codes
from fibre_planner.model.import_layers import TABLE_LAYERS
from fibre_planner.model.tables import columns


def column(*cells: object) -> pd.Series:
    return pd.Series(list(cells), dtype="object")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1 Gbit/s", 1000.0),
        ("1.000", 1000.0),
        ("1.000 Mbit/s", 1000.0),
        ("16.000 kbit/s", 16.0),
        ("2,5 Gbit/s", 2500.0),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("50 MBit/s", 50.0),
        ("100", 100.0),
        (100, 100.0),
        (0.5, 0.5),
        ("1 000", 1000.0),
        ("1'000'000", 1_000_000.0),
        ("1.000.000", 1_000_000.0),
    ],
)
def test_rates_are_read_as_people_write_them(cell: object, value: float) -> None:
    assert to_numbers(column(cell), "rate").column.tolist() == [value]


@pytest.mark.parametrize("cell", ["abc", "12 Äpfel", "1.2.3", "1e999", "--5", "=1+1"])
def test_what_is_no_number_is_said(cell: str) -> None:
    found = to_numbers(column(cell), "rate")
    assert math.isnan(found.column.iloc[0])
    assert found.unread.tolist() == [True]


@pytest.mark.parametrize("cell", [None, "", "-", "–", "k.A.", "#NV", float("nan"), "unbekannt"])
def test_a_cell_without_a_value_is_nothing_to_complain_about(cell: object) -> None:
    found = to_numbers(column(cell), "count")
    assert math.isnan(found.column.iloc[0])
    assert found.unread.tolist() == [False]


def test_a_point_is_decimal_where_the_column_shows_it() -> None:
    assert to_numbers(column("1.000", "2.5"), "rate").column.tolist() == [1.0, 2.5]
    assert to_numbers(column("1,000", "2.5"), "rate").column.tolist() == [1000.0, 2.5]
    assert to_numbers(column("1.000", "2,5"), "rate").column.tolist() == [1000.0, 2.5]
    assert to_numbers(column("8.766"), "plain", grouped=False).column.tolist() == [8.766]


def test_download_and_upload_in_one_cell_are_parted() -> None:
    down, up = to_rates(column("1000/50", "1/0,5 Gbit/s", "100", "50 / 10 Mbit/s"))
    assert down.column.tolist() == [1000.0, 1000.0, 100.0, 50.0]
    assert up.fillna(-1).tolist() == [50.0, 500.0, -1.0, 10.0]


@pytest.mark.parametrize(
    ("cell", "end", "start"),
    [
        ("31.12.2027", "2027-12-31", "2027-12-31"),
        ("1.3.27", "2027-03-01", "2027-03-01"),
        ("2027-03-01", "2027-03-01", "2027-03-01"),
        ("2027-03-01T10:00:00", "2027-03-01", "2027-03-01"),
        (dt.datetime(2027, 3, 1), "2027-03-01", "2027-03-01"),
        (46023, "2026-01-01", "2026-01-01"),
        ("46023", "2026-01-01", "2026-01-01"),
        ("Q3 2027", "2027-09-30", "2027-07-01"),
        ("3. Quartal 2027", "2027-09-30", "2027-07-01"),
        ("III/2027", "2027-09-30", "2027-07-01"),
        ("2027-Q4", "2027-12-31", "2027-10-01"),
        ("2. Halbjahr 2027", "2027-12-31", "2027-07-01"),
        ("H1/2028", "2028-06-30", "2028-01-01"),
        ("02/2028", "2028-02-29", "2028-02-01"),
        ("2027", "2027-12-31", "2027-01-01"),
        (2027, "2027-12-31", "2027-01-01"),
        ("bis Ende 2027", "2027-12-31", "2027-01-01"),
        ("20270301", "2027-03-01", "2027-03-01"),
    ],
)
def test_dates_are_read_as_people_write_them(cell: object, end: str, start: str) -> None:
    assert to_dates(column(cell), end_of_period=True).column.tolist() == [end]
    assert to_dates(column(cell), end_of_period=False).column.tolist() == [start]


@pytest.mark.parametrize("cell", ["31.02.2027", "bald", "13/2027", "99.99.9999", "Q5 2027"])
def test_what_is_no_date_is_said(cell: str) -> None:
    found = to_dates(column(cell), end_of_period=True)
    assert found.column.tolist() == [""]
    assert found.unread.tolist() == [True]


def test_flags_are_read_in_both_languages() -> None:
    found = to_flags(column("ja", "Nein", "x", True, 0, None, "wohl"))
    assert found.column.tolist() == [True, False, True, True, False, False, False]
    assert found.unread.tolist() == [False] * 6 + [True]


def test_whole_numbers_become_text_without_decimals() -> None:
    assert to_text(column(5.0, 63065, "05 ", None, 1.5)).tolist() == ["5", "63065", "05", "", "1.5"]


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_survives_being_written_in_german(value: float) -> None:
    text = f"{value:,.4f}".translate(str.maketrans(",.", ".,"))
    (found,) = to_numbers(column(text), "plain").column
    assert found == pytest.approx(round(value, 4), abs=1e-9)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)))
def test_a_day_survives_every_way_to_write_it(day: dt.date) -> None:
    cells = column(day, day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}")
    assert to_dates(cells, end_of_period=True).column.tolist() == [day.isoformat()] * 4


@given(st.lists(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans())))
def test_no_cell_stops_the_reading(cells: list[object]) -> None:
    series = column(*cells)
    for found in (to_numbers(series, "rate"), to_dates(series, True), to_flags(series)):
        assert len(found.column) == len(found.unread) == len(cells)
    assert len(to_text(series)) == len(cells)
    assert len(to_words(series, "supply.status").column) == len(cells)


@pytest.mark.parametrize("layer", TABLE_LAYERS)
def test_every_target_of_a_layer_is_a_column_or_a_known_combination(layer: str) -> None:
    known = {item.name for item in columns(table_of(layer))}
    combined = {"x", "y", "wkt", "street_and_number", "postcode_and_city", "rates"}
    assert set(targets(layer)) <= known | combined
    # What the matching of a market survey writes is in no file.
    matched = {"match", "match_reason", "place_x_m", "place_y_m", "told_id"}
    given = {"source", "evidence", "units_source", "address_id"}
    missing = known - set(targets(layer)) - given - matched
    assert missing <= {"house_number", "suffix", "postcode", "street"} or not missing


def test_columns_with_units_in_brackets_are_recognised() -> None:
    found = guess_columns("supply", ["Download (Mbit/s)", "Upload (Mbit/s)", "Adress-ID"])
    assert found == {
        "address_id": "Adress-ID",
        "down_mbps": "Download (Mbit/s)",
        "up_mbps": "Upload (Mbit/s)",
    }


def test_the_words_of_a_column_are_those_of_the_data_dictionary() -> None:
    for layer in ("supply", "areas", "nodes", "sites", "places", "streets", "addresses"):
        for item in columns(layer):
            known = codes(layer, item.name)
            if known:
                listed = {
                    normal(word)
                    for word in item.description.replace(" or ", ", ")
                    .replace(" where", ", ")
                    .split(",")
                }
                assert {normal(word) for word in known} <= listed, (layer, item.name)


def test_ground_of_streets_is_read_in_both_languages() -> None:
    assert guess_columns("streets", ["Name", "Zugang"])["ground"] == "Zugang"
    found = to_words(column("privat", "öffentlich", "no", "permissive", "", "?"), "streets.ground")
    assert found.column.tolist()[:4] == ["private", "public", "private", "public"]
