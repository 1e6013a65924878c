"""Which columns of each table are seen, in which order and how wide; kept between two starts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from fibre_planner.ui import settings
from fibre_planner.ui.column_titles import IDENTIFIERS
from fibre_planner.ui.table.sources import Content

_USUAL: Mapping[str, tuple[str, ...]] = {
    "addresses": (
        "street", "house_number", "suffix", "district", "dwellings", "businesses",
        "coverage_class", "technology", "down_mbps", "eligible", "rule", "status", "reason",
        "cost_base_eur", "category", "units_source",
    ),
    "plan_addresses": (
        "street", "house_number", "suffix", "district", "status", "reason", "cabinet_id",
        "pop_id", "path_m", "lead_in_m", "cost_base_eur", "marginal_cost_eur", "year",
    ),
    "supply": (
        "street", "house_number", "suffix", "provider", "status", "technology", "down_mbps",
        "up_mbps", "available_from", "binding", "evidence", "survey", "note", "address_id",
        "supply_id",
    ),
    "sites": (
        "title", "kind", "street", "status", "planned_from", "planned_to", "traffic_effect",
        "developer", "contractor", "traffic_area", "method", "publicly_funded", "resurfaced_on",
        "site_id",
    ),
    "plan_trenches": (
        "street", "level", "length_m", "surface", "method", "addresses", "units",
        "cost_base_eur", "cost_low_eur", "cost_high_eur", "ducts", "cable", "fibres", "site_id",
        "price_code", "year", "trench_id",
    ),
    "plan_items": (
        "code", "name", "name_de", "quantity", "unit", "price_base_eur", "cost_low_eur",
        "cost_base_eur", "cost_high_eur",
    ),
}  # fmt: skip
"""Columns that are seen at first; of the other tables all are, identifiers last."""


@dataclass
class Look:
    """How a table is shown: its columns in order, widths by column, and what it is sorted by."""

    columns: list[str] = field(default_factory=list)
    widths_px: dict[str, int] = field(default_factory=dict)
    sorted_by: str = ""
    descending: bool = False


def look_of(content: Content) -> Look:
    """Return how a table was shown last; columns that are gone are left out."""
    there = {known.name for known in content.fields}
    look = _read(content.name)
    look.columns = [name for name in look.columns if name in there] or usual_columns(content)
    if look.sorted_by not in there:
        look.sorted_by = ""
    return look


def keep_look(name: str, look: Look) -> None:
    """Remember how a table is shown."""
    settings.store().setValue(f"table/{name}", json.dumps(asdict(look)))


def usual_columns(content: Content) -> list[str]:
    """Return the columns of a table that are seen before anybody has chosen others."""
    names = [known.name for known in content.fields]
    usual: Sequence[str] = _USUAL.get(content.name, ())
    found = [name for name in usual if name in names]
    return found or sorted(names, key=lambda name: name in IDENTIFIERS)


def _read(name: str) -> Look:
    """Return what the settings hold, an empty look where that is none."""
    try:
        kept = json.loads(str(settings.store().value(f"table/{name}", "{}")))
        return Look(
            [str(column) for column in kept.get("columns", [])],
            {str(column): int(width) for column, width in kept.get("widths_px", {}).items()},
            str(kept.get("sorted_by", "")),
            bool(kept.get("descending", False)),
        )
    except (ValueError, TypeError, AttributeError):
        return Look()
