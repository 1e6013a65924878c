"""What is known of an area with a share: its name, the share, addresses and dwellings."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from fibre_planner.language import ntr, tr
from fibre_planner.ui.facts.looked_up import Known, row_of
from fibre_planner.ui.facts.shown import Explained, Facts, Link
from fibre_planner.ui.share_texts import MEASURE_NAMES
from fibre_planner.ui.wording import numbers


def share_row(known: Known, unit_id: str) -> tuple[Any, Mapping[str, Any]] | None:
    """Return an area with its share and the table it stands in, None where it is gone."""
    for table in known.shares:  # two at most
        row = row_of(table, unit_id)
        if row is not None:
            return table, row
    return None


def share_name(known: Known, row: Mapping[str, Any]) -> str:
    """Return what an area is called: the name of a district, or what it is and where."""
    unit_id = str(row["unit_id"])
    areas = known.project.areas
    named = areas.loc[areas["area_id"] == unit_id, "name"]
    if len(named):
        return str(named.iloc[0])
    west, south, east, _ = row["geometry"].bounds
    write = numbers().format_number
    if unit_id.startswith("block"):
        number = write(int(unit_id.rpartition(" ")[2]) + 1)
        return tr("Building block {number}").format(number=number)
    place = f"{write(west)} / {write(south)}"
    return tr("Square of {side} m at {place}").format(side=write(east - west), place=place)


def share_line(known: Known, unit_id: str) -> str:
    """Return one line on an area, for the strip below the map."""
    found = share_row(known, unit_id)
    if found is None:
        return ""
    row = found[1]
    text = tr("{area}: {measure} {share}, {addresses} addresses")
    return text.format(
        area=share_name(known, row),
        measure=tr(MEASURE_NAMES[known.measure]),
        share=row["told"],
        addresses=numbers().format_number(row["addresses"]),
    )


def explain_share(known: Known, unit_id: str) -> Explained | None:
    """Return what is known of an area with a share, None where it is gone."""
    found = share_row(known, unit_id)
    if found is None:
        return None
    table, row = found
    workflow: Any = importlib.import_module("fibre_planner.workflow")
    good, rest = workflow.addresses_of_area(known.project, known.measure, table, unit_id)
    measure, write = tr(MEASURE_NAMES[known.measure]), numbers().format_number
    facts: Facts = [
        (tr("{measure}: share").format(measure=measure), str(row["told"])),
        (tr("Addresses"), write(row["addresses"])),
        (tr("… of them: {measure}").format(measure=measure), write(len(good))),
    ]
    if known.project.addresses["dwellings"].gt(0).any():  # else the share is one of addresses
        facts += [
            (tr("Dwellings"), write(row["whole"])),
            (tr("… of them: {measure}").format(measure=measure), write(row["part"])),
        ]
    links = [
        Link(text.format(n=write(len(ids)), measure=measure), "addresses", tuple(ids))
        for ids, text in (
            ((*good, *rest), ntr("{n} address in it", "{n} addresses in it", len(good + rest))),
            (good, ntr("{n} address: {measure}", "{n} addresses: {measure}", len(good))),
            (rest, ntr("{n} other address", "{n} other addresses", len(rest))),
        )
        if ids
    ]
    name = share_name(known, row)
    return Explained(name, tr("Area with a share"), ((measure, facts),), "", tuple(links))
