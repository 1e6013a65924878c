"""The price catalogue: what a metre, a cabinet or a house connection costs, with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from fibre_planner.language import current_language, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.tables import conform
from fibre_planner.resources import RESOURCES, list_ids

LEVELS = ("low", "base", "high")


@dataclass(frozen=True)
class Price:
    """The price of one position in EUR per unit (percent and factor positions apart)."""

    code: str
    name: str
    unit: str
    low: float
    base: float
    high: float


def catalogue_ids() -> list[str]:
    """Return the ids of the shipped price catalogues."""
    return list_ids("catalogues", ".csv")


def read_catalogue(catalogue_id: str) -> pd.DataFrame:
    """Read a shipped catalogue as the table `catalogue`; raises PlannerError for an unknown id."""
    if catalogue_id not in catalogue_ids():
        raise PlannerError(
            tr("There is no price catalogue “{id}”.").format(id=catalogue_id),
            tr("Choose one of: {ids}.").format(ids=", ".join(catalogue_ids())),
        )
    return _shipped(catalogue_id).copy()


@cache
def _shipped(catalogue_id: str) -> pd.DataFrame:
    path = RESOURCES / "catalogues" / f"{catalogue_id}.csv"
    return conform("catalogue", pd.read_csv(path, dtype={"code": "str"}, keep_default_na=False))


def price(catalogue: pd.DataFrame, code: str) -> Price:
    """Return the price of a position; raises PlannerError where the catalogue lacks it."""
    rows = catalogue.loc[catalogue["code"] == code]
    if rows.empty:
        raise missing_position(code)
    row = rows.iloc[0]
    name = row["name_de"] if current_language() == "de" else row["name"]
    return Price(code, str(name), str(row["unit"]), *(float(row[level]) for level in LEVELS))


def missing_position(code: str) -> PlannerError:
    """Return the error for a catalogue that lacks a position."""
    return PlannerError(
        tr("The price catalogue has no position {code}.").format(code=code),
        tr("Add the position to the catalogue of the project, or restore the shipped one."),
    )
