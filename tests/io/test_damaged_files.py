from __future__ import annotations

import random
import zipfile
from contextlib import suppress
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyogrio
import pytest
from shapely import LineString

from fibre_planner.io.geopackage import load_project, save_project
from fibre_planner.io.layers import read_layer
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import new_project

LINE = LineString([(483300, 5549840), (483400, 5549840)])
DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf", ".gml": "GML"}
TRIES = 12


def make(folder: Path, ending: str) -> Path:
    path = folder / f"a{ending}"
    if ending in DRIVERS:
        frame = gpd.GeoDataFrame({"name": ["Weg"] * 5}, geometry=[LINE] * 5, crs="EPSG:25832")
        pyogrio.write_dataframe(frame, path, driver=DRIVERS[ending])
    elif ending == ".xlsx":
        book = openpyxl.Workbook()
        for row in (["name", "wkt"], ["x", LINE.wkt], ["y", LINE.wkt]):
            book.active.append(row)
        book.save(path)
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", f"name;wkt\nx;{LINE.wkt}\n")
    return path


def damage(content: bytes, chance: random.Random) -> bytes:
    """Cut the content off, or change some of its bytes."""
    if chance.random() < 0.4:
        return content[: chance.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(chance.choice([1, 10, 200])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("ending", [*DRIVERS, ".xlsx", ".zip"])
def test_a_damaged_file_gets_a_sentence_or_accounts_for_its_rows(
    tmp_path: Path, ending: str
) -> None:
    path = make(tmp_path, ending)
    whole = path.read_bytes()
    chance = random.Random(ending)
    for _ in range(TRIES):
        path.write_bytes(damage(whole, chance))
        try:
            result = read_layer("streets", path, "EPSG:25832")
        except PlannerError:
            continue
        counts = result.counts
        rows = len(result.layers["streets"]) + len(result.rejected)
        assert counts["rows"] + counts["parts"] == rows


def test_a_damaged_project_gets_a_sentence_or_is_read(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(new_project("Altstadt"), path)
    whole = path.read_bytes()
    chance = random.Random(1)
    for _ in range(TRIES):
        path.write_bytes(damage(whole, chance))
        with suppress(PlannerError):
            assert load_project(path).crs
