"""The figures of a project and its plan: what summary sheet, map and terminal show alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fibre_planner.language import ntr, tr
from fibre_planner.model.finding import SEVERITIES, Finding
from fibre_planner.model.plan import Plan, PlanSummary
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import COVERAGE_CLASSES, ELIGIBILITIES
from fibre_planner.report.numbers import (
    Number,
    format_date,
    format_length,
    format_money,
    format_number,
    format_share,
)
from fibre_planner.report.phase_table import has_years
from fibre_planner.report.sentences import proof_sentence, saved_eur, saved_m, saved_share
from fibre_planner.report.tables import Kind
from fibre_planner.report.texts import label


@dataclass(frozen=True)
class Figure:
    """One figure with its name.

    name: stable name; kind: as of a report column, or length for metres.
    note: what is to be read behind the figure, such as its share.
    """

    name: str
    label: str
    value: Number | str | None
    kind: Kind | str = "integer"
    digits: int = 0
    note: str = ""

    def text(self) -> str:
        """Return the figure as the reader's language writes it, without its note."""
        if isinstance(self.value, str):
            return format_date(self.value) if self.kind == "date" else self.value
        if self.kind == "money":
            return format_money(self.value, self.digits)
        if self.kind == "share":
            return format_share(self.value, self.digits)
        if self.kind == "length":
            return format_length(self.value)
        return format_number(self.value, self.digits)


@dataclass(frozen=True)
class FigureGroup:
    """Figures under one heading."""

    name: str
    heading: str
    figures: tuple[Figure, ...]


def figure_groups(
    project: Project, plan: Plan | None, findings: Sequence[Finding] = ()
) -> tuple[FigureGroup, ...]:
    """Return all figures of a report, the plan's only where there is one."""
    groups = [
        FigureGroup("project", tr("Project"), _project_figures(project, plan)),
        FigureGroup("coverage", tr("Coverage"), _coverage_figures(project)),
    ]
    if plan is not None:
        groups += [
            FigureGroup("network", tr("Network"), _network_figures(plan)),
            FigureGroup("cost", tr("Cost"), _cost_figures(plan)),
            FigureGroup("proof", tr("How good the plan is"), _proof_figures(plan)),
        ]
        if has_years(plan):
            groups.append(FigureGroup("phases", tr("Build order"), _phase_figures(plan)))
        money = _budget_figures(plan)
        if money:
            groups.append(FigureGroup("budget", tr("Budget"), money))
    groups.append(FigureGroup("data", tr("Data"), _data_figures(project, findings)))
    return tuple(groups)


def cost_per(plan: Plan, count: int) -> Decimal | None:
    """Return the base cost divided by a count, in EUR; None where there is nothing to divide by."""
    return plan.summary.cost_eur.base / count if count else None


