"""Gaps with their size, against figures worked out by hand."""

import pandas as pd
import pytest

from fibre_planner.analysis.gap_sizes import gap_sizes
from tests.report.small_plan import small_project


def test_gaps_are_sorted_by_dwellings_and_measured_by_a_circle() -> None:
    project = small_project()
    found = gap_sizes(project.addresses, project.coverage)
    # a1 and a2 lie 25 m east and 20 m south of each other; a5 has unknown dwellings.
    assert found["gap_id"].tolist() == ["eligible:a1", "eligible:a6", "unknown:a5"]
    assert found["kind"].tolist() == ["eligible", "eligible", "unknown"]
    assert found["district"].tolist() == ["Old Town", "Mill", "Mill"]
    assert found["addresses"].tolist() == [2, 1, 1]
    assert found["dwellings"].tolist() == [3, 1, 0]
    assert found["diameter_m"].tolist() == pytest.approx([(25**2 + 20**2) ** 0.5, 0.0, 0.0])


def test_rows_in_another_order_give_the_same_list() -> None:
    project = small_project()
    found = gap_sizes(project.addresses, project.coverage)
    turned = gap_sizes(project.addresses.iloc[::-1], project.coverage.iloc[::-1])
    pd.testing.assert_frame_equal(found, turned)


def test_coverage_without_gaps_gives_an_empty_list() -> None:
    project = small_project()
    found = gap_sizes(project.addresses, project.coverage.assign(gap_id=""))
    assert found.empty
    assert found.columns.tolist()[0] == "gap_id"
