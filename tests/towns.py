"""Small towns drawn as text, so that a test shows its input and its result can be worked out.

One cell is 10 m. The lower left cell of a picture is at `ORIGIN`.

    p   5
    |   |
    A---B---N

`p` is an address with unknown dwellings, a digit one with that many; they are called p1, p2 …
in reading order. Capital letters and `+` are junctions, `N` is a junction with a POP. A street
runs along `-` or `|` from junction to junction; where a run ends at something else, the street
ends in its last cell, so that the `p` above is 10 m away from its street. A street between two
letters is called after them (A-B), others s1, s2 …
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from fibre_planner.model.project import DEFAULT_CRS, Project, new_project
from fibre_planner.model.tables import conform

CELL_M = 10.0
ORIGIN = (500_000.0, 5_550_000.0)
_TECHNOLOGIES = ("FTTH", "FTTB", "HFC", "FTTC", "DSL", "radio", "none")


@dataclass(frozen=True)
class _Picture:
    """The characters of a picture and where their cells lie."""

    lines: tuple[str, ...]

    def at(self, row: int, column: int) -> str:
        """Return the character of a cell, a blank outside the picture."""
        inside = 0 <= row < len(self.lines) and 0 <= column < len(self.lines[row])
        return self.lines[row][column] if inside else " "

    def place(self, row: int, column: int) -> tuple[float, float]:
        """Return x and y of the centre of a cell in metres."""
        x, y = ORIGIN
        return x + column * CELL_M, y + (len(self.lines) - 1 - row) * CELL_M


def town(picture: str, **layers: pd.DataFrame) -> Project:
    """Return a project with the addresses, streets and POPs of a picture and further layers."""
    drawn: dict[str, Any] = {name: frame.copy() for name, frame in _drawn(picture).items()}
    return replace(new_project("town"), **drawn).with_layers(**layers)


@cache
def _drawn(picture: str) -> dict[str, pd.DataFrame]:
    """Return the layers of a picture, of which a test takes copies."""
    drawn = _read(picture)
    cells = [(r, c, sign) for r, line in enumerate(drawn.lines) for c, sign in enumerate(line)]
    houses = [(drawn.place(r, c), sign) for r, c, sign in cells if sign == "p" or sign.isdigit()]
    pops = [drawn.place(r, c) for r, c, sign in cells if sign == "N"]
    layers = {"addresses": _addresses(houses), "streets": _streets(drawn), "nodes": _pops(pops)}
    return {name: conform(name, frame) for name, frame in layers.items()}


def at(column: float, row_from_below: float) -> shapely.Point:
    """Return the point of a cell, counted from the lower left one."""
    return shapely.Point(ORIGIN[0] + column * CELL_M, ORIGIN[1] + row_from_below * CELL_M)


def rectangle(left: float, bottom: float, right: float, top: float) -> shapely.Polygon:
    """Return a polygon whose corners are cells, counted from the lower left one."""
    low, high = at(left, bottom), at(right, top)
    return shapely.box(low.x, low.y, high.x, high.y)


def supply_rows(text: str) -> pd.DataFrame:
    """Return the table `supply` of lines such as `p1 Nordnetz existing DSL 50/10`.

    Address, provider and status come first; technology, rates, an ISO date and the word
    `binding` follow as they are known.
    """
    rows = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        address_id, provider, status, *words = line.split()
        row = {
            "supply_id": f"row{number:03}",
            "address_id": address_id,
            "provider": provider,
            "status": status,
            "binding": "binding" in words,
        }
        for word in words:
            if word in _TECHNOLOGIES:
                row["technology"] = word
            elif "/" in word:
                down, up = word.split("/")
                row |= {"down_mbps": float(down or "nan"), "up_mbps": float(up or "nan")}
            elif word != "binding":
                row["available_from"] = word
        rows.append(row)
    return conform("supply", pd.DataFrame(rows))


def _read(picture: str) -> _Picture:
    lines = [line.rstrip() for line in picture.expandtabs().splitlines()]
    lines = lines[next((i for i, line in enumerate(lines) if line), len(lines)) :]
    while lines and not lines[-1]:
        lines.pop()
    margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return _Picture(tuple(line[margin:] for line in lines))


def _addresses(houses: list[tuple[tuple[float, float], str]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        {
            "address_id": [f"p{number}" for number in range(1, len(houses) + 1)],
            "street": "Dorfstraße",
            "house_number": [str(number) for number in range(1, len(houses) + 1)],
            "postcode": "63065",
            "city": "Musterstadt",
            "dwellings": [int(sign) if sign.isdigit() else -1 for _, sign in houses],
            "units_source": ["register" if sign.isdigit() else "" for _, sign in houses],
        }
    )
    return gpd.GeoDataFrame(
        frame, geometry=[shapely.Point(place) for place, _ in houses], crs=DEFAULT_CRS
    )


def _pops(places: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame({"node_id": [f"pop{n}" for n in range(1, len(places) + 1)], "kind": "pop"})
    return gpd.GeoDataFrame(
        frame, geometry=[shapely.Point(place) for place in places], crs=DEFAULT_CRS
    )


def _streets(drawn: _Picture) -> gpd.GeoDataFrame:
    runs = []
    for row, line in enumerate(drawn.lines):
        for column, sign in enumerate(line):
            for mark, down, right in (("-", 0, 1), ("|", 1, 0)):
                if sign == mark and drawn.at(row - down, column - right) != mark:
                    runs.append(_run(drawn, row, column, mark))
    names = [a + "-" + b if a.isupper() and b.isupper() else "" for a, b, _ in runs]
    numbers = iter(range(1, len(runs) + 1))
    ids = [name or f"s{next(numbers)}" for name in names]
    frame = pd.DataFrame({"street_id": ids, "name": ids})
    return gpd.GeoDataFrame(frame, geometry=[line for *_, line in runs], crs=DEFAULT_CRS)


def _run(drawn: _Picture, row: int, column: int, mark: str) -> tuple[str, str, shapely.LineString]:
    """Follow one run of marks; returns the signs at its two ends and its line."""
    down, right = (0, 1) if mark == "-" else (1, 0)
    last_row, last_column = row, column
    while drawn.at(last_row + down, last_column + right) == mark:
        last_row, last_column = last_row + down, last_column + right
    first_sign = drawn.at(row - down, column - right)
    last_sign = drawn.at(last_row + down, last_column + right)
    if _is_junction(first_sign):
        row, column = row - down, column - right
    if _is_junction(last_sign):
        last_row, last_column = last_row + down, last_column + right
    line = shapely.LineString([drawn.place(row, column), drawn.place(last_row, last_column)])
    return first_sign, last_sign, line


def _is_junction(sign: str) -> bool:
    return sign.isupper() or sign == "+"
