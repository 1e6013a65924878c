"""The stages between import and report: check, coverage, plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd

from fibre_planner.analysis import checks, shares
from fibre_planner.analysis.coverage import compute_coverage
from fibre_planner.analysis.design import Design, day_of, design
from fibre_planner.analysis.gaps import group_gaps
from fibre_planner.analysis.plan_digest import inputs_digest
from fibre_planner.analysis.plausibility import plausibility
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.finding import Finding
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import read_ruleset
from fibre_planner.model.scenario import Scenario
from fibre_planner.model.sketch import ShowSketch, unseen
from fibre_planner.progress import Report, part, silent, steady
from fibre_planner.workflow.clock import is_fixed, now
from fibre_planner.workflow.history import record

KEPT_PLANS = 10
"""Older plans leave the project file, the oldest first."""


def check(project: Project, report: Report = silent) -> tuple[Finding, ...]:
    """Return what is wrong with the data and with the newest plan, most expensive first."""
    found = checks.check(project, report, now().date())
    if project.plans:
        newest = project.plans[-1]
        found = (*_outdated(project, newest), *plausibility(newest), *found)
    return found


def _outdated(project: Project, made: Plan) -> tuple[Finding, ...]:
    """Return what to say of a plan that was made from other data than the project has now."""
    if inputs_digest(project, made.scenario, day_of(made.created)) == made.inputs_digest:
        return ()
    unplanned = set(project.addresses["address_id"]) - set(made.addresses["address_id"])
    return (
        Finding(
            code="plan_outdated",
            severity="warning",
            layer="addresses",
            rows=tuple(sorted(unplanned)),
            message=tr("Data or rules of the program have changed since the plan was made."),
            remedy=tr("Make the plan anew."),
        ),
    )


def coverage(
    project: Project,
    ruleset_id: str | None = None,
    report: Report = silent,
    today: dt.date | None = None,
) -> Project:
    """Return the project with class, eligibility, deciding rule and gap of every address.

    ruleset_id: a shipped rule set; the one used last, or of the scenario, where None.
    today: the day from which planned supply is judged.
    """
    need_addresses(project)
    chosen = ruleset_id or project.metadata.get("ruleset") or project.scenarios[0].ruleset
    ruleset = read_ruleset(chosen)
    report(0.1, tr("Judging the supply of each address …"))
    table = compute_coverage(project.addresses, project.supply, ruleset, today or now().date())
    table["screening"] = _screening(project, table)
    report(0.7, tr("Grouping the gaps …"))
    table, gaps = group_gaps(project.addresses, table)
    project = project.with_layers(coverage=table).with_metadata(ruleset=chosen)
    report(1.0, tr("Coverage is computed."))
    return record(project, tr("Coverage by {ruleset}").format(ruleset=chosen), {"gaps": len(gaps)})


def _screening(project: Project, table: pd.DataFrame) -> Any:
    """Return the raster screening known so far, in the order of a coverage table."""
    known = project.coverage.set_index("address_id")["screening"]
    return known.reindex(table["address_id"], fill_value="").to_numpy()


def district_shares(project: Project) -> pd.DataFrame:
    """Return addresses and dwellings by district, class and eligibility, with a total row."""
    return shares.shares_by_district(project.addresses, project.coverage)


def gap_table(project: Project) -> pd.DataFrame:
    """Return the connected gaps with their size, dwellings and outline."""
    return group_gaps(project.addresses, project.coverage)[1]


def scenario_for(project: Project, name: str | None = None, **changes: object) -> Scenario:
    """Return a scenario of the project, with some parameters changed.

    Raises PlannerError where the project has no scenario of that name.
    """
    names = [scenario.name for scenario in project.scenarios]
    if name is not None and name not in names:
        raise PlannerError(
            tr("The project has no scenario “{name}”.").format(name=name),
            tr("Choose one of: {names}.").format(names=", ".join(names)),
        )
    chosen = project.scenarios[names.index(name) if name else 0]
    given = {key: value for key, value in changes.items() if value is not None}
    return replace(chosen, **given)  # type: ignore[arg-type]  # fields are checked by replace


def plan(
    project: Project, scenario: Scenario, report: Report = silent, show: ShowSketch = unseen
) -> Project:
    """Return the project with one more plan, designed for a scenario.

    show: called with the best network so far, whenever a better one is found.

    Coverage is computed first where it is missing or was made by another rule set. A plan with
    the same id, made from the same inputs, takes the place of the old one.
    """
    return plan_from(project, scenario, None, report, show)[0]


def plan_from(
    project: Project,
    scenario: Scenario,
    before: Design | None,
    report: Report = silent,
    show: ShowSketch = unseen,
) -> tuple[Project, Design]:
    """Return the project with one more plan, and the design to begin the next one with.

    before: the design of a former plan of the project; what has not changed since is taken over,
    and the search begins with its network. None begins anew; otherwise as `plan`.
    """
    need_addresses(project)
    project = with_coverage(project, scenario, part(steady(report), 0.0, 0.1))
    made = design(
        project,
        scenario,
        part(report, 0.1, 1.0),
        created=now().isoformat(),
        before=before,
        show=show,
    )
    new = made.plan
    if is_fixed():  # no two runs take the same time
        new = replace(new, summary=replace(new.summary, seconds={}))
    for old in project.plans:
        if old.plan_id == new.plan_id and new.budget.empty:
            # The curve is of the same inputs, so it still holds.
            stops = old.addresses.set_index("address_id")["budget_stops"]
            told = new.addresses["address_id"].map(stops).fillna("")
            addresses = new.addresses.assign(budget_stops=told)
            new = replace(new, budget=old.budget, addresses=addresses)
    others = tuple(old for old in project.plans if old.plan_id != new.plan_id)
    project = replace(project, plans=(*others, new)[-KEPT_PLANS:])
    counts = {"connected": new.summary.connected, "addresses": new.summary.addresses}
    what = tr("Plan for scenario {name}").format(name=scenario.name)
    return record(project, what, counts), made


def with_coverage(project: Project, scenario: Scenario, report: Report = silent) -> Project:
    """Return the project with the coverage of a scenario's rule set, computed where missing."""
    if project.coverage.empty or project.metadata.get("ruleset") != scenario.ruleset:
        return coverage(project, scenario.ruleset, report)
    return project


def need_addresses(project: Project) -> None:
    """Raise PlannerError where the project has no addresses to work on."""
    if project.addresses.empty:
        raise PlannerError(
            tr("The project has no addresses."),
            tr("Import addresses first: official house coordinates, OpenStreetMap or a table."),
        )
