"""The sample town's README with its table of errors, and the manifest the program loads it by."""

from __future__ import annotations

from pathlib import Path

from sample_data.addresses import AGS, CITY
from sample_data.mistakes import Mistake, as_table
from sample_data.network_files import at_the_roadside
from sample_data.plan_files import EAST_M, FOLDER, NORTH_M, read_plan
from sample_data.street_network import Street

_STEPS = (
    ("addresses", "hauskoordinaten.csv", ""),
    ("streets", "streets.geojson", "EPSG:25832"),
    ("buildings", "buildings.geojson", "EPSG:25832"),
    ("ducts", "ducts.geojson", "EPSG:25832"),
    ("nodes", "nodes.geojson", "EPSG:25832"),
    ("areas", "areas.geojson", "EPSG:25832"),
    ("places", "places.geojson", "EPSG:25832"),
    ("sites", "sites.geojson", "EPSG:25832"),
    ("supply", "supply_existing.csv", ""),
    ("supply", "replies_mainnetz.csv", ""),
    ("supply", "replies_glaskraft.xlsx", ""),
    ("census", "census_2022.csv", "EPSG:3035"),
)
"""Layer, file and CRS of each step of loading the town, in order."""


def write_manifest(folder: Path, streets: list[Street]) -> None:
    """Write `town.toml`: name, key, POP and the files in the order to load them."""
    drawn = next(row["point"][0] for row in read_plan("nodes") if row["kind"] == "pop")
    pop = at_the_roadside(drawn, streets)
    lines = [
        "# How the program loads the sample town: one step per file, in this order.",
        f'name = "{CITY}"',
        f'municipality = "{CITY}"',
        f'ags = "{AGS}"',
        'crs = "EPSG:25832"',
        'attribution = "Fiktive Daten · fictional data, CC0 1.0"',
        f"pop_x = {pop[0] + EAST_M:.1f}",
        f"pop_y = {pop[1] + NORTH_M:.1f}",
    ]
    for layer, file, crs in _STEPS:
        lines += ["", "[[step]]", f'layer = "{layer}"', f'file = "{file}"']
        lines += [f'crs = "{crs}"'] if crs else []
    (folder / "town.toml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def write_readme(folder: Path, mistakes: list[Mistake], addresses: int) -> None:
    """Write the README of the sample data."""
    template = (FOLDER / "plan" / "readme.md").read_text(encoding="utf-8")
    text = template.format(addresses=addresses, table=as_table(mistakes))
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
