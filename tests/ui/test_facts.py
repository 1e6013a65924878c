"""What the inspector says of features: sentences and ways to related rows, worked out by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from fibre_planner.model.project import Project
from fibre_planner.ui.facts import Known, Link, explain, explain_all
from fibre_planner.ui.facts.looked_up import row_of
from fibre_planner.ui.facts.shown import Explained
from fibre_planner.ui.map.picking import Hit
from tests.report.small_plan import small_findings, small_project


@pytest.fixture
def known(project: Project) -> Known:
    return Known(project, project.plans[0], small_findings())


def explained(known: Known, table: str, row_id: str) -> Explained:
    found = explain(Hit(table, table, row_id, 0.0), known)
    assert found is not None
    return found


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def link(found: Explained, text: str) -> Link:
    return next(each for each in found.links if each.text == text)


def test_trench_says_length_making_users_and_cost(known: Known) -> None:
    found = explained(known, "plan_trenches", "t1")
    assert plain(found.sentence) == "100 m, asphalt, open trench, used by 3 addresses, €16,000."
    assert link(found, "All 4 trenches in Main Street").ids == ("t1", "t3", "t4", "t5")


def in_a_site(known: Known) -> Known:
    """The small project with trench t1 laid along in site c1 for 0.7 × 16,000 EUR."""
    plan = known.plan
    assert plan is not None
    first = plan.trenches["trench_id"] == "t1"
    trenches = plan.trenches.assign(
        site_id=plan.trenches["site_id"].where(~first, "c1"),
        method=plan.trenches["method"].where(~first, "co_laying"),
        cost_base_eur=plan.trenches["cost_base_eur"].where(~first, 11_200.0),
    )
    return replace(known, plan=replace(plan, trenches=trenches))


def test_trench_in_a_site_says_why_it_is_cheaper_and_by_how_much(known: Known) -> None:
    with_site = in_a_site(known)
    prices = with_site.project.catalogue.set_index("code")["base"]
    saved = 100 * prices["TB01"] - 11_200
    found = explained(with_site, "plan_trenches", "t1")
    assert "Cheaper because “Sewer renewal” is open from 1 Mar 2027 to 30 Jun" in found.sentence
    assert f"It saves €{saved:,.0f} of digging." in found.sentence
    assert link(found, "Construction site Sewer renewal").ids == ("c1",)


def test_site_says_when_it_is_open_and_what_the_plan_saves_in_it(known: Known) -> None:
    without = explained(known, "sites", "c1")
    assert without.sentence.endswith("The plan lays nothing in it.")
    found = explained(in_a_site(known), "sites", "c1")
    assert found.sentence.startswith("Sewer, from 1 Mar 2027 to ")
    assert "The plan lays 100\u00a0m in it, which saves €" in found.sentence
    assert link(found, "Trenches laid along in it: 1").ids == ("t1",)


def test_site_without_dates_says_so(known: Known, project: Project) -> None:
    sites = project.sites.assign(planned_to="")
    open_end = explained(replace(known, project=project.with_layers(sites=sites)), "sites", "c1")
    assert "its end is not known" in open_end.sentence


def test_connected_address_leads_to_its_cabinet_and_supply(known: Known) -> None:
    found = explained(known, "addresses", "a1")
    assert found.sentence.startswith("May be aided: ")
    assert "Connected over 110 m of line, 10 m of them its own lead-in." in plain(found.sentence)
    assert "Its share of the cost is €10,500." in found.sentence
    assert link(found, "Its cabinet").ids == ("k1",)
    assert link(found, "2 addresses of this gap").ids == ("a1", "a2")
    assert link(found, "1 statement on its supply").ids == ("s1",)


def test_address_that_is_out_says_why_and_what_joining_would_cost(known: Known) -> None:
    assert "Not connected: no street within reach." in explained(known, "addresses", "a6").sentence
    plan = known.plan
    assert plan is not None
    priced = plan.addresses.assign(entry_price_eur=1234.0)
    found = explained(replace(known, plan=replace(plan, addresses=priced)), "addresses", "a6")
    assert "Joining it to this plan would cost €1,234." in found.sentence


def test_address_without_coverage_or_plan_says_what_is_missing(project: Project) -> None:
    bare = project.with_layers(coverage=project.coverage.iloc[:0])
    found = explained(Known(bare), "addresses", "a1")
    assert found.sentence == "Whether it is served has not been decided yet."


def test_cabinet_says_how_full_it_is_and_leads_to_its_addresses(known: Known) -> None:
    found = explained(known, "plan_nodes", "k1")
    assert "Serves 4 units of 144 it has room for (3%)." in found.sentence
    assert link(found, "3 addresses it serves").ids == ("a1", "a2", "a3")


def test_cabinet_and_pop_lead_to_each_other(known: Known) -> None:
    plan = known.plan
    assert plan is not None
    fed = plan.nodes["node_id"] == "k1"
    nodes = plan.nodes.assign(
        parent_id=plan.nodes["parent_id"].where(~fed, "p1"),
        feeder_m=plan.nodes["feeder_m"].where(~fed, 50.0),
    )
    joined = replace(known, plan=replace(plan, nodes=nodes))
    cabinet, pop = explained(joined, "plan_nodes", "k1"), explained(joined, "plan_nodes", "p1")
    assert "Fed by p1 over 50\u00a0m." in cabinet.sentence
    assert link(cabinet, "Its PoP").ids == ("p1",)
    assert "Feeds 1 cabinet." in pop.sentence
    assert link(pop, "Its cabinets").ids == ("k1",)


def test_several_trenches_add_up_to_metres_and_euros(known: Known) -> None:
    found = explain_all("plan_trenches", frozenset({"t1", "t2"}), known)
    assert found is not None
    sums = {name: plain(value) for name, value in dict(found.sections)["Sums"]}
    assert (sums["Rows"], sums["Length"], sums["Cost"]) == ("2", "150 m", "€18,250")
    assert "Addresses" not in sums
    assert dict(found.sections)["Level"] == [("trunk", "1"), ("distribution", "1")]


def test_several_addresses_add_up_without_those_that_are_not_known(known: Known) -> None:
    found = explain_all("addresses", frozenset({"a1", "a4", "a5"}), known)
    assert found is not None
    sections = {name: dict(facts) for name, facts in found.sections}
    assert sections["Sums"]["Dwellings"] == "9"
    assert sections["Coverage"] == {"white": "1", "served": "1", "unknown": "1"}
    assert sections["Plan"]["connected"] == "1"
    assert sections["Plan"]["Share of the cost"] == "€10,500"
    assert explain_all("addresses", frozenset({"gone"}), known) is None
    assert explain_all("findings", frozenset({"0"}), known) is None


def test_every_table_of_the_map_can_be_added_up(known: Known) -> None:
    for table in ("addresses", "supply", "streets", "sites", "areas", "buildings"):
        rows = small_project().layer(table)
        found = explain_all(table, frozenset(rows.iloc[:, 0]), known)
        assert found is not None
        assert str(len(rows)) in found.title


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [2, 0, 3, 1]])
def test_row_is_found_by_its_id_in_any_order_of_the_rows(order: list[int]) -> None:
    table = pd.DataFrame({"node_id": ["a", "b", "c", "e"], "units": [1, 2, 3, 4]}).iloc[order]
    assert [row_of(table, name)["units"] for name in "abce"] == [1, 2, 3, 4]
    assert [row_of(table, name) for name in ("", "d", "z")] == [None, None, None]
