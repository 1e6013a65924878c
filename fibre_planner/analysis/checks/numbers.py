"""Checks of numbers that cannot be: levels, rates, widths, capacities, prices."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.checks.tell import Kind, tell
from fibre_planner.analysis.limits import limit
from fibre_planner.language import ntr, tr
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import Project


def impossible_levels(project: Project) -> list[Finding]:
    """Find buildings with an impossible number of levels or flats."""
    levels, flats = project.buildings["levels"], project.buildings["flats"]
    impossible = (levels < 0) | (levels > limit("most_levels"))
    impossible |= (flats < -1) | (flats > limit("most_units"))
    return tell(
        project,
        Kind("impossible_levels", "warning", "buildings"),
        impossible,
        lambda count: ntr(
            "{count} building has an impossible number of levels or flats.",
            "{count} buildings have an impossible number of levels or flats.",
            count,
        ),
        tr("Correct the numbers; until then they count as unknown or are taken as they are."),
    )


def upload_above_download(project: Project) -> list[Finding]:
    """Find rows whose upload rate is higher than the download rate."""
    return tell(
        project,
        Kind("upload_above_download", "warning", "supply"),
        project.supply["up_mbps"] > project.supply["down_mbps"],
        lambda count: ntr(
            "{count} supply row has more upload than download.",
            "{count} supply rows have more upload than download.",
            count,
        ),
        tr("Check whether the columns of the two rates were mixed up at import."),
    )


def impossible_rate(project: Project) -> list[Finding]:
    """Find negative and unbelievably high rates."""
    rates = project.supply[["down_mbps", "up_mbps"]].to_numpy(float)
    impossible = (rates < 0) | (rates > limit("highest_rate_mbps"))
    return tell(
        project,
        Kind("impossible_rate", "error", "supply"),
        impossible.any(axis=1),
        lambda count: ntr(
            "{count} supply row has an impossible rate.",
            "{count} supply rows have impossible rates.",
            count,
        ),
        tr("Give rates in Mbit/s; files often have kbit/s."),
    )


def impossible_width(project: Project) -> list[Finding]:
    """Find streets with an impossible width."""
    width_m = project.streets["width_m"]
    return tell(
        project,
        Kind("impossible_width", "warning", "streets"),
        (width_m <= 0) | (width_m > limit("widest_street_m")),
        lambda count: ntr(
            "{count} street has an impossible width.",
            "{count} streets have an impossible width.",
            count,
        ),
        tr("Give the width of the carriageway in metres, or leave it empty."),
    )


def impossible_capacity(project: Project) -> list[Finding]:
    """Find nodes with a negative capacity."""
    return tell(
        project,
        Kind("impossible_capacity", "error", "nodes"),
        project.nodes["capacity_units"] < 0,
        lambda count: ntr(
            "{count} node has a negative capacity.",
            "{count} nodes have a negative capacity.",
            count,
        ),
        tr("Give the capacity in units, or 0 where it is unknown."),
    )


def duct_without_room(project: Project) -> list[Finding]:
    """Find ducts that are layers of the plan but have no free duct left."""
    return tell(
        project,
        Kind("duct_without_room", "note", "ducts"),
        project.ducts["free_count"] <= 0,
        lambda count: ntr(
            "{count} duct line has no free duct.", "{count} duct lines have no free duct.", count
        ),
        tr("Ask the owner; without a free duct the line saves no trench."),
    )


def duct_without_owner(project: Project) -> list[Finding]:
    """Find ducts of which nobody knows whom to ask."""
    return tell(
        project,
        Kind("duct_without_owner", "warning", "ducts"),
        project.ducts["owner"] == "",
        lambda count: ntr(
            "{count} duct line has no owner.", "{count} duct lines have no owner.", count
        ),
        tr("Add the owner; its use must be asked for and priced."),
    )


def impossible_price(project: Project) -> list[Finding]:
    """Find prices that are missing, negative, or whose low, base and high are out of order."""
    low, base, high = (project.catalogue[name].to_numpy(float) for name in ("low", "base", "high"))
    return tell(
        project,
        Kind("impossible_price", "error", "catalogue"),
        ~((low >= 0) & (low <= base) & (base <= high) & np.isfinite(high)),
        lambda count: ntr(
            "{count} price is missing, negative or out of order.",
            "{count} prices are missing, negative or out of order.",
            count,
        ),
        tr("Give low, base and high, each at least as high as the one before."),
    )
