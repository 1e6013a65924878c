"""The thread that paints: scenes, tiles and labels, the most wanted first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal

from fibre_planner.ui.map.lettering import paint_labels
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.painting_thread import PaintingThread
from fibre_planner.ui.map.scene import Scene, SceneBuilder, SceneInput
from fibre_planner.ui.map.sketch import SketchOrder, paint_sketch
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tiles import paint_tile
from fibre_planner.ui.map.viewport import TileKey


@dataclass(frozen=True, eq=False)
class Order:
    """What a view needs: the sketch, seen tiles, its texts, and last the tiles around it.

    transparent: whether a basemap is to be seen between the layers.
    """

    scene: Scene
    groups: frozenset[str]
    look: Look
    ratio: float
    revision: int
    tiles: tuple[TileKey, ...] = ()
    labels: Frame | None = None
    reserve: tuple[TileKey, ...] = ()
    sketch: SketchOrder | None = None
    transparent: bool = False

    @property
    def is_urgent(self) -> bool:
        """Return whether something that is seen is still to be painted."""
        return bool(self.tiles) or self.labels is not None or self.sketch is not None

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to paint."""
        return not (self.is_urgent or self.reserve)


class Renderer(PaintingThread):
    """Paints in the background; a new order replaces what the old one has not yet got.

    Signals, delivered where the receiver lives: scene_ready(Scene), tile_ready(TileKey, QImage,
    revision), labels_ready(LabelPicture), sketch_ready(SketchPicture).
    """

    scene_ready = Signal(object)
    tile_ready = Signal(object, object, int)
    labels_ready = Signal(object)
    sketch_ready = Signal(object)

    def __init__(self) -> None:
        super().__init__("map renderer")
        self._builder = SceneBuilder()
        self._given: Callable[[], SceneInput] | None = None
        self._completion: SceneInput | None = None
        self._picture_due = False
        self._order: Order | None = None

    def request_scene(self, given: Callable[[], SceneInput]) -> None:
        """Ask for the scene of what a function gives, which is called in this thread."""
        with self._changed:
            self._given, self._completion = given, None
            self._changed.notify()

    def request(self, order: Order) -> None:
        """Ask for the pictures of a view."""
        with self._changed:
            self._order = order
            self._picture_due = False
            self._changed.notify()

    def _has_work(self) -> bool:
        order = self._order
        if self._given is not None or (order is not None and order.is_urgent):
            return True
        if self._completion is not None:
            return not self._picture_due
        return order is not None and bool(order.reserve)

    def _next_step(self) -> Callable[[], None]:
        if self._given is not None:
            given, self._given = self._given, None
            return lambda: self._make_scene(given)
        order = self._order
        if self._completion is not None and not (order and order.is_urgent):
            whole, self._completion = self._completion, None
            return lambda: self.scene_ready.emit(self._builder.build(whole))
        assert order is not None
        sketch = order.sketch
        if sketch is not None:
            self._order = replace(order, sketch=None)
            return lambda: self.sketch_ready.emit(paint_sketch(sketch))
        if order.tiles:
            self._order = replace(order, tiles=order.tiles[1:])
            return lambda: self._paint(order, order.tiles[0])
        if order.labels is not None:
            self._order = replace(order, labels=None)
            return lambda: self._letter(order)
        self._order = replace(order, reserve=order.reserve[1:])
        return lambda: self._paint(order, order.reserve[0])

    def _make_scene(self, given: Callable[[], SceneInput]) -> None:
        """Show what is quickly made at once; what takes long follows after the first picture."""
        wanted = given()
        scene = self._builder.build(wanted, quick=True)
        if not self._builder.is_complete(wanted):
            with self._changed:
                self._completion, self._picture_due = wanted, True
        self.scene_ready.emit(scene)

    def _paint(self, order: Order, key: TileKey) -> None:
        layers = order.scene.shown(order.groups)
        image = paint_tile(layers, key, order.ratio, order.look, transparent=order.transparent)
        self.tile_ready.emit(key, image, order.revision)

    def _letter(self, order: Order) -> None:
        assert order.labels is not None
        # A basemap names its streets itself.
        groups = order.groups - {"streets"} if order.transparent else order.groups
        picture = paint_labels(order.scene.labels, groups, order.labels, order.look, order.revision)
        self.labels_ready.emit(picture)
