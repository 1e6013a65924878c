"""House coordinates that are deleted, changed or repeated by later rows."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.io.house_rows import places, read, row


def test_delete_record_removes_the_object_from_the_file(tmp_path: Path) -> None:
    imported = read(tmp_path, row("A1"), row("A2", "2"), row("A2", "2", action="L"))
    assert imported.layers["addresses"]["address_id"].tolist() == ["A1"]
    assert imported.deleted == ("A2",)
    assert imported.counts["delete_records"] == 1
    assert imported.rejected["code"].tolist() == ["deleted"]


def test_delete_record_of_an_object_that_is_not_in_the_file_is_passed_on(tmp_path: Path) -> None:
    imported = read(tmp_path, row("A1"), row("B9", "", action="L", x="", y=""))
    assert imported.deleted == ("B9",)
    assert imported.rejected.empty


def test_object_that_is_made_again_after_its_deletion_stays(tmp_path: Path) -> None:
    imported = read(tmp_path, row("A1", "1"), row("A1", action="L"), row("A1", "3"))
    assert imported.layers["addresses"]["house_number"].tolist() == ["3"]
    assert imported.deleted == ()


def test_change_record_replaces_the_earlier_row(tmp_path: Path) -> None:
    imported = read(tmp_path, row("A1", "1"), row("A1", "3", action="A"))
    assert imported.layers["addresses"]["house_number"].tolist() == ["3"]
    assert imported.rejected["code"].tolist() == ["changed_later"]


def test_repeated_row_is_taken_once(tmp_path: Path) -> None:
    imported = read(tmp_path, row("A1", x="32483300,125"), row("A1", x="32483301,125"))
    assert places(imported) == [(483301.125, 5549840.5)]
    assert imported.rejected["code"].tolist() == ["repeated_object"]


def test_two_addresses_of_one_object_both_stay(tmp_path: Path) -> None:
    imported = read(tmp_path, row("A1", "1"), row("A1", "1", "a"))
    assert imported.layers["addresses"]["address_id"].tolist() == ["A1", "A1-1a"]
    assert imported.rejected.empty


def test_rows_without_object_id_get_an_id_of_their_address(tmp_path: Path) -> None:
    imported = read(tmp_path, row("", "1"), row("", "1"), row("", "2"))
    assert imported.layers["addresses"]["address_id"].tolist() == [
        "hk-06413000-Frankfurter Straße-1",
        "hk-06413000-Frankfurter Straße-1~2",
        "hk-06413000-Frankfurter Straße-2",
    ]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A1", "A2", "A3", ""]),
            st.sampled_from(["1", "2", "0", "x🏠", "3-5"]),
            st.sampled_from(["32483300,1", "", "5549840,5"]),
            st.sampled_from(["N", "A", "L", ""]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_row_is_taken_over_rejected_or_a_delete_record(
    tmp_path: Path, cells: list[tuple[str, str, str, str]]
) -> None:
    rows = [row(oid, number, x=x, action=action) for oid, number, x, action in cells]
    imported = read(tmp_path, *[row(f"Z{n}") for n in range(40)], *rows)
    counts = imported.counts
    taken = imported.layers["addresses"]["source"].nunique()
    assert counts["rows_read"] == len(cells) + 40
    assert counts["rows_read"] == taken + len(imported.rejected) + counts["delete_records"]
    assert len(imported.rejected) == counts["rows_refused"]
