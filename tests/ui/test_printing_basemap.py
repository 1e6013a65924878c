"""The basemap on paper: fetched as fine as paper shows it, waited for, told where it is missing."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.jobs import Job
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.basemap.matrix import web_mercator
from fibre_planner.ui.map.basemap.source import own_source
from fibre_planner.ui.map.basemap.warp import reprojection
from fibre_planner.ui.printing.dialog import PrintDialog
from fibre_planner.ui.printing.ground import PaperGround
from fibre_planner.ui.printing.ground_wish import MOST_PER_PAGE, most_per_page, wish_for
from fibre_planner.ui.printing.layout import Choice, Source
from fibre_planner.ui.printing.paper import Paper, map_box, places_on
from fibre_planner.ui.printing.writing import write_map
from tests.tile_server import TileServer, colour_of, serving
from tests.ui.printed import FIELDS, pdf_text, source_of, streams
from tests.ui.windows import show

CRS = "EPSG:25832"


@pytest.fixture
def server() -> Iterator[TileServer]:
    with serving() as running:
        yield running


@pytest.fixture
def source(
    qapp: QApplication,  # noqa: ARG001  (the ground's signals need it)
    project: Project,
    server: TileServer,
    tmp_path: Path,
) -> Iterator[Source]:
    ground = PaperGround(own_source(server.template, "© City survey"), CRS, tmp_path / "tiles")
    yield replace(source_of(project), ground=ground)
    ground.stop()
    ground.deleteLater()


def write(qtbot: QtBot, source: Source, choice: Choice, path: Path) -> list[Path]:
    """Write a map in a job, as the window does, and return its files."""
    found: list[list[Path]] = []
    job = Job("print", lambda report: write_map(source, choice, path, report))
    job.succeeded.connect(found.append)
    with qtbot.waitSignal(job.finished, timeout=20_000):
        job.start()
    job.wait()
    assert found
    return found[0]


CHOICE = Choice(Paper("A4", True), scale=2_500, fields=FIELDS, basemap=True)


def test_basemap_is_a_picture_below_vectors_with_its_owner_on_the_sheet(
    qtbot: QtBot, source: Source, server: TileServer, tmp_path: Path
) -> None:
    path = tmp_path / "map.pdf"
    write(qtbot, source, CHOICE, path)
    pdf = path.read_bytes()
    assert pdf.count(b"/Subtype /Image") == 1
    assert len(re.findall(rb" l\n", streams_of_text(pdf))) > 20  # the layers above are vectors
    assert "© City survey" in pdf_text(pdf, tmp_path)
    assert source.ground is not None
    assert source.ground.note() == ""
    # At 150 dots per inch 1 : 2,500 is 0.42 m per pixel on the ground, 0.66 m on the web's map at
    # 50° north: zoom 18 has 0.60 m.
    assert {asked.split("/")[1] for asked in server.asked} == {"18"}


def streams_of_text(pdf: bytes) -> bytes:
    """Return what is drawn, without the pictures."""
    parts = re.split(rb"/Subtype /Image", pdf)
    try:
        return streams(parts[0]) + streams(parts[-1])
    except zlib.error:
        return streams(parts[0])


def test_picture_has_the_colours_of_the_tiles_where_they_lie(
    qtbot: QtBot, source: Source, tmp_path: Path
) -> None:
    path = tmp_path / "map.png"
    write(qtbot, replace(source, groups=frozenset()), replace(CHOICE, kind="png"), path)
    image = QImage(str(path))
    room = places_on(CHOICE.paper).map
    scale = image.width() / CHOICE.paper.size_px[0]
    x, y = (source.view[0] + source.view[2]) / 2, (source.view[1] + source.view[3]) / 2
    change = reprojection(CRS, "EPSG:3857")
    assert change is not None
    matrix = web_mercator(21)
    wide = map_box(CHOICE.paper, (x, y), 2_500)
    checked = 0
    for share in (0.2, 0.35, 0.6, 0.8):
        px = (room.left + share * room.width, room.top + share * room.height)
        place = np.array(
            [[wide[0] + share * (wide[2] - wide[0]), wide[3] - share * (wide[3] - wide[1])]]
        )
        east, north = change(place)[0].tolist()
        span = matrix.resolutions[18] * 256
        column = int((east - matrix.origin[0]) // span)
        row = int((matrix.origin[1] - north) // span)
        within = ((east - matrix.origin[0]) / span % 1, (matrix.origin[1] - north) / span % 1)
        if min(*within, 1 - within[0], 1 - within[1]) < 0.05:
            continue  # too near to the edge of a tile to tell
        seen = image.pixelColor(round(px[0] * scale), round(px[1] * scale))
        assert seen == colour_of(18, column, row)
        checked += 1
    assert checked >= 2


def test_second_printing_takes_the_tiles_from_disk_where_the_server_is_gone(
    qtbot: QtBot, source: Source, server: TileServer, tmp_path: Path
) -> None:
    write(qtbot, source, CHOICE, tmp_path / "one.pdf")
    asked = len(server.asked)
    assert source.ground is not None
    again = PaperGround(source.ground.source, CRS, tmp_path / "tiles")
    write(qtbot, replace(source, ground=again), CHOICE, tmp_path / "two.pdf")
    assert len(server.asked) == asked
    assert (tmp_path / "two.pdf").read_bytes() == (tmp_path / "one.pdf").read_bytes()
    again.stop()
    again.deleteLater()


def test_without_the_server_the_map_is_printed_without_and_says_so(
    qtbot: QtBot, source: Source, tmp_path: Path
) -> None:
    away = own_source("http://127.0.0.1:9/{z}/{x}/{y}.png", "© City survey")
    ground = PaperGround(away, CRS, tmp_path / "none")
    path = tmp_path / "map.pdf"
    write(qtbot, replace(source, ground=ground), CHOICE, path)
    assert b"/Subtype /Image" not in path.read_bytes()
    text = pdf_text(path.read_bytes(), tmp_path)
    assert "City survey" not in text
    assert "Buildings" in text  # which the basemap would have shown
    assert ground.note() == "The basemap cannot be reached; the map is printed without it."
    ground.stop()
    ground.deleteLater()


def test_answers_that_are_no_pictures_are_missing_tiles(
    qtbot: QtBot, source: Source, server: TileServer, tmp_path: Path
) -> None:
    server.trouble = "html"
    path = tmp_path / "map.pdf"
    write(qtbot, source, CHOICE, path)
    assert b"/Subtype /Image" not in path.read_bytes()
    assert source.ground is not None
    assert "cannot be reached" in source.ground.note()


def test_cancel_ends_the_waiting_for_a_slow_server_and_leaves_no_file(
    qtbot: QtBot, source: Source, server: TileServer, tmp_path: Path
) -> None:
    server.trouble = "slow"
    path = tmp_path / "map.pdf"
    job = Job("print", lambda report: write_map(source, CHOICE, path, report))
    with qtbot.waitSignal(
        job.progressed, timeout=20_000, check_params_cb=lambda _, text: "basemap" in text
    ):
        job.start()
    with qtbot.waitSignal(job.cancelled, timeout=20_000):
        job.cancel()
    job.wait()
    server.go_on.set()
    assert not path.exists()


def test_map_that_would_need_too_many_tiles_gets_coarser_ones_or_none() -> None:
    matrix = web_mercator(20)
    box = (900_000.0, 6_400_000.0, 904_000.0, 6_404_000.0)
    fine = wish_for(matrix, None, box, (2_000, 2_000), MOST_PER_PAGE)
    assert not fine.is_coarse
    count = len(fine.needed)
    coarse = wish_for(matrix, None, box, (2_000, 2_000), count - 1)
    assert coarse.is_coarse
    assert 0 < len(coarse.needed) < count
    none = wish_for(matrix, None, box, (2_000, 2_000), 1)
    assert none.is_too_much
    assert none.needed == ()
    assert most_per_page(1) == MOST_PER_PAGE
    assert most_per_page(400) == 5
    beyond = wish_for(web_mercator(20), None, (3e7, 0.0, 4e7, 1e6), (500, 500), 50)
    assert not beyond.needed
    assert not beyond.is_too_much


def test_dialog_offers_the_basemap_that_is_shown_and_prints_it(
    qtbot: QtBot, window: MainWindow, project: Project, server: TileServer, tmp_path: Path
) -> None:
    show(qtbot, window, project)
    assert window.print_flow.source() is not None
    bare = PrintDialog(window.print_flow.source(), FIELDS)
    qtbot.addWidget(bare, before_close_func=lambda box: box.preview.stop())
    assert not bare.basemap.isEnabled()
    assert not bare.choice().basemap
    window.canvas.basemap.folder = tmp_path / "tiles"
    window.canvas.show_basemap(own_source(server.template, "© City survey"), project.crs)
    dialog = PrintDialog(window.print_flow.source(), FIELDS)
    qtbot.addWidget(dialog, before_close_func=lambda box: box.preview.stop())
    assert dialog.basemap.isChecked()
    with qtbot.waitSignal(dialog.preview.shown, timeout=20_000):
        dialog.show()
    assert dialog.choice().basemap
    assert not dialog.note.isVisible()
    assert dialog.preview.image is not None
    middle = dialog.preview.image.pixelColor(dialog.preview.image.rect().center() / 2)
    assert middle.lightness() < 235  # a tile, not the bare ground
    dialog.basemap.setChecked(False)
    assert not dialog.choice().basemap
    qtbot.waitUntil(lambda: dialog.preview.is_idle, timeout=20_000)
