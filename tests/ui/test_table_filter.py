"""The filter line: how it is read, and which rows it lets through."""

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.language import current_language, use_language
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.facts import Known
from fibre_planner.ui.table import typed
from fibre_planner.ui.table.conditions import OPERATORS, Condition, Text, parse
from fibre_planner.ui.table.filter_line import PRESETS, column_as_written, line_as_written
from fibre_planner.ui.table.matching import matching_rows
from fibre_planner.ui.table.remembered import usual_columns
from fibre_planner.ui.table.sources import Content, content_of
from tests.report.small_plan import small_findings, small_project

SUNDAY = dt.date(2026, 11, 22)
COLUMNS = {"street": "street", "length_m": "length_m", "house number": "house_number"}


def known() -> Known:
    project = small_project()
    return Known(project, project.plans[0], small_findings())


@cache
def content_for(table: str) -> Content:
    return content_of(table, known())


def rows(table: str, line: str, today: dt.date = SUNDAY) -> list[str]:
    content = content_for(table)
    seen = [field for field in content.fields if field.name in usual_columns(content)]
    mask = matching_rows(parse(line, content.names()), content.fields, today, seen)
    return content.ids.tolist() if mask is None else content.ids[mask].tolist()


def test_words_stand_for_texts_that_must_all_be_found() -> None:
    assert parse("mill lane", COLUMNS) == ((Text("mill"), Text("lane")),)
    assert parse('"mill lane"', COLUMNS) == ((Text("mill lane"),),)
    assert parse("  ", COLUMNS) == ()


def test_condition_names_a_column_by_name_or_title() -> None:
    assert parse("length_m>100", COLUMNS) == ((Condition("length_m", ">", ("100",)),),)
    assert parse("House Number = 12 a", COLUMNS) == ((Condition("house_number", "=", ("12 a",)),),)


def test_or_parts_more_than_and() -> None:
    found = parse("mill and street ~ main or not 7", COLUMNS)
    assert found == (
        (Text("mill"), Condition("street", "~", ("main",))),
        (Text("7", negated=True),),
    )


def test_text_may_stand_before_a_condition() -> None:
    assert parse("mill length_m < 5", COLUMNS) == (
        (Text("mill"), Condition("length_m", "<", ("5",))),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("width = 3", "no column “width”"),
        ("= 3", "column is missing"),
        ("street =", "value is missing behind “=”"),
        ("street = a | ", "value is missing"),
        ("street = a length_m = 3", "Two conditions"),
    ],
)
def test_line_that_cannot_be_read_is_told_in_a_sentence(line: str, words: str) -> None:
    with pytest.raises(PlannerError, match=words):
        parse(line, COLUMNS)


@given(st.text(max_size=60))
def test_any_line_is_read_or_refused_with_a_sentence(line: str) -> None:
    try:
        read = parse(line, COLUMNS)
    except PlannerError as error:
        told = error.message
    else:
        told = "read"
        assert all(read)
    assert told


VALUES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8).filter(
    lambda word: word.casefold() not in typed_words()
)


def typed_words() -> frozenset[str]:
    return frozenset({"and", "or", "not", "und", "oder", "nicht"})


@given(st.sampled_from(sorted(COLUMNS)), st.sampled_from(OPERATORS), st.lists(VALUES, min_size=1))
def test_written_condition_is_read_as_it_was_meant(
    column: str, operator: str, values: list[str]
) -> None:
    quoted = " | ".join(f'"{value}"' for value in values)
    expected = Condition(COLUMNS[column], operator, tuple(values))
    assert parse(f"{column} {operator} {quoted}", COLUMNS) == ((expected,),)
    assert parse(f"{column}{operator}{quoted};", COLUMNS) == ((expected,),)


LINES = (
    "main",
    "dwellings > 1",
    "eligible = yes | unknown",
    "street ~ mill",
    "down_mbps <= 50",
    'district = "Old Town"',
    "house_number > 3",
    "status = connected",
    "not 7",
)


@settings(deadline=None)  # the first look at a table loads what the work needs
@given(st.sampled_from(LINES), st.sampled_from(LINES))
def test_and_or_and_not_follow_the_laws_of_sets(one: str, other: str) -> None:
    everything = set(rows("addresses", ""))
    a, b = set(rows("addresses", one)), set(rows("addresses", other))
    assert set(rows("addresses", f"{one} and {other}")) == a & b
    assert set(rows("addresses", f"{one} or {other}")) == a | b
    if not one.startswith("not"):
        assert set(rows("addresses", f"not {one}")) == everything - a


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", ["a1", "a2", "a3", "a4", "a5", "a6"]),
        ("MILL LANE", ["a5", "a6"]),
        ("main 4", ["a4"]),
        ("school", ["a6"]),
        ("16", ["a1"]),
        ("street = mill lane", ["a5", "a6"]),
        ("dwellings = 8", ["a4"]),
        ('dwellings = ""', ["a5"]),
        ("dwellings >= 2", ["a2", "a4"]),
        ("down_mbps > 16 Mbit/s", ["a2", "a4"]),
        ("eligible = yes and status != connected", ["a6"]),
        ("class = light grey", ["a2"]),
        ("coverage_class = light_grey | served", ["a2", "a4"]),
        ('status = ""', ["a5"]),
        ("reason ~ reach", ["a6"]),
        ("house_number >= 4", ["a4", "a5", "a6"]),
        ("suffix = a", ["a4"]),
    ],
)
def test_addresses_are_found_by_their_own_and_joined_columns(
    line: str, expected: list[str]
) -> None:
    assert rows("addresses", line) == expected


