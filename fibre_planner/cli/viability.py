"""The command that tells the viability gap of a plan and who pays it."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import Any

from fibre_planner import workflow
from fibre_planner.language import tr
from fibre_planner.model.viability import GapCase, Viability
from fibre_planner.progress import Report


def viability_answer(call: Namespace, _report: Report) -> tuple[dict[str, Any], list[str]]:
    """Reckon the gap of a plan of a project, write the workbook where asked for, and tell it."""
    project = workflow.open_project(call.project)
    assumptions = workflow.viability_assumptions(project)
    if call.model is not None:
        assumptions = replace(assumptions, model=call.model)
    found = workflow.find_viability(
        project, call.plan, profile_id=call.profile, assumptions=assumptions
    )
    values, lines = _values(found), workflow.viability_texts.viability_lines(found)
    if call.out is not None:
        path = workflow.write_viability(project, found, call.out)
        values["files"] = [str(path)]
        lines += ["", tr("Written:"), f"  {path}"]
    return values, lines


def _values(found: Viability) -> dict[str, Any]:
    spread = found.spread
    return {
        "plan_id": found.plan_id,
        "profile": found.profile.profile_id,
        "model": found.assumptions.model,
        "horizon_years": found.assumptions.horizon_years,
        "discount_rate": found.discount_rate,
        "viable": not found.cases["base"].gap_eur,
        "gap_eur": {level: float(case.gap_eur) for level, case in found.cases.items()},
        "balance_eur": {level: round(case.balance_eur, 2) for level, case in found.cases.items()},
        "financing": {level: _financing(case) for level, case in found.cases.items()},
        "years": found.cases["base"].years.to_dict("records"),
        "tornado": found.tornado.to_dict("records"),
        "simulation": {
            "samples": spread.samples,
            "seed": spread.seed,
            "quantiles": [
                {"quantile": spread.quantile_low, "gap_eur": round(spread.low_eur, 2)},
                {"quantile": spread.quantile_high, "gap_eur": round(spread.high_eur, 2)},
            ],
            "mean_eur": round(spread.mean_eur, 2),
            "viable_share": spread.viable_share,
        },
        "connected": found.connected,
        "not_eligible": found.not_eligible,
        "not_built_eur": round(found.not_built_eur, 2),
        "notes": workflow.viability_texts.caution_sentences(found),
    }


def _financing(case: GapCase) -> dict[str, Any]:
    plan = case.financing
    return {
        "years": list(plan.years),
        "parts": [
            {
                "funder": part.funder_id,
                "name": part.name,
                "amount_eur": float(part.amount_eur),
                "by_year_eur": [float(amount) for amount in part.by_year_eur],
                "limit": part.limit,
            }
            for part in plan.parts
        ],
        "check_eur": float(plan.check_eur),
    }
