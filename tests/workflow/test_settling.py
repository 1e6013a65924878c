"""What follows from edits by hand: districts of addresses that have none."""

from fibre_planner.model.editing import add_row, set_values
from fibre_planner.workflow import settle
from tests.towns import rectangle, town


def test_new_district_is_taken_by_addresses_that_have_none() -> None:
    project = town("""
        1   2   p
        |   |   |
        A---B---C
    """)
    named = set_values(project, "addresses", ["p1"], {"district": "Altstadt"})
    drawn = add_row(named, "areas", {"kind": "district", "name": "Mitte"}, rectangle(-1, -1, 5, 3))
    after = settle(drawn, "areas")
    assert list(after.addresses["district"]) == ["Altstadt", "Mitte", ""]
    assert settle(after, "areas") is after


def test_edits_of_other_tables_leave_the_addresses_alone() -> None:
    project = town("1---A")
    assert settle(project, "sites") is project
    assert settle(project, "addresses") is project
