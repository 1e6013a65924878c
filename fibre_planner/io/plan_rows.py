"""Plans and scenarios as rows of the project file, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

import geopandas as gpd
import pandas as pd

from fibre_planner.model.plan import PLAN_TABLES, BudgetFigures, CostRange, Plan, PlanSummary
from fibre_planner.model.scenario import Scenario, scenario_from_dict
from fibre_planner.model.tables import GEOMETRY_TYPES, conform, empty

HEAD_COLUMNS = ("plan_id", "created", "inputs_digest", "scenario", "summary", "based_on", "title")
SCENARIO_COLUMNS = ("name", "parameters")


def scenario_rows(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """Return scenarios as rows with their parameters as JSON, in their order."""
    rows = [(scenario.name, _to_json(scenario.to_dict())) for scenario in scenarios]
    return pd.DataFrame(rows, columns=list(SCENARIO_COLUMNS)).astype("str")


def scenarios_of(rows: pd.DataFrame) -> tuple[Scenario, ...]:
    """Return the scenarios that `scenario_rows` wrote."""
    return tuple(scenario_from_dict(json.loads(text)) for text in rows["parameters"])


def plan_heads(plans: Sequence[Plan]) -> pd.DataFrame:
    """Return one row per plan: id, time, digest, scenario and summary as JSON."""
    rows = [
        (
            plan.plan_id,
            plan.created,
            plan.inputs_digest,
            _to_json(plan.scenario.to_dict()),
            _to_json(asdict(plan.summary)),
            plan.based_on,
            plan.title,
        )
        for plan in plans
    ]
    return pd.DataFrame(rows, columns=list(HEAD_COLUMNS)).astype("str")


def plan_table(table: str, plans: Sequence[Plan], crs: str) -> pd.DataFrame:
    """Return one table of all plans below each other, with the plan in column `plan_id`."""
    frames = [conform(table, getattr(plan, PLAN_TABLES[table])) for plan in plans]
    ids = [
        plan.plan_id for plan, frame in zip(plans, frames, strict=True) for _ in range(len(frame))
    ]
    filled = [frame for frame in frames if len(frame)]
    joined = pd.concat(filled, ignore_index=True) if filled else empty(table, crs)
    joined.insert(0, "plan_id", pd.Series(ids, index=joined.index, dtype="str"))
    if table in GEOMETRY_TYPES and joined.crs is None:
        joined = joined.set_crs(crs)
    return joined


def plans_of(heads: pd.DataFrame, tables: Mapping[str, pd.DataFrame], crs: str) -> tuple[Plan, ...]:
    """Return the plans of their heads and joined tables, in the order of the heads."""
    return tuple(_plan(head, tables, crs) for head in heads.to_dict("records"))


def _plan(head: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], crs: str) -> Plan:
    own: dict[str, Any] = {}
    for table, field in PLAN_TABLES.items():
        joined = tables[table]
        rows = joined.loc[joined["plan_id"] == head["plan_id"]] if len(joined) else joined
        if table in GEOMETRY_TYPES:
            rows = gpd.GeoDataFrame(rows, geometry=rows.geometry.to_numpy(), crs=crs)
        own[field] = conform(table, rows)
    return Plan(
        plan_id=str(head["plan_id"]),
        scenario=scenario_from_dict(json.loads(head["scenario"])),
        created=str(head["created"]),
        inputs_digest=str(head["inputs_digest"]),
        summary=_summary(json.loads(head["summary"])),
        based_on=str(head.get("based_on", "")),
        title=str(head.get("title", "")),
        **own,
    )


def _summary(values: dict[str, Any]) -> PlanSummary:
    known = {field.name for field in fields(PlanSummary)}
    given = {name: value for name, value in values.items() if name in known}
    given["cost_eur"] = CostRange(
        **{key: Decimal(text) for key, text in values["cost_eur"].items()}
    )
    if given.get("budget"):
        given["budget"] = _figures(BudgetFigures, given["budget"])
    return PlanSummary(**given)


def _figures(kind: type[BudgetFigures], values: Mapping[str, Any]) -> BudgetFigures:
    """Return figures of a summary; names they do not know are left out."""
    known = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in values.items() if name in known})


def _to_json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Return what JSON can hold for amounts (as text) and for numbers of numpy."""
    return str(value) if isinstance(value, Decimal) else value.item()
