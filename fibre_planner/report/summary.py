"""The planner's summary for the terminal: the figures one wants to read first."""

from __future__ import annotations

from collections.abc import Sequence

from fibre_planner.language import ntr, tr
from fibre_planner.model.finding import SEVERITIES, Finding
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import COVERAGE_CLASSES, ELIGIBILITIES
from fibre_planner.report.area_tables import gap_table
from fibre_planner.report.budget_texts import budget_lines, curve_lines
from fibre_planner.report.figures import (
    Figure,
    cost_per,
    figure_groups,
    municipality,
    reasons_by_status,
    reasons_note,
)
from fibre_planner.report.numbers import format_date, format_length, format_money, format_number
from fibre_planner.report.phase_table import has_years, order_sentence, phase_table
from fibre_planner.report.sentences import baseline_sentence, proof_sentence, whole_bound_sentence
from fibre_planner.report.texts import label

SHOWN_GAPS = 3
SHOWN_FINDINGS = 3
_LABEL_WIDTH = 26


def summary_lines(project: Project, plan: Plan | None, findings: Sequence[Finding]) -> list[str]:
    """Return the lines of the summary in the language in use, without markup or colour."""
    lines = [_heading(project, plan), *_coverage_lines(project, plan, findings)]
    if plan is not None:
        lines += ["", *_plan_lines(plan)]
        lines += [_line(heading, text) for heading, text in budget_lines(project, plan)]
        lines += curve_lines(plan)
    gaps = _gap_lines(project)
    if gaps:
        lines += ["", *gaps]
    return [*lines, "", *_finding_lines(project, findings)]


def _heading(project: Project, plan: Plan | None) -> str:
    name = municipality(project)
    if plan is None:
        return name
    return tr("{municipality}: plan {plan} of {date}").format(
        municipality=name, plan=plan.plan_id, date=format_date(plan.created)
    )


def _line(text: str, value: str) -> str:
    return f"  {text:<{_LABEL_WIDTH}}{value}"


def _coverage_lines(project: Project, plan: Plan | None, findings: Sequence[Finding]) -> list[str]:
    if project.addresses.empty:
        return [tr("The project has no addresses.")]
    groups = {group.name: group for group in figure_groups(project, plan, findings)}
    figures = {figure.name: figure for figure in groups["coverage"].figures}
    classes = [figures[code] for code in COVERAGE_CLASSES]
    answers = [(code, figures[f"eligible_{code}"]) for code in ELIGIBILITIES]
    return [
        _line(
            tr("Addresses"),
            tr("{addresses} with {dwellings} dwellings").format(
                addresses=figures["addresses"].text(), dwellings=figures["dwellings"].text()
            ),
        ),
        _line(tr("Coverage"), ", ".join(_with_share(figure) for figure in classes if figure.value)),
        _line(
            tr("Eligible"),
            ", ".join(
                f"{figure.text()} {label('eligible', code)}"
                for code, figure in answers
                if figure.value
            ),
        ),
    ]


def _with_share(figure: Figure) -> str:
    return f"{figure.text()} {label('coverage_class_short', figure.name)} ({figure.note})"


def _plan_lines(plan: Plan) -> list[str]:
    found = plan.summary
    reasons = reasons_by_status(plan)
    planned = found.addresses - sum(reasons["excluded"].values())
    connected = tr("{connected} of {addresses}").format(
        connected=format_number(found.connected), addresses=format_number(planned)
    )
    missing, left_out = reasons_note(reasons["unconnected"]), reasons_note(reasons["excluded"])
    trench = tr("{trench}: {street} in streets, {lead_in} lead-ins").format(
        trench=format_length(found.trench_m),
        street=format_length(found.street_trench_m),
        lead_in=format_length(found.lead_in_m),
    )
    cost = tr("{base} (low {low}, high {high})").format(
        base=format_money(found.cost_eur.base),
        low=format_money(found.cost_eur.low),
        high=format_money(found.cost_eur.high),
    )
    return [
        _line(tr("Connected"), f"{connected}; {missing}" if missing else connected),
        *([_line(tr("Left out"), left_out)] if left_out else []),
        _line(tr("Trenches"), trench),
        _line(tr("Network"), _network_text(plan)),
        _line(tr("Cost"), cost),
        _line(tr("Cost per address"), format_money(cost_per(plan, found.connected))),
        _line(tr("Proof"), f"{proof_sentence(found)} {whole_bound_sentence(found)}".rstrip()),
        _line(tr("Comparison"), baseline_sentence(found)),
        *_phase_lines(plan),
    ]


def _phase_lines(plan: Plan) -> list[str]:
    """Return a line for each year of building, and what the order is worth."""
    if not has_years(plan):
        return []
    rows = phase_table(plan).rows
    text = tr("{cost} for {addresses} addresses with {units} units")
    lines = [
        _line(
            year,
            text.format(
                cost=format_money(cost),
                addresses=format_number(addresses),
                units=format_number(units),
            ),
        )
        for year, cost, addresses, units in zip(
            *(rows[name] for name in ("year", "cost_eur", "addresses", "units")), strict=True
        )
    ]
    return [*lines, _line(tr("Build order"), order_sentence(plan.summary))]


def _network_text(plan: Plan) -> str:
    found = plan.summary
    parts = [
        ntr("{count} cabinet", "{count} cabinets", found.cabinets).format(
            count=format_number(found.cabinets)
        ),
        ntr("{count} PoP", "{count} PoPs", found.pops).format(count=format_number(found.pops)),
        ntr("{count} unit", "{count} units", found.units).format(count=format_number(found.units)),
    ]
    return ", ".join(parts)


def _gap_lines(project: Project) -> list[str]:
    rows = gap_table(project).rows
    rows = rows.loc[rows["kind"].eq(label("gap_kind", "eligible"))]
    if rows.empty:
        return []
    heading = ntr(
        "{count} gap that may be aided:", "{count} gaps that may be aided, the largest:", len(rows)
    )
    shown = rows.head(SHOWN_GAPS)
    return [heading.format(count=format_number(len(rows)))] + [
        _line(
            ntr("{count} address", "{count} addresses", int(addresses)).format(
                count=format_number(addresses)
            ),
            ": ".join(part for part in (district, streets) if part),
        )
        for addresses, district, streets in zip(
            *(shown[name] for name in ("addresses", "district", "streets")), strict=True
        )
    ]


def _finding_lines(project: Project, findings: Sequence[Finding]) -> list[str]:
    lines = []
    if len(project.rejected):
        count = len(project.rejected)
        lines.append(
            ntr(
                "{count} input row was not taken over; its reason is in the report.",
                "{count} input rows were not taken over; their reasons are in the report.",
                count,
            ).format(count=format_number(count))
        )
    if not findings:
        return [*lines, tr("No findings.")]
    ordered = sorted(
        findings, key=lambda found: (SEVERITIES.index(found.severity), -found.cost_eur)
    )
    heading = ntr("{count} finding, the worst:", "{count} findings, the worst:", len(findings))
    lines.append(heading.format(count=format_number(len(findings))))
    return lines + [
        f"  {label('severity', found.severity)}: {found.message} {found.remedy}".rstrip()
        for found in ordered[:SHOWN_FINDINGS]
    ]
