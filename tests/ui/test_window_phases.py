"""The years of building in the window: on the map, in its legend and in the plan panel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fibre_planner.model.plan import Plan
from fibre_planner.model.year_styles import letter_colour, year_styles
from fibre_planner.ui.document import Document
from fibre_planner.ui.facts import Known, explain
from fibre_planner.ui.legend_entries import year_entries
from fibre_planner.ui.map.lettering import paint_labels
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.phase_layer import styles_of_kinds, year_of_kind, year_places
from fibre_planner.ui.map.phase_painter import ink_of
from fibre_planner.ui.map.picking import Hit, pick
from fibre_planner.ui.map.scene import SceneBuilder, SceneInput
from fibre_planner.ui.map.styles import DARK, LIGHT
from fibre_planner.ui.map.tiles import paint_tile
from fibre_planner.ui.map.viewport import TileKey, tile_box
from fibre_planner.ui.panels.plan_panel import PlanPanel
from tests.report.small_plan import small_project
from tests.report.test_report_phases import project_with_years


def dated_plan() -> Plan:
    """Return the small plan: t1 built in 2027, t2 in 2028, the lead-ins in 2027, 2028 and not."""
    plan = project_with_years()[1]
    year = np.array([2027, 2028, 2027, 2028, 0])
    return replace(plan, trenches=plan.trenches.assign(year=year))


def test_trenches_are_layers_of_their_years_beside_the_levels() -> None:
    plan = dated_plan()
    scene = SceneBuilder().build(SceneInput(small_project(), plan))
    years = next(layer for layer in scene.layers if layer.key == "phases")
    assert [year_of_kind(kind) for kind in years.data.kind.tolist()] == [2027, 2028]
    leads = next(layer for layer in scene.layers if layer.key == "phase_lead_ins")
    assert [year_of_kind(kind) for kind in leads.data.kind.tolist()] == [2027, 2028, 0]
    assert scene.groups()["phases"] == 2
    assert scene.groups()["trenches"] == 5


def test_plan_without_years_has_no_such_layer() -> None:
    project = small_project()
    scene = SceneBuilder().build(SceneInput(project, project.plans[0]))
    assert "phases" not in scene.groups()
    assert len(scene.labels.years) == 0


def test_legend_names_the_years_in_their_order(qtbot: QtBot) -> None:
    assert qtbot is not None
    scene = SceneBuilder().build(SceneInput(small_project(), dated_plan()))
    assert [entry.short for entry in year_entries(scene, LIGHT)] == ["2027", "2028"]


def colours_of(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }


def test_map_is_painted_in_the_colours_of_the_years(qtbot: QtBot) -> None:
    assert qtbot is not None
    scene = SceneBuilder().build(SceneInput(small_project(), dated_plan()))
    layer = next(layer for layer in scene.layers if layer.key == "phases")
    x, y = layer.data.part(0).mean(axis=0).tolist()
    level, ratio = 0, 1.0
    side = tile_box(TileKey(level, 0, 0), ratio)
    width = side[2] - side[0]
    key = next(
        TileKey(level, column, row)
        for column in (int((x - side[0]) // width),)
        for row in range(
            int((y - side[1]) // width) - 1,
            int((y - side[1]) // width) + 2,
        )
        if tile_box(TileKey(level, column, row), ratio)[1]
        <= y
        <= tile_box(TileKey(level, column, row), ratio)[3]
    )
    colours = styles_of_kinds(np.unique(layer.data.kind).tolist())
    first = next(iter(colours.values()))["colour"]
    assert first in colours_of(paint_tile((layer,), key, ratio, LIGHT))
    dark = colours_of(paint_tile((layer,), key, ratio, DARK))
    assert first not in dark
    assert len(dark) > 1


def test_years_are_written_on_their_trenches(qtbot: QtBot) -> None:
    assert qtbot is not None
    plan = dated_plan()
    places = year_places(plan.trenches)
    assert sorted(places.ids.tolist()) == ["2027", "2028"]
    scene = SceneBuilder().build(SceneInput(small_project(), plan))
    (west, south), (east, north) = places.xy.min(axis=0) - 200, places.xy.max(axis=0) + 200
    frame = Frame((west, south, east, north), 1.0, 1.0)
    written = paint_labels(scene.labels, frozenset({"phases"}), frame, LIGHT, 1).image
    empty = paint_labels(scene.labels, frozenset(), frame, LIGHT, 1).image
    assert written != empty


def test_letters_are_dark_enough_on_a_light_ground() -> None:
    assert letter_colour("#0D0887") == "#0D0887"
    colour = QColor(letter_colour("#F9A825"))
    assert colour.lightness() < QColor("#F9A825").lightness()


def test_plan_panel_lists_the_years(qtbot: QtBot) -> None:
    project, plan = project_with_years()
    document = Document()
    document.show(replace(project, plans=(plan,)))
    panel = PlanPanel(document)
    qtbot.addWidget(panel)
    shown = "\n".join(label.text() for label in panel.findChildren(QLabel))
    for text in ("Build order", "2027", "2028", "after these years", "98.7"):
        assert text in shown
    document.show(small_project())
    shown = "\n".join(label.text() for label in panel.widget().findChildren(QLabel))
    assert "Build order" not in shown


def test_details_name_the_year_as_a_year_and_leave_it_out_where_there_is_none(
    qtbot: QtBot,
) -> None:
    assert qtbot is not None
    plan = dated_plan()
    hit = Hit("phases", "plan_trenches", "t1", 0.0)
    shown = explain(hit, Known(small_project(), plan))
    facts = dict(fact for _, section in shown.sections for fact in section)
    assert facts["Year of building"] == "2027"
    plain = small_project()
    shown = explain(hit, Known(plain, plain.plans[0]))
    assert "Year of building" not in dict(fact for _, part in shown.sections for fact in part)


def test_a_trench_is_found_once_though_two_layers_show_it() -> None:
    scene = SceneBuilder().build(SceneInput(small_project(), dated_plan()))
    line = next(layer for layer in scene.layers if layer.key == "phases").data.part(0)
    x, y = (0.2 * line[0] + 0.8 * line[-1]).tolist()  # away from the lead-ins
    hits = pick(scene.layers, x, y, 3.0)
    assert [hit.row_id for hit in hits if hit.table == "plan_trenches"] == ["t1"]


def luminance(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
def test_letters_of_every_year_stand_out_from_the_ground_and_from_their_halo(dark: bool) -> None:
    ground = luminance((DARK if dark else LIGHT).ground)
    for style in year_styles([2027, 2028, 2029, 2030, 2031, 2032, 0]):
        ink = luminance(ink_of(style["colour"], dark))
        high, low = max(ink, ground) + 0.05, min(ink, ground) + 0.05
        assert high / low >= 4.3, style["colour"]
