"""How plans and parameters are named where two plans are compared."""

from dataclasses import replace

import pytest

from fibre_planner.report.comparison_texts import parameter_text, plan_names
from tests.report.small_plan import small_project


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("start_year", 2027, "2027"),
        ("discount_rate", 0.025, "2.5%"),
        ("discount_rate", 0.05, "5%"),
        ("weight", "units", "dwellings, firms and public units"),
        ("budget_eur", None, "no limit"),
        ("years", None, "until all is built"),
        ("pop_x", None, "chosen by the program"),
        ("yearly_budget_eur", 450000.0, "€450,000"),
        ("max_drop_m", 1000.0, "1,000"),
        ("use_ducts", True, "yes"),
    ],
)
def test_parameters_are_told_as_one_reads_them(name: str, value: object, told: str) -> None:
    assert parameter_text(name, value) == told


def test_rule_set_is_told_by_its_name() -> None:
    assert parameter_text("ruleset", "no-such-rules") == "no-such-rules"
    assert "Gigabit" in parameter_text("ruleset", "rl2.0-2024")


def test_plans_with_names_of_their_own_are_told_by_them_alone() -> None:
    plan = small_project().plans[0]
    dear = replace(plan, title="Half", scenario=replace(plan.scenario, budget_eur=5000.0))
    names = plan_names([plan, dear])
    assert names[1].startswith("Half")
    assert not any("5,000" in name for name in names)
    same = replace(dear, title=plan.name)
    assert "5,000" in plan_names([plan, same])[1]
    assert "no limit" in plan_names([plan, same])[0]
