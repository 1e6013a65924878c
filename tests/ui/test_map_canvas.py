"""The map widget: colours at known places, pan, zoom, hover and click by mouse and keyboard."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.map.canvas import MapCanvas
from fibre_planner.ui.map.scene import SceneInput
from fibre_planner.ui.map.styles import DARK, LIGHT, Look
from fibre_planner.ui.map.tools.identify import PickPlace
from fibre_planner.ui.map.viewport import Viewport
from tests.towns import ORIGIN, town

LEVEL = -8  # 0.25 m per pixel
WHITE, SERVED = QColor("#D55E00"), QColor("#009E73")


@pytest.fixture
def project() -> Project:
    drawn = town("""
        1     2
        |     |
        A-----B
    """)
    x, y = ORIGIN
    water = shapely.box(x, y - 60, x + 60, y - 30)
    areas = gpd.GeoDataFrame(
        {"area_id": ["w"], "kind": ["barrier"], "name": ["Main"]}, geometry=[water], crs=drawn.crs
    )
    coverage = pd.DataFrame(
        {"address_id": drawn.addresses["address_id"], "coverage_class": ["white", "served"]}
    )
    return drawn.with_layers(areas=areas, coverage=coverage)


def place_of(project: Project, row: int) -> tuple[float, float]:
    point = project.addresses.geometry.iloc[row]
    return point.x, point.y


@pytest.fixture
def canvas(qtbot: QtBot, project: Project) -> Iterator[MapCanvas]:
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    with qtbot.waitSignal(made.scene_changed):
        made.show_scene_of(lambda: SceneInput(project))
    yield made
    made.close_down()


def look_at(qtbot: QtBot, canvas: MapCanvas, x: float, y: float, level: int = LEVEL) -> None:
    canvas.set_view(canvas.view.centred(x, y, level))
    qtbot.waitUntil(canvas.is_idle)


def colour_at(canvas: MapCanvas, x: float, y: float) -> QColor:
    px, py = canvas.view.to_screen(x, y)
    picture: QImage = canvas.grab().toImage()
    return QColor(picture.pixel(round(px * picture.devicePixelRatio()), round(py)))


def test_address_has_the_colour_of_its_class(
    qtbot: QtBot, canvas: MapCanvas, project: Project
) -> None:
    for row, colour in ((0, WHITE), (1, SERVED)):
        x, y = place_of(project, row)
        look_at(qtbot, canvas, x, y)
        assert colour_at(canvas, x, y) == colour


def test_street_water_and_ground_have_their_colours(qtbot: QtBot, canvas: MapCanvas) -> None:
    x, y = ORIGIN
    look_at(qtbot, canvas, x + 20, y - 20)
    assert colour_at(canvas, x + 12, y) == LIGHT.street
    assert colour_at(canvas, x + 30, y - 45) == LIGHT.water
    assert colour_at(canvas, x + 30, y - 20) == LIGHT.ground


def test_group_that_is_switched_off_is_not_painted(
    qtbot: QtBot, canvas: MapCanvas, project: Project
) -> None:
    x, y = place_of(project, 0)
    canvas.set_groups(canvas.groups - {"addresses", "streets"})
    look_at(qtbot, canvas, x, y)
    assert colour_at(canvas, x, y) == LIGHT.ground


def test_dark_look_repaints_the_ground(qtbot: QtBot, canvas: MapCanvas) -> None:
    x, y = ORIGIN
    canvas.set_look(DARK)
    look_at(qtbot, canvas, x + 30, y - 20)
    assert colour_at(canvas, x + 30, y - 20) == DARK.ground


def test_far_addresses_are_still_there_as_pixels(
    qtbot: QtBot, canvas: MapCanvas, project: Project
) -> None:
    x, y = place_of(project, 0)
    look_at(qtbot, canvas, x, y, level=20)  # 32 m per pixel
    px, py = canvas.view.to_screen(x, y)
    picture = canvas.grab().toImage()
    near = [
        QColor(picture.pixel(int(px) + dx, int(py) + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
    ]
    assert WHITE in near or SERVED in near


def test_empty_scene_shows_bare_ground(qtbot: QtBot) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    with qtbot.waitSignal(canvas.render_finished):
        canvas.show()
    assert QColor(canvas.grab().toImage().pixel(20, 20)) == LIGHT.ground
    canvas.close_down()


def test_first_scene_is_fitted_into_the_widget(canvas: MapCanvas, project: Project) -> None:
    west, south, east, north = canvas.view.box()
    for row in (0, 1):
        x, y = place_of(project, row)
        assert west < x < east
        assert south < y < north


def test_click_explains_the_topmost_feature(
    qtbot: QtBot, canvas: MapCanvas, project: Project
) -> None:
    x, y = place_of(project, 1)
    look_at(qtbot, canvas, x, y)
    with qtbot.waitSignal(canvas.clicked) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(320, 240))
    hits = told.args[0]
    assert (hits[0].table, hits[0].row_id) == ("addresses", "p2")
    assert canvas.selection == hits[:1]


def test_click_beside_everything_chooses_nothing(qtbot: QtBot, canvas: MapCanvas) -> None:
    look_at(qtbot, canvas, ORIGIN[0] + 30, ORIGIN[1] - 15)
    with qtbot.waitSignal(canvas.clicked) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(320, 240))
    assert told.args[0] == ()


def test_dragging_moves_the_map_and_chooses_nothing(qtbot: QtBot, canvas: MapCanvas) -> None:
    look_at(qtbot, canvas, *ORIGIN)
    clicks: list[object] = []
    canvas.clicked.connect(lambda *_: clicks.append(1))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    QTest.mouseMove(canvas, QPoint(340, 230))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(340, 230))
    assert (canvas.view.x, canvas.view.y) == (ORIGIN[0] - 10, ORIGIN[1] + 7.5)
    assert clicks == []


def test_wheel_zooms_around_the_cursor(qtbot: QtBot, canvas: MapCanvas) -> None:
    look_at(qtbot, canvas, *ORIGIN)
    before = canvas.view.to_world(100, 80)
    event = QWheelEvent(
        QPointF(100, 80),
        QPointF(100, 80),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.view.level == LEVEL - 2
    assert canvas.view.to_world(100, 80) == pytest.approx(before)


def test_double_click_zooms_in_and_with_shift_out(qtbot: QtBot, canvas: MapCanvas) -> None:
    look_at(qtbot, canvas, *ORIGIN)
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(320, 240))
    assert canvas.view.level == LEVEL - 4
    qtbot.mouseDClick(
        canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, QPoint(320, 240)
    )
    assert canvas.view.level == LEVEL


def test_keyboard_moves_zooms_fits_and_explains(
    qtbot: QtBot, canvas: MapCanvas, project: Project
) -> None:
    x, y = place_of(project, 0)
    look_at(qtbot, canvas, x, y)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.x == x + 22.5
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.level == LEVEL - 2
    with qtbot.waitSignal(canvas.clicked) as told:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert told.args[0][0].row_id == "p1"
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.selection == ()
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.view == canvas.view.fitted(canvas.scene.box)


def test_hover_names_what_is_under_the_mouse(
    qtbot: QtBot, canvas: MapCanvas, project: Project
) -> None:
    look_at(qtbot, canvas, *place_of(project, 0))
    with qtbot.waitSignal(canvas.hovered) as told:
        QTest.mouseMove(canvas, QPoint(320, 240))
    assert told.args[0].row_id == "p1"


def test_place_tool_answers_with_the_place_and_explains_nothing(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    look_at(qtbot, canvas, *ORIGIN)
    tool = PickPlace(canvas)
    canvas.navigation.use(tool)
    with qtbot.waitSignal(tool.picked) as told, qtbot.assertNotEmitted(canvas.clicked):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(320, 240))
    assert told.args == list(ORIGIN)
    with qtbot.waitSignal(tool.cancelled):
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)


def test_old_picture_stands_in_while_the_new_one_is_painted(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    x, y = ORIGIN
    look_at(qtbot, canvas, x + 30, y - 45)
    canvas.set_view(canvas.view.zoomed(-8))
    assert not canvas.is_idle()
    assert colour_at(canvas, x + 30, y - 45) == LIGHT.water


def test_fault_while_painting_is_told_and_painting_goes_on(
    qtbot: QtBot, canvas: MapCanvas, project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> SceneInput:
        raise ZeroDivisionError

    with qtbot.waitSignal(canvas.failed) as told:
        canvas.show_scene_of(broken)
    assert "ZeroDivisionError" in told.args[0]
    assert caplog.records
    with qtbot.waitSignal(canvas.scene_changed):
        canvas.show_scene_of(lambda: SceneInput(project))


def test_map_has_a_name_and_a_description_for_screen_readers(canvas: MapCanvas) -> None:
    assert canvas.accessibleName() == "Map"
    assert "Arrow keys" in canvas.accessibleDescription()
    assert canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_thousand_random_views_leave_a_living_map(qtbot: QtBot, canvas: MapCanvas) -> None:
    rng = np.random.default_rng(7)
    for step in rng.integers(0, 5, 1000).tolist():
        if step == 0:
            canvas.zoom_by(int(rng.integers(-4, 5)))
        elif step == 1:
            canvas.set_view(canvas.view.panned(*rng.normal(0, 300, 2).tolist()))
        elif step == 2:
            canvas.hits_at(*rng.uniform(0, 600, 2).tolist())
        elif step == 3:
            canvas.set_look(DARK if rng.random() < 0.5 else LIGHT)
        else:
            canvas.grab()
    canvas.fit()
    qtbot.waitUntil(canvas.is_idle, timeout=20_000)


class Square:
    """An overlay that paints a square of 9 px around a place."""

    def __init__(self, x: float, y: float) -> None:
        self.place = (x, y)

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        x, y = view.to_screen(*self.place)
        painter.translate(x, y)
        painter.fillRect(QRectF(-4, -4, 9, 9), look.selection)


def test_overlay_lies_over_the_map_and_leaves_the_painter_as_it_was(
    qtbot: QtBot, canvas: MapCanvas, project: Project
) -> None:
    places = [place_of(project, row) for row in (0, 1)]
    look_at(qtbot, canvas, *places[0])
    canvas.overlays.extend(Square(x, y) for x, y in places)
    for x, y in places:
        assert colour_at(canvas, x, y) == LIGHT.selection
    canvas.overlays.clear()
    assert colour_at(canvas, *places[0]) == WHITE


class OnAnyScreen(MapCanvas):
    """A map on a screen of any fineness."""

    fineness = 1.0

    def devicePixelRatioF(self) -> float:
        return self.fineness


def test_map_that_moves_to_a_finer_screen_is_painted_for_it(qtbot: QtBot, project: Project) -> None:
    canvas = OnAnyScreen()
    qtbot.addWidget(canvas)
    canvas.resize(640, 480)
    canvas.show()
    with qtbot.waitSignal(canvas.scene_changed):
        canvas.show_scene_of(lambda: SceneInput(project))
    x, y = place_of(project, 0)
    look_at(qtbot, canvas, x, y, level=-4)  # 0.5 m per pixel
    for fineness in (2.0, 1.25, 1.0):
        canvas.fineness = fineness
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
        assert not canvas.is_idle()
        qtbot.waitUntil(canvas.is_idle)
        assert colour_at(canvas, x, y) == WHITE
        assert colour_at(canvas, ORIGIN[0] + 30, ORIGIN[1] - 45) == LIGHT.water
    canvas.close_down()


def test_shapes_that_are_empty_huge_broken_or_outside_are_painted_without_a_fault(
    qtbot: QtBot, project: Project
) -> None:
    x, y = ORIGIN
    shapes = [
        None,
        shapely.Polygon(),
        shapely.Polygon([(x, y), (x + 50, y - 50), (x + 50, y), (x, y - 50)]),
        shapely.box(-1e15, -1e15, 1e15, 1e15),
        shapely.box(1e9, 1e9, 2e9, 2e9),
        shapely.LineString([(x, y), (x + 1e14, y + 1e14)]),
        shapely.GeometryCollection([shapely.Point(x, y), shapely.box(x, y, x + 9, y + 9)]),
    ]
    count = len(shapes)
    areas = gpd.GeoDataFrame(
        {
            "area_id": [f"w{n}" for n in range(count)],
            "kind": ["district", "green", "forest", "barrier", "green", "barrier", "school"],
            "name": ["Far"] * count,
        },
        geometry=shapes,
        crs=project.crs,
    )
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(320, 240)
    canvas.show()
    faults: list[str] = []
    canvas.failed.connect(faults.append)
    with qtbot.waitSignal(canvas.scene_changed):
        canvas.show_scene_of(lambda: SceneInput(project.with_layers(areas=areas)))
    for level in (-16, LEVEL, 20, 60):
        look_at(qtbot, canvas, x + 10, y - 20, level)
        canvas.grab()
        canvas.hits_at(100, 100)
    canvas.fit()
    qtbot.waitUntil(canvas.is_idle)
    assert faults == []
    canvas.close_down()