def reasons_note(counts: Mapping[str, int]) -> str:
    """Return reasons with their numbers, most first, such as "no street within reach (5)"."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(
        f"{label('reason', reason)} ({format_number(n)})" for reason, n in ordered if n
    )


def reasons_by_status(plan: Plan) -> dict[str, dict[str, int]]:
    """Return the number of addresses without connection by reason: unconnected and excluded."""
    found = {}
    for status in ("unconnected", "excluded"):
        reasons = plan.addresses.loc[plan.addresses["status"].eq(status), "reason"]
        found[status] = {str(name): int(n) for name, n in reasons.value_counts().items()}
    return found


def _project_figures(project: Project, plan: Plan | None) -> tuple[Figure, ...]:
    ruleset = plan.scenario.ruleset if plan else project.metadata.get("ruleset", "")
    figures = [
        Figure("municipality", tr("Municipality"), municipality(project), "text"),
        Figure("project", tr("Project"), project.name, "text"),
        Figure("ruleset", tr("Rule set"), ruleset, "text"),
    ]
    if plan is not None:
        figures += [
            Figure("plan", tr("Plan"), plan.plan_id, "text"),
            Figure("created", tr("Made on"), plan.created, "date"),
            Figure("scenario", tr("Scenario"), plan.scenario.name, "text"),
        ]
    return tuple(figures)


def municipality(project: Project) -> str:
    """Return the municipality's name; the project's where only its official key is known."""
    name = project.metadata.get("municipality", "")
    return project.name if not name or name.isdigit() else name


def _coverage_figures(project: Project) -> tuple[Figure, ...]:
    addresses, coverage = project.addresses, project.coverage
    total = len(addresses)
    known = addresses["dwellings"].clip(lower=0)
    units = known + addresses["businesses"] + addresses["public_units"]
    # An address without a row of coverage has not been judged: it counts as unknown.
    missing = max(total - len(coverage), 0)
    classes = coverage["coverage_class"].value_counts()
    eligible = coverage["eligible"].value_counts()

    def counted(name: str, text: str, count: int) -> Figure:
        share = format_share(count / total) if total else ""
        return Figure(name, text, count, note=share)

    def with_missing(code: str, found: int) -> int:
        return found + (missing if code == "unknown" else 0)

    return (
        Figure("addresses", tr("Addresses"), total),
        Figure("dwellings", tr("Dwellings"), int(known.sum())),
        Figure("units", tr("Dwellings, firms and public units"), int(units.sum())),
        *(
            counted(code, label("coverage_class", code), with_missing(code, classes.get(code, 0)))
            for code in COVERAGE_CLASSES
        ),
        *(
            counted(
                f"eligible_{code}",
                tr("Eligible: {answer}").format(answer=label("eligible", code)),
                with_missing(code, eligible.get(code, 0)),
            )
            for code in ELIGIBILITIES
        ),
    )


def _network_figures(plan: Plan) -> tuple[Figure, ...]:
    found = plan.summary
    reasons = reasons_by_status(plan)
    unconnected, excluded = (sum(reasons[status].values()) for status in reasons)
    per_address = found.trench_m / found.connected if found.connected else None
    return (
        Figure("planned", tr("Addresses to connect"), found.addresses - excluded),
        Figure("connected", tr("Connected"), found.connected),
        Figure(
            "unconnected",
            tr("Not connected"),
            unconnected,
            note=reasons_note(reasons["unconnected"]),
        ),
        Figure("excluded", tr("Left out"), excluded, note=reasons_note(reasons["excluded"])),
        Figure("plan_units", tr("Units"), found.units),
        Figure("trench_m", tr("Trenches"), found.trench_m, "length"),
        Figure("street_trench_m", tr("of these in the street"), found.street_trench_m, "length"),
        Figure("lead_in_m", tr("of these lead-ins"), found.lead_in_m, "length"),
        Figure("trench_per_address_m", tr("Trench per address (m)"), per_address, "number", 1),
        Figure("cabinets", tr("Cabinets"), found.cabinets),
        Figure("pops", tr("PoPs"), found.pops),
    )


def _cost_figures(plan: Plan) -> tuple[Figure, ...]:
    cost, found = plan.summary.cost_eur, plan.summary
    per_address = cost_per(plan, found.connected)
    return (
        Figure("cost_low", tr("Cost low"), cost.low, "money", 2),
        Figure("cost_base", tr("Cost base"), cost.base, "money", 2),
        Figure("cost_high", tr("Cost high"), cost.high, "money", 2),
        Figure("cost_per_address", tr("Cost per connected address"), per_address, "money"),
        Figure("cost_per_unit", tr("Cost per unit"), cost_per(plan, found.units), "money"),
    )


def _proof_figures(plan: Plan) -> tuple[Figure, ...]:
    found = plan.summary
    more_m, more_eur = saved_m(found), saved_eur(found)
    naive = tr("On the same graph, with the same rules and prices.")
    return (
        Figure("trench_cost", tr("Digging at base prices"), found.trench_cost_eur, "money"),
        Figure("lower_bound", tr("Lower bound of digging"), found.lower_bound_eur, "money"),
        *_capacity_figures(found),
        Figure(
            "gap", tr("Distance to the lower bound"), found.gap, "share", 2, proof_sentence(found)
        ),
        Figure(
            "baseline_m",
            tr("Shortest paths: trench"),
            found.shortest_path_baseline_m,
            "length",
            note=naive,
        ),
        Figure(
            "baseline_eur",
            tr("Shortest paths: digging"),
            found.shortest_path_baseline_eur,
            "money",
            note=naive,
        ),
        Figure(
            "saved_m",
            tr("Saved against shortest paths: trench"),
            more_m,
            "length",
            note=format_share(saved_share(more_m, found.shortest_path_baseline_m)),
        ),
        Figure(
            "saved_eur",
            tr("Saved against shortest paths: digging"),
            more_eur,
            "money",
            note=format_share(saved_share(more_eur, found.shortest_path_baseline_eur)),
        ),
    )


def _phase_figures(plan: Plan) -> tuple[Figure, ...]:
    found, years = plan.summary, plan.phases.loc[plan.phases["year"] > 0, "year"]
    rest = int(plan.phases.loc[plan.phases["year"] == 0, "addresses"].sum())
    span = f"{years.min()} – {years.max()}" if len(years) else "–"
    return (
        Figure("years", tr("Years of building"), span, "text"),
        Figure("yearly_budget", tr("Budget of a year"), plan.scenario.yearly_budget_eur, "money"),
        Figure("not_within_years", tr("Addresses not within the years"), rest),
        Figure("npv", tr("Net present cost of the order"), found.npv_eur, "money"),
        Figure("npv_greedy", tr("The same, greedy order"), found.npv_greedy_eur, "money"),
    )


def _capacity_figures(found: PlanSummary) -> tuple[Figure, ...]:
    """Return the bounds on all but digging and on the whole; none for plans made before them."""
    if found.total_bound_eur <= 0.0:
        return ()
    above = float(found.cost_eur.base) / found.total_bound_eur - 1
    return (
        Figure(
            "capacity_bound",
            tr("Lower bound of equipment and connections"),
            found.capacity_bound_eur,
            "money",
        ),
        Figure("total_bound", tr("Lower bound of the cost"), found.total_bound_eur, "money"),
        Figure("total_gap", tr("Distance of the cost to it"), above, "share", 2),
    )


def _budget_figures(plan: Plan) -> tuple[Figure, ...]:
    """Return the amounts of a budget and of the last addresses; notes fit into one line."""
    found, budget = plan.summary, plan.summary.budget
    figures = []
    if budget is not None:
        what = label("weight", budget.weight)
        served = tr("{share} of {all}").format(
            share=format_share(budget.served / budget.of if budget.of else None),
            all=format_number(budget.of),
        )
        more = tr("{share} more").format(share=format_share(budget.gap))
        choice = tr("at most, for what trenches and connections cost")
        figures += [
            Figure("budget", tr("Budget"), budget.budget_eur, "money"),
            Figure("budget_served", what[:1].upper() + what[1:], budget.served, note=served),
            Figure("budget_bound", tr("No plan serves more than"), budget.bound, note=more),
            Figure(
                "budget_choice", tr("More by another choice"), budget.model_gap, "share", 2, choice
            ),
        ]
    if found.last_addresses:
        total = float(found.cost_eur.base)
        note = tr("{share} of the addresses, {of_total} of the cost").format(
            share=format_share(found.last_addresses / found.connected, 0),
            of_total=format_share(found.last_cost_eur / total if total else None),
        )
        count = format_number(found.last_addresses)
        text = ntr("The last {count} address", "The last {count} addresses", found.last_addresses)
        cost = found.last_cost_eur
        figures.append(Figure("last_cost", text.format(count=count), cost, "money", note=note))
    return tuple(figures)


def _data_figures(project: Project, findings: Sequence[Finding]) -> tuple[Figure, ...]:
    texts = {
        "error": tr("Findings: errors"),
        "warning": tr("Findings: warnings"),
        "note": tr("Findings: notes"),
    }
    counts = {code: sum(found.severity == code for found in findings) for code in SEVERITIES}
    return (
        *(Figure(f"findings_{code}", texts[code], counts[code]) for code in SEVERITIES),
        Figure("rejected", tr("Rejected rows"), len(project.rejected)),
    )
