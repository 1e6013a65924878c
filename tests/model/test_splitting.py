"""Splitting streets and planned trenches: the parts together are what the whole was."""

from decimal import Decimal

import pytest
import shapely

from fibre_planner.model.editing import add_row
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.splitting import split_line, split_trench
from tests.report.small_plan import small_project
from tests.towns import at, town


def test_split_street_keeps_its_attributes_and_its_end_nodes() -> None:
    project = town("A---B---N")
    streets = project.streets.assign(name="Lange Straße", width_m=5.5)
    project = project.with_layers(streets=streets)
    after = split_line(project, "streets", "A-B", (at(1, 0).x, at(1, 3).y))
    rows = after.streets.set_index("street_id")
    assert set(rows.index) == {"A-B", "B-N", "drawn-000001"}
    assert rows.geometry["A-B"].length == pytest.approx(10.0)
    assert rows.geometry["drawn-000001"].length == pytest.approx(30.0)
    assert shapely.line_merge(
        shapely.union_all(rows.geometry[["A-B", "drawn-000001"]].to_numpy())
    ).equals(project.streets.set_index("street_id").geometry["A-B"])
    kept = [name for name in rows.columns if name != "geometry"]
    assert rows.loc["A-B", kept].equals(rows.loc["drawn-000001", kept])


def test_wishes_are_divided_with_their_street() -> None:
    project = town("A---B---N")
    lines = project.streets.set_index("street_id").geometry
    whole = {"wish": "blocked", "street_id": "A-B"}
    project = add_row(project, "wishes", whole, lines["A-B"])
    end = shapely.LineString([(at(3, 0).x, at(3, 0).y), (at(4, 0).x, at(4, 0).y)])
    project = add_row(project, "wishes", {**whole, "wish": "preferred"}, end)
    after = split_line(project, "streets", "A-B", (at(1, 0).x, at(1, 0).y)).wishes
    found = {
        (wish, street, round(length))
        for wish, street, length in zip(
            after["wish"], after["street_id"], after.geometry.length, strict=True
        )
    }
    assert found == {
        ("blocked", "A-B", 10),
        ("blocked", "drawn-000001", 30),
        ("preferred", "drawn-000001", 10),
    }
    assert after["wish_id"].is_unique


@pytest.mark.parametrize("column", [-1.0, 0.0, 0.02, 4.0, 7.0])
def test_end_of_a_line_is_no_place_to_split_it(column: float) -> None:
    with pytest.raises(PlannerError, match="ends"):
        split_line(town("A---B"), "streets", "A-B", (at(column, 0).x, at(column, 0).y))


def test_parts_of_a_split_trench_add_up_to_the_cent() -> None:
    project = small_project()
    plan = project.plans[-1]
    trenches = plan.trenches[plan.trenches["level"] != "lead_in"]
    trench = trenches.iloc[0]
    third = trench.geometry.interpolate(1 / 3, normalized=True)
    after = split_trench(project, plan.plan_id, trench["trench_id"], (third.x, third.y))
    made = after.plan(plan.plan_id).trenches
    assert len(made) == len(plan.trenches) + 1
    for name in ("length_m", "cost_low_eur", "cost_base_eur", "cost_high_eur"):
        parts, whole = (
            sum(Decimal(f"{value:.2f}") for value in frame[name]) for frame in (made, plan.trenches)
        )
        assert parts == whole
    two = made[made["trench_id"].isin([trench["trench_id"], f"{trench['trench_id']}~2"])]
    assert set(two["addresses"]) == {trench["addresses"]}
    assert two.geometry.length.sum() == pytest.approx(trench.geometry.length)
    assert after.plan(plan.plan_id).summary is plan.summary


def test_lead_in_is_not_split() -> None:
    project = small_project()
    plan = project.plans[-1]
    leads = plan.trenches[plan.trenches["level"] == "lead_in"]
    middle = leads.geometry.iloc[0].interpolate(0.5, normalized=True)
    with pytest.raises(PlannerError, match="leads to one building"):
        split_trench(project, plan.plan_id, leads["trench_id"].iloc[0], (middle.x, middle.y))
