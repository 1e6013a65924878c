"""Names of POPs and cabinets on the map, and hatching as a second cue of areas."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PySide6.QtGui import QImage

from fibre_planner.ui.map import painters, symbols
from fibre_planner.ui.map.labels import LabelSource
from fibre_planner.ui.map.lettering import paint_labels
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.scene_labels import node_names
from fibre_planner.ui.map.scene_layers import Rows, polygon_layer
from fibre_planner.ui.map.sheet import PictureSheet
from fibre_planner.ui.map.styles import DARK, LIGHT, Look, Symbol
from fibre_planner.ui.map.tiles import paint_layers, paint_tile
from fibre_planner.ui.map.viewport import TileKey

NEAR = Frame((0.0, 0.0, 200.0, 100.0), 0.5, 1.0)


def nodes(*rows: tuple[str, str, str, float]) -> gpd.GeoDataFrame:
    table = {
        "node_id": [row[0] for row in rows],
        "kind": [row[1] for row in rows],
        "name": [row[2] for row in rows],
    }
    return gpd.GeoDataFrame(table, geometry=[shapely.Point(row[3], 50) for row in rows])


def test_pop_comes_before_cabinets_and_shafts_have_no_name() -> None:
    found = node_names(
        nodes(("c1", "cabinet", "", 10), ("s1", "shaft", "", 20), ("p1", "pop", "Mitte", 30))
    )
    assert found.ids.tolist() == ["Mitte", "c1"]
    assert found.xy[:, 0].tolist() == [30, 10]


def test_planned_cabinet_tells_how_full_it_is() -> None:
    planned = nodes(("cabinet-4882240-55494320", "cabinet", "", 10)).drop(columns="name")
    planned["units"], planned["capacity_units"] = 86, 144
    assert node_names(planned).ids.tolist() == ["86/144"]


def test_plan_without_nodes_names_none() -> None:
    assert len(node_names(None)) == 0


def ink(labels: LabelSource, groups: set[str], frame: Frame = NEAR) -> int:
    image = paint_labels(labels, frozenset(groups), frame, LIGHT, 1).image
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    return int(np.count_nonzero(pixels))


@pytest.mark.usefixtures("qapp")
def test_cabinet_is_named_when_near_and_seen() -> None:
    labels = LabelSource(plan_nodes=node_names(nodes(("c-17", "cabinet", "", 100))))
    far = Frame((0.0, 0.0, 1600.0, 800.0), 4.0, 1.0)
    assert ink(labels, {"plan_nodes"}) > 100
    assert ink(labels, {"nodes"}) == 0
    assert ink(labels, {"plan_nodes"}, far) == 0


@pytest.mark.usefixtures("qapp")
def test_second_name_at_one_place_goes_above_and_a_third_is_left_out() -> None:
    one, two, three = (
        LabelSource(nodes=node_names(nodes(*[("c-17", "cabinet", "", 100)] * count)))
        for count in (1, 2, 3)
    )
    assert ink(two, {"nodes"}) > 1.9 * ink(one, {"nodes"})
    assert ink(three, {"nodes"}) == ink(two, {"nodes"})


def shades(layer: str, kind: int, look: Look) -> int:
    """Return how many colours the inside of an area of a kind has."""
    shape = np.array([shapely.box(-500, -500, 2000, 2000)], dtype=object)
    rows = Rows(shape, np.array([kind], dtype=np.uint8), np.array(["a"], dtype=object))
    image = paint_tile((polygon_layer(layer, layer, "areas", rows),), TileKey(0, 0, 0), 1.0, look)
    return len({image.pixel(x, y) for x in range(100, 132) for y in range(100, 132)})


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize(("layer", "kind"), [("gaps", 0), ("gaps", 1), ("borders", 2), ("land", 0)])
def test_area_of_a_kind_is_hatched(layer: str, kind: int, look: Look) -> None:
    assert shades(layer, kind, look) > 1


@pytest.mark.usefixtures("qapp")
def test_district_is_not_hatched() -> None:
    assert shades("borders", 0, LIGHT) == 1


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_symbols_stamped_together_look_like_symbols_drawn_one_by_one(ratio: float) -> None:
    known = [Symbol("circle", 9.0, "#D55E00"), Symbol("square", 14.0, "#0072B2")]
    places, kinds = np.array([[20.0, 20.0], [60.0, 33.0], [24.0, 24.0]]), np.array([0, 1, 1])
    frame = Frame((0.0, 0.0, 100.0, 60.0), 1.0, ratio)
    size = (round(100 * ratio), round(60 * ratio))
    together, single = (QImage(*size, QImage.Format.Format_RGB32) for _ in range(2))
    for image in (together, single):
        image.fill(LIGHT.ground)
    sheet = PictureSheet(together, frame, LIGHT)
    paint_layers((), sheet)
    sheet.stamps(places, kinds, known)
    sheet.finish()
    one = PictureSheet(single, frame, LIGHT)
    for place, kind in zip(places, kinds.tolist(), strict=True):
        picture = symbols.sprite(known[kind], known[kind].size_px, ratio, LIGHT.outline.name())
        corner = np.round(place * ratio - picture.width() / 2)
        one.painter().resetTransform()
        one.painter().drawImage(int(corner[0]), int(corner[1]), picture)
    one.finish()
    assert together == single
    assert len(places) < painters.STAMPS_PER_CALL
