"""The assumptions behind a build order, with their sources, as the report lists them."""

from __future__ import annotations

from fibre_planner.language import current_language, tr
from fibre_planner.report.numbers import format_length, format_money, format_number
from fibre_planner.resources import RESOURCES, read_toml


def phase_source_rows() -> list[tuple[str, str, str, str]]:
    """Return topic, item, value and source of what `resources/phasing/phasing.toml` sets."""
    table = read_toml(RESOURCES / "phasing" / "phasing.toml")
    source = "source_de" if current_language() == "de" else "source"
    lot, service, years = table["lot"], table["service"], table["years"]
    lengths = f"{format_length(lot['least_m'])} – {format_length(lot['most_m'])}"
    topic = tr("Build order")
    return [
        (topic, tr("Length of a building lot with its lead-ins"), lengths, lot[source]),
        (
            topic,
            tr("Cost of a year without service, each unit"),
            format_money(service["eur_per_unit_year"]),
            service[source],
        ),
        (
            topic,
            tr("Most years of building"),
            format_number(years["most"]),
            years[source],
        ),
    ]
