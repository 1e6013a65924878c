"""Which tables the attribute table can show, and what stands in each; without Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from fibre_planner.language import current_language, mark, tr
from fibre_planner.ui.adding_up import may_be_summed
from fibre_planner.ui.facts import Known
from fibre_planner.ui.facts.looked_up import table_of
from fibre_planner.ui.map.viewport import Box
from fibre_planner.ui.table.fields import Field
from fibre_planner.ui.wording import (
    code_kind,
    code_labels,
    column_codes,
    column_description,
    column_title,
    numbers,
    table_columns,
    value_text,
)

if TYPE_CHECKING:
    from fibre_planner.model.tables import Column


@dataclass(frozen=True)
class Source:
    """A table to show.

    title: English. chosen_as: name of the table that its chosen rows are rows of.
    joined: other tables whose columns stand beside its own, by the id of the row.
    owned: whether the user may change its cells.
    """

    title: str
    chosen_as: str
    joined: tuple[str, ...] = ()
    owned: bool = False


SOURCES: Mapping[str, Source] = {
    "addresses": Source(mark("Addresses"), "addresses", ("coverage", "plan_addresses"), True),
    "supply": Source(mark("Supply"), "supply", (), True),
    "gaps": Source(mark("Coverage gaps"), "gaps"),
    "streets": Source(mark("Streets"), "streets", (), True),
    "sites": Source(mark("Construction sites"), "sites", (), True),
    "ducts": Source(mark("Existing ducts"), "ducts", (), True),
    "nodes": Source(mark("Existing nodes"), "nodes", (), True),
    "wishes": Source(mark("Wishes for streets"), "wishes"),
    "node_wishes": Source(mark("Wishes for cabinets and PoPs"), "node_wishes"),
    "areas": Source(mark("Areas"), "areas", (), True),
    "buildings": Source(mark("Buildings"), "buildings", (), True),
    "places": Source(mark("Places"), "places", (), True),
    "plan_trenches": Source(mark("Plan: trenches"), "plan_trenches"),
    "plan_nodes": Source(mark("Plan: PoP and cabinets"), "plan_nodes"),
    "plan_addresses": Source(mark("Plan: addresses"), "addresses", ("addresses",)),
    "plan_items": Source(mark("Plan: quantities and cost"), "plan_items", ("catalogue",)),
    "plan_phases": Source(mark("Plan: years of building"), "plan_phases"),
    "plan_budget": Source(mark("Plan: budget curve"), "plan_budget"),
    "plan_rules": Source(mark("Plan: rules"), "plan_rules"),
    "catalogue": Source(mark("Prices"), "catalogue"),
    "findings": Source(mark("Findings"), "findings"),
    "rejected": Source(mark("Rejected rows"), "rejected"),
    "history": Source(mark("History"), "history"),
}
"""Every table that can be shown, in the order in which they are offered."""

_NOT_OWNED = frozenset({"source", "address_id", "units_source"})


@dataclass(frozen=True, eq=False)
class Content:
    """What stands in a table: its columns, the ids of its rows, and what it was made of."""

    name: str
    fields: tuple[Field, ...] = ()
    ids: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=object))
    made_of: tuple[Any, ...] = ()

    @cached_property
    def _places(self) -> Any:
        from pandas import Index

        return Index(self.ids)

    def rows_of(self, ids: Iterable[str]) -> np.ndarray:
        """Return a flag per row, set for the rows with these ids."""
        wanted = list(ids)
        flags = np.zeros(len(self.ids), dtype=bool)
        if wanted and len(flags):
            found = self._places.get_indexer(wanted)
            flags[found[found >= 0]] = True
        return flags

    def field(self, name: str) -> Field | None:
        """Return a column by its name, None where there is none."""
        return next((known for known in self.fields if known.name == name), None)

    def names(self) -> dict[str, str]:
        """Return name and title of each column without upper case, with its name."""
        titles = {field.title.casefold(): field.name for field in reversed(self.fields)}
        return {**titles, **{field.name.casefold(): field.name for field in self.fields}}


def title_of(name: str) -> str:
    """Return what a table is called."""
    return tr(SOURCES[name].title)


def content_of(name: str, known: Known, before: Content | None = None) -> Content:
    """Return what stands in a table; columns that are as before are taken over with their order.

    The rows of findings are numbered as the project's findings are.
    """
    if name == "findings":
        return _findings(known)
    frames = (table_of(known, name), *(table_of(known, other) for other in SOURCES[name].joined))
    if before is not None and before.name == name and _same(before.made_of, frames):
        return before
    main = frames[0]
    if main is None:
        return Content(name, made_of=frames)
    ids = main.iloc[:, 0].to_numpy(dtype=object)
    fields = _columns_of(name, main, None, SOURCES[name].owned)
    for other, frame in zip(SOURCES[name].joined, frames[1:], strict=True):
        if frame is not None and len(frame):
            places = _places_of(ids, frame)
            there = {field.name for field in fields}
            joined = _columns_of(other, frame, places, owned=False)
            fields += [field for field in joined if field.name not in there]
    kept = {field.name: field for field in before.fields} if before and before.name == name else {}
    return Content(name, tuple(_kept(field, kept.get(field.name)) for field in fields), ids, frames)


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def _kept(new: Field, old: Field | None) -> Field:
    if old is None or old.title != new.title or len(old.cells) != len(new.cells):
        return new
    alike = old.cells == new.cells
    if new.cells.dtype.kind == "f":
        alike |= np.isnan(old.cells) & np.isnan(new.cells)
    return old if bool(np.all(alike)) else new


def _places_of(ids: np.ndarray, frame: Any) -> np.ndarray:
    """Return the row of each id in a table, -1 where it has none."""
    from pandas import Index

    places: np.ndarray = Index(frame.iloc[:, 0].to_numpy(dtype=object)).get_indexer(ids)
    return places


def _columns_of(table: str, frame: Any, places: np.ndarray | None, owned: bool) -> list[Field]:
    if table == "gaps":
        return [_gap_field(name, frame) for name in frame.columns if name != "geometry"]
    other = "name" if current_language() == "de" else "name_de"
    left_out = {other} if table == "catalogue" else set()
    return [
        field_of(table, column, _values(column, frame, places), owned)
        for column in table_columns(table)
        if column.name in frame and column.name not in left_out
        if places is None or column.kind != "id"
    ]


def _values(column: Column, frame: Any, places: np.ndarray | None) -> np.ndarray:
    kind = {"integer": np.int64, "number": np.float64, "flag": np.bool_}.get(column.kind, object)
    values: np.ndarray = frame[column.name].to_numpy(dtype=kind)
    if places is None:
        return values
    joined: np.ndarray = values[places]
    joined[places < 0] = column.fill_value()
    return joined


def field_of(table: str, column: Column, values: np.ndarray, owned: bool) -> Field:
    """Return a column of the data dictionary with its values."""
    kind = code_kind(table, column.name)
    codes = code_labels(kind) if kind else {}
    return Field(
        name=column.name,
        title=column_title(column),
        kind="code" if codes else column.kind,
        cells=values,
        write=_writer(table, column, codes),
        unit=column.unit,
        codes=codes,
        unknown=-1.0 if column.kind == "integer" and column.default == "-1" else None,
        table=table,
        about=column_description(column),
        is_sum=may_be_summed(table, column.name),
        owned=owned and column.kind != "id" and column.name not in _NOT_OWNED,
        choices=column_codes(table, column.name),
    )


def _writer(table: str, column: Column, codes: Mapping[str, str]) -> Callable[[Any], str]:
    if codes:
        return lambda code: codes.get(code) or str(code).replace("_", " ")
    return lambda value: value_text(table, column, value)


_GAP_KINDS: Mapping[str, str] = {"kind": "gap_kind", "worst_class": "coverage_class_short"}


def _gap_field(name: str, frame: Any) -> Field:
    """Return a column of the gaps, which the data dictionary does not hold."""
    from fibre_planner.ui.column_titles import TITLES

    counted = frame[name].dtype.kind in "if"
    codes = code_labels(_GAP_KINDS[name]) if name in _GAP_KINDS else {}
    values = frame[name].to_numpy(dtype=np.float64 if counted else object)
    write: Callable[[Any], str] = str
    if counted:
        write = numbers().format_number
    elif codes:
        write = _code_writer(codes)
    kind = "number" if counted else "code" if codes else "text"
    return Field(
        name, tr(TITLES[name]), kind, values, write, codes=codes, table="gaps", is_sum=counted
    )


def _code_writer(codes: Mapping[str, str]) -> Callable[[Any], str]:
    return lambda code: codes.get(code, str(code))


def _findings(known: Known) -> Content:
    found = known.findings

    def column(name: str, title: str, given: list[Any], kind: str = "") -> Field:
        codes = code_labels(kind) if kind else {}
        write: Callable[[Any], str] = _code_writer(codes) if codes else str
        values = np.empty(len(given), dtype=object)
        values[:] = given
        return Field(name, title, "code" if codes else "text", values, write, codes=codes)

    def amount(name: str, title: str, given: list[float], write: Callable[[Any], str]) -> Field:
        values = np.array(given, dtype=np.float64)
        return Field(name, title, "number", values, write, is_sum=name == "cost_eur")

    formats = numbers()
    fields = (
        column("severity", tr("Severity"), [each.severity for each in found], "severity"),
        column("layer", tr("Layer"), [each.layer for each in found], "layer"),
        amount("count", tr("Rows"), [each.count for each in found], formats.format_number),
        column("message", tr("Finding"), [each.message for each in found]),
        column("remedy", tr("What to do"), [each.remedy for each in found]),
        amount("cost_eur", tr("May cost"), [each.cost_eur or np.nan for each in found],
               lambda value: "" if value != value else formats.format_money(value)),
    )  # fmt: skip
    ids = np.array([str(number) for number in range(len(found))], dtype=object)
    return Content("findings", fields, ids, (found,))


def box_of(name: str, ids: frozenset[str], known: Known) -> Box | None:
    """Return the box around rows of a table on the map, None where they have no place."""
    if name == "findings":
        places = [known.findings[int(number)].place for number in ids]
        xy = np.array([place for place in places if place is not None], dtype=np.float64)
        if not len(xy):
            return None
        (west, south), (east, north) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
        return west, south, east, north
    frame = table_of(known, name)
    if name == "supply" and frame is not None:
        ids = frozenset(frame.loc[frame["supply_id"].isin(ids), "address_id"])
    if name in ("supply", "plan_addresses"):
        frame = known.project.addresses
    if frame is None or "geometry" not in frame:
        return None
    west, south, east, north = frame.geometry[frame.iloc[:, 0].isin(ids)].total_bounds.tolist()
    # NaN where no row has a place.
    return (west, south, east, north) if west == west else None
