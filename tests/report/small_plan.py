"""A project of six addresses in two districts with its plan, figures worked out by hand.

Main Street with houses 1, 2, 3 and 4a in Old Town, Mill Lane with houses 5 and 7 in Mill.
Trenches: 100 m asphalt at 160 EUR/m, 50 m unsealed at 45 EUR/m, 3 lead-ins of 10 m at 115 EUR/m
(16,000 + 2,250 + 3,450 = 21,700 EUR); 3 house connections (3,600 EUR); planning 12 % of 25,300 EUR
is 3,036 EUR; contingency 10 % of 28,336 EUR is 2,833.60 EUR; in all 31,169.60 EUR at base prices.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import geopandas as gpd
import pandas as pd
from shapely.geometry import LineString, Point, Polygon

from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.finding import Finding
from fibre_planner.model.plan import CostRange, Plan, PlanSummary
from fibre_planner.model.project import DEFAULT_CRS, Project, new_project
from fibre_planner.model.scenario import read_scenario
from fibre_planner.model.tables import conform

EAST, NORTH = 485_000.0, 5_550_000.0
HOSTILE = "<script>alert('town')</script>"


@cache
def small_project(street: str = "Main Street") -> Project:
    project = new_project("Sample", metadata={"municipality": "Milltown", "ruleset": "rl2.0-2024"})
    project = project.with_layers(
        addresses=_addresses(street),
        supply=_supply(),
        coverage=_coverage(),
        streets=_streets(street),
        areas=_areas(),
        buildings=_buildings(),
        sites=_sites(),
        rejected=_rejected(),
    )
    return replace(project, plans=(small_plan(),))


def small_plan() -> Plan:
    return Plan(
        plan_id="standard-1",
        scenario=read_scenario("standard"),
        created="2026-11-20T10:30:00+00:00",
        inputs_digest="ab" * 32,
        summary=PlanSummary(
            addresses=5,
            connected=3,
            unconnected={"no_street_within_reach": 1, "served": 1},
            units=5,
            trench_m=180.0,
            street_trench_m=150.0,
            lead_in_m=30.0,
            cabinets=1,
            pops=1,
            cost_eur=CostRange(Decimal("19334.70"), Decimal("31169.60"), Decimal("52026.00")),
            trench_cost_eur=21_700.0,
            lower_bound_eur=21_483.0,
            gap=0.0101,
            proven=False,
            shortest_path_baseline_m=240.0,
            shortest_path_baseline_eur=25_200.0,
            seconds={"network": 0.5},
        ),
        trenches=_trenches(),
        nodes=_nodes(),
        addresses=_plan_addresses(),
        items=_items(),
        rules=_rules(),
    )


def small_findings() -> tuple[Finding, ...]:
    return (
        Finding(
            code="far_from_street",
            severity="warning",
            layer="addresses",
            rows=("a6",),
            message="1 address is farther than 80 m from any street.",
            remedy="Add the missing street or raise the distance.",
            place=(EAST + 150, NORTH + 400),
            cost_eur=4000.0,
        ),
        Finding(
            code="missing_dwellings",
            severity="note",
            layer="addresses",
            rows=("a5",),
            message="=1+1 is the name of a house.",
            remedy="Nothing to do.",
        ),
    )


def _addresses(street: str) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        {
            "address_id": ["a1", "a2", "a3", "a4", "a5", "a6"],
            "street": [street] * 4 + ["Mill Lane"] * 2,
            "house_number": ["1", "2", "3", "4", "5", "7"],
            "suffix": ["", "", "", "a", "", ""],
            "postcode": "01234",
            "city": "Milltown",
            "district": ["Old Town"] * 4 + ["Mill"] * 2,
            "ags": "06413000",
            "dwellings": [1, 2, 1, 8, -1, 1],
            "businesses": [0, 0, 1, 0, 0, 0],
            "units_source": ["register", "register", "building", "building", "", "assumed"],
            "category": ["private", "private", "business", "private", "private", "school"],
            "source": "OpenStreetMap milltown.osm.pbf node/1",
        }
    )
    points = [(0, 10), (25, -10), (50, 10), (75, -10), (100, 110), (150, 400)]
    geometry = [Point(EAST + x, NORTH + y) for x, y in points]
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=DEFAULT_CRS)


def _supply() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "supply_id": ["s1", "s2", "s3", "s4"],
            "address_id": ["a1", "a2", "a4", "a3"],
            "provider": ["Alpha", "Beta", "Alpha", "Gamma"],
            "status": ["existing", "existing", "existing", "planned"],
            "technology": ["DSL", "FTTC", "FTTH", "FTTH"],
            "down_mbps": [16.0, 50.0, 1000.0, 1000.0],
            "up_mbps": [1.0, 10.0, 500.0, 500.0],
            "available_from": ["", "", "", "2028-06-30"],
            "binding": [False, False, False, True],
            "survey": "MEV 2026",
        }
    )


def _coverage() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "address_id": ["a1", "a2", "a3", "a4", "a5", "a6"],
            "technology": ["DSL", "FTTC", "none", "FTTH", "none", "none"],
            "down_mbps": [16.0, 50.0, None, 1000.0, None, None],
            "up_mbps": [1.0, 10.0, None, 500.0, None, None],
            "provider": ["Alpha", "Beta", "", "Alpha", "", ""],
            "coverage_class": ["white", "light_grey", "white", "served", "unknown", "white"],
            "eligible": ["yes", "yes", "no", "no", "unknown", "yes"],
            "rule": [
                "below_threshold",
                "below_threshold",
                "private_plan",
                "fibre_present",
                "no_data",
                "below_threshold",
            ],
            "ruleset": "rl2.0-2024",
            "gap_id": ["eligible:a1", "eligible:a1", "", "", "unknown:a5", "eligible:a6"],
        }
    )


def _streets(street: str) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        {
            "street_id": ["w1", "w2"],
            "name": [street, "Mill Lane"],
            "road_class": ["secondary", "residential"],
            "source": "OpenStreetMap milltown.osm.pbf way",
        }
    )
    lines = [
        LineString([(EAST - 20, NORTH), (EAST + 100, NORTH)]),
        LineString([(EAST + 100, NORTH), (EAST + 100, NORTH + 100)]),
    ]
    return gpd.GeoDataFrame(frame, geometry=lines, crs=DEFAULT_CRS)


def _square(x: float, y: float, side_m: float) -> Polygon:
    x, y = EAST + x, NORTH + y
    return Polygon([(x, y), (x + side_m, y), (x + side_m, y + side_m), (x, y + side_m)])


def _areas() -> gpd.GeoDataFrame:
    frame = pd.DataFrame({"area_id": ["d1"], "kind": ["district"], "name": ["Old Town"]})
    return gpd.GeoDataFrame(frame, geometry=[_square(-50, -50, 140)], crs=DEFAULT_CRS)


def _buildings() -> gpd.GeoDataFrame:
    frame = pd.DataFrame({"building_id": ["b1"], "kind": ["house"]})
    return gpd.GeoDataFrame(frame, geometry=[_square(-5, 5, 10)], crs=DEFAULT_CRS)


def _sites() -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        {
            "site_id": ["c1"],
            "title": ["Sewer renewal"],
            "kind": ["sewer"],
            "planned_from": ["2027-03-01"],
            "planned_to": ["2027-06-30"],
        }
    )
    return gpd.GeoDataFrame(frame, geometry=[_square(40, -5, 10)], crs=DEFAULT_CRS)


def _rejected() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "rejected_id": ["r1", "r2"],
            "source": "providers.csv",
            "layer": "supply",
            "row": ["12", "13"],
            "code": ["no_number", "too_long"],
            "reason": ["The row has no house number.", "The cell is long."],
            "values": ['{"street": "=HYPERLINK(1)"}', "x" * 10_000],
        }
    )


def _trenches() -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        {
            "trench_id": ["t1", "t2", "t3", "t4", "t5"],
            "level": ["trunk", "distribution", "lead_in", "lead_in", "lead_in"],
            "street": ["Main Street", "Mill Lane", "Main Street", "Main Street", "Main Street"],
            "surface": ["asphalt", "unsealed", "asphalt", "asphalt", "asphalt"],
            "method": "open",
            "price_code": ["TB01", "TB05", "TB02", "TB02", "TB02"],
            "length_m": [100.0, 50.0, 10.0, 10.0, 10.0],
            "addresses": [3, 1, 1, 1, 1],
            "units": [4, 1, 1, 2, 1],
            "ducts": ["12x7", "7x7", "10/6", "10/6", "10/6"],
            "fibres": [24, 6, 6, 10, 6],
            "cost_low_eur": [11000.0, 1250.0, 800.0, 800.0, 800.0],
            "cost_base_eur": [16000.0, 2250.0, 1150.0, 1150.0, 1150.0],
            "cost_high_eur": [24000.0, 3500.0, 1600.0, 1600.0, 1600.0],
        }
    )
    ends = [((0, 0), (100, 0)), ((100, 0), (100, 50)), ((0, 0), (0, 10))]
    ends += [((25, 0), (25, -10)), ((50, 0), (50, 10))]
    lines = [LineString([(EAST + x, NORTH + y) for x, y in pair]) for pair in ends]
    frame = gpd.GeoDataFrame(frame, geometry=lines, crs=DEFAULT_CRS)
    return conform("plan_trenches", frame)


def _nodes() -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        {
            "node_id": ["k1", "p1"],
            "kind": ["cabinet", "pop"],
            "units": [4, 4],
            "capacity_units": [144, 4000],
        }
    )
    points = [Point(EAST + 50, NORTH), Point(EAST + 100, NORTH)]
    return conform("plan_nodes", gpd.GeoDataFrame(frame, geometry=points, crs=DEFAULT_CRS))


def _plan_addresses() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "address_id": ["a1", "a2", "a3", "a4", "a6"],
            "status": ["connected", "connected", "connected", "excluded", "unconnected"],
            "reason": ["", "", "", "served", "no_street_within_reach"],
            "cabinet_id": ["k1", "k1", "k1", "", ""],
            "path_m": [110.0, 85.0, 60.0, None, None],
            "lead_in_m": [10.0, 10.0, 10.0, None, None],
            "cost_base_eur": [10500.0, 10334.8, 10334.8, None, None],
        }
    )
    return conform("plan_addresses", frame)


def _items() -> pd.DataFrame:
    # Worked by hand: quantity × price; PL01 of the building cost, UV01 of that and PL01.
    frame = pd.DataFrame(
        {
            "code": ["TB01", "TB02", "TB05", "HA01", "PL01", "UV01"],
            "quantity": [100.0, 30.0, 50.0, 3.0, 1.0, 1.0],
            "unit": ["m", "m", "m", "each", "percent", "percent"],
            "price_low_eur": [110.0, 80.0, 25.0, 800.0, 8.0, 5.0],
            "price_base_eur": [160.0, 115.0, 45.0, 1200.0, 12.0, 10.0],
            "price_high_eur": [240.0, 160.0, 70.0, 1800.0, 15.0, 20.0],
            "cost_low_eur": [11000.0, 2400.0, 1250.0, 2400.0, 1364.0, 920.7],
            "cost_base_eur": [16000.0, 3450.0, 2250.0, 3600.0, 3036.0, 2833.6],
            "cost_high_eur": [24000.0, 4800.0, 3500.0, 5400.0, 5655.0, 8671.0],
        }
    )
    assert list(LEVELS) == ["low", "base", "high"]
    return conform("plan_items", frame)


def _rules() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "rule_id": ["1"],
            "rule": ["snap_distance_m"],
            "subject": ["a6"],
            "amount": [300.0],
            "unit": ["m"],
            "reason": ["The nearest street is 300 m away."],
        }
    )
    return conform("plan_rules", frame)
