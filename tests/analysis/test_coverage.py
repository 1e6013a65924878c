import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.coverage import compute_coverage
from fibre_planner.analysis.coverage_rules import RULES, explain_rule
from fibre_planner.model.ruleset import RuleSet, Threshold, read_ruleset
from tests.towns import supply_rows, town

TODAY = dt.date(2026, 11, 1)
RULES_2024 = read_ruleset("rl2.0-2024")
RULES_2023 = read_ruleset("rl2.0-2023")
HAMLET = town("pppp")


def decided(text: str, ruleset: RuleSet = RULES_2024) -> pd.Series:
    """Return the coverage of p1, of which alone the supply rows speak."""
    table = compute_coverage(HAMLET.addresses, supply_rows(text), ruleset, TODAY)
    return table.iloc[0]


@pytest.mark.parametrize(
    ("text", "rule", "eligible", "coverage_class"),
    [
        ("p1 A existing FTTH 1000/500", "fibre_present", "no", "served"),
        ("p1 A existing FTTB", "fibre_present", "no", "served"),
        ("p1 A planned FTTH 1000/500 2028-01-01 binding", "private_plan", "no", "unknown"),
        ("p1 A funded FTTH 1000/500 2028-01-01", "funded_project", "no", "unknown"),
        ("p1 A existing HFC 1000/50", "hfc_check", "check", "dark_grey"),
        ("p1 A existing FTTC 300/150", "rates_reached", "no", "served"),
        ("p1 A existing FTTC 250/40", "below_threshold", "yes", "dark_grey"),
        ("p1 A existing DSL 99.9/40", "below_threshold", "yes", "light_grey"),
        ("p1 A existing DSL 30/5", "below_threshold", "yes", "light_grey"),
        ("p1 A existing DSL 29.9/5", "below_threshold", "yes", "white"),
        ("p1 A none", "below_threshold", "yes", "white"),
        ("p1 A existing DSL 0/0", "below_threshold", "yes", "white"),
        ("p1 A existing radio 400/", "rates_missing", "unknown", "dark_grey"),
        ("p1 A existing DSL", "rates_missing", "unknown", "unknown"),
        ("p2 A existing FTTH 1000/500", "no_data", "unknown", "unknown"),
        ("", "no_data", "unknown", "unknown"),
    ],
)
def test_one_row_decides_by_its_rule(
    text: str, rule: str, eligible: str, coverage_class: str
) -> None:
    row = decided(text)
    assert (row["rule"], row["eligible"], row["coverage_class"]) == (rule, eligible, coverage_class)


@pytest.mark.parametrize(
    "text",
    [
        "p1 A planned FTTH 1000/500 2028-01-01",
        "p1 A planned FTTH 1000/500 binding",
        "p1 A planned FTTH 1000/500 2029-11-02 binding",
        "p1 A planned FTTC 100/40 2028-01-01 binding",
    ],
)
def test_a_promise_without_obligation_date_horizon_or_rates_does_not_count(text: str) -> None:
    assert decided(text + "\np1 B existing DSL 16/2")["rule"] == "below_threshold"
    assert decided(text)["eligible"] == "unknown"


def test_a_promise_counts_to_the_last_day_of_the_horizon() -> None:
    assert decided("p1 A planned FTTH 1000/500 2029-11-01 binding")["rule"] == "private_plan"


def test_an_overdue_promise_must_be_checked() -> None:
    row = decided("p1 A planned FTTH 1000/500 2025-12-31 binding\np1 B existing DSL 16/2")
    assert (row["rule"], row["eligible"]) == ("plan_check", "check")


