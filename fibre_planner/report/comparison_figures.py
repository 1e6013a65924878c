"""The first sheet of a comparison: the figures side by side, what differs, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fibre_planner.language import mark, tr
from fibre_planner.model.comparison import SECTION_STATES, Comparison
from fibre_planner.model.project import Project
from fibre_planner.report.comparison_tables import parameter_table
from fibre_planner.report.comparison_texts import change_sentence, plan_names, reason_sentence
from fibre_planner.report.figures import municipality
from fibre_planner.report.texts import label
from fibre_planner.report.workbook_cells import (
    begins_like_a_formula,
    number_cell,
    row_xml,
    text_cell,
)
from fibre_planner.report.workbook_sheets import Sheet
from fibre_planner.report.workbook_styles import Styles

NAMES = {
    "addresses": mark("Addresses"),
    "connected": mark("Connected"),
    "units": mark("Units"),
    "trench_m": mark("Trenches"),
    "street_trench_m": mark("of these in the street"),
    "lead_in_m": mark("of these lead-ins"),
    "cabinets": mark("Cabinets"),
    "pops": mark("PoPs"),
    "cost_low": mark("Cost low"),
    "cost_base": mark("Cost base"),
    "cost_high": mark("Cost high"),
    "trench_cost_eur": mark("Digging at base prices"),
    "lower_bound_eur": mark("Lower bound of digging"),
    "gap": mark("Distance to the lower bound"),
    "shortest_path_baseline_m": mark("Shortest paths: trench"),
    "shortest_path_baseline_eur": mark("Shortest paths: digging"),
}
"""Name of a figure of a comparison → English text."""

_LOOKS = {"m": ("length", 2), "EUR": ("money", 2), "share": ("share", 2), "": ("integer", 0)}
_WIDTHS = (46.0, 24.0, 24.0, 18.0, 18.0, 18.0, 18.0)
_LETTERS = "ABCDEFG"


@dataclass(frozen=True)
class _Line:
    """A line of the sheet: texts and numbers with their kinds, and the look of its texts."""

    cells: Sequence[tuple[str | float, str, int]]
    look: str = "cell"
    height_pt: float | None = None


def figures_sheet(project: Project, found: Comparison, styles: Styles) -> Sheet:
    """Return the sheet of figures of a comparison."""
    lines = [
        *_head(project, found),
        *_figure_lines(found),
        *_part_lines(found),
        *_reason_lines(found),
        *_parameter_lines(found),
    ]
    blocks = [
        row_xml(row, _cells(line, row, styles), line.height_pt)
        for row, line in enumerate(lines, start=1)
        if line.cells
    ]
    return Sheet(
        title=tr("Figures"),
        blocks=blocks,
        widths=_WIDTHS,
        last_row=len(lines),
        header_row=0,
    )


def _cells(line: _Line, row: int, styles: Styles) -> list[str]:
    made = []
    for letter, (value, kind, digits) in zip(_LETTERS, line.cells, strict=False):
        if isinstance(value, str):
            style = styles.number(line.look, kind, quoted=begins_like_a_formula(value))
            made.append(text_cell(f"{letter}{row}", style, value))
        else:
            style = styles.number(line.look, kind, digits)
            made.append(number_cell(f"{letter}{row}", style, value))
    return made


def _text(text: str) -> tuple[str, str, int]:
    return text, "text", 0


def _heading(first: str, *others: str, kind: str = "integer") -> list[_Line]:
    """Return an empty line and a heading, over numbers to the right unless kind is text."""
    cells = [_text(first), *((text, kind, 0) for text in others)]
    return [_Line(()), _Line(cells, "heading", 22)]


def _head(project: Project, found: Comparison) -> list[_Line]:
    title = tr("Plans compared: {municipality}").format(municipality=municipality(project))
    name_one, name_other = plan_names([found.one, found.other])
    plain = [
        tr("Plan A: {name} ({id})").format(name=name_one, id=found.one.plan_id),
        tr("Plan B: {name} ({id})").format(name=name_other, id=found.other.plan_id),
        change_sentence(found),
        reason_sentence(found),
    ]
    return [
        _Line([_text(title)], "title", 30),
        *(_Line([_text(text)], "subtitle") for text in plain),
    ]


def _figure_lines(found: Comparison) -> list[_Line]:
    lines = _heading(tr("Figures"), tr("Plan A"), tr("Plan B"), tr("B − A"))
    for name, unit, one, other, difference in found.figures.itertuples(index=False):
        kind, digits = _LOOKS[unit]
        numbers = [(float(value), kind, digits) for value in (one, other, difference)]
        lines.append(_Line([_text(tr(NAMES[name])), *numbers]))
    return lines


def _part_lines(found: Comparison) -> list[_Line]:
    """Return metres and EUR of trench by what differs; the last line adds them up."""
    lines = _heading(
        tr("Trenches by what differs"),
        tr("Length A"),
        tr("Length B"),
        tr("Length B − A"),
        tr("Cost A"),
        tr("Cost B"),
        tr("Cost B − A"),
    )
    columns = [f"length{side}_m" for side in ("_one", "_other", "")]
    columns += [f"cost_base{side}_eur" for side in ("_one", "_other", "")]
    sums = found.sections.groupby("state")[columns].sum()
    for state in SECTION_STATES:
        values = sums.loc[state].tolist() if state in sums.index else [0.0] * len(columns)
        lines.append(_Line([_text(label("section_state", state)), *_sized(values)]))
    total = found.sections[columns].sum().tolist()
    return [*lines, _Line([_text(tr("Total")), *_sized(total)], "total")]


def _sized(values: Sequence[float]) -> list[tuple[float, str, int]]:
    kinds = ["length"] * 3 + ["money"] * 3
    return [(float(value), kind, 2) for value, kind in zip(values, kinds, strict=True)]


def _reason_lines(found: Comparison) -> list[_Line]:
    lines = _heading(tr("Why the cost differs (B − A)"), tr("Low"), tr("Base"), tr("High"))
    for text, cost, look in (
        (tr("Other quantities at the prices of plan A"), found.cost.by_quantity, "cell"),
        (tr("Other prices"), found.cost.by_price, "cell"),
        (tr("Total"), found.cost.total, "total"),
    ):
        amounts = [(float(value), "money", 2) for value in (cost.low, cost.base, cost.high)]
        lines.append(_Line([_text(text), *amounts], look))
    return lines


def _parameter_lines(found: Comparison) -> list[_Line]:
    rows = parameter_table(found).rows
    lines = _heading(tr("Parameters that differ"), tr("Plan A"), tr("Plan B"), kind="text")
    if rows.empty:
        return [*lines, _Line([_text(tr("none"))])]
    return lines + [
        _Line([_text(text) for text in row]) for row in rows.itertuples(index=False, name=None)
    ]
