from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from fibre_planner.model.project import new_project
from fibre_planner.report.address_table import address_table
from fibre_planner.report.area_tables import district_table, gap_table
from fibre_planner.report.figures import figure_groups, municipality
from fibre_planner.report.sentences import proof_sentence
from fibre_planner.report.sources import attributions, data_sources, source_table
from fibre_planner.report.summary import summary_lines
from fibre_planner.report.tables import (
    finding_table,
    item_table,
    price_table,
    rejected_table,
    rule_table,
)
from tests.report.in_german import in_german
from tests.report.small_plan import small_findings, small_project


def figures() -> dict[str, object]:
    project = small_project()
    groups = figure_groups(project, project.plans[0], small_findings())
    return {figure.name: figure.value for group in groups for figure in group.figures}


def test_figures_are_those_of_the_plan_and_its_addresses() -> None:
    found = figures()
    assert (found["addresses"], found["dwellings"], found["units"]) == (6, 13, 14)
    assert (found["white"], found["served"], found["unknown"]) == (3, 1, 1)
    assert (found["planned"], found["connected"], found["unconnected"]) == (4, 3, 1)
    assert found["excluded"] == 1
    assert found["saved_m"] == pytest.approx(60)
    assert found["saved_eur"] == pytest.approx(3_500)
    assert (found["findings_error"], found["findings_warning"], found["rejected"]) == (0, 1, 2)


def test_addresses_that_were_not_judged_count_as_unknown() -> None:
    project = small_project().with_layers(coverage=pd.DataFrame())
    values = {f.name: f.value for g in figure_groups(project, None) for f in g.figures}
    assert (values["unknown"], values["eligible_unknown"]) == (6, 6)
    assert district_table(project).rows["unknown"].tolist() == [2, 4]


def test_plan_is_called_optimal_only_where_it_is_proven() -> None:
    plan = small_project().plans[0]
    assert (
        proof_sentence(plan.summary) == "At most 1.01% above the cheapest possible trench network."
    )
    proven = replace(plan, summary=replace(plan.summary, proven=True, gap=0.0))
    tiny = replace(plan, summary=replace(plan.summary, gap=0.00002))
    assert proof_sentence(tiny.summary).startswith("Less than 0.01% above")
    assert proof_sentence(proven.summary).startswith("Proven optimal")
    assert "optimal" not in "\n".join(summary_lines(small_project(), plan, ()))


def test_digging_for_shorter_cables_is_told_beside_the_cheapest_trench_network() -> None:
    made = small_project().plans[0].summary
    least = replace(
        made, trench_cost_eur=1_060.0, least_trench_eur=1_010.0, lower_bound_eur=1_000.0
    )
    assert proof_sentence(least) == (
        "The cheapest trench network found costs €1,010, at most 1.00% above the optimum. "
        "The plan digs for €50 more, because shorter cables save more than that."
    )
    proven = replace(least, least_trench_proven=True)
    assert "€1,010, proven optimal. The plan digs for €50 more" in proof_sentence(proven)


def test_address_list_is_read_by_street_and_number() -> None:
    project = small_project()
    numbers = ["10", "9", "2", "2", "5", "7"]
    project = project.with_layers(addresses=project.addresses.assign(house_number=numbers))
    rows = address_table(project, None).rows
    assert (rows["house_number"] + rows["suffix"]).tolist() == ["2", "2a", "9", "10", "5", "7"]
    assert rows["number"].tolist() == [1, 2, 3, 4, 5, 6]


def test_best_promise_is_the_binding_one() -> None:
    project = small_project()
    more = pd.DataFrame(
        {
            "supply_id": ["s9"],
            "address_id": ["a3"],
            "provider": ["Delta"],
            "status": ["planned"],
            "technology": ["FTTH"],
            "down_mbps": [2000.0],
            "binding": [False],
        }
    )
    project = project.with_layers(supply=pd.concat([project.supply, more], ignore_index=True))
    rows = address_table(project, None).rows.set_index("address_id")
    assert rows.loc["a3", "promise_provider"] == "Gamma"
    assert rows.loc["a1", "promise_provider"] == ""


