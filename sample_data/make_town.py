"""Make the sample town: `python -m sample_data.make_town [FOLDER]` writes all its files."""

from __future__ import annotations

import sys
from pathlib import Path

import shapely

from sample_data.addresses import number_houses
from sample_data.building_site import BuildingSite
from sample_data.buildings import build_town
from sample_data.census import write_census
from sample_data.ground import CAMPUS, OPEN_SPACE, draw_areas, draw_districts, railway, river
from sample_data.house_coordinates import write_house_coordinates
from sample_data.houses import Built
from sample_data.landmarks import place_landmarks
from sample_data.market_survey import write_replies
from sample_data.network_files import (
    write_areas,
    write_buildings,
    write_ducts,
    write_nodes,
    write_places,
    write_streets,
)
from sample_data.readme import write_manifest, write_readme
from sample_data.sites import write_sites
from sample_data.street_network import Street, build_sections, draw_streets
from sample_data.supply import existing_supply, write_supply

_BANK_M = 6.0
"""Ground beside the river and the railway that stays free of houses."""


def build(streets: list[Street]) -> Built:
    """Return the buildings of the town and their entrances."""
    ways = [
        shapely.buffer(street.line.shape, street.half_m - 0.15, cap_style="flat")
        for street in streets
    ]
    closed = [shapely.buffer(strip, _BANK_M) for strip in (river(), railway())]
    grounds = [area.shape for area in draw_areas() if area.kind in (*OPEN_SPACE, *CAMPUS)]
    site = BuildingSite(ways, closed, grounds)
    built = Built()
    place_landmarks(streets, site, built)
    build_town(streets, site, built)
    return built


def make_town(folder: Path) -> None:
    """Write the files of the sample town into a folder; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    streets = draw_streets()
    municipality, districts = draw_districts()
    built = build(streets)
    addresses = number_houses(built.entrances, districts)
    mistakes = [
        *write_house_coordinates(folder, addresses, [district.name for district in districts]),
        *write_streets(folder, build_sections(streets)),
        *write_buildings(folder, built.buildings),
        *write_areas(folder, municipality, districts, draw_areas()),
        *write_replies(folder, addresses),
        *write_sites(folder, streets),
        *write_census(folder, addresses),
    ]
    write_ducts(folder, streets)
    write_nodes(folder, streets)
    write_places(folder, built.buildings)
    write_supply(folder, existing_supply(addresses))
    write_manifest(folder, streets)
    write_readme(folder, mistakes, len(addresses))


if __name__ == "__main__":
    make_town(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
