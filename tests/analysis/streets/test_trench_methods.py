"""A trench is milled by DIN 18220 where that is asked for, allowed and cheaper."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry.base import BaseGeometry

from fibre_planner.analysis.design import design_network
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import DEFAULT_CRS, Project
from fibre_planner.model.tables import conform
from fibre_planner.resources import RESOURCES
from tests.plan_judge import judge
from tests.towns import rectangle, town

VILLAGE = """
p   5
|   |
A---B---N
"""


def layer(table: str, shape: BaseGeometry, **columns: object) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(pd.DataFrame([columns]), geometry=[shape], crs=DEFAULT_CRS)
    return conform(table, frame)


def plan_of(project: Project, **changes: object) -> Plan:
    values = {"targets": "all", "use_trenching": True, **changes}
    plan = design_network(project, replace(project.scenarios[0], **values), created="2026-11-22")
    judge(project, plan)
    return plan


def village(**columns: object) -> Project:
    project = town(VILLAGE)
    return project.with_layers(streets=project.streets.assign(**columns))


def test_asphalt_carriageway_is_milled_instead_of_the_slabs_beside_it() -> None:
    plan = plan_of(village())
    # 100 m at 70 EUR instead of 95 EUR for open trench in the slabs of the footway.
    assert plan.summary.trench_cost_eur == pytest.approx(7000.0)
    street = plan.trenches.loc[plan.trenches["level"] != "lead_in"]
    assert set(street["method"]) == {"trenching"}
    assert set(street["surface"]) == {"asphalt"}
    assert plan.items.set_index("code")["quantity"]["TB08"] == pytest.approx(100.0)
    ledger = plan.rules.set_index("rule")
    assert ledger.loc["din_18220", "amount"] == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("columns", "cost"),
    [
        ({"surface": "paving"}, 9500.0),  # no slot is milled into slabs
        ({"road_class": "primary"}, 9500.0),  # a federal road is not milled
        ({"road_class": "footway"}, 7000.0),  # an asphalt way is: 115 EUR open
        ({"road_class": "living_street"}, 7000.0),  # its carriageway: 160 EUR open
        ({"surface": "unsealed", "sidewalk": "no"}, 4500.0),
    ],
)
def test_class_and_surface_decide_whether_it_is_milled(
    columns: dict[str, str], cost: float
) -> None:
    assert plan_of(village(**columns), wide_street_m=20.0).summary.trench_cost_eur == cost


def test_scenario_without_milling_digs_open() -> None:
    plan = plan_of(village(), use_trenching=False)
    assert plan.summary.trench_cost_eur == pytest.approx(9500.0)
    assert "din_18220" not in set(plan.rules["rule"])


def test_dear_slot_is_not_milled() -> None:
    project = village()
    prices = project.catalogue.copy()
    prices.loc[prices["code"] == "TB08", "base"] = 95.0
    assert plan_of(project.with_layers(catalogue=prices)).summary.trench_cost_eur == 9500.0


def test_shared_trench_of_a_site_is_cheaper_than_a_slot_in_slabs_only() -> None:
    dates = {"planned_from": "2027-01-01", "planned_to": "2027-03-01"}
    site = layer("sites", rectangle(-1, -1, 9, 4), site_id="c1", kind="gas", **dates)
    # 70 % of 95 EUR for slabs is less than 70 EUR, 70 % of 160 EUR for asphalt is more.
    shared = plan_of(village().with_layers(sites=site))
    assert shared.summary.trench_cost_eur == pytest.approx(100 * 66.5)
    milled = plan_of(village(sidewalk="no").with_layers(sites=site))
    assert milled.summary.trench_cost_eur == pytest.approx(7000.0)
    assert set(milled.trenches["site_id"]) == {""}


def test_fresh_surface_is_not_milled() -> None:
    area = layer("areas", rectangle(-1, -1, 9, 4), area_id="m1", kind="moratorium")
    fresh = plan_of(village().with_layers(areas=area))
    assert fresh.summary.trench_cost_eur == pytest.approx(9500.0 * 1.5)


def test_bridge_is_not_milled() -> None:
    bridge = plan_of(village(structure=["bridge", "", "", ""]))
    # 40 m from A to B in the bridge deck, the rest in slots.
    metres = bridge.trenches.groupby("method")["length_m"].sum()
    assert metres["crossing"] == pytest.approx(40.0)
    assert metres["trenching"] == pytest.approx(60.0)


def test_every_method_names_depth_slot_and_source() -> None:
    table = pd.read_csv(RESOURCES / "trenching" / "methods.csv")
    assert (table["depth_from_cm"] < table["depth_to_cm"]).all()
    assert (table["slot_from_cm"] < table["slot_to_cm"]).all()
    assert table["source"].str.contains("DIN 18220").all()
    offered = table.loc[table["offered"] == 1]
    assert not offered.duplicated(["position", "surface"]).any()
