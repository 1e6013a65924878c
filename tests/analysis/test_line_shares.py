"""Addresses by district and best line, and by cost, against figures worked out by hand."""

from fibre_planner.analysis.line_shares import (
    COST_BOUNDS_EUR,
    addresses_of_cost,
    cost_classes,
    line_codes,
    line_kinds,
    lines_by_district,
)
from tests.report.small_plan import small_plan, small_project


def test_lines_are_counted_by_district_and_technology() -> None:
    project = small_project()
    found = lines_by_district(project.addresses, project.coverage, "technology")
    assert found.index.tolist() == ["Mill", "Old Town"]
    assert found.loc["Old Town", ["DSL", "FTTC", "FTTH", "none"]].tolist() == [1, 1, 1, 1]
    assert found.loc["Mill", "none"] == 2
    assert found.columns.tolist() == line_kinds("technology")


def test_rates_fall_into_the_class_that_begins_at_or_below_them() -> None:
    project = small_project()
    codes = line_codes(project.addresses, project.coverage, "speed").tolist()
    # 16 is below 30; 50 begins the class from 50; 1000 is the last; the others have no rate.
    assert codes == ["0", "2", "unknown", "6", "unknown", "unknown"]
    found = lines_by_district(project.addresses, project.coverage, "speed")
    assert found.to_numpy().sum() == len(project.addresses)
    assert found.columns.tolist() == ["6", "5", "4", "3", "2", "1", "0", "unknown"]


def test_address_without_coverage_has_no_line() -> None:
    project = small_project()
    coverage = project.coverage.iloc[:0]
    assert set(line_codes(project.addresses, coverage, "technology")) == {"none"}
    assert set(line_codes(project.addresses, coverage, "speed")) == {"unknown"}


def test_classes_of_cost_hold_each_connected_address_once() -> None:
    table = small_plan().addresses
    counts = cost_classes(table)
    assert counts.sum() == (table["status"] == "connected").sum() == 3
    listed = [addresses_of_cost(table, number) for number in range(len(COST_BOUNDS_EUR))]
    assert [len(ids) for ids in listed] == counts.tolist()
    cost = table.set_index("address_id")["cost_base_eur"]
    for number, ids in enumerate(listed):
        assert all(cost[one] >= COST_BOUNDS_EUR[number] for one in ids)


def test_cost_on_a_bound_belongs_to_the_class_above() -> None:
    table = small_plan().addresses.assign(cost_base_eur=1000.0, status="connected")
    assert cost_classes(table).tolist() == [0, 0, len(table), 0, 0, 0, 0, 0]
