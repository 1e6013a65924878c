"""The chosen rows that map, table and charts share."""

from __future__ import annotations

from fibre_planner.ui.selection import Selection


def test_rows_are_added_removed_and_toggled() -> None:
    selection = Selection()
    selection.choose("addresses", ["a", "b"])
    selection.choose("addresses", ["c"], "add")
    selection.choose("addresses", ["a"], "remove")
    selection.choose("addresses", ["b", "d"], "toggle")
    assert (selection.table, selection.ids) == ("addresses", {"c", "d"})


def test_rows_of_another_table_replace_those_chosen_before() -> None:
    selection = Selection()
    selection.choose("addresses", ["a"])
    selection.choose("plan_trenches", ["t"], "add")
    assert (selection.table, selection.ids) == ("plan_trenches", {"t"})


def test_a_selection_without_rows_has_no_table() -> None:
    selection = Selection()
    selection.choose("addresses", ["a"])
    selection.choose("addresses", ["a"], "toggle")
    assert (selection.table, selection.ids) == ("", frozenset())


def test_a_choice_that_changes_nothing_is_not_told() -> None:
    selection = Selection()
    told: list[int] = []
    selection.changed.connect(lambda: told.append(1))
    selection.choose("addresses", ["a"])
    selection.choose("addresses", ["a"])
    selection.clear()
    selection.clear()
    assert len(told) == 2
