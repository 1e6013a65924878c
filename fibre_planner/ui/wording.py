"""How the window writes figures and codes; the texts themselves come with the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fibre_planner.language import current_language, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.ruleset import read_ruleset
from fibre_planner.ui.column_titles import TITLES

if TYPE_CHECKING:
    from fibre_planner.model.tables import Column


def numbers() -> Any:
    """Return the number formats; loaded late, because the work comes along with them."""
    from fibre_planner.workflow import numbers as formats

    return formats


def sentences() -> Any:
    """Return the sentences on a plan's figures that the reports write too."""
    from fibre_planner.workflow import sentences as told

    return told


def phase_table() -> Any:
    """Return the functions that tell the years of a plan as a table and as sentences."""
    from fibre_planner.workflow import phase_table as told

    return told


def comparison_texts() -> Any:
    """Return the sentences on a comparison of two plans that the reports write too."""
    from fibre_planner.workflow import comparison_texts as told

    return told


def comparison_tables() -> Any:
    """Return the functions that make the tables of a comparison."""
    from fibre_planner.workflow import comparison_tables as made

    return made


def label(kind: str, code: str) -> str:
    """Return what a code of a table is called."""
    from fibre_planner.workflow import texts

    return str(texts.label(kind, code))


def remedy_title(finding: Any) -> str:
    """Return what the remedy of a finding is called, empty where it has none that is certain."""
    from fibre_planner.workflow import remedy_title as title

    return str(title(finding))


def parameter_text(name: str, value: Any) -> str:
    """Return the value of a scenario's parameter as it is read."""
    from fibre_planner.workflow import comparison_texts

    return str(comparison_texts.parameter_text(name, value))


def ruleset_name(ruleset_id: str) -> str:
    """Return the name of a rule set, the id itself where it is not shipped."""
    try:
        return read_ruleset(ruleset_id).name
    except PlannerError:
        return ruleset_id


_KINDS: dict[tuple[str, str], str] = {
    ("addresses", "category"): "category",
    ("addresses", "units_source"): "units_source",
    ("supply", "status"): "supply_status",
    ("supply", "technology"): "technology",
    ("supply", "evidence"): "supply_evidence",
    ("supply", "match"): "supply_match",
    ("supply", "match_reason"): "match_reason",
    ("coverage", "technology"): "technology",
    ("coverage", "coverage_class"): "coverage_class",
    ("coverage", "eligible"): "eligible",
    ("streets", "road_class"): "road_class",
    ("streets", "sidewalk"): "sidewalk",
    ("streets", "structure"): "structure",
    ("streets", "surface"): "surface",
    ("streets", "ground"): "ground",
    ("plan_trenches", "surface"): "surface",
    ("plan_trenches", "ground"): "ground",
    ("plan_trenches", "method"): "method",
    ("plan_trenches", "level"): "level",
    ("plan_addresses", "status"): "plan_status",
    ("plan_addresses", "reason"): "reason",
    ("nodes", "kind"): "node",
    ("wishes", "wish"): "wish",
    ("node_wishes", "kind"): "node",
    ("plan_nodes", "kind"): "node",
    ("sites", "kind"): "site",
    ("sites", "status"): "site_status",
    ("buildings", "kind"): "building",
    ("gaps", "worst_class"): "coverage_class",
    ("areas", "kind"): "area",
    ("areas", "barrier"): "barrier",
    ("places", "kind"): "area",
    ("sites", "traffic_effect"): "traffic_effect",
    ("sites", "traffic_area"): "traffic_area",
    ("sites", "method"): "method",
    ("plan_items", "unit"): "unit",
    ("plan_rules", "rule"): "rule",
    ("plan_rules", "unit"): "unit",
    ("catalogue", "unit"): "unit",
    ("catalogue", "evidence"): "evidence",
    ("rejected", "layer"): "layer",
}
"""Table and column → the kind of code its values are."""

_OPEN = {
    place: kind
    for place, kind in _KINDS.items()
    if kind in ("road_class", "sidewalk", "structure", "site_status", "building")
}
"""Columns whose codes come from sources, which may know others than those with a name here."""


def code_kind(table: str, column: str) -> str:
    """Return the kind of code that stands in a column of a narrow table, empty for plain values.

    Rules are told by their names and classes without their bounds, which would fill the row.
    """
    kind = "decision" if (table, column) == ("coverage", "rule") else _KINDS.get((table, column))
    return _SHORT.get(kind or "", kind or "")


_SHORT = {"coverage_class": "coverage_class_short"}


def code_labels(kind: str) -> dict[str, str]:
    """Return every code of a kind with its text, in the order they are to be shown.

    Empty where there is no kind.
    """
    from fibre_planner.workflow import texts

    return dict(texts.labels(kind)) if kind else {}


def column_codes(table: str, column: str) -> tuple[str, ...]:
    """Return the codes to choose from in a column, none where any text will do.

    Codes of sources are open: others are kept as they are, but are not offered.
    """
    from fibre_planner.model.codes import codes

    return codes(table, column) or tuple(code_labels(_OPEN.get((table, column), "")))


def column_title(column: Column) -> str:
    """Return the short title of a column, else its description in the data dictionary."""
    if column.name in TITLES:
        return tr(TITLES[column.name])
    return column_description(column)


def column_description(column: Column) -> str:
    """Return what the data dictionary says of a column."""
    return column.description_de if current_language() == "de" else column.description


def table_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table of the data dictionary; loaded late for its geopandas."""
    from fibre_planner.model.tables import columns

    return columns(table)


def value_text(table: str, column: Column, value: Any) -> str:
    """Return a cell as the reader's language writes it; empty for what is not known."""
    formats = numbers()
    if column.kind == "flag":
        return label("flag", "yes" if value else "no")
    if column.kind == "date":
        return str(formats.format_date(str(value)))
    if column.name == "year":
        return str(value) if value else ""  # a year is no quantity, and 0 stands for none
    if column.kind == "integer":
        return "" if column.default == "-1" and value == -1 else str(formats.format_number(value))
    if column.kind == "number":
        return _number_text(column.unit, value)
    if (table, column.name) == ("coverage", "rule"):
        return rule_sentence(str(value))
    kind = _KINDS.get((table, column.name))
    if kind is not None and value:
        return label(kind, str(value))
    return str(value)


def rule_sentence(rule_id: str) -> str:
    """Return the rule that decided on an address as a sentence."""
    from fibre_planner.workflow import explain_rule

    return str(explain_rule(rule_id)) or rule_id


def _number_text(unit: str, value: Any) -> str:
    formats = numbers()
    if value != value:  # NaN: not known
        return ""
    if unit == "EUR":
        return str(formats.format_money(value))
    if unit == "m":
        return str(formats.format_number(value, 1)) + "\u00a0m"
    text = str(formats.format_number(value, 0 if float(value).is_integer() else 1))
    return f"{text}\u00a0{unit}" if unit else text
