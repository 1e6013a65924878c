"""Time and size of an A3 map and of a table of 5,000 rows as PDF.

Run with: python -m benchmarks.printing [folder]
The map shows 24,000 addresses, 9,000 street sections and 150 areas. Must reach: 0.5 s each.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication

from benchmarks.machine import describe
from fibre_planner.model.project import DEFAULT_CRS, Project, new_project
from fibre_planner.model.ruleset import COVERAGE_CLASSES
from fibre_planner.ui.legend_entries import GROUPS
from fibre_planner.ui.map.painting_types import load_painting_types
from fibre_planner.ui.map.scene import SceneBuilder, SceneInput
from fibre_planner.ui.printing import documents
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.map_page import MapPage
from fibre_planner.ui.printing.paper import Paper, fitting_scale, middle_of
from fibre_planner.ui.printing.table_layout import PrintColumn, PrintTable
from fibre_planner.ui.printing.table_page import table_pages

ADDRESSES, SECTIONS, AREAS, ROWS = 24_000, 9_000, 150, 5_000
SIDE_M = 6_000.0
LIMIT_S = 0.5
RUNS = 5
ORIGIN = np.array([485_000.0, 5_550_000.0])
FIELDS = Fields(
    title="Gigabit network", municipality="Musterstadt", office="Planning", date="2026-11-22"
)


def generated_town(seed: int = 5) -> Project:
    """Return a town of short street sections with addresses beside them, and round areas."""
    random = np.random.default_rng(seed)
    begin = random.uniform(0, SIDE_M, (SECTIONS, 2)) + ORIGIN
    turn = random.choice([0.0, np.pi / 2], SECTIONS) + random.normal(0, 0.1, SECTIONS)
    reach = random.uniform(40, 120, (SECTIONS, 1)) * np.column_stack([np.cos(turn), np.sin(turn)])
    street = random.integers(0, SECTIONS, ADDRESSES)
    beside = random.normal(0, 12, (ADDRESSES, 2))
    places = begin[street] + reach[street] * random.uniform(0, 1, (ADDRESSES, 1)) + beside
    ids = np.array([f"a{number:06d}" for number in range(ADDRESSES)])
    names = np.array([f"Musterstraße {number // 8}" for number in range(SECTIONS)])
    addresses = gpd.GeoDataFrame(
        {"address_id": ids, "street": names[street], "house_number": "1"},
        geometry=shapely.points(places),
        crs=DEFAULT_CRS,
    )
    streets = gpd.GeoDataFrame(
        {
            "street_id": [f"s{number}" for number in range(SECTIONS)],
            "name": names,
            "road_class": random.choice(["residential", "tertiary", "service"], SECTIONS),
        },
        geometry=shapely.linestrings(np.stack([begin, begin + reach], axis=1)),
        crs=DEFAULT_CRS,
    )
    middles = shapely.points(random.uniform(0, SIDE_M, (AREAS, 2)) + ORIGIN)
    areas = gpd.GeoDataFrame(
        {
            "area_id": [f"f{number}" for number in range(AREAS)],
            "kind": random.choice(["green", "business_park", "barrier"], AREAS),
            "name": "",
        },
        geometry=shapely.buffer(middles, random.uniform(40, 260, AREAS), quad_segs=6),
        crs=DEFAULT_CRS,
    )
    coverage = pd.DataFrame(
        {"address_id": ids, "coverage_class": random.choice(COVERAGE_CLASSES, ADDRESSES)}
    )
    return new_project("Musterstadt").with_layers(
        addresses=addresses, streets=streets, areas=areas, coverage=coverage
    )


def generated_table() -> PrintTable:
    """Return an address list as it is printed."""
    columns = ("Street", "House number", "Postcode", "District", "Dwellings", "Class", "Cost")
    rows = [
        (
            *(f"Musterstraße {number // 40}", f"{number % 40 + 1}", "63065", "Innenstadt"),
            *(
                f"{number % 9}",
                ("white", "light grey")[number % 2],
                f"€{1000 + 7 * number % 4000:,}",
            ),
        )
        for number in range(ROWS)
    ]
    heads = tuple(PrintColumn(title, title in ("Dwellings", "Cost")) for title in columns)
    return PrintTable("Addresses", heads, rows)


def map_pdf(scale: int = 0) -> Callable[[], bytes]:
    """Return what writes an A3 map, at a scale or with the whole town on it."""
    scene = SceneBuilder().build(SceneInput(generated_town()))
    assert scene.box is not None
    paper = Paper("A3", landscape=True)
    scale = scale or fitting_scale(paper, scene.box)
    page = MapPage(paper, scene, frozenset(GROUPS), middle_of(scene.box), scale, FIELDS)
    return lambda: documents.pdf_bytes([page], FIELDS)


def table_pdf() -> bytes:
    """Write the table, from its texts on."""
    pages = table_pages(generated_table(), Paper("A4", landscape=False), FIELDS)
    return documents.pdf_bytes(pages, FIELDS)


def measure(name: str, write: Callable[[], bytes], path: Path) -> None:
    """Print the best and the middle of several runs, and the size of the file."""
    wall, thread = [], []
    content = b""
    for _ in range(RUNS):
        started, of_thread = time.perf_counter(), time.thread_time()
        content = write()
        wall.append(time.perf_counter() - started)
        thread.append(time.thread_time() - of_thread)
    path.write_bytes(content)
    middle = sorted(wall)[RUNS // 2]
    print(
        f"{name}: {middle:.2f} s (best {min(wall):.2f} s; processor {min(thread):.2f} s), "
        f"{len(content) / 1e6:.2f} MB; must reach {LIMIT_S} s"
    )


def main(folder: Path) -> None:
    """Measure all and keep the files in a folder."""
    application = QGuiApplication.instance() or QGuiApplication([])
    load_painting_types()
    print(describe())
    measure("A3 map of the whole town", map_pdf(), folder / "town.pdf")
    measure("A3 map at 1 : 10,000", map_pdf(10_000), folder / "part.pdf")
    measure(f"table of {ROWS} rows", table_pdf, folder / "table.pdf")
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()))