@pytest.mark.parametrize(
    ("line", "today", "found"),
    [
        ("planned_from <= today and planned_to >= today", dt.date(2027, 3, 1), True),
        ("planned_from <= today and planned_to >= today", dt.date(2027, 2, 28), False),
        ("planned_from <= sunday", dt.date(2027, 2, 24), False),
        ("planned_from <= sunday", dt.date(2027, 3, 1), True),
        ("planned_from <= today+7", dt.date(2027, 2, 22), True),
        ("planned_from = 2027-03", SUNDAY, True),
        ("planned_from > 2027", SUNDAY, False),
        ("planned_to = 30.6.2027", SUNDAY, True),
        ("resurfaced_on > 1900", SUNDAY, False),
        ('resurfaced_on = ""', SUNDAY, True),
    ],
)
def test_dates_are_compared_by_day_month_year_and_words(
    line: str, today: dt.date, found: bool
) -> None:
    assert rows("sites", line, today) == (["c1"] if found else [])


def test_flags_are_yes_or_no() -> None:
    assert rows("supply", "binding = yes") == ["s4"]
    assert rows("supply", "binding != ja") == ["s1", "s2", "s3"]


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("addresses", "dwellings > many"),
        ("sites", "planned_from > spring"),
        ("supply", "binding = perhaps"),
        ("supply", "binding > yes"),
    ],
)
def test_value_that_does_not_fit_its_column_is_told(table: str, line: str) -> None:
    with pytest.raises(PlannerError):
        rows(table, line)


def test_numbers_are_read_as_the_language_writes_them() -> None:
    before = current_language()
    assert typed.read_number("1,234.5") == 1234.5
    assert typed.read_number("1.5 €") == 1.5
    use_language("de")
    try:
        assert typed.read_number("1.234,5 m") == 1234.5
        assert typed.read_number("0,5") == 0.5
        assert typed.read_number("1.5") == 1.5
        assert typed.number_as_typed(0.5) == "0,5"
    finally:
        use_language(before)
    for text in ("", "1.2.3", "x", "--1", "1e999"):
        assert typed.read_number(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_number_as_it_is_typed_is_read_back(value: float) -> None:
    assert typed.read_number(typed.number_as_typed(value)) == value


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_day_is_read_in_both_ways_of_writing_it(day: dt.date) -> None:
    assert typed.read_day(day.isoformat()) == day.isoformat()
    assert typed.read_day(f"{day.day}.{day.month}.{day.year}") == day.isoformat()


def test_text_is_found_in_any_of_many_rows_at_once() -> None:
    content = content_of("addresses", known())
    count = 100_000
    street = content.field("street")
    assert street is not None
    streets = np.array([f"Street {number % 977}" for number in range(count)], dtype=object)
    wide = replace(street, cells=streets)
    mask = matching_rows(parse("street 12", {}), (wide,), SUNDAY)
    assert mask is not None
    # 12, 112, 212 … 912 end in 12; 120 to 129 begin with it: each word is found in the cell.
    names = [f"street {number}" for number in range(977)]
    wanted = {number for number, name in enumerate(names) if "12" in name}
    assert int(mask.sum()) == sum(1 for number in range(count) if number % 977 in wanted)
    assert len(wide.distinct[1]) == 977


@pytest.mark.parametrize("table", sorted(PRESETS))
@pytest.mark.parametrize("code", ["en", "de"])
def test_ready_made_filters_name_columns_by_title_and_ask_the_same(table: str, code: str) -> None:
    before = current_language()
    use_language(code)
    try:
        content = content_of(table, known())
        for _title, own in PRESETS[table]:
            shown = line_as_written(content, own)
            assert parse(shown, content.names()) == parse(own, content.names())
            assert "_from" not in shown
            assert "_class" not in shown
    finally:
        use_language(before)


def test_title_that_cannot_be_read_in_a_condition_gives_way_to_the_name() -> None:
    content = content_for("addresses")
    street = content.field("street")
    assert street is not None
    assert column_as_written(content, street) == "Street"
    odd = replace(street, title="Road and street")
    assert column_as_written(replace(content, fields=(odd,)), odd) == "street"
