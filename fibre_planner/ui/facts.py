"""What is known of one feature of the map, as titled lists of names and values; without Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fibre_planner.language import ntr, tr
from fibre_planner.ui.column_titles import IDENTIFIERS, TITLES
from fibre_planner.ui.wording import (
    column_title,
    label,
    numbers,
    ruleset_name,
    table_columns,
    value_text,
)

if TYPE_CHECKING:
    from fibre_planner.model.comparison import Comparison
    from fibre_planner.model.finding import Finding
    from fibre_planner.model.plan import Plan
    from fibre_planner.model.project import Project
    from fibre_planner.ui.map.picking import Hit

_ADDRESS_PARTS = ("street", "house_number", "suffix")

Facts = list[tuple[str, str]]
"""Names and values, in the order they are shown."""


@dataclass(frozen=True)
class Explained:
    """A feature: its name, what it is, and sections of facts."""

    title: str
    kind: str
    sections: tuple[tuple[str, Facts], ...] = ()


@dataclass(frozen=True, eq=False)
class Known:
    """What features are looked up in; gaps gives the gap table of a project."""

    project: Project
    plan: Plan | None = None
    findings: tuple[Finding, ...] = ()
    gaps: Callable[[Any], Any] = lambda _project: None
    comparison: Comparison | None = None


def explain(hit: Hit, known: Known) -> Explained | None:
    """Return the facts of a feature, None where it is gone."""
    if hit.table == "findings":
        return _finding(known, hit.row_id)
    row = _row(_table(known, hit.table), hit.row_id)
    if row is None:
        return None
    maker = _MAKERS.get(hit.table, _plain)
    return maker(known, hit.table, row)


def short_name(hit: Hit, known: Known) -> str:
    """Return one line on a feature, for the strip below the map."""
    if hit.table == "addresses":  # the mouse passes over many; their facts are not needed
        row = _row(known.project.addresses, hit.row_id)
        return f"{tr('Address')}: {address_name(row)}" if row else ""
    found = explain(hit, known)
    if found is None:
        return ""
    return f"{found.kind}: {found.title}" if found.title != found.kind else found.title


def _table(known: Known, table: str) -> Any:
    if table == "gaps":
        return known.gaps(known.project)
    if table == "comparison":
        return known.comparison.sections if known.comparison else None
    if not table.startswith("plan_"):
        return known.project.layer(table)
    if known.plan is None:
        return None
    return getattr(known.plan, table.removeprefix("plan_"))


def _row(table: Any, row_id: str) -> Mapping[str, Any] | None:
    if table is None or table.empty:
        return None
    rows = table[table.iloc[:, 0] == row_id]
    if rows.empty:
        return None
    return dict(zip(rows.columns, rows.iloc[0], strict=True))


def _facts(table: str, row: Mapping[str, Any], leave_out: tuple[str, ...] = ()) -> Facts:
    """Return the columns of a row that are known, identifiers and sources last."""
    shown = [
        column
        for column in table_columns(table)
        if column.name in row and column.name not in leave_out
    ]
    shown.sort(key=lambda column: column.name in IDENTIFIERS)
    facts = [
        (column_title(column), value_text(table, column, row[column.name])) for column in shown
    ]
    return [(name, value) for name, value in facts if value]


def address_name(row: Mapping[str, Any]) -> str:
    """Return street and house number of an address."""
    number = f"{row['house_number']}{row['suffix']}"
    return f"{row['street']} {number}".strip() or str(row["address_id"])


def _address(known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    address_id = row["address_id"]
    sections = [(tr("Address"), _facts(table, row, _ADDRESS_PARTS))]
    coverage = _row(known.project.coverage, address_id)
    if coverage is not None:
        coverage = {**coverage, "ruleset": ruleset_name(coverage["ruleset"])}
        sections.insert(0, (tr("Coverage"), _facts("coverage", coverage, ("address_id", "gap_id"))))
    if known.plan is not None:
        planned = _row(known.plan.addresses, address_id)
        facts = _facts("plan_addresses", planned, ("address_id",)) if planned else []
        sections.insert(0, (tr("Plan"), facts or [(tr("Status"), label("plan_status", ""))]))
    offers = known.project.supply[known.project.supply["address_id"] == address_id]
    records = offers.to_dict("records")
    for offer in records:  # a handful per address
        name = tr("Supply: {provider}").format(provider=offer["provider"])
        leave_out = ("supply_id", "address_id", "provider", *_ADDRESS_PARTS, "postcode", "city")
        sections.append((name, _facts("supply", offer, leave_out)))
    return Explained(address_name(row), tr("Address"), tuple(sections))


def _trench(known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    length = numbers().format_length(row["length_m"])
    cost = numbers().format_money(row["cost_base_eur"])
    kind = tr("Trench, {level}").format(level=label("level", row["level"]))
    title = f"{length} · {cost}"
    served = ntr("used by {count} address", "used by {count} addresses", row["addresses"])
    sections = [
        (served.format(count=numbers().format_number(row["addresses"])), _facts(table, row))
    ]
    site = _row(known.project.sites, row["site_id"]) if row["site_id"] else None
    if site is not None:
        sections.append((tr("Laid along with this construction site"), _facts("sites", site)))
    return Explained(title, kind, tuple(sections))


def _difference(_known: Known, _table: str, row: Mapping[str, Any]) -> Explained:
    """Explain a stretch of trench of two compared plans."""
    write = numbers()
    changes = ", ".join(label("section_change", code) for code in row["changes"].split())
    facts = [
        (tr("Street"), row["street"]),
        (tr("What differs"), changes),
        (tr("Length A"), write.format_length(row["length_one_m"])),
        (tr("Length B"), write.format_length(row["length_other_m"])),
        (tr("Cost A"), write.format_money(row["cost_base_one_eur"])),
        (tr("Cost B"), write.format_money(row["cost_base_other_eur"])),
        (tr("Cost B − A"), write.format_change(row["cost_base_eur"], write.format_money)),
    ]
    kind = label("section_state", row["state"])
    title = write.format_length(max(row["length_one_m"], row["length_other_m"]))
    return Explained(title, kind, ((kind, [fact for fact in facts if fact[1]]),))


def _named(kind: Callable[[Mapping[str, Any]], str], name: str) -> Any:
    def make(_known: Known, table: str, row: Mapping[str, Any]) -> Explained:
        what = kind(row)
        return Explained(str(row.get(name) or what), what, ((what, _facts(table, row)),))

    return make


def _gap(_known: Known, _table: str, row: Mapping[str, Any]) -> Explained:
    write = numbers()
    facts = [
        (tr(TITLES[name]), write.format_number(row[name]))
        for name in ("addresses", "dwellings", "businesses", "public_units")
        if name in row
    ]
    if row.get("worst_class"):
        facts.append((tr("Worst class"), label("coverage_class", row["worst_class"])))
    title = str(row.get("district") or tr("Coverage gap"))
    return Explained(title, tr("Coverage gap"), ((tr("Size"), facts),))


def _finding(known: Known, row_id: str) -> Explained | None:
    number = int(row_id)
    if number >= len(known.findings):
        return None
    found = known.findings[number]
    facts = [
        (tr("What to do"), found.remedy),
        (tr("Severity"), label("severity", found.severity)),
        (tr("Layer"), label("layer", found.layer)),
        (tr("Rows"), numbers().format_number(found.count)),
    ]
    return Explained(found.message, tr("Finding"), ((tr("Finding"), facts),))


def _plain(_known: Known, table: str, row: Mapping[str, Any]) -> Explained:
    what = label("layer", table)
    what = what[:1].upper() + what[1:]
    return Explained(str(next(iter(row.values()))), what, ((what, _facts(table, row)),))


def area_kind(row: Mapping[str, Any]) -> str:
    """Return what the kind of an area or place is called."""
    return label("area", row["kind"]) if row["kind"] else tr("Area of another kind")


_MAKERS: Mapping[str, Callable[[Known, str, Mapping[str, Any]], Explained]] = {
    "addresses": _address,
    "plan_trenches": _trench,
    "comparison": _difference,
    "streets": _named(lambda _: tr("Street"), "name"),
    "ducts": _named(lambda _: tr("Existing duct"), "owner"),
    "buildings": _named(lambda _: tr("Building"), "kind"),
    "sites": _named(lambda _: tr("Construction site"), "title"),
    "areas": _named(area_kind, "name"),
    "places": _named(area_kind, "name"),
    "nodes": _named(lambda row: label("node", row["kind"]), "name"),
    "plan_nodes": _named(lambda row: label("node", row["kind"]), "node_id"),
    "gaps": _gap,
}
