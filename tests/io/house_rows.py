"""Rows of house coordinates as the surveying authorities deliver them."""

from __future__ import annotations

from pathlib import Path

from fibre_planner.io.house_coordinates import (
    looks_like_house_coordinates,
    read_house_coordinates,
)
from fibre_planner.io.imported import Imported

CRS = "EPSG:25832"


def row(
    oid: str = "DEHE000000000001",
    number: str = "1",
    suffix: str = "",
    x: str = "32483300,125",
    y: str = "5549840,500",
    *,
    action: str = "N",
    street: str = "Frankfurter Straße",
) -> str:
    return (
        f"{action};{oid};A;06;4;13;000;0001;00042;{number};{suffix};{x};{y};"
        f"{street};63065;Offenbach am Main;;Mitte"
    )


def read(tmp_path: Path, *lines: str, encoding: str = "utf-8", crs: str = CRS) -> Imported:
    path = tmp_path / "hk.txt"
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    assert looks_like_house_coordinates(path)
    return read_house_coordinates(path, crs)


def places(imported: Imported) -> list[tuple[float, float]]:
    geometry = imported.layers["addresses"].geometry
    return [(round(point.x, 3), round(point.y, 3)) for point in geometry]
