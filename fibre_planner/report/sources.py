"""Assumptions and sources: what a plan rests on, where it comes from, whose data it shows."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from fibre_planner.analysis.coverage_rules import RULES, explain_rule
from fibre_planner.language import current_language, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import LAYERS, Project
from fibre_planner.model.ruleset import RuleSet, read_ruleset
from fibre_planner.model.scenario import Scenario, read_scenario, scenario_ids
from fibre_planner.model.tables import columns
from fibre_planner.report.comparison_texts import parameter_text
from fibre_planner.report.numbers import format_date, format_number
from fibre_planner.report.phase_sources import phase_source_rows
from fibre_planner.report.phase_table import has_years
from fibre_planner.report.tables import ReportColumn, ReportTable, make_table
from fibre_planner.report.texts import label
from fibre_planner.resources import RESOURCES, read_toml

_LAYERS_WITH_SOURCE = tuple(
    layer for layer in LAYERS if any(column.name == "source" for column in columns(layer))
)
# "town.osm.pbf n123", "list.csv 17": the object or row behind the file.
_OBJECT = r"[\s:#]+\D{0,8}\d+$"
_ASSUMPTION = re.compile(r"assumption|annahme", re.IGNORECASE)

Row = tuple[str, str, str, str]
"""Topic, item, value, source."""


def source_table(project: Project, plan: Plan | None) -> ReportTable:
    """Return rules, parameters, prices and data with their sources; assumptions are marked."""
    scenario = plan.scenario if plan else project.scenarios[0] if project.scenarios else None
    ruleset_id = project.metadata.get("ruleset", "") if plan is None else plan.scenario.ruleset
    rows = [*_ruleset_rows(ruleset_id)]
    if scenario is not None:
        rows += _scenario_rows(scenario)
        rows += _catalogue_rows(project.catalogue, scenario.catalogue)
    rows += _data_rows(project)
    rows += [(tr("Attribution"), "", text, "") for text in attributions(project)]
    if plan is not None and has_years(plan):
        rows += phase_source_rows()
    if plan is not None:
        rows += _plan_rows(plan)
    shown = (
        ReportColumn("topic", tr("Topic"), width=24),
        ReportColumn("item", tr("Item"), width=48),
        ReportColumn("value", tr("Value"), width=48),
        ReportColumn("mark", tr("Assumption"), width=14),
        ReportColumn("source", tr("Source"), width=70),
    )
    frame = pd.DataFrame(rows, columns=["topic", "item", "value", "source"])
    values: dict[str, Any] = {name: frame[name] for name in frame}
    assumed = frame["source"].str.contains(_ASSUMPTION)
    values["mark"] = assumed.map({True: tr("Assumption"), False: ""})
    return make_table("sources", tr("Assumptions and sources"), shown, values)


def attributions(project: Project) -> tuple[str, ...]:
    """Return the sentences that name the owners of the data, in a fixed order.

    The metadata `attribution` of a project takes their place, as in fictional sample data.
    """
    own = project.metadata.get("attribution", "")
    if own:
        return (own,)
    found = " ".join(name for _, name, _ in data_sources(project))
    text = "attribution_de" if current_language() == "de" else "attribution"
    return tuple(
        row[text] for row in _known_sources() if re.search(row["pattern"], found, re.IGNORECASE)
    )


def data_sources(project: Project) -> list[tuple[str, str, int]]:
    """Return layer, file and number of rows of everything that was read into the project."""
    found = []
    for layer in _LAYERS_WITH_SOURCE:
        # The catalogue and the rejected rows name sources of their own.
        if layer in ("catalogue", "rejected"):
            continue
        files = project.layer(layer)["source"].str.replace(_OBJECT, "", regex=True)
        counts = files.loc[files.ne("")].value_counts()
        names = counts.groupby([_file_of(str(text)) for text in counts.index]).sum()
        found += [(layer, str(name), int(count)) for name, count in names.items()]
    return found


def _file_of(source: str) -> str:
    """Return the file of a source text, which may name the object in it behind the file."""
    match = re.match(r".*?\.(?:osm\.pbf|osm\.gz|\w{2,7})(?=[\s:#,;/]|$)", source)
    return Path(match.group()).name if match else source


@cache
def _known_sources() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_toml(RESOURCES / "attributions" / "data_sources.toml")[
        "source"
    ]
    return rows


def _ruleset_rows(ruleset_id: str) -> list[Row]:
    if not ruleset_id:
        return []
    topic = tr("Rule set")
    try:
        ruleset = read_ruleset(ruleset_id)
    except PlannerError as error:
        return [(topic, ruleset_id, error.message, "")]
    table = read_toml(RESOURCES / "rulesets" / f"{ruleset_id}.toml")
    source = _source_in_language(table)
    hfc = {
        "check": tr("to be decided by hand for each address"),
        "by_rate": tr("judged by its rates"),
        "served": tr("counts as sufficient"),
    }
    rows = [
        (topic, tr("Name"), ruleset.name, source),
        (topic, tr("Valid from"), format_date(ruleset.valid_from), source),
        (topic, tr("Served from"), _thresholds(ruleset), source),
        (topic, tr("Cable lines (HFC)"), hfc[ruleset.hfc], _source_in_language(table["hfc"])),
        (
            topic,
            tr("Horizon of promises"),
            tr("{n} years").format(n=format_number(ruleset.horizon_years)),
            source,
        ),
    ]
    return rows + [
        (tr("Rules of coverage"), label("decision", rule), explain_rule(rule), "") for rule in RULES
    ]


def _source_in_language(table: dict[str, Any]) -> str:
    """Return the source of a data file's table, in German where it has a German one."""
    german = table.get("source_de", "") if current_language() == "de" else ""
    return str(german or table.get("source", ""))


