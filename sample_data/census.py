"""The town as Zensus 2022 grid cells: buildings by number of dwellings per 100 m cell."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from pyproj import Transformer

from sample_data.addresses import Address
from sample_data.mistakes import Mistake
from sample_data.plan_files import EAST_M, NORTH_M
from sample_data.writing import write_rows

FILE = "census_2022.csv"
_CLASSES = (
    (1, "1_Wohnung"),
    (2, "2_Wohnungen"),
    (6, "3bis6_Wohnungen"),
    (12, "7bis12_Wohnungen"),
    (10**6, "13undmehr_Wohnungen"),
)
_SECRET = "–"  # what the statistical offices print where a figure is kept secret


def write_census(folder: Path, addresses: list[Address]) -> list[Mistake]:
    """Write the cells with dwellings; one cell is kept secret."""
    homes = [address for address in addresses if address.dwellings > 0]
    places = np.array([address.place for address in homes]) + np.array([EAST_M, NORTH_M])
    to_grid = Transformer.from_crs("EPSG:25832", "EPSG:3035", always_xy=True)
    east, north = to_grid.transform(places[:, 0], places[:, 1])
    cells = np.column_stack([np.floor(north / 100) * 100, np.floor(east / 100) * 100]).astype(int)
    counts: dict[tuple[int, int], Counter[str]] = {}
    for (cell_north, cell_east), address in zip(cells.tolist(), homes, strict=True):
        size = next(name for most, name in _CLASSES if address.dwellings <= most)
        counts.setdefault((cell_north, cell_east), Counter())[size] += 1
    names = [name for _, name in _CLASSES]
    header = [
        "GITTER_ID_100m",
        "x_mp_100m",
        "y_mp_100m",
        "Insgesamt_Gebaeude",
        *names,
        "werterlaeuternde_Zeichen",
    ]
    rows: list[list[object]] = []
    for (cell_north, cell_east), count in sorted(counts.items()):
        total = sum(count.values())
        name = f"CRS3035RES100mN{cell_north}E{cell_east}"
        rows.append(
            [
                name,
                cell_east + 50,
                cell_north + 50,
                total,
                *(count[size] or _SECRET for size in names),
                "",
            ]
        )
    secret = next(row for row in rows if row[3] == 2)
    secret[3:] = [_SECRET] * (len(header) - 3)
    write_rows(folder / FILE, [header, *rows])
    return [
        Mistake(
            "C01",
            FILE,
            str(secret[0]),
            "cell kept secret: an en dash instead of figures",
            "import: no figure, never zero",
        )
    ]
