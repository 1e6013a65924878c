"""Maps on paper: sizes, texts, vectors, colours, legend; the same bytes for the same page."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from fibre_planner.language import use_language
from fibre_planner.ui import settings
from fibre_planner.ui.legend_entries import GROUPS
from fibre_planner.ui.map.scene import Scene
from fibre_planner.ui.map.styles import LIGHT, area_colour, trench_styles
from fibre_planner.ui.printing import documents
from fibre_planner.ui.printing.legend_block import legend_lines
from fibre_planner.ui.printing.paper import PX_PER_MM, Paper, places_on, resolution_at
from fibre_planner.ui.printing.series import Feature, features_of, series_pages
from fibre_planner.ui.printing.table_layout import PrintColumn, PrintTable
from fibre_planner.ui.printing.table_page import table_pages
from tests.report.small_plan import small_project
from tests.ui.printed import FIELDS, map_page, page_sizes_mm, pdf_text, small_scene, streams


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """Fonts need a running application."""


def colours_of(image: QImage) -> set[int]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    return set(np.unique(pixels & 0xFFFFFF).tolist())


def rgb(colour: QColor) -> int:
    return colour.rgb() & 0xFFFFFF


@pytest.mark.parametrize("name", ["A4", "A3"])
@pytest.mark.parametrize("landscape", [True, False])
def test_pdf_page_has_the_size_of_its_paper(name: str, landscape: bool) -> None:
    paper = Paper(name, landscape)
    pdf = documents.pdf_bytes([map_page(paper)], FIELDS)
    assert page_sizes_mm(pdf) == [tuple(round(side) for side in paper.size_mm)]


def test_pages_of_different_paper_keep_their_sizes() -> None:
    pages = [map_page(Paper("A3", True)), map_page(Paper("A4", False))]
    assert page_sizes_mm(documents.pdf_bytes(pages, FIELDS)) == [(420, 297), (210, 297)]


def test_map_is_made_of_vectors_with_embedded_fonts() -> None:
    for scale in (500, 25_000):
        pdf = documents.pdf_bytes([map_page(scale=scale)], FIELDS)
        assert b"/Subtype /Image" not in pdf
        assert b"/FontFile2" in pdf
        drawn = streams(pdf)
        assert len(re.findall(rb" l\n", drawn)) > 20  # lines
        assert b" Tj" in drawn  # texts


def test_texts_of_title_block_legend_and_map_can_be_searched(tmp_path: Path) -> None:
    text = pdf_text(documents.pdf_bytes([map_page(scale=500)], FIELDS), tmp_path)
    for word in ("Fibre for Milltown", "61-GB/14", "A. Planner", "22 Nov 2026", "1 : 500"):
        assert word in text
    assert "Legend" in text
    assert "Fictional data" in text
    assert "Main Street" in text


def test_german_page_writes_scale_and_date_as_germans_do(tmp_path: Path) -> None:
    use_language("de")
    try:
        text = pdf_text(documents.pdf_bytes([map_page(scale=30_000)], FIELDS), tmp_path)
    finally:
        use_language("en")
    assert "1 : 30.000" in text
    assert "22.11.2026" in text
    assert "Legende" in text
    assert "0,5" in text  # the middle of a scale bar of 1 km


def test_same_page_gives_the_same_file_dated_as_its_title_block() -> None:
    pdf = documents.pdf_bytes([map_page()], FIELDS)
    assert pdf == documents.pdf_bytes([map_page()], FIELDS)
    assert b"<xmp:CreateDate>2026-11-22<" in pdf
    assert b"/CreationDate (D:20261122000000Z)" in pdf
    assert b"/ModDate (D:20261122000000Z)" in pdf
    assert b"Date (D:" not in documents.pdf_bytes([map_page()], replace(FIELDS, date=""))
    changed = documents.pdf_bytes([map_page()], replace(FIELDS, title="Another"))
    assert re.findall(rb"/ID .*", changed) != re.findall(rb"/ID .*", pdf)


def test_series_has_a_bookmark_for_each_sheet_and_one_for_the_table() -> None:
    features = [Feature("Mühlau (Ost) <b>", (0, 0, 10, 10)), Feature("東", (0, 0, 10, 10))]
    rows = [(f"Street {number}",) for number in range(200)]
    table = table_pages(
        PrintTable("Addresses", (PrintColumn("Street"),), rows), Paper("A4", True), FIELDS
    )
    assert len(table) > 1
    pdf = documents.pdf_bytes([*series_pages(map_page(), features), *table], FIELDS)
    titles = [
        bytes.fromhex(text.decode()).decode("utf-16")
        for text in re.findall(rb"/Title <([0-9A-F]+)>", pdf)
    ]
    assert titles == ["Overview", "Mühlau (Ost) <b>", "東", "Addresses"]
    pages = re.findall(rb"(\d+) 0 R", re.findall(rb"/Kids\s*\[(.*?)\]", pdf, re.DOTALL)[0])
    shown = re.findall(rb"/Dest \[(\d+) 0 R /Fit\]", pdf)
    assert shown == pages[:4]
    assert b"/Lang (en)" in pdf


def test_every_reference_of_the_last_table_of_a_pdf_finds_its_object() -> None:
    features = [Feature("one", (0, 0, 10, 10))]
    pdf = documents.pdf_bytes(series_pages(map_page(), features), FIELDS)
    begin = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    entries = re.findall(rb"(\d+) 1\n(\d{10}) 00000 n \n", pdf[begin:])
    assert len(entries) == 4  # the catalog, the outline and two bookmarks
    for number, offset in entries:
        assert pdf[int(offset) :].startswith(number + b" 0 obj\n")


def test_single_page_has_no_bookmarks() -> None:
    assert b"/Outlines" not in documents.pdf_bytes([map_page()], FIELDS)


def test_pictures_and_svg_of_a_page_are_the_same_each_time() -> None:
    page = map_page(scale=2_000)
    assert documents.png_bytes(page) == documents.png_bytes(page)
    assert documents.svg_bytes(page, FIELDS) == documents.svg_bytes(page, FIELDS)


def test_svg_is_well_formed_and_keeps_texts_and_shapes() -> None:
    root = ET.fromstring(documents.svg_bytes(map_page(scale=500), FIELDS))
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert {"path", "text"} <= names
    assert "image" not in names
    assert "Fibre for Milltown" in "".join(root.itertext())
    assert root.get("width", "").startswith("296.9")


def test_dark_window_prints_on_light_ground() -> None:
    settings.set_theme("dark")
    image = documents.page_image(map_page(scale=1_000), 60)
    assert rgb(LIGHT.ground) in colours_of(image)
    assert image.pixelColor(2, 2) == QColor("white")


def test_picture_has_300_dots_per_inch_and_the_colours_of_the_screen() -> None:
    page = map_page(scale=1_000)
    image = QImage.fromData(documents.png_bytes(page))
    assert (image.width(), image.height()) == (3508, 2480)
    assert round(image.dotsPerMeterX() * 0.0254) == 300
    seen = colours_of(image)
    assert rgb(LIGHT.ground) in seen
    assert rgb(QColor(trench_styles()[1].colour)) in seen
    assert rgb(area_colour("site")) in seen


def test_vectors_lie_where_the_pixels_of_the_screen_lie() -> None:
    """Both ways of painting give nearly the same picture of the map."""
    page = map_page(Paper("A4", True), scale=1_000)
    room = places_on(page.paper).map
    shots = []
    for ratio in (1.0, 0.0):
        width, height = page.paper.size_px
        image = QImage(round(width), round(height), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = documents.QPainter(image)
        painter.setRenderHint(documents.QPainter.RenderHint.Antialiasing)
        page.paint(painter, ratio)
        painter.end()
        pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1, 4)
        top, left = round(room.top), round(room.left)
        shots.append(
            pixels[top : top + int(room.height), left : left + int(room.width), :3].astype(int)
        )
    difference = np.abs(shots[0] - shots[1]).max(axis=2)
    assert (difference > 60).mean() < 0.003
    assert (np.abs(shots[0] - shots[0].mean(axis=(0, 1))).max(axis=2) > 60).mean() > 0.01


def test_legend_names_what_is_seen_and_nothing_else() -> None:
    scene = small_scene()
    assert scene.box is not None
    groups = frozenset(GROUPS)

    def words(box: tuple[float, float, float, float], scale: int) -> list[str]:
        lines = legend_lines(scene, groups, box, resolution_at(scale), LIGHT)
        return [line.text for line in lines]

    near = words(scene.box, 1_000)
    assert "Planned trenches" in near
    assert "Buildings" in near
    assert "lead-in" in near
    far = words(scene.box, 50_000)
    assert "Buildings" not in far
    assert "lead-in" not in far
    west, south, _, _ = scene.box
    assert words((west - 9_000, south - 9_000, west - 8_000, south - 8_000), 1_000) == []
    hidden = legend_lines(scene, groups - {"buildings"}, scene.box, resolution_at(1_000), LIGHT)
    assert "Buildings" not in [line.text for line in hidden]


def test_long_words_stay_within_the_title_block() -> None:
    long = "Abcdefghijklmnop " * 30
    fields = replace(FIELDS, title=long, office=long, proof=long, sources=long)
    page = map_page(Paper("A4", True), fields=fields)
    image = documents.page_image(page, 72)
    block = places_on(page.paper).block
    scale = 72 / 25.4 / PX_PER_MM
    below = round(block.bottom * scale) + 3
    strip = image.copy(0, below, image.width(), image.height() - below)
    assert colours_of(strip) == {0xFFFFFF}


HOSTILE = "<b>Plan</b> & {0} \x00\x07\x1f\u202e\uffff" * 3


def test_hostile_names_are_letters_on_paper_and_leave_the_file_well_formed(
    tmp_path: Path,
) -> None:
    names = dict.fromkeys(("title", "municipality", "office", "author", "file_number"), HOSTILE)
    fields = replace(FIELDS, **names, proof=HOSTILE, sources=HOSTILE)
    page = map_page(scale=500, fields=fields)
    root = ET.fromstring(documents.svg_bytes(page, fields))
    assert "<b>Plan</b> & {0}" in "".join(root.itertext())
    pdf = documents.pdf_bytes([page], fields)
    xmp = re.search(rb"<x:xmpmeta.*?</x:xmpmeta>", pdf, re.DOTALL)
    assert xmp is not None
    assert "<b>Plan</b> & {0}" in "".join(ET.fromstring(xmp[0]).itertext())
    assert "<b>Plan</b> & {0}" in pdf_text(pdf, tmp_path)


@pytest.mark.parametrize(
    "box",
    [(0.0, 0.0, 0.0, 0.0), (-1e300, -1e300, 1e300, 1e300), (9e9, 9e9, 9e9 + 1, 9e9 + 1)],
)
def test_places_without_extent_beyond_earth_or_far_outside_give_a_page(
    box: tuple[float, float, float, float],
) -> None:
    pages = series_pages(map_page(), [Feature("strange", box)])
    assert len(page_sizes_mm(documents.pdf_bytes(pages, FIELDS))) == 2


@pytest.mark.parametrize("scale", [1, 1_000_000_000])
def test_extreme_scale_is_written_and_its_bar_fits_into_the_map(scale: int, tmp_path: Path) -> None:
    text = pdf_text(documents.pdf_bytes([map_page(scale=scale)], FIELDS), tmp_path)
    assert f"1:{scale:,}" in text.replace(" ", "")


def test_empty_scene_prints_its_frame_and_title_block() -> None:
    pdf = documents.pdf_bytes([map_page(scene=Scene(), scale=1_000)], FIELDS)
    assert len(page_sizes_mm(pdf)) == 1


def test_series_has_an_overview_and_a_page_per_district(tmp_path: Path) -> None:
    assert [one.name for one in features_of(small_project(), "districts")] == ["Old Town"]
    project = small_project().with_layers(areas=small_project().areas.iloc[:0])
    features = features_of(project, "districts")  # without areas, those of the addresses
    names = [feature.name for feature in features]
    assert names == ["Mill", "Old Town"]
    pages = series_pages(map_page(), features)
    assert [page.title for page in pages] == ["Overview", *names]
    assert [mark.text for mark in pages[0].marks] == [str(n) for n in range(2, len(names) + 2)]
    text = pdf_text(documents.pdf_bytes(pages, FIELDS), tmp_path)
    assert all(name in text for name in names)
    assert f"Page 2 of {len(names) + 1}" in text
    for page, feature in zip(pages[1:], features, strict=True):
        west, south, east, north = page.box
        assert west <= feature.box[0] <= feature.box[2] <= east
        assert south <= feature.box[1] <= feature.box[3] <= north


def test_site_without_extent_is_shown_with_its_surroundings() -> None:
    for feature in features_of(small_project(), "sites"):
        west, south, east, north = feature.box
        assert min(east - west, north - south) >= 59.9


def test_series_at_a_chosen_scale_keeps_it_on_every_page() -> None:
    features = [Feature("one", (0, 0, 10, 10)), Feature("two", (0, 0, 900, 10))]
    pages = series_pages(map_page(), features, scale=2_500)
    assert [page.scale for page in pages[1:]] == [2_500, 2_500]
