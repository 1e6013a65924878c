"""The commands: each runs one stage and tells its result as values and as lines to read."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from fibre_planner import workflow
from fibre_planner.cli.budget import budget_values
from fibre_planner.cli.comparison import compare_answer
from fibre_planner.cli.holding import held
from fibre_planner.cli.survey import survey_answer
from fibre_planner.cli.viability import viability_answer
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.import_layers import IMPORT_LAYERS
from fibre_planner.model.plan import Plan, PlanSummary
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import COVERAGE_CLASSES, ELIGIBILITIES
from fibre_planner.model.scenario import Scenario
from fibre_planner.progress import Report, part

Answer = tuple[dict[str, Any], list[str]]
"""What a command tells: the values of its JSON object, and the lines a person reads."""


def _demo(call: Namespace, report: Report) -> Answer:
    project = workflow.sample_project(part(report, 0.0, 0.3))
    project = workflow.plan(project, workflow.scenario_for(project), part(report, 0.3, 0.7))
    files = workflow.write_reports(project, None, call.out, report=part(report, 0.7, 0.9))
    project_file = call.out / "project.gpkg"
    workflow.save(project, project_file, part(report, 0.9, 1.0))
    values = {**_plan_values(project), "files": [str(path) for path in (*files, project_file)]}
    lines = [
        *workflow.plan_summary_lines(project),
        "",
        tr("Written:"),
        *(f"  {path}" for path in (*files, project_file)),
    ]
    return values, lines


def _new(call: Namespace, report: Report) -> Answer:
    if call.project.exists() and not call.force:
        raise PlannerError(
            tr("The file {file} exists already.").format(file=call.project),
            tr("Choose another name, or add --force to replace it."),
        )
    workflow.check_target(call.project)
    project = workflow.create_project(call.project.stem, municipality=call.municipality or "")
    step = workflow.import_osm(
        project, call.osm, area_file=call.area, bbox=call.bbox, report=report
    )
    workflow.save(step.project, call.project, report)
    return _import_answer(step)


def _import(call: Namespace, report: Report) -> Answer:
    with held(call.project):
        step = workflow.import_file(
            workflow.open_project(call.project),
            call.layer,
            call.file,
            columns=dict(call.columns) if call.columns else None,
            crs=call.crs,
            source_layer=call.source_layer,
            report=report,
        )
        workflow.save(step.project, call.project, report)
    return _import_answer(step)


def _import_answer(step: workflow.Step) -> Answer:
    project = step.project
    layers = {
        name: len(project.layer(name))
        for name in IMPORT_LAYERS
        if hasattr(project, name) and name != "catalogue"
    }
    street_m = float(project.streets.length.sum())
    values = {
        "layers": layers,
        "street_km": round(street_m / 1000, 3),
        "rejected": len(project.rejected),
        "counts": dict(step.counts),
        "notes": list(step.notes),
    }
    numbers = workflow.numbers
    lines = [
        f"{workflow.texts.layer(name)}: {numbers.format_number(n)}"
        for name, n in layers.items()
        if n
    ]
    lines.append(tr("Street length: {length}").format(length=numbers.format_length(street_m)))
    lines.append(tr("Rejected rows: {n}").format(n=numbers.format_number(len(project.rejected))))
    return values, [*lines, *step.notes]


def _check(call: Namespace, report: Report) -> Answer:
    findings = workflow.check(workflow.open_project(call.project), report)
    values = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "layer": finding.layer,
            "count": finding.count,
            "message": finding.message,
            "remedy": finding.remedy,
        }
        for finding in findings
    ]
    lines = [f"{finding.message} {finding.remedy}" for finding in findings]
    return {"findings": values}, lines or [tr("No findings.")]


def _coverage(call: Namespace, report: Report) -> Answer:
    with held(call.project):
        project = workflow.coverage(workflow.open_project(call.project), call.ruleset, report)
        workflow.save(project, call.project, report)
    table = project.coverage
    values = {
        "ruleset": project.metadata["ruleset"],
        "addresses": len(table),
        "eligible": {name: int((table["eligible"] == name).sum()) for name in ELIGIBILITIES},
        "classes": {
            name: int((table["coverage_class"] == name).sum()) for name in COVERAGE_CLASSES
        },
    }
    return values, workflow.plan_summary_lines(project)


def _plan(call: Namespace, report: Report) -> Answer:
    x, y = call.pop or (None, None)
    with held(call.project):
        project = workflow.open_project(call.project)
        scenario = workflow.scenario_for(
            project,
            call.scenario,
            pop_x=x,
            pop_y=y,
            budget_eur=call.budget,
            weight=call.weight,
            seconds=call.seconds,
            targets=call.targets,
            yearly_budget_eur=call.yearly_budget,
            start_year=call.start_year,
            years=call.years,
        )
        _need_yearly_budget(call, scenario)
        share = 0.5 if call.curve else 1.0
        project = workflow.plan(project, scenario, part(report, 0.0, share))
        if call.curve:
            project = workflow.add_budget_curve(project, None, call.curve, part(report, share, 1.0))
        workflow.save(project, call.project, report)
    return _plan_values(project), workflow.plan_summary_lines(project)


def _need_yearly_budget(call: Namespace, scenario: Scenario) -> None:
    """Raise PlannerError where years are asked for that no yearly budget would fill."""
    asked = call.years is not None or call.start_year is not None
    if asked and scenario.yearly_budget_eur is None:
        raise PlannerError(
            tr("Years without a yearly budget give no build order."),
            tr("Add --yearly-budget, or leave --years and --start-year out."),
        )


def _plan_values(project: Project) -> dict[str, Any]:
    plan = project.plans[-1]
    summary = plan.summary
    return {
        "plan_id": plan.plan_id,
        "addresses": summary.addresses,
        "connected": summary.connected,
        "unconnected": dict(summary.unconnected),
        "trench_m": summary.trench_m,
        "street_trench_m": summary.street_trench_m,
        "lead_in_m": summary.lead_in_m,
        "cabinets": summary.cabinets,
        "pops": summary.pops,
        "cost_eur": {
            "low": float(summary.cost_eur.low),
            "base": float(summary.cost_eur.base),
            "high": float(summary.cost_eur.high),
        },
        "trench_cost_eur": summary.trench_cost_eur,
        "lower_bound_eur": summary.lower_bound_eur,
        "capacity_bound_eur": summary.capacity_bound_eur,
        "total_bound_eur": summary.total_bound_eur,
        "gap": summary.gap,
        "proven": summary.proven,
        "least_trench_eur": summary.least_trench_eur,
        "least_trench_proven": summary.least_trench_proven,
        "shortest_path_baseline_m": summary.shortest_path_baseline_m,
        "shortest_path_baseline_eur": summary.shortest_path_baseline_eur,
        "saved_against_shortest_paths": _saved(summary),
        "seconds": dict(summary.seconds),
        "npv_eur": summary.npv_eur,
        "npv_greedy_eur": summary.npv_greedy_eur,
        "service_share": summary.service_share,
        "phases": _phase_values(plan),
        **budget_values(plan),
    }


def _phase_values(plan: Plan) -> list[dict[str, Any]]:
    """Return the years of a plan; what cannot be known is null."""
    rows = plan.phases.astype(object).where(plan.phases.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _saved(summary: PlanSummary) -> dict[str, float]:
    """Return what shortest paths would take more, in metres, EUR and as shares of them."""
    told = workflow.sentences
    metres, money = told.saved_m(summary), told.saved_eur(summary)
    return {
        "m": metres,
        "eur": money,
        "share_m": told.saved_share(metres, summary.shortest_path_baseline_m),
        "share_eur": told.saved_share(money, summary.shortest_path_baseline_eur),
    }


def _report(call: Namespace, report: Report) -> Answer:
    project = workflow.open_project(call.project)
    files = workflow.write_reports(project, call.plan, call.out, call.kinds, report)
    return {"files": [str(path) for path in files]}, [str(path) for path in files]


def _prepare(call: Namespace, report: Report) -> Answer:
    if call.background:
        workflow.lower_priority()
    workflow.make_ready(report)
    return {"ready": workflow.is_ready()}, [tr("The optimiser is ready.")]


COMMANDS: dict[str, Callable[[Namespace, Report], Answer]] = {
    "demo": _demo,
    "new": _new,
    "import": _import,
    "check": _check,
    "coverage": _coverage,
    "plan": _plan,
    "report": _report,
    "compare": compare_answer,
    "viability": viability_answer,
    "prepare": _prepare,
    "survey": survey_answer,
}
