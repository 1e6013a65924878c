"""Checks of addresses: doubled, without name or number, without dwellings, outside the town."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.checks.tell import Kind, base_price, has_shape, tell
from fibre_planner.analysis.districts import containing_area
from fibre_planner.analysis.duplicates import find_repeated
from fibre_planner.analysis.limits import limit
from fibre_planner.language import ntr, tr
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import Project


def duplicate_address(project: Project) -> list[Finding]:
    """Find addresses that repeat another one nearby; each would be planned and paid twice."""
    repeats = find_repeated(project.addresses, project.buildings) >= 0
    return tell(
        project,
        Kind("duplicate_address", "warning", "addresses"),
        repeats,
        lambda count: ntr(
            "{count} address occurs more than once.",
            "{count} addresses occur more than once.",
            count,
        ),
        tr("Delete the repetitions; each would be planned and paid a second time."),
        cost_eur=float(repeats.sum()) * base_price(project, "HA01"),
    )


def missing_street(project: Project) -> list[Finding]:
    """Find addresses without street name."""
    return tell(
        project,
        Kind("missing_street", "warning", "addresses"),
        project.addresses["street"] == "",
        lambda count: ntr(
            "{count} address has no street.", "{count} addresses have no street.", count
        ),
        tr("Add the street; without it no provider's answer can be matched."),
    )


def missing_house_number(project: Project) -> list[Finding]:
    """Find addresses without house number."""
    return tell(
        project,
        Kind("missing_house_number", "warning", "addresses"),
        project.addresses["house_number"] == "",
        lambda count: ntr(
            "{count} address has no house number.", "{count} addresses have no house number.", count
        ),
        tr("Add the number, or delete the row where it is no building of its own."),
    )


def odd_house_number(project: Project) -> list[Finding]:
    """Find house numbers that are no number, zero, or higher than any street is long."""
    numbers = project.addresses["house_number"]
    codes, different = pd.factorize(numbers)
    value = pd.to_numeric(
        pd.Series(different, dtype="str").str.extract(r"^\s*(\d{1,9})", expand=False)
    )
    odd = ~((value >= 1) & (value <= limit("highest_house_number"))).to_numpy()
    return tell(
        project,
        Kind("odd_house_number", "note", "addresses"),
        odd[codes] & (numbers != "").to_numpy() if len(odd) else numbers != "",
        lambda count: ntr(
            "{count} house number is hardly a real one.",
            "{count} house numbers are hardly real ones.",
            count,
        ),
        tr("Compare the numbers with the source; 0 and words often stand for “no number”."),
    )


def missing_postcode(project: Project) -> list[Finding]:
    """Find addresses without postcode."""
    return tell(
        project,
        Kind("missing_postcode", "note", "addresses"),
        project.addresses["postcode"] == "",
        lambda count: ntr(
            "{count} address has no postcode.", "{count} addresses have no postcode.", count
        ),
        tr("Import a file that has postcodes; the funding tables ask for them."),
    )


def odd_postcode(project: Project) -> list[Finding]:
    """Find postcodes that do not have five digits, for example with a leading zero lost."""
    codes, different = pd.factorize(project.addresses["postcode"])
    texts = pd.Series(different, dtype="str")
    odd = ~(texts.str.fullmatch(r"\d{5}") | (texts == "")).to_numpy(bool)
    return tell(
        project,
        Kind("odd_postcode", "warning", "addresses"),
        odd[codes],
        lambda count: ntr(
            "{count} postcode does not have five digits.",
            "{count} postcodes do not have five digits.",
            count,
        ),
        tr("Import the column as text; spreadsheets drop the leading zero."),
    )


def missing_dwellings(project: Project) -> list[Finding]:
    """Find addresses whose dwellings are unknown."""
    return tell(
        project,
        Kind("missing_dwellings", "warning", "addresses"),
        project.addresses["dwellings"] < 0,
        lambda count: ntr(
            "The dwellings of {count} address are unknown.",
            "The dwellings of {count} addresses are unknown.",
            count,
        ),
        tr("Import a register, census cells or buildings, from which dwellings are estimated."),
    )


def assumed_dwellings(project: Project) -> list[Finding]:
    """Find addresses whose dwellings rest on nothing but an assumption."""
    return tell(
        project,
        Kind("assumed_dwellings", "note", "addresses"),
        project.addresses["units_source"] == "assumed",
        lambda count: ntr(
            "For {count} address the number of dwellings is only assumed.",
            "For {count} addresses the number of dwellings is only assumed.",
            count,
        ),
        tr("Import buildings or census cells that cover these addresses."),
    )


def impossible_units(project: Project) -> list[Finding]:
    """Find numbers of units that no building has."""
    units = project.addresses[["dwellings", "businesses", "public_units"]]
    most = limit("most_units")
    impossible = (units > most).any(axis=1) | (units["dwellings"] < -1)
    impossible |= (units[["businesses", "public_units"]] < 0).any(axis=1)
    return tell(
        project,
        Kind("impossible_units", "error", "addresses"),
        impossible,
        lambda count: ntr(
            "{count} address has an impossible number of units.",
            "{count} addresses have an impossible number of units.",
            count,
        ),
        tr("Correct the numbers; cabinets and cables are sized by them."),
    )


def outside_municipality(project: Project) -> list[Finding]:
    """Find addresses outside of the municipality, where its area is known.

    Where most of them lie outside, it is borders that are missing, and no price is put on it.
    """
    areas: Any = project.areas
    border = areas.loc[(areas["kind"] == "municipality") & has_shape(areas.geometry)]
    if border.empty:
        return []
    placed = has_shape(project.addresses.geometry)
    outside = placed & (containing_area(project.addresses.geometry, border) < 0)
    return tell(
        project,
        Kind("outside_municipality", "warning", "addresses"),
        outside,
        lambda count: ntr(
            "{count} address lies outside of the municipality.",
            "{count} addresses lie outside of the municipality.",
            count,
        ),
        tr(
            "Delete what belongs to other municipalities, for which no aid is paid here; or import "
            "the borders of all municipalities of the project."
        ),
        cost_eur=0.0 if np.mean(outside) > 0.5 else outside.sum() * base_price(project, "HA01"),
    )