def test_gaps_that_may_be_aided_come_before_what_nobody_knows() -> None:
    rows = gap_table(small_project()).rows
    assert rows["gap_id"].tolist() == ["eligible:a1", "eligible:a6", "unknown:a5"]
    assert rows["addresses"].tolist() == [2, 1, 1]
    assert rows["streets"].tolist() == ["Main Street", "Mill Lane", "Mill Lane"]


def test_official_key_does_not_stand_for_the_name_of_a_municipality() -> None:
    project = small_project()
    assert municipality(project) == "Milltown"
    assert municipality(project.with_metadata(municipality="06413000")) == "Sample"


def test_findings_are_listed_errors_first_with_their_place() -> None:
    rows = finding_table(tuple(reversed(small_findings()))).rows
    assert rows["severity"].tolist() == ["warning", "note"]
    assert rows.loc[0, "easting"] == 485_150
    assert pd.isna(rows.loc[1, "easting"])


def test_names_of_positions_follow_the_language() -> None:
    project = small_project()
    names = item_table(project, project.plans[0]).rows.set_index("code")["name"]
    assert names["HA01"].startswith("house connection")
    with in_german():
        names = item_table(project, project.plans[0]).rows.set_index("code")["name"]
    assert names["HA01"].startswith("Hausanschluss")


def test_prices_that_are_assumed_say_so() -> None:
    rows = price_table(small_project()).rows.set_index("code")
    assert rows.loc["TB01", "evidence"] == "published figures"
    assert rows.loc["TB04", "evidence"] == "assumption"
    assert rows.loc["TB01", "year"] == "2024"


def test_sources_mark_assumptions_and_changed_parameters() -> None:
    project = small_project()
    plan = project.plans[0]
    rows = source_table(project, plan).rows
    assumed = rows.loc[rows["mark"].eq("Assumption"), "item"].tolist()
    assert "Units per cabinet" in assumed
    changed = replace(plan, scenario=replace(plan.scenario, cabinet_capacity=288))
    rows = source_table(project, changed).rows.set_index("item")
    assert rows.loc["Units per cabinet", "source"] == "Changed in the project"
    assert rows.loc["Units per cabinet", "value"] == "288"


def test_owners_of_the_data_are_named() -> None:
    assert attributions(small_project()) == (
        "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)",
    )
    assert attributions(new_project("empty")) == ()
    fictional = small_project().with_metadata(attribution="Fictional data")
    assert attributions(fictional) == ("Fictional data",)
    assert ("streets", "OpenStreetMap milltown.osm.pbf way", 2) not in data_sources(small_project())
    assert ("addresses", "OpenStreetMap milltown.osm.pbf", 6) in data_sources(small_project())


def test_rejected_rows_and_rules_are_listed_with_their_reasons() -> None:
    project = small_project()
    assert rejected_table(project).rows["reason"].tolist() == [
        "The row has no house number.",
        "The cell is long.",
    ]
    rules = rule_table(project.plans[0]).rows
    assert rules.loc[0, "rule"] == "distance to the street"
    assert rules.loc[0, "amount"] == 300


def test_summary_says_what_a_planner_wants_first() -> None:
    project = small_project()
    text = "\n".join(summary_lines(project, project.plans[0], small_findings()))
    assert "Milltown: plan standard-1 of 20 Nov 2026" in text
    assert "3 of 4; no street within reach (1)" in text
    assert "€31,170 (low €19,335, high €52,026)" in text
    assert "The plan saves 60\u00a0m (25.0%) and €3,500 (13.9%)." in text
    assert "2 addresses               Old Town: Main Street" in text
    assert "warning: 1 address is farther than 80 m from any street." in text


def test_german_summary_has_german_numbers() -> None:
    project = small_project()
    with in_german():
        text = "\n".join(summary_lines(project, project.plans[0], ()))
    assert "31.170\u00a0€" in text
    assert "50,0\u00a0%" in text


def test_summary_of_an_empty_project_says_that_it_is_empty() -> None:
    lines = summary_lines(new_project("Nothing yet"), None, ())
    assert "The project has no addresses." in lines
