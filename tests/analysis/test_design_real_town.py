"""A plan of a real suburb from OpenStreetMap keeps the laws that small towns show."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
import shapely

from fibre_planner.analysis.design import design_network
from fibre_planner.io.osm import read_osm
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import DEFAULT_CRS, Project, new_project
from tests.shared_data import shared_file


@pytest.fixture(scope="module")
def suburb() -> Project:
    found = read_osm(shared_file("osm/karlsruhe-kirchfeld.osm.pbf"), DEFAULT_CRS)
    return new_project("Kirchfeld").with_layers(**found.layers)


@pytest.fixture(scope="module")
def plan(suburb: Project) -> Plan:
    return design_network(suburb, replace(suburb.scenarios[0], targets="all"))


def test_every_address_of_a_real_suburb_is_accounted_for(suburb: Project, plan: Plan) -> None:
    summary = plan.summary
    assert summary.addresses == len(suburb.addresses) == len(plan.addresses)
    assert summary.connected + sum(summary.unconnected.values()) == summary.addresses
    assert summary.connected > 0.95 * summary.addresses


def test_figures_of_a_real_suburb_add_up(plan: Plan) -> None:
    summary = plan.summary
    base = summary.cost_eur.base
    assert round(Decimal(plan.items["cost_base_eur"].sum()), 2) == base
    assert float(plan.addresses["cost_base_eur"].sum()) == pytest.approx(float(base), abs=0.01)
    assert plan.trenches["length_m"].sum() == pytest.approx(summary.trench_m)
    lengths = shapely.length(plan.trenches.geometry.to_numpy())
    np.testing.assert_allclose(plan.trenches["length_m"], lengths, atol=1e-6)
    marginal = plan.addresses["marginal_cost_eur"].dropna()
    assert (marginal > 0).all()


def test_pieces_in_the_bill_of_a_real_suburb_are_whole(plan: Plan) -> None:
    pieces = plan.items.loc[plan.items["unit"].isin(["each", "unit", "fibre"])]
    assert {"SC01", "NV01", "PO01", "HA01"} <= set(pieces["code"])
    assert pieces["quantity"].tolist() == pieces["quantity"].round().tolist()


def test_network_of_a_real_suburb_is_near_its_bound_and_below_shortest_paths(plan: Plan) -> None:
    summary = plan.summary
    assert summary.lower_bound_eur <= summary.trench_cost_eur + 1e-6
    assert summary.gap <= 0.015
    assert summary.trench_cost_eur < summary.shortest_path_baseline_eur


def test_trenches_of_a_real_suburb_form_one_tree(plan: Plan) -> None:
    vertices = [
        {(round(x, 3), round(y, 3)) for x, y in line.coords} for line in plan.trenches.geometry
    ]
    pop = plan.nodes.loc[plan.nodes["kind"] == "pop"].geometry.iloc[0]
    reached = {(round(pop.x, 3), round(pop.y, 3))}
    waiting = vertices
    while True:
        touched = [places for places in waiting if places & reached]
        if not touched:
            break
        reached.update(*touched)
        waiting = [places for places in waiting if not places <= reached]
    assert not waiting
