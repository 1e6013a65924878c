"""The viability gap of planned towns, and assumptions that a project keeps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from fibre_planner import workflow
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.model.tables import conform
from fibre_planner.model.viability import read_assumptions
from tests.towns import town

STREET = """
p   5   4    p
|   |   |    |
A---B---N----C
"""


@pytest.fixture(scope="module")
def project() -> Project:
    drawn = town(STREET)
    return workflow.plan(drawn, replace(drawn.scenarios[0], targets="all"))


def in_years(project: Project, *years: int) -> Project:
    """Return the project with a build order of equal parts; the year 0 stands for later."""
    plan = project.plans[-1]
    cost, units = float(plan.summary.cost_eur.base), plan.summary.units
    phases = pd.DataFrame({"phase_id": [str(year) for year in years], "year": years})
    phases["cost_eur"], phases["units"] = cost / len(years), units // len(years)
    ordered = replace(plan, phases=conform("plan_phases", phases))
    return replace(project, plans=(ordered,))


def test_years_and_sums_are_those_of_the_build_order(project: Project) -> None:
    plan = project.plans[-1]
    found = workflow.find_viability(in_years(project, 2027, 2028, 2029))
    years = found.cases["base"].years
    third = float(plan.summary.cost_eur.base) / 3
    assert years["capex_eur"].tolist()[:4] == pytest.approx([third, third, third, 0.0], abs=0.01)
    assert years["capex_eur"].sum() == pytest.approx(float(plan.summary.cost_eur.base), abs=0.02)
    assert found.cases["base"].financing.years == (2027, 2028, 2029)
    assert years["reached_units"].iloc[-1] == pytest.approx(plan.summary.units // 3 * 3)
    assert found.not_built_eur == 0.0


def test_low_and_high_building_cost_are_those_of_the_bill(project: Project) -> None:
    plan = project.plans[-1]
    found = workflow.find_viability(project)
    for level in ("low", "high"):
        spent = found.cases[level].years["capex_eur"].sum()
        assert spent == pytest.approx(float(getattr(plan.summary.cost_eur, level)), abs=0.02)


def test_what_the_years_leave_out_is_told_and_not_counted(project: Project) -> None:
    half = float(project.plans[-1].summary.cost_eur.base) / 2
    found = workflow.find_viability(in_years(project, 2027, 0))
    spent = found.cases["base"].years["capex_eur"].sum()
    assert (spent, found.not_built_eur) == pytest.approx((half, half), abs=0.02)
    assert any("not built" in line for line in workflow.viability_texts.viability_lines(found))


def test_assumptions_of_a_project_are_kept_in_its_file(project: Project, tmp_path: Path) -> None:
    own = replace(read_assumptions(), horizon_years=10, model="operator")
    path = tmp_path / "town.gpkg"
    workflow.save(workflow.with_viability_assumptions(project, own), path)
    kept = workflow.open_project(path)
    assert workflow.viability_assumptions(kept) == own
    assert workflow.find_viability(kept).assumptions.horizon_years == 10
    back = workflow.with_viability_assumptions(kept, None)
    assert workflow.viability_assumptions(back) == read_assumptions()


def test_assumptions_that_cannot_be_read_are_told(project: Project) -> None:
    with pytest.raises(PlannerError, match="cannot be read"):
        workflow.viability_assumptions(project.with_metadata(viability="[1"))
    with pytest.raises(PlannerError, match="too short"):
        workflow.viability_assumptions(project.with_metadata(viability='{"horizon_years": 3}'))
