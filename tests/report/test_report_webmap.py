from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import zlib
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon

from fibre_planner.language import in_language
from fibre_planner.model.errors import PlannerError
from fibre_planner.report.webmap import write_webmap
from fibre_planner.report.webmap_backgrounds import background_values
from fibre_planner.report.webmap_page import refuse_outside
from fibre_planner.report.webmap_payload import STEP_M, pack, z_order
from fibre_planner.ui.map.basemap.matrix import SourceKey
from fibre_planner.ui.map.basemap.presets import read_preset
from fibre_planner.ui.map.basemap.source import address_of
from tests.report.in_german import in_german
from tests.report.small_plan import HOSTILE, small_project


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the map of the small project and its plan."""
    with in_language("en"):
        return written(tmp_path_factory.mktemp("map"))


def written(folder: Path, street: str = "Main Street", plan: bool = True) -> str:
    project = small_project(street)
    path = folder / "map.html"
    write_webmap(project, project.plans[0] if plan else None, path)
    return path.read_text(encoding="utf-8")


def payload(page: str, name: str) -> bytes:
    found = re.search(rf'id="{name}">([^<]*)</script>', page)
    assert found is not None
    return zlib.decompress(base64.b64decode(found.group(1)))


def unpacked(content: bytes) -> dict[str, Any]:
    """Read a packed table as the page does."""
    length = int.from_bytes(content[:4], "little")
    head = json.loads(content[4 : 4 + length])
    table: dict[str, Any] = {"length": head["length"], "words": head["words"]}
    at = 4 + length
    for column in head["columns"]:
        size = int(column["type"][1])
        planes = np.frombuffer(content, "u1", size * column["count"], at)
        values = planes.reshape(size, -1).T.copy().view(f"<u{size}").ravel().astype("int64")
        if column["delta"]:
            values = np.cumsum((values >> 1) ^ -(values & 1))
        table[column["name"]] = values
        at += size * column["count"]
    assert at == len(content)
    return table


def test_map_holds_every_address_at_its_place(page: str) -> None:
    table = unpacked(payload(page, "fp-addresses"))
    data = json.loads(payload(page, "fp-data"))
    assert table["length"] == 6
    metres = np.column_stack((table["x"], table["y"])) * STEP_M + data["origin"]
    points = gpd.GeoSeries([Point(xy) for xy in metres], crs="EPSG:3857").to_crs("EPSG:25832")
    streets = [table["words"]["street"][code] for code in table["street"]]
    numbers = [table["words"]["number"][code] for code in table["number"]]
    found = dict(zip(zip(streets, numbers, strict=True), points, strict=True))
    assert set(numbers) == {"1", "2", "3", "4a", "5", "7"}
    for row in small_project().addresses.itertuples():
        shown = found[(row.street, row.house_number + row.suffix)]
        assert shown.distance(row.geometry) < 0.2


def test_classes_and_plan_of_an_address_are_those_of_the_tables(page: str) -> None:
    table = unpacked(payload(page, "fp-addresses"))
    words = table["words"]
    number = [words["number"][code] for code in table["number"]]
    told = {
        house: tuple(
            words[name][table[name][row]] for name in ("coverage_class", "status", "reason")
        )
        for row, house in enumerate(number)
    }
    assert told["1"] == ("white: below 30 Mbit/s", "connected", "")
    assert told["4a"] == ("served", "excluded", "served already")
    assert told["7"] == ("white: below 30 Mbit/s", "not connected", "no street within reach")


def test_trenches_keep_level_length_and_cost(page: str) -> None:
    table = unpacked(payload(page, "fp-trenches"))
    assert table["level"].tolist() == [0, 1, 2, 2, 2]
    assert table["length_dm"].tolist() == [1000, 500, 100, 100, 100]
    assert table["cost_eur"].sum() == 21_700
    assert table["points"].tolist() == [2, 2, 2, 2, 2]


def test_page_fetches_nothing_from_outside(page: str) -> None:
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)", page)
    assert "@import" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy.group(1)
    assert "connect-src" not in policy.group(1)
    assert page.index("Content-Security-Policy") < page.index("<script")


@pytest.mark.parametrize(
    "part",
    [
        '<script src="https://example.org/x.js"></script>',
        "<link rel=stylesheet href='http://example.org/x.css'>",
        '<IMG SRC="//example.org/x.png">',
    ],
)
def test_build_fails_where_a_page_would_fetch_something(part: str) -> None:
    with pytest.raises(ValueError, match="would fetch"):
        refuse_outside(f"<html>{part}</html>")


def test_script_in_a_street_name_never_stands_in_the_page(tmp_path: Path) -> None:
    project = small_project(HOSTILE).with_metadata(municipality=HOSTILE)
    path = tmp_path / "map.html"
    write_webmap(project, project.plans[0], path)
    page = path.read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page[page.index("<title>") : page.index("</title>")]
    assert HOSTILE in json.loads(payload(page, "fp-data"))["title"]


def test_template_signs_in_a_name_are_not_filled_in(tmp_path: Path) -> None:
    project = small_project().with_metadata(municipality="{{ 7 * 7 }} {% raw %}")
    path = tmp_path / "map.html"
    write_webmap(project, None, path)
    assert "<title>Gigabit plan {{ 7 * 7 }} {% raw %}</title>" in path.read_text(encoding="utf-8")


def test_coverage_without_a_plan_has_no_trenches(tmp_path: Path) -> None:
    page = written(tmp_path, plan=False)
    assert "fp-trenches" not in re.findall(r'id="(fp-[a-z]+)">', page)
    assert len(json.loads(payload(page, "fp-data"))["themes"]) == 2


def test_legend_counts_every_address_once(page: str) -> None:
    data = json.loads(payload(page, "fp-data"))
    for theme in data["themes"]:
        assert sum(entry["count"] for entry in theme["entries"]) == 6
        assert sorted(theme["paint_order"]) == list(range(len(theme["entries"])))


def test_address_without_a_place_is_left_out_of_the_map(tmp_path: Path) -> None:
    project = small_project()
    geometry = project.addresses.geometry.to_list()
    geometry[0] = Point()
    project = project.with_layers(addresses=project.addresses.set_geometry(geometry, crs=25832))
    write_webmap(project, None, tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert unpacked(payload(page, "fp-addresses"))["length"] == 5


def test_address_off_the_world_is_shown_at_the_edge_and_spoils_nothing(tmp_path: Path) -> None:
    project = small_project()
    geometry = project.addresses.geometry.to_list()
    geometry[0] = Point(5_550_000.0, 485_000.0)
    geometry[1] = Point(1e12, -1e12)
    project = project.with_layers(addresses=project.addresses.set_geometry(geometry, crs=25832))
    write_webmap(project, None, tmp_path / "map.html")
    table = unpacked(payload((tmp_path / "map.html").read_text(encoding="utf-8"), "fp-addresses"))
    assert table["length"] == 6
    assert sorted(np.hypot(table["x"], table["y"]) > 10_000).count(True) == 2


def test_self_crossing_area_and_missing_geometry_do_no_harm(tmp_path: Path) -> None:
    project = small_project()
    bow = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    project = project.with_layers(
        areas=project.areas.set_geometry([bow], crs=25832),
        buildings=project.buildings.set_geometry([None], crs=25832),
        streets=project.streets.set_geometry([None, LineString()], crs=25832),
    )
    write_webmap(project, None, tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert unpacked(payload(page, "fp-streets"))["length"] == 0


def test_project_without_any_row_gives_a_page(tmp_path: Path) -> None:
    project = small_project()
    names = ("addresses", "supply", "coverage", "streets", "areas", "buildings", "sites")
    bare = project.with_layers(**{name: project.layer(name).iloc[:0] for name in names})
    write_webmap(bare, None, tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert unpacked(payload(page, "fp-addresses"))["length"] == 0


def test_same_inputs_give_the_same_page(page: str, tmp_path: Path) -> None:
    assert written(tmp_path) == page


def test_german_page_says_so_and_writes_german_numbers(tmp_path: Path) -> None:
    with in_german():
        page = written(tmp_path)
    assert '<html lang="de">' in page
    data = json.loads(payload(page, "fp-data"))
    assert data["language"] == "de-DE"
    assert any("31.169,60\u00a0€" in row for group in data["figures"] for row in group["rows"])
    assert "20.11.2026" in data["subtitle"]


def test_map_of_a_market_survey_is_marked_confidential(page: str, tmp_path: Path) -> None:
    assert json.loads(payload(page, "fp-data"))["confidential"]
    project = small_project().with_layers(supply=pd.DataFrame())
    write_webmap(project, None, tmp_path / "open.html")
    plain = (tmp_path / "open.html").read_text(encoding="utf-8")
    assert json.loads(payload(plain, "fp-data"))["confidential"] == ""


def test_missing_folder_of_the_map_is_named_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=r"map\.html could not be saved"):
        write_webmap(small_project(), None, tmp_path / "nowhere" / "map.html")


@given(st.lists(st.integers(-(2**28), 2**28), max_size=40), st.lists(st.integers(0, 2**32 - 1)))
def test_packed_columns_are_read_back_unchanged(steps: list[int], plain: list[int]) -> None:
    columns = {"steps": np.array(steps, "int64"), "plain": np.array(plain, "int64")}
    table = unpacked(base64_content(pack(columns, len(steps), {}, deltas=("steps",))))
    assert table["steps"].tolist() == steps
    assert table["plain"].tolist() == plain


def base64_content(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


@given(st.lists(st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000)), max_size=30))
def test_order_along_the_map_loses_no_place(places: list[tuple[int, int]]) -> None:
    order = z_order(np.array(places, "int64").reshape(-1, 2))
    assert sorted(order.tolist()) == list(range(len(places)))


CHECK = """<script>
const wait = setInterval(() => {
  if (!document.body.dataset.complete) return;
  clearInterval(wait);
  const said = (value) => { document.body.dataset.said = JSON.stringify(value); };
  const hit = FP.search("mainstr 4")[0];
  if (hit) FP.goTo(map_plan, hit);
  said({
    addresses: FP.addresses.length,
    hit: hit && hit.text,
    popup: document.querySelector(".leaflet-popup-content h3")?.textContent,
    scripts: document.querySelectorAll(".leaflet-popup-content script").length,
    painted: FP.layer._canvas.getContext("2d").getImageData(0, 0, FP.layer._canvas.width,
      FP.layer._canvas.height).data.some((part) => part > 0),
    trouble: document.getElementById("fp-trouble").textContent,
    trenches: [FP.trenches.length, FP.trenches.box.length, FP.trenches.length_dm[2]],
    legend: document.querySelectorAll(".fp-row").length,
    backgrounds: FP.data.backgrounds.map((entry) => {
      const tiles = FP.tileLayer(entry);
      return [5, 9, 12].map((z) => {
        tiles._tileZoom = z;
        return tiles.getTileUrl({ x: 3, y: 7, z });
      });
    }),
    asked: performance.getEntriesByType("resource").map((one) => one.name)
      .filter((name) => /^https?:/.test(name)),
  });
}, 20);
</script></html>"""


BASEMAP = "https://sgx.geodatenzentrum.de/wmts_basemapde/tile/1.0.0/de_basemapde_web_raster"


def test_background_maps_are_those_of_the_window_and_told_to_need_the_internet(
    tmp_path: Path,
) -> None:
    page = written(tmp_path)
    policy = re.search(r"img-src ([^;]*);", page)
    assert policy is not None
    assert policy[1] == "data: blob: https://sgx.geodatenzentrum.de"
    for name in ("basemap_de_grey", "basemap_de_colour"):
        shown = [one for one in background_values() if one["label"] == read_preset(name).title]
        preset = read_preset(name)
        matrix = preset.matrix_for("EPSG:3857")
        assert shown[0]["attribution"] == preset.attribution
        assert shown[0]["max_zoom"] == len(matrix.resolutions) - 1
        assert shown[0]["min_zoom"] == matrix.first_zoom
        zoomed = address_of(preset, matrix, SourceKey(7, 3, 9), north_first=False)
        assert shown[0]["url"].format(zz="07", x=3, y=9) == zoomed


def test_browser_without_internet_paints_searches_and_opens_a_popup(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium here to open the map with")
    page = written(tmp_path, "Mainstr <script>alert(1)</script>")
    (tmp_path / "check.html").write_text(page.replace("</html>", CHECK), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    options += ["--disable-background-networking", f"--user-data-dir={tmp_path / 'profile'}"]
    options += ["--window-size=1200,800", "--virtual-time-budget=8000", "--dump-dom"]
    found = subprocess.run(
        [browser, *options, (tmp_path / "check.html").as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = re.search(r'data-said="([^"]*)"', found.stdout)
    assert said is not None, found.stderr[-2000:]
    told = json.loads(
        said.group(1).replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    )
    assert told["trouble"] == ""
    assert told["addresses"] == 6
    assert told["painted"]
    assert told["hit"] == "Mainstr <script>alert(1)</script> 4a (Old Town)"
    assert told["popup"] == "Mainstr <script>alert(1)</script> 4a"
    assert told["scripts"] == 0
    assert told["trenches"] == [5, 20, 100]
    assert told["legend"] >= 8
    assert told["asked"] == []
    assert told["backgrounds"] == [
        [f"{address}/GLOBAL_WEBMERCATOR/{zoom}/7/3.png" for zoom in ("05", "09", "12")]
        for address in (f"{BASEMAP}_grau/default", f"{BASEMAP}_farbe/default")
    ]
