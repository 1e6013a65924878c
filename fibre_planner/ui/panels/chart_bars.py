"""The bars of the charts, made of the figures of a coverage and of a plan."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from html import escape
from typing import Any

from fibre_planner.language import ntr, tr
from fibre_planner.ui.map import styles
from fibre_planner.ui.panels.bar_chart import Bar, Part
from fibre_planner.ui.wording import label, numbers


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
        "cost": tr("Cost per address"),
    }


def charts(found: Any, plan: Any) -> dict[str, Chart]:
    """Return the charts there are figures for, by kind."""
    made: dict[str, Chart] = {}
    if found is not None:
        for kind, table in (("technology", found.technology), ("speed", found.speed)):
            made[kind] = _shares(kind, table)
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
    legend = " &nbsp; ".join(
        f'<span style="color:{colour}">■</span>&nbsp;{escape(text)}' for text, colour in known
    )
    return Chart(tr("District"), rows, codes, texts, bars, cells, legend, full=True)


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