@pytest.mark.parametrize(
    ("treatment", "rule", "eligible", "coverage_class"),
    [
        ("check", "hfc_check", "check", "dark_grey"),
        ("by_rate", "below_threshold", "yes", "dark_grey"),
        ("served", "hfc_served", "no", "served"),
    ],
)
def test_cable_is_judged_as_the_rule_set_says(
    treatment: str, rule: str, eligible: str, coverage_class: str
) -> None:
    row = decided("p1 A existing HFC 1000/50", replace(RULES_2024, hfc=treatment))
    assert (row["rule"], row["eligible"], row["coverage_class"]) == (rule, eligible, coverage_class)


def test_cable_with_1000_down_is_served_under_the_rules_of_2023() -> None:
    assert decided("p1 A existing HFC 1000/50", RULES_2023)["rule"] == "rates_reached"


def test_either_threshold_of_2023_is_enough() -> None:
    assert decided("p1 A existing FTTC 500/", RULES_2023)["eligible"] == "no"
    assert decided("p1 A existing FTTC 200/200", RULES_2023)["eligible"] == "no"
    assert decided("p1 A existing FTTC 499/199", RULES_2023)["eligible"] == "yes"


def test_the_older_programmes_ask_for_100_and_30_mbps() -> None:
    text = "p1 A existing DSL 50/10"
    assert decided(text, read_ruleset("grey-2021"))["eligible"] == "yes"
    assert decided(text, read_ruleset("white-2015"))["eligible"] == "no"


def test_the_first_rule_that_applies_decides() -> None:
    lines = [
        "p1 A existing FTTH 1000/500",
        "p1 B planned FTTH 1000/500 2028-01-01 binding",
        "p1 C funded",
        "p1 D existing HFC 1000/50",
        "p1 E existing FTTC 300/150",
        "p1 F planned FTTH 1000/500 2020-01-01 binding",
        "p1 G existing radio 400/",
        "p1 H existing DSL 16/2",
    ]
    order = [decided("\n".join(lines[start:]))["rule"] for start in range(len(lines) + 1)]
    assert order == [
        "fibre_present",
        "private_plan",
        "funded_project",
        "hfc_check",
        "rates_reached",
        "plan_check",
        "rates_missing",
        "below_threshold",
        "no_data",
    ]


def test_the_best_line_has_the_highest_download_then_upload_rate() -> None:
    row = decided("""
        p1 A existing DSL 50/40
        p1 B existing FTTC 100/20
        p1 C existing DSL 100/40
        p1 D none
    """)
    assert (row["provider"], row["technology"]) == ("C", "DSL")
    assert (row["down_mbps"], row["up_mbps"]) == (100.0, 40.0)


def test_fibre_without_rates_is_the_best_line() -> None:
    row = decided("p1 A existing FTTH\np1 B existing FTTC 250/40")
    assert (row["technology"], row["provider"]) == ("FTTH", "A")


def test_a_planned_line_is_not_the_existing_supply() -> None:
    row = decided("p1 A planned FTTH 1000/500 2028-01-01 binding\np1 B existing DSL 16/2")
    assert (row["technology"], row["coverage_class"], row["eligible"]) == ("DSL", "white", "no")


def test_raster_figures_never_decide() -> None:
    supply = supply_rows("p1 A existing FTTH 1000/500").assign(evidence="raster")
    row = compute_coverage(HAMLET.addresses, supply, RULES_2024, TODAY).iloc[0]
    assert (row["rule"], row["technology"]) == ("no_data", "none")


def test_different_rates_for_one_line_must_be_checked_where_they_change_the_decision() -> None:
    row = decided("p1 A existing FTTC 300/150\np1 A existing FTTC 50/10")
    assert (row["rule"], row["eligible"]) == ("contradiction", "check")
    assert (row["down_mbps"], row["up_mbps"], row["coverage_class"]) == (50.0, 10.0, "light_grey")


def test_the_lower_of_two_rates_is_shown_where_the_decision_is_the_same() -> None:
    row = decided("p1 A existing DSL 50/10\np1 A existing DSL 16/2")
    assert (row["rule"], row["down_mbps"]) == ("below_threshold", 16.0)