def _thresholds(ruleset: RuleSet) -> str:
    one = tr("{down} Mbit/s down and {up} Mbit/s up")
    texts = [
        one.format(down=format_number(limit.down_mbps), up=format_number(limit.up_mbps))
        for limit in ruleset.served_from
    ]
    return tr(" or ").join(texts)


def _scenario_rows(scenario: Scenario) -> list[Row]:
    shipped: dict[str, Any] = {}
    sources: dict[str, str] = {}
    if scenario.name in scenario_ids():
        shipped = read_scenario(scenario.name).to_dict()
        sources = _scenario_sources(scenario.name)
    rows = []
    for name, value in scenario.to_dict().items():
        if value is None:
            continue
        changed = name in shipped and shipped[name] != value
        source = tr("Changed in the project") if changed else sources.get(name, "")
        rows.append((tr("Scenario"), label("parameter", name), parameter_text(name, value), source))
    return rows


def _scenario_sources(scenario_id: str) -> dict[str, str]:
    table = read_toml(RESOURCES / "scenarios" / f"{scenario_id}.toml")
    sources: dict[str, str] = dict(table.get("sources", {}))
    if current_language() == "de":
        sources |= table.get("sources_de", {})
    return sources


def _catalogue_rows(catalogue: pd.DataFrame, catalogue_id: str) -> list[Row]:
    topic = tr("Prices")
    assumed = int(catalogue["evidence"].eq("M").sum())
    text = tr("{n} positions, {assumed} of them assumptions").format(
        n=format_number(len(catalogue)), assumed=format_number(assumed)
    )
    return [(topic, catalogue_id, text, tr("Source of each price: sheet “Prices”"))]


def _data_rows(project: Project) -> list[Row]:
    return [
        (
            tr("Data"),
            label("layer", layer),
            name,
            tr("{n} rows").format(n=format_number(count)),
        )
        for layer, name, count in data_sources(project)
    ]


def _plan_rows(plan: Plan) -> list[Row]:
    topic = tr("Plan")
    rows = [
        (topic, tr("Made on"), format_date(plan.created), ""),
        (topic, tr("Digest of the inputs (SHA-256)"), plan.inputs_digest, ""),
    ]
    if plan.based_on:
        rows.append((topic, tr("Search begun with the network of"), plan.based_on, ""))
    return rows
