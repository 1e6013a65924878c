"""Coverage by district and the connected gaps as report tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from fibre_planner.language import tr
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import COVERAGE_CLASSES, ELIGIBILITIES
from fibre_planner.report.tables import ReportColumn, ReportTable, make_table, own_values
from fibre_planner.report.texts import label

SHOWN_STREETS = 3


def district_table(project: Project) -> ReportTable:
    """Return addresses by class and eligibility for each district, without a total row.

    Columns: district, addresses, dwellings, one per coverage class, eligible_* per answer, and the
    shares served_share and eligible_share of the district's addresses.
    """
    joined = _joined(project)
    district = joined["district"].where(joined["district"].ne(""), tr("(no district)"))
    groups = joined.groupby(district.rename("district"), sort=True)
    values: dict[str, Any] = {
        "addresses": groups.size().astype("float64"),
        "dwellings": groups["dwellings"].sum().astype("float64"),
    }
    for code in COVERAGE_CLASSES:
        values[code] = _count(joined["coverage_class"].eq(code), district)
    for answer in ELIGIBILITIES:
        values[f"eligible_{answer}"] = _count(joined["eligible"].eq(answer), district)
    values["served_share"] = values["served"] / values["addresses"]
    values["eligible_share"] = values["eligible_yes"] / values["addresses"]
    values["district"] = values["addresses"].index.to_numpy()
    columns = (
        ReportColumn("district", tr("District"), width=28),
        ReportColumn("addresses", tr("Addresses"), "integer", width=12),
        ReportColumn("dwellings", tr("Dwellings"), "integer", width=12),
        *(
            ReportColumn(code, label("coverage_class_short", code), "integer", width=12)
            for code in COVERAGE_CLASSES
        ),
        ReportColumn("served_share", tr("Share served"), "share", 1, width=12),
        *(
            ReportColumn(
                f"eligible_{code}",
                tr("Eligible: {answer}").format(answer=label("eligible", code)),
                "integer",
                width=13,
            )
            for code in ELIGIBILITIES
        ),
        ReportColumn("eligible_share", tr("Share eligible"), "share", 1, width=12),
    )
    return make_table("districts", tr("Coverage by district"), columns, values)


def gap_table(project: Project) -> ReportTable:
    """Return the connected gaps: what may be aided before what nobody knows, largest first."""
    joined = _joined(project)
    joined = joined.loc[joined["gap_id"].ne("")]
    joined = joined.assign(x=joined.geometry.x, y=joined.geometry.y)
    groups = joined.groupby("gap_id", sort=True)
    frame = groups.agg(
        dwellings=("dwellings", "sum"), easting=("x", "mean"), northing=("y", "mean")
    )
    frame["addresses"] = groups.size()
    frame["eligible"] = groups["eligible"].agg(lambda answers: int((answers == "yes").sum()))
    frame["streets"] = groups["street"].agg(_street_list)
    frame["district"] = groups["district"].agg("first")
    frame["unknown"] = groups["eligible"].agg("first").eq("unknown")
    frame = frame.reset_index().sort_values(
        ["unknown", "addresses", "gap_id"], ascending=[True, False, True], kind="stable"
    )
    unknown, known = label("gap_kind", "unknown"), label("gap_kind", "eligible")
    frame["kind"] = frame["unknown"].map({True: unknown, False: known})
    counts = ["addresses", "dwellings", "eligible"]
    frame[counts] = frame[counts].astype("float64")
    columns = (
        ReportColumn("gap_id", tr("Gap"), width=24),
        ReportColumn("kind", tr("Kind"), width=24),
        ReportColumn("district", tr("District"), width=24),
        ReportColumn("streets", tr("Streets"), width=60),
        ReportColumn("addresses", tr("Addresses"), "integer", width=12),
        ReportColumn("dwellings", tr("Dwellings"), "integer", width=12),
        ReportColumn("eligible", tr("of these eligible"), "integer", width=13),
        ReportColumn("easting", tr("Middle, easting"), "coordinate", width=14),
        ReportColumn("northing", tr("Middle, northing"), "coordinate", width=14),
    )
    return make_table("gaps", tr("Gaps"), columns, own_values(frame, columns))


def _joined(project: Project) -> Any:
    """Return the addresses with their class, eligibility and gap; unknown where not judged."""
    names = ["coverage_class", "eligible", "gap_id"]
    judged = project.coverage.set_index("address_id")[names]
    judged = judged.reindex(project.addresses["address_id"].to_numpy())
    judged = judged.fillna({"coverage_class": "unknown", "eligible": "unknown", "gap_id": ""})
    columns = {name: judged[name].to_numpy() for name in names}
    dwellings = project.addresses["dwellings"].clip(lower=0)
    return project.addresses.assign(dwellings=dwellings, **columns)


def _count(found: pd.Series[Any], district: pd.Series[Any]) -> pd.Series[Any]:
    return found.groupby(district.rename("district"), sort=True).sum().astype("float64")


def _street_list(streets: pd.Series[Any]) -> str:
    """Return the streets with most addresses, and how many more there are."""
    names = list(streets.loc[streets.ne("")].value_counts(sort=False).sort_index().items())
    names.sort(key=lambda pair: -pair[1])
    shown = ", ".join(name for name, _ in names[:SHOWN_STREETS])
    more = len(names) - SHOWN_STREETS
    return tr("{streets} and {n} more").format(streets=shown, n=more) if more > 0 else shown