def test_a_line_that_its_own_provider_denies_must_be_checked() -> None:
    row = decided("p1 A existing FTTH 1000/500\np1 A none")
    assert (row["rule"], row["coverage_class"]) == ("contradiction", "white")


def test_two_technologies_of_one_provider_do_not_contradict_each_other() -> None:
    row = decided("p1 A existing DSL 16/2\np1 A existing FTTH 1000/500")
    assert row["rule"] == "fibre_present"


def test_every_rule_explains_itself() -> None:
    assert all(explain_rule(rule_id) for rule_id in RULES)
    assert explain_rule("of another program") == ""


def test_rows_of_unknown_addresses_are_left_out_and_words_read_regardless_of_case() -> None:
    supply = supply_rows("p9 A existing FTTH 1000/500\np1 A existing DSL 16/2")
    supply = supply.assign(technology=["FTTH", " dsl "], status="Existing")
    table = compute_coverage(HAMLET.addresses, supply, RULES_2024, TODAY)
    assert table["rule"].tolist() == ["below_threshold", "no_data", "no_data", "no_data"]
    assert table["technology"].iloc[0] == "DSL"


def test_a_town_without_addresses_has_an_empty_coverage() -> None:
    table = compute_coverage(HAMLET.addresses.iloc[:0], supply_rows(""), RULES_2024, TODAY)
    assert table.empty
    assert "eligible" in table


RATES = st.sampled_from([float("nan"), 0.0, 16.0, 50.0, 150.0, 250.0, 300.0, 500.0, 1000.0])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "address_id": st.sampled_from(["p1", "p2", "p3", "p4", "nowhere"]),
            "provider": st.sampled_from(["A", "B", ""]),
            "status": st.sampled_from(["existing", "planned", "funded", "none", "?"]),
            "technology": st.sampled_from(["FTTH", "HFC", "FTTC", "DSL", "none", "smoke"]),
            "down_mbps": RATES,
            "up_mbps": RATES,
            "available_from": st.sampled_from(["", "2020-01-01", "2028-01-01", "2040-01-01", "x"]),
            "binding": st.booleans(),
        }
    ),
    max_size=12,
)
LADDER = ["served", "unknown", "dark_grey", "light_grey", "white"]


def covered(rows: list[dict[str, object]], ruleset: RuleSet) -> pd.DataFrame:
    supply = supply_rows("")
    if rows:
        frame = pd.DataFrame(rows).assign(supply_id=[f"r{n}" for n in range(len(rows))])
        supply = supply.reindex(columns=supply.columns).iloc[:0]
        supply = pd.concat([supply, frame]).assign(evidence="reported")
    return compute_coverage(HAMLET.addresses, supply, ruleset, TODAY)


@given(rows=ROWS, raised=st.floats(0, 700))
@settings(max_examples=60, deadline=None)
def test_raising_a_threshold_never_makes_an_address_served(
    rows: list[dict[str, object]], raised: float
) -> None:
    harder = replace(RULES_2024, served_from=(Threshold(300.0 + raised, 150.0 + raised),))
    before, after = covered(rows, RULES_2024), covered(rows, harder)
    was_served = before["coverage_class"] == "served"
    assert was_served[after["coverage_class"] == "served"].all()
    assert not ((before["eligible"] == "yes") & (after["eligible"] == "no")).any()


@given(rows=ROWS)
@settings(max_examples=60, deadline=None)
def test_every_address_appears_once_and_only_known_supply_makes_it_eligible(
    rows: list[dict[str, object]],
) -> None:
    table = covered(rows, RULES_2024)
    assert table["address_id"].tolist() == ["p1", "p2", "p3", "p4"]
    spoken_of = {row["address_id"] for row in rows}
    assert set(table.loc[table["eligible"] == "yes", "address_id"]) <= spoken_of
    assert (table["eligible"] == table["rule"].map(lambda rule: RULES[rule].eligible)).all()
