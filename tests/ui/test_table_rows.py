"""The attribute table without a window: columns, order, copying, and typed values."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from fibre_planner.language import current_language, use_language
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.document import Document
from fibre_planner.ui.facts import Known
from fibre_planner.ui.table.cell_changes import change_values, value_of
from fibre_planner.ui.table.clipboard import as_tsv
from fibre_planner.ui.table.counts import count_text, sum_text
from fibre_planner.ui.table.fields import Field, sorted_rows
from fibre_planner.ui.table.model import TableModel
from fibre_planner.ui.table.remembered import Look, keep_look, look_of, usual_columns
from fibre_planner.ui.table.sources import SOURCES, Content, box_of, content_of, title_of
from tests.report.small_plan import EAST, NORTH, small_findings, small_project
from tests.report.small_plan import small_project as project_of_town


def known() -> Known:
    project = small_project()
    return Known(project, project.plans[0], small_findings())


def texts(values: list[str]) -> Field:
    return Field("name", "Name", "text", np.array(values, dtype=object), str)


def field_of(table: str, column: str) -> Field:
    found = content_of(table, known()).field(column)
    assert found is not None
    return found


@pytest.mark.parametrize("table", [name for name in SOURCES if name != "gaps"])
def test_every_table_has_a_title_and_columns_with_titles_of_their_own(table: str) -> None:
    content = content_of(table, known())
    assert title_of(table)
    assert content.fields
    assert all(field.title and len(field.title) < 40 for field in content.fields), [
        field.title for field in content.fields
    ]
    assert all(len(field.cells) == len(content.ids) for field in content.fields)
    for field in content.fields:
        if len(content.ids):
            assert isinstance(field.text(0), str)


def test_address_stands_beside_its_coverage_and_its_part_of_the_plan() -> None:
    content = content_of("addresses", known())
    row = content.ids.tolist().index("a5")
    shown = {field.name: field.text(row) for field in content.fields}
    assert shown["coverage_class"] == "unknown"
    assert shown["status"] == "not in the plan"
    assert shown["dwellings"] == ""


def test_table_of_a_plan_is_empty_where_there_is_none() -> None:
    content = content_of("plan_trenches", replace(known(), plan=None))
    assert content.fields == ()
    assert len(content.ids) == 0


def test_columns_that_an_edit_leaves_alone_are_taken_over() -> None:
    before = content_of("addresses", known())
    project = known().project
    streets = project.addresses.assign(street="Long Road")
    after = content_of("addresses", Known(project.with_layers(addresses=streets)), before)
    kept = {field.name for field in after.fields if field in before.fields}
    assert "street" not in kept
    assert {"address_id", "dwellings", "coverage_class"} <= kept
    assert content_of("addresses", known(), before) is before


def test_texts_are_sorted_as_people_read_them() -> None:
    field = texts(["10", "Zeil", "2", "", "Äpfelweg", "apfelweg 2", "Apfelweg 10"])
    order = [field.cells[row] for row in sorted_rows(field, descending=False)]
    assert order == ["2", "10", "Äpfelweg", "apfelweg 2", "Apfelweg 10", "Zeil", ""]
    backwards = [field.cells[row] for row in sorted_rows(field, descending=True)]
    assert backwards == ["Zeil", "Apfelweg 10", "apfelweg 2", "Äpfelweg", "10", "2", ""]


def test_numbers_that_are_not_known_come_last_either_way() -> None:
    field = field_of("addresses", "dwellings")
    for descending in (False, True):
        rows = sorted_rows(field, descending=descending)
        assert field.cells[rows[-1]] == -1
    assert field.cells[sorted_rows(field, descending=True)[0]] == 8


def test_copied_rows_have_titles_and_nothing_that_a_spreadsheet_would_run() -> None:
    content = content_of("findings", known())
    fields = [field for field in content.fields if field.name in ("severity", "count", "message")]
    lines = as_tsv(fields, np.arange(2)).splitlines()
    assert lines[0] == "Severity\tRows\tFinding"
    assert lines[1].split("\t")[:2] == ["warning", "1"]
    assert lines[2].endswith("\t'=1+1 is the name of a house.")
    hostile = texts(["+1", "-1", "@a", " =1", "a\tb\nc", "plain"])
    cells = as_tsv([hostile], np.arange(6)).splitlines()[1:]
    assert cells == ["'+1", "'-1", "'@a", "' =1", "a b c", "plain"]


def test_copied_numbers_have_the_decimal_sign_of_the_language() -> None:
    field = Field("x", "X", "number", np.array([0.5, np.nan, -3.0, 1234.25]), str, unit="m")
    assert as_tsv([field], np.arange(4)) == "X (m)\n0.5\n\n-3\n1234.25\n"
    before = current_language()
    use_language("de")
    try:
        assert as_tsv([field], np.arange(4)) == "X (m)\n0,5\n\n-3\n1234,25\n"
    finally:
        use_language(before)


def test_units_that_are_not_known_are_copied_as_empty_cells() -> None:
    field = field_of("addresses", "dwellings")
    assert as_tsv([field], np.array([3, 4])).splitlines()[1:] == ["8", ""]


@pytest.mark.parametrize(
    ("column", "given", "value"),
    [
        ("dwellings", "12", 12),
        ("dwellings", "", -1),
        ("street", "  Long Road ", "Long Road"),
        ("category", "school", "school"),
    ],
)
def test_typed_text_becomes_a_value_of_its_column(column: str, given: str, value: object) -> None:
    assert value_of(field_of("addresses", column), given) == value


@pytest.mark.parametrize(
    ("table", "column", "given"),
    [
        ("addresses", "dwellings", "many"),
        ("addresses", "dwellings", "1.5"),
        ("addresses", "businesses", "x"),
        ("sites", "planned_from", "30.2.2027"),
        ("streets", "width_m", "wide"),
    ],
)
def test_typed_text_that_is_no_value_is_refused(table: str, column: str, given: str) -> None:
    with pytest.raises(PlannerError):
        value_of(field_of(table, column), given)


def test_change_of_some_rows_is_one_step_that_can_be_undone(document: Document) -> None:
    field = field_of("addresses", "dwellings")
    assert change_values(document, "addresses", ["a1", "a5"], field, "7")
    assert document.project is not None
    assert document.project.addresses["dwellings"].tolist() == [7, 2, 1, 8, 7, 1]
    assert document.undo_stack.undoText() == "Change “Dwellings” of 2 rows"
    document.undo_stack.undo()
    assert document.project is not None
    assert document.project.addresses["dwellings"].tolist() == [1, 2, 1, 8, -1, 1]


def test_value_that_is_there_already_makes_no_step(document: Document) -> None:
    field = field_of("addresses", "dwellings")
    assert not change_values(document, "addresses", ["a1"], field, "1")
    assert not document.undo_stack.canUndo()


def test_value_that_the_dictionary_forbids_changes_nothing(document: Document) -> None:
    field = field_of("addresses", "dwellings")
    with pytest.raises(PlannerError):
        change_values(document, "addresses", ["a1"], field, "-4")
    assert not document.undo_stack.canUndo()


def test_only_the_city_s_own_columns_may_be_changed() -> None:
    owned = {field.name for field in content_of("addresses", known()).fields if field.owned}
    assert {"street", "dwellings", "category"} <= owned
    assert not owned & {"address_id", "source", "coverage_class", "status"}
    for table in ("plan_trenches", "findings", "rejected", "catalogue"):
        assert not any(field.owned for field in content_of(table, known()).fields)


def test_line_below_counts_rows_and_adds_up_what_may_be_added() -> None:
    assert count_text(6, 6, 0) == "6 rows"
    assert count_text(1234, 22567, 12) == "1,234 of 22,567 rows, 12 chosen"
    content = content_of("plan_trenches", known())
    chosen = np.array([True, True, False, False, False])
    assert sum_text(content.fields, chosen).startswith("Σ Length 150\u00a0m · Cost, low €12,250")
    assert "Addresses" not in sum_text(content.fields, chosen)
    assert sum_text(content.fields, np.zeros(5, dtype=bool)) == ""


def test_columns_are_remembered_for_each_table() -> None:
    content = content_of("addresses", known())
    assert look_of(content).columns == usual_columns(content)
    keep_look("addresses", Look(["suffix", "gone", "street"], {"street": 99}, "street", True))
    look = look_of(content)
    assert look.columns == ["suffix", "street"]
    assert (look.widths_px, look.sorted_by, look.descending) == ({"street": 99}, "street", True)
    keep_look("addresses", Look(sorted_by="gone"))
    assert look_of(content).sorted_by == ""


def test_rows_are_found_on_the_map_by_their_box() -> None:
    assert box_of("addresses", frozenset({"a1", "a2"}), known()) == (
        *(EAST, NORTH - 10),
        *(EAST + 25, NORTH + 10),
    )
    place = (EAST + 150, NORTH + 400)
    assert box_of("findings", frozenset({"0", "1"}), known()) == (*place, *place)
    assert box_of("supply", frozenset({"s1"}), known()) == (EAST, NORTH + 10, EAST, NORTH + 10)
    assert box_of("rejected", frozenset({"r1"}), known()) is None


def many_rows(count: int) -> Content:
    content = content_of("addresses", Known(project_of_town()))
    ids = np.array([f"row-{number:06d}" for number in range(count)], dtype=object)
    numbers = (np.arange(count) * 7919 % count).astype(np.int64)
    fields = (
        replace(content.fields[0], cells=ids),
        Field("n", "N", "integer", numbers, str),
        Field("s", "S", "text", np.array([f"S {number}" for number in numbers], object), str),
    )
    return Content("addresses", fields, ids)


def test_a_hundred_thousand_rows_are_sorted_without_asking_for_cells() -> None:
    asked: list[int] = []
    count = 100_000
    content = many_rows(count)
    number = replace(content.fields[1], write=lambda value: str(asked.append(value)))
    model = TableModel(lambda *_: False)
    model.show(replace(content, fields=(content.fields[0], number)), ["n"])
    model.sort_by("n", descending=True)
    assert model.rowCount() == count
    assert model.content.fields[1].cells[model.order[:3]].tolist() == [99_999, 99_998, 99_997]
    assert not asked
    model.data(model.index(0, 0))
    assert len(asked) == 1


def test_half_of_a_hundred_thousand_rows_are_chosen_in_one_pass() -> None:
    content = many_rows(100_000)
    model = TableModel(lambda *_: False)
    model.show(content, ["n", "s"])
    model.choose(content.rows_of(content.ids[::2]))
    assert int(model.chosen.sum()) == 50_000
    model.filter(None, only_chosen=True)
    assert model.rowCount() == 50_000
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleDescriptionRole) == "chosen"


@pytest.mark.parametrize(
    ("table", "column", "code", "name"),
    [
        ("streets", "road_class", "living_street", "play street"),
        ("streets", "sidewalk", "both", "both sides"),
        ("streets", "structure", "bridge", "bridge"),
        ("sites", "status", "applied", "applied for"),
        ("buildings", "kind", "apartments", "apartment building"),
    ],
)
def test_code_of_a_source_is_shown_chosen_and_pasted_by_its_name(
    table: str, column: str, code: str, name: str
) -> None:
    field = field_of(table, column)
    assert field.kind == "code"
    assert field.write(code) == name
    assert code in field.choices
    assert value_of(field, name.upper()) == code
    assert value_of(field, code) == code


def test_code_that_has_no_name_is_shown_and_kept_as_the_source_gives_it() -> None:
    field = field_of("buildings", "kind")
    assert field.write("silo_tower") == "silo tower"
    assert value_of(field, "silo_tower") == "silo_tower"


def test_no_column_with_a_handful_of_lower_case_words_is_shown_raw() -> None:
    """Codes are words of small letters joined by underscores; texts of people are not.

    Rejected rows have a code of their reason as identifier, beside the reason in words.
    """
    named = {"code", "source", "district", "city", "ags", "postcode", "suffix", "survey"}
    for table in SOURCES:
        if table == "gaps":
            continue
        for field in content_of(table, known()).fields:
            if field.kind != "text" or field.name in named or not len(field.cells):
                continue
            shown = {field.text(row) for row in range(len(field.cells))} - {""}
            assert not any("_" in text and text.islower() for text in shown), (table, field.name)
