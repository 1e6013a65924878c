"""The bars of the charts, made of the figures of a coverage and of a plan."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from fibre_planner.language import ntr, tr
from fibre_planner.ui.facts.looked_up import Known
from fibre_planner.ui.facts.shares import share_name
from fibre_planner.ui.map import styles
from fibre_planner.ui.panels.bar_chart import Bar, Part
from fibre_planner.ui.share_texts import MEASURE_NAMES
from fibre_planner.ui.wording import label, numbers

_MOST_AREAS = 40
_LARGE_SQUARE_M = 400.0


@dataclass(frozen=True)
class Chart:
    """One chart.

    rows: what each bar stands for. codes: what each part of a bar stands for. columns: titles of
    the parts; cells: their figures by bar. full: whether each bar fills the width.
    """

    row_title: str
    rows: list[str]
    codes: list[str]
    columns: list[str]
    bars: list[Bar]
    cells: list[list[str]]
    legend: str
    full: bool


def titles() -> dict[str, str]:
    """Return the kinds of charts with their titles."""
    return {
        "technology": tr("Technology by district"),
        "speed": tr("Download rate by district"),
        "shares": tr("Shares of areas"),
        "cost": tr("Cost per address"),
    }


def charts(found: Any, plan: Any, known: Known | None = None) -> dict[str, Chart]:
    """Return the charts there are figures for, by kind. known: what the map shows of shares."""
    made: dict[str, Chart] = {}
    if found is not None:
        for kind, table in (("technology", found.technology), ("speed", found.speed)):
            made[kind] = _shares(kind, table)
    if known is not None and known.shares:
        made["shares"] = _areas(known)
    if plan is not None:
        workflow = importlib.import_module("fibre_planner.workflow")
        made["cost"] = _costs(workflow.cost_classes(plan.addresses), workflow.COST_BOUNDS_EUR)
    return made


def _shares(kind: str, table: Any) -> Chart:
    write = numbers()
    codes = [str(code) for code in table.columns]
    texts = _speed_texts(codes) if kind == "speed" else [label("technology", c) for c in codes]
    colours = list(styles.table()["chart"][kind])
    bars, cells = [], []
    rows = [str(name) for name in table.index]
    for name, counts in zip(rows, table.to_numpy().tolist(), strict=True):  # some dozens
        shown, whole = name or tr("(no district)"), sum(counts) or 1
        parts = tuple(
            Part(
                count,
                colour,
                tr("{district}: {what}: {share} ({count} of {whole} addresses)").format(
                    district=shown,
                    what=text,
                    count=write.format_number(count),
                    whole=write.format_number(whole),
                    share=write.format_share(count / whole),
                ),
            )
            for count, colour, text in zip(counts, colours, texts, strict=True)
        )
        bars.append(Bar(shown, write.format_number(sum(counts)), parts))
        cells.append([write.format_number(count) for count in counts])
    there = table.sum().to_numpy() > 0
    known = [pair for pair, yes in zip(zip(texts, colours, strict=True), there, strict=True) if yes]
    legend = _legend(known)
    return Chart(tr("District"), rows, codes, texts, bars, cells, legend, full=True)


def _areas(known: Known) -> Chart:
    """Return the areas the map colours by a share, those with most still lacking it first."""
    write, measure = numbers(), tr(MEASURE_NAMES[known.measure])
    table = known.shares[-1]
    if len(known.shares) > 1:  # squares of several sizes
        bounds = table.geometry.bounds
        table = table[bounds["maxx"] - bounds["minx"] > _LARGE_SQUARE_M]
    lacking = table["whole"] - table["part"]
    table = table.assign(lacking=lacking)[table["whole"] > 0]
    shown = table.sort_values(["lacking", "unit_id"], ascending=[False, True]).head(_MOST_AREAS)
    style = styles.table()["share"]
    counted = (
        tr("dwellings") if known.project.addresses["dwellings"].gt(0).any() else tr("addresses")
    )
    texts = [measure, tr("the rest")]
    colours = [style["colours"][2], style["none"]["colour"]]  # seen on light and dark ground
    bars, cells, rows = [], [], []
    for row in shown.to_dict("records"):  # forty at most
        name, whole = share_name(known, row), row["whole"]
        counts = [row["part"], row["lacking"]]
        parts = tuple(
            Part(
                count,
                colour,
                tr("{area}: {what}: {share} ({count} of {whole} {counted})").format(
                    area=name,
                    what=text,
                    share=write.format_share(count / whole),
                    count=write.format_number(count),
                    whole=write.format_number(whole),
                    counted=counted,
                ),
            )
            for count, text, colour in zip(counts, texts, colours, strict=True)
        )
        bars.append(Bar(name, write.format_number(whole), parts))
        cells.append([write.format_number(count) for count in counts])
        rows.append(str(row["unit_id"]))
    legend = _legend(zip(texts, colours, strict=True))
    if len(table) > len(shown):
        count = write.format_number(len(shown))
        legend += "<br>" + escape(tr("The {count} areas that lack most").format(count=count))
    return Chart(tr("Area"), rows, ["good", "rest"], texts, bars, cells, legend, full=True)


def _legend(known: Iterable[tuple[str, str]]) -> str:
    """Return texts with the colours they stand for as markup."""
    return " &nbsp; ".join(
        f'<span style="color:{colour}">■</span>&nbsp;{escape(text)}' for text, colour in known
    )


def _speed_texts(codes: list[str]) -> list[str]:
    workflow = importlib.import_module("fibre_planner.workflow")
    bounds = workflow.speed_bounds()
    texts = []
    for code in codes:
        if code == "unknown":
            texts.append(tr("rate unknown"))
            continue
        place = int(code)
        low = numbers().format_number(bounds[place])
        if place + 1 < len(bounds):
            high = numbers().format_number(bounds[place + 1])
            text = tr("{low} to below {high} Mbit/s").format(low=low, high=high)
        else:
            text = tr("{low} Mbit/s and more").format(low=low)
        texts.append(text)
    return texts


def _costs(counts: Any, bounds: Any) -> Chart:
    write = numbers()
    bars, cells, rows = [], [], []
    for place, count in enumerate(counts.tolist()):
        low = write.format_number(bounds[place])
        if place + 1 < len(bounds):
            high = write.format_number(bounds[place + 1])
            name = tr("{low} to below {high} €").format(low=low, high=high)
        else:
            name = tr("{low} € and more").format(low=low)
        shown = write.format_number(count)
        told = ntr(
            "{cost} per address: {count} address", "{cost} per address: {count} addresses", count
        ).format(cost=name, count=shown)
        bars.append(Bar(name, shown, (Part(count, styles.table()["chart"]["cost"], told),)))
        cells.append([shown])
        rows.append(str(place))
    legend = tr("Connected addresses by their share of the cost of the plan")
    return Chart(tr("Cost"), rows, [""], [tr("Addresses")], bars, cells, legend, full=False)
