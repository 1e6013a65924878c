"""What the assistant says of files and of the project they make."""

from __future__ import annotations

from typing import Any

from fibre_planner.language import mark, ntr, tr
from fibre_planner.ui.layer_guess import layer_titles
from fibre_planner.ui.wording import numbers

_TITLES = {
    "addresses": mark("Addresses"),
    "supply": mark("Supply"),
    "streets": mark("Streets"),
    "buildings": mark("Buildings"),
    "areas": mark("Areas"),
    "places": mark("Places"),
    "ducts": mark("Existing ducts"),
    "nodes": mark("Existing nodes"),
    "sites": mark("Construction sites"),
    "census": mark("Census grid (dwellings)"),
}
_MOST_NOTES = 2


def outcome_lines(outcome: Any) -> list[str]:
    """Return what became of a file: as what it was read, its rows by table, what was refused."""
    write = numbers()
    lines = [tr("Read as: {layer}").format(layer=layer_titles()[outcome.layer])]
    if outcome.trouble:
        return [*lines, outcome.trouble]
    if outcome.rows:
        lines.append(
            " · ".join(
                f"{tr(_TITLES[table])}: {write.format_number(count)}"
                for table, count in outcome.rows.items()
            )
        )
    else:
        lines.append(tr("No new rows."))
    if outcome.refused:
        text = ntr(
            "{count} row is refused; its reason is kept with the project.",
            "{count} rows are refused; their reasons are kept with the project.",
            outcome.refused,
        )
        lines.append(text.format(count=write.format_number(outcome.refused)))
    return [*lines, *outcome.notes[:_MOST_NOTES]]


def project_line(project: Any) -> str:
    """Return one line on what a project holds and in which coordinate system."""
    write = numbers()
    text = tr(
        "Addresses: {addresses} · streets: {streets} · buildings: {buildings} · {crs}."
    ).format(
        addresses=write.format_number(len(project.addresses)),
        streets=write.format_number(len(project.streets)),
        buildings=write.format_number(len(project.buildings)),
        crs=project.crs,
    )
    if project.addresses.empty:
        text += " " + tr("Without addresses nothing can be judged or planned yet.")
    elif project.streets.empty:
        text += " " + tr("Without streets no network can be planned yet.")
    return text


def refused_line(project: Any) -> str:
    """Return one line on the rows that were refused."""
    count = len(project.rejected)
    if not count:
        return tr("No row is refused.")
    text = ntr(
        "{count} row is refused and kept with its reason (table “Rejected rows”).",
        "{count} rows are refused and kept with their reasons (table “Rejected rows”).",
        count,
    )
    return text.format(count=numbers().format_number(count))
