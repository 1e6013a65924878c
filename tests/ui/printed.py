"""What printing tests start from: the small project as a scene, and a look into PDF files."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from functools import cache
from pathlib import Path

import pytest

from fibre_planner.model.project import Project
from fibre_planner.ui.legend_entries import GROUPS
from fibre_planner.ui.map.painting_types import load_painting_types
from fibre_planner.ui.map.scene import Scene, SceneBuilder, SceneInput
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.layout import Source
from fibre_planner.ui.printing.map_page import MapPage
from fibre_planner.ui.printing.paper import Paper, fitting_scale, middle_of
from tests.report.small_plan import EAST, NORTH, small_project

FIELDS = Fields(
    title="Fibre for Milltown",
    municipality="Milltown",
    office="Planning office",
    author="A. Planner",
    file_number="61-GB/14",
    date="2026-11-22",
    plan="standard",
    sources="Fictional data",
)
HOUSES = (EAST + 50, NORTH + 20)
MM_PER_POINT = 25.4 / 72


@cache
def small_scene() -> Scene:
    load_painting_types()
    project = small_project()
    return SceneBuilder().build(SceneInput(project, project.plans[0]))


def source_of(project: Project) -> Source:
    scene = SceneBuilder().build(SceneInput(project, project.plans[-1]))
    assert scene.box is not None
    return Source(scene, frozenset(GROUPS), scene.box, project, project.plans[-1])


def map_page(paper: Paper | None = None, scale: int = 0, **more: object) -> MapPage:
    """Return a page of the whole small town, or of its houses at a scale."""
    scene, paper = small_scene(), paper or Paper()
    assert scene.box is not None
    given = {
        "groups": frozenset(GROUPS),
        "middle": HOUSES if scale else middle_of(scene.box),
        "fields": FIELDS,
        "scene": scene,
        **more,
    }
    return MapPage(paper=paper, scale=scale or fitting_scale(paper, scene.box), **given)


def page_sizes_mm(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of each page."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(w) * MM_PER_POINT), round(float(h) * MM_PER_POINT)) for w, h in boxes]


def streams(pdf: bytes) -> bytes:
    """Return all that is drawn in a PDF, in the order of its objects."""
    begins = re.finditer(rb"/FlateDecode.*?stream\r?\n", pdf, re.DOTALL)
    found = [zlib.decompressobj().decompress(pdf[begin.end() :]) for begin in begins]
    return b"\n".join(found)


def pdf_text(pdf: bytes, folder: Path) -> str:
    """Return the texts that a reader of a PDF finds."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    return subprocess.run(
        [tool, "-layout", path, "-"], capture_output=True, check=True, text=True, timeout=60
    ).stdout
