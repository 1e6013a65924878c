"""The tables that go with a printed map: cost, and addresses or trenches of what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fibre_planner.language import tr
from fibre_planner.model.project import LAYERS
from fibre_planner.model.tables import columns as table_columns
from fibre_planner.ui.map.viewport import Box
from fibre_planner.ui.printing.table_layout import PrintColumn, PrintTable
from fibre_planner.ui.wording import column_title, label, numbers, value_text

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan
    from fibre_planner.model.project import Project

_SHOWN: Mapping[str, tuple[str, ...]] = {
    "addresses": (
        *("street", "house_number", "suffix", "postcode", "district"),
        *("dwellings", "coverage_class", "technology", "down_mbps"),
    ),
    "plan_addresses": ("status", "path_m", "cost_base_eur"),
    "plan_trenches": (
        *("street", "level", "surface", "method", "length_m", "addresses", "units"),
        *("cost_base_eur", "year"),
    ),
    "streets": ("name", "road_class", "surface", "width_m", "sidewalk"),
    "sites": ("title", "kind", "street", "developer", "planned_from", "planned_to"),
    "areas": ("kind", "name", "source"),
}
"""Table → columns that fit on a page; other tables show their first ones."""

_MOST_COLUMNS = 9
_NUMBERS = ("number", "integer")


def print_table_of(table: str, rows: Any, title: str, *, shown: Sequence[str] = ()) -> PrintTable:
    """Return rows of a table of the data dictionary as they are printed.

    rows: a frame with the columns of the table. shown: names of its columns, by default those
    that fit on a page; columns without any text are left out.
    """
    known = {column.name: column for column in table_columns(table)}
    names = shown or _SHOWN.get(table) or tuple(known)[:_MOST_COLUMNS]
    kept = [known[name] for name in names if name in known and name in rows]
    texts = [_texts(rows[column.name], _writer(table, column)) for column in kept]
    filled = [number for number, cells in enumerate(texts) if any(cells) or not cells]
    heads = tuple(
        PrintColumn(column_title(kept[number]), kept[number].kind in _NUMBERS) for number in filled
    )
    return PrintTable(title, heads, list(zip(*(texts[number] for number in filled), strict=True)))


def _writer(table: str, column: Any) -> Callable[[Any], str]:
    if column.name == "coverage_class":
        return lambda code: label("coverage_class_short", code) if code else ""
    return lambda value: value_text(table, column, value)


def _texts(values: Any, write: Callable[[Any], str]) -> list[str]:
    """Return values as texts, each different one written only once."""
    given = values.tolist()
    known = {value: write(value) for value in dict.fromkeys(given)}
    return [known[value] if value == value else write(value) for value in given]


def address_rows(project: Project, plan: Plan | None, ids: Iterable[str]) -> PrintTable:
    """Return addresses with coverage and plan, by street and house number."""
    wanted = set(ids)
    found = project.addresses[project.addresses["address_id"].isin(wanted)]
    number = found["house_number"].str.extract(r"(\d{1,9})")[0].fillna("0").astype("int64")
    found = found.assign(_number=number).sort_values(
        ["street", "_number", "suffix", "address_id"], kind="stable"
    )
    ids_in_order = found["address_id"].to_numpy()
    parts = [print_table_of("addresses", found, "")]
    for name, table in (("coverage", project.coverage), ("plan_addresses", _planned(plan))):
        if table is not None and not table.empty:
            rows = table.set_index("address_id").reindex(ids_in_order)
            there = rows.dropna(how="all").index
            parts.append(_joined(name, table, ids_in_order, set(there)))
    return _beside(tr("Addresses"), parts)


def _planned(plan: Plan | None) -> Any:
    return None if plan is None else plan.addresses


def _joined(name: str, table: Any, ids: np.ndarray, there: set[str]) -> PrintTable:
    """Return the rows of a table of addresses in a given order; empty texts where it has none."""
    shown = _SHOWN["addresses" if name == "coverage" else name]
    some = table[table["address_id"].isin(there)]
    printed = print_table_of(name, some, "", shown=shown)
    texts = dict(zip(some["address_id"].tolist(), printed.rows, strict=True))
    nothing = ("",) * len(printed.columns)
    return PrintTable("", printed.columns, [texts.get(name, nothing) for name in ids.tolist()])


def _beside(title: str, parts: Sequence[PrintTable]) -> PrintTable:
    heads = tuple(column for part in parts for column in part.columns)
    rows = [
        [text for row in rows for text in row]
        for rows in zip(*(part.rows for part in parts), strict=True)
    ]
    return PrintTable(title, heads, rows)


def ids_within(layers: Iterable[Any], table: str, box: Box) -> set[str]:
    """Return the ids of a table's features that reach into a box of a scene's layers."""
    found: set[str] = set()
    for layer in layers:
        if layer.table == table:
            rows = layer.data.within(box)
            rows = getattr(layer.data, "feature", np.arange(len(layer.data)))[rows]
            found |= set(layer.data.ids[rows].tolist())
    return found


def trench_rows(plan: Plan, ids: Iterable[str]) -> PrintTable:
    """Return trenches by street, with a sum of their length and cost."""
    found = plan.trenches[plan.trenches["trench_id"].isin(set(ids))]
    found = found.sort_values(["street", "level", "trench_id"], kind="stable")
    printed = print_table_of("plan_trenches", found, tr("Trenches"))
    if found.empty:
        return printed
    formats = numbers()
    sums = {
        column_title(column): value_text("plan_trenches", column, float(found[column.name].sum()))
        for column in table_columns("plan_trenches")
        if column.name in ("length_m", "cost_base_eur")
    }
    total = [sums.get(column.title, "") for column in printed.columns]
    total[0] = tr("Sum of {count}").format(count=formats.format_number(len(found)))
    return PrintTable(printed.title, printed.columns, [*printed.rows, total], total=True)


def cost_rows(project: Project, plan: Plan) -> PrintTable:
    """Return the bill of quantities at base prices, with what the plan costs."""
    formats = numbers()
    from fibre_planner.workflow import report_tables  # comes with the work, thus late

    made = report_tables.item_table(project, plan)
    names = ("code", "name", "quantity", "unit", "price_base_eur", "cost_base_eur")
    known = {column.name: column for column in made.columns}
    heads = tuple(
        PrintColumn(known[name].heading, known[name].kind in ("number", "money")) for name in names
    )
    rows = []
    for code, text, quantity, unit, *amounts in made.rows[list(names)].itertuples(index=False):
        money = [formats.format_money(amount, 2) for amount in amounts]
        rows.append((code, text, formats.format_number(quantity, 1), unit, *money))
    cost = formats.format_money(plan.summary.cost_eur.base, 2)
    total = ("", tr("Cost at base prices"), "", "", "", cost)
    return PrintTable(made.title, heads, [*rows, total], total=True)


def selected_rows(
    project: Project, plan: Plan | None, table: str, ids: frozenset[str]
) -> PrintTable | None:
    """Return the selected rows of a table, None where nothing is selected."""
    if not table or not ids:
        return None
    if table == "addresses":
        return address_rows(project, plan, ids)
    if table == "plan_trenches":
        return None if plan is None else trench_rows(plan, ids)
    frame = _frame(project, plan, table)
    if frame is None:
        return None
    rows = frame[frame.iloc[:, 0].isin(ids)]
    name = label("layer", table)
    return print_table_of(table, rows, name[:1].upper() + name[1:])


def _frame(project: Project, plan: Plan | None, table: str) -> Any:
    if table == "plan_nodes":
        return None if plan is None else plan.nodes
    return project.layer(table) if table in LAYERS else None
