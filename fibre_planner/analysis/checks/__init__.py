"""Checks of a project's data: one function per rule, all told in the same shape."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from fibre_planner.analysis.checks import addresses, coordinates, numbers, sites, streets, supply
from fibre_planner.language import tr
from fibre_planner.model.finding import SEVERITIES, Finding
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, silent

Check = Callable[[Project], list[Finding]]

CHECKS: tuple[Check, ...] = (
    coordinates.misplaced,
    addresses.duplicate_address,
    addresses.missing_street,
    addresses.missing_house_number,
    addresses.odd_house_number,
    addresses.missing_postcode,
    addresses.odd_postcode,
    addresses.missing_dwellings,
    addresses.assumed_dwellings,
    addresses.impossible_units,
    addresses.outside_municipality,
    streets.no_streets,
    streets.street_crosses_itself,
    streets.street_without_length,
    streets.broken_network,
    streets.address_far_from_street,
    numbers.impossible_levels,
    numbers.upload_above_download,
    numbers.impossible_rate,
    numbers.impossible_width,
    numbers.impossible_capacity,
    numbers.impossible_price,
    numbers.duct_without_room,
    numbers.duct_without_owner,
    sites.site_ends_before_start,
    sites.site_without_dates,
    sites.invalid_shape,
)
"""All rules that need nothing but the project, in the order they are run; supply has its own."""


def check(
    project: Project, report: Report = silent, today: dt.date | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with a project's data, most expensive first, then most severe.

    today: the day by which promises are overdue; the current day where None.
    """
    day = dt.date.today() if today is None else today
    rules: tuple[Check, ...] = (*CHECKS, partial(supply.check_supply, today=day))
    found: list[Finding] = []
    for number, rule in enumerate(rules):
        report(number / len(rules), tr("Checking the data …"))
        found += rule(project)
    report(1.0, tr("The data are checked."))
    return tuple(sorted(found, key=_weight))


def _weight(finding: Finding) -> tuple[float, int, int, str, str]:
    severity = SEVERITIES.index(finding.severity)
    return (-finding.cost_eur, severity, -finding.count, finding.code, finding.layer)
