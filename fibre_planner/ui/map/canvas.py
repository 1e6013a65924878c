"""The widget that shows the map: ready pictures below, crisp marks on top, never waiting."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from fibre_planner.language import tr
from fibre_planner.model.sketch import Sketch
from fibre_planner.ui.map.basemap.layer import BasemapLayer
from fibre_planner.ui.map.basemap.source import Source
from fibre_planner.ui.map.breathing import begin_frame, end_frame
from fibre_planner.ui.map.furniture import Furniture
from fibre_planner.ui.map.highlight import draw_highlight, draw_target
from fibre_planner.ui.map.lettering import LabelPicture
from fibre_planner.ui.map.navigation import Navigation
from fibre_planner.ui.map.overlay import Overlay
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.picking import Hit, pick
from fibre_planner.ui.map.picture import MapPicture
from fibre_planner.ui.map.renderer import Order, Renderer
from fibre_planner.ui.map.renewal import Renewal
from fibre_planner.ui.map.scene import Scene, SceneInput
from fibre_planner.ui.map.sketch import REPLACED_GROUPS, SketchOrder, SketchPicture
from fibre_planner.ui.map.spoken import map_description
from fibre_planner.ui.map.styles import LIGHT, Look
from fibre_planner.ui.map.tiles import GROUND_GROUPS
from fibre_planner.ui.map.viewport import Box, TileKey, Viewport, tile_place, tiles_for, tiles_over

PICK_PX = 9.0
NEAR_LEVEL = -4

_LABEL_MARGIN_PX, _MOVING_LABEL_MARGIN_PX = 160, 256
_FRAMES_AHEAD, _TILES_AHEAD = 24, 6
_ZOOM_REST_MS = 30
_ALL_GROUPS = frozenset(
    {
        "barriers", "land", "buildings", "streets", "shares", "gaps", "borders", "sites", "ducts",
        "trenches", "comparison", "addresses", "places", "nodes", "plan_nodes", "findings",
    }
)  # fmt: skip


class MapCanvas(QWidget):
    """A map with pan, zoom and identify by mouse and keyboard.

    Its navigation turns mouse and keys into views and hands clicks to the tool in use.

    Signals: clicked(tuple of Hit, x, y) for a click or Enter; hovered(Hit or None, x, y);
    view_changed(); scene_changed(); render_finished() when all that is seen is painted;
    failed(text of a traceback).
    """

    clicked = Signal(object, float, float)
    hovered = Signal(object, float, float)
    view_changed = Signal()
    scene_changed = Signal()
    render_finished = Signal()
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = Viewport()
        self.scene = Scene()
        self.groups = _ALL_GROUPS
        self.look: Look = LIGHT
        self.note = ""
        self.selection: tuple[Hit, ...] = ()
        self.target: tuple[float, float] | None = None
        self.hover: Hit | None = None
        self.crosshair = False
        self.overlays: list[Overlay] = []
        self._fit_wanted = True
        self._idle_told = False
        self._asked_nothing = False
        self._awaits_scene = False
        self._looked_at = (0.0, 0.0)
        self._renewal = Renewal(self)
        self.basemap = BasemapLayer(self)
        self.basemap.changed.connect(self._take_basemap)
        self.basemap.status_changed.connect(self._restyle)
        self.basemap.failed.connect(self._take_failure)
        self._picture = MapPicture(self.basemap)
        self._furniture = Furniture()
        self._renderer = Renderer()
        self._renderer.tile_ready.connect(self._take_tile)
        self._renderer.labels_ready.connect(self._take_labels)
        self._renderer.sketch_ready.connect(self._take_sketch)
        self._renderer.scene_ready.connect(self._take_scene)
        self._renderer.failed.connect(self._take_failure)
        self._order_timer = QTimer(self, singleShot=True, interval=0)
        self._order_timer.timeout.connect(self._place_order)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 180)
        self.setAccessibleName(tr("Map"))
        self.setAccessibleDescription(map_description())
        self.navigation = Navigation(self)
        self._renderer.start()

    # --- what the map shows

    def show_scene_of(self, given: Callable[[], SceneInput], *, fit: bool = False) -> None:
        """Show what a function gives, which is called in the background."""
        self._fit_wanted = self._fit_wanted or fit
        self._idle_told = False
        self._awaits_scene = True
        self._renderer.request_scene(given)

    def show_scene(self, scene: Scene) -> None:
        """Show a scene that is made already."""
        self._take_scene(scene)

    def missing_tiles(self) -> int:
        """Return how many of the tiles that are seen have no picture at all."""
        return self._picture.missing(self.view, self.devicePixelRatioF())

    def set_groups(self, groups: frozenset[str]) -> None:
        """Choose which groups of layers are seen."""
        if groups != self.groups:
            self.groups = groups
            self._restyle()

    def show_sketch(self, sketch: Sketch | None) -> None:
        """Show the best network so far in place of the plan; None shows the plan again."""
        begins_or_ends = (sketch is not None) != self.shows_sketch
        self._picture.sketch.show(sketch)
        if begins_or_ends:
            self._restyle()
        else:
            self._order_timer.start(0)

    @property
    def shows_sketch(self) -> bool:
        """Return whether a sketch is shown in place of the plan."""
        return self._picture.sketch.sketch is not None

    def seen_groups(self) -> frozenset[str]:
        """Return the groups of layers that are seen now."""
        return self.groups - REPLACED_GROUPS if self.shows_sketch else self.groups

    def show_basemap(self, source: Source | None, crs: str) -> None:
        """Show a basemap below the map, which is in a CRS; None shows none."""
        was = self.basemap.is_available
        self.basemap.use(source, crs)
        if was != self.basemap.is_available:
            self._restyle()
        self._order_timer.start(0)

    def _painted_groups(self) -> frozenset[str]:
        groups = self.seen_groups()
        return groups - GROUND_GROUPS if self.basemap.is_available else groups

    def set_look(self, look: Look) -> None:
        """Choose light or dark."""
        if look != self.look:
            self.look = look
            self.basemap.set_look(look)
            self._restyle()

    def set_note(self, note: str) -> None:
        """Set the source notes at the lower edge."""
        self.note = note
        self.update()

    def hits_at(self, px: float, py: float) -> tuple[Hit, ...]:
        """Return the features under a logical pixel, the topmost first."""
        x, y = self.view.to_world(px, py)
        resolution = self.view.resolution
        shown = self.scene.shown(self.seen_groups())
        return pick(shown, x, y, PICK_PX * resolution, resolution)

    def set_hover(self, hit: Hit | None, x: float, y: float) -> None:
        """Mark the feature under the cursor, None where there is none."""
        if hit != self.hover:
            self.hover = hit
            self.update()
        self.hovered.emit(hit, x, y)

    def select(self, hits: tuple[Hit, ...]) -> None:
        """Mark features as chosen."""
        self.selection = hits
        self.update()

    def is_idle(self) -> bool:
        """Return whether all that is seen is painted in its present state."""
        return (
            not self._awaits_scene
            and self._picture.is_complete(self.view, self.devicePixelRatioF())
            and self._picture.labels_fit(self.view, self.devicePixelRatioF())
            and self._sketch_order() is None
            and self.basemap.is_complete(self.view, self.devicePixelRatioF())
        )

    # --- where the map looks

    def set_view(self, view: Viewport) -> None:
        """Look somewhere else; the old picture stands in until the new one is painted."""
        if view == self.view:
            return
        begin_frame()  # the painting that follows ends it
        if view.level != self.view.level:
            self._picture.keep(self.view, self.devicePixelRatioF(), self.look)
        zoomed = view.level != self.view.level
        self.view = view
        self._renewal.moved()
        self._idle_told = False
        self._order_timer.start(_ZOOM_REST_MS if zoomed else 0)
        self.view_changed.emit()
        self.update()

    def look_like(self, view: Viewport) -> None:
        """Look at the place that another map looks at, at its scale."""
        self._fit_wanted = False
        self.set_view(self.view.centred(view.x, view.y, view.level))

    def zoom_by(self, steps: int) -> None:
        """Zoom around the middle; negative steps go nearer."""
        self.set_view(self.view.zoomed(steps))

    def fit(self) -> None:
        """Show everything."""
        if self.scene.box is not None:
            self.set_view(self.view.fitted(self.scene.box))

    def show_box(self, box: Box) -> None:
        """Show a box, not nearer than single houses."""
        fitted = self.view.fitted(box, margin_px=90)
        self.set_view(fitted.centred(fitted.x, fitted.y, max(fitted.level, NEAR_LEVEL)))

    def show_place(self, x: float, y: float) -> None:
        """Bring a place into the middle, near enough to see single houses."""
        self.set_view(self.view.centred(x, y, min(self.view.level, NEAR_LEVEL + 2)))

    # --- painting

    def close_down(self) -> None:
        """End the painting thread; the widget shows its last picture from now on."""
        self._renderer.stop()
        self.basemap.stop()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:  # moved to another screen
            self._picture.start_anew()
            self._restyle()
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(900, 700)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view = self.view.resized(event.size().width(), event.size().height())
        self._idle_told = False
        if self._fit_wanted and self.scene.box is not None:
            self._fit_wanted = False
            self.view = self.view.fitted(self.scene.box)
        self._order_timer.start(0)
        self.view_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        begin_frame()
        self._renewal.drawn(event.rect())
        painter = QPainter(self)
        self._draw(painter, QRectF(event.rect()))
        painter.end()
        end_frame()

    def _draw(self, painter: QPainter, exposed: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.draw(painter, self.view, ratio, self.look, exposed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hits = [(hit, True) for hit in self.selection]
        if self.hover is not None and self.hover not in self.selection:
            hits.append((self.hover, False))
        for hit, chosen in hits:
            draw_highlight(painter, self.scene, self.view, hit, self.look, chosen=chosen)
        places = [] if self.target is None else [self.view.to_screen(*self.target)]
        if self.crosshair and self.hasFocus():
            places.append((self.view.width / 2, self.view.height / 2))
        for x, y in places:
            draw_target(painter, x, y, self.look.selection, self.look.outline)
        for overlay in self.overlays:
            painter.save()
            overlay.paint(painter, self.view, self.look)
            painter.restore()
        notes = [self.basemap.note(), self.basemap.attribution, self.note]
        self._furniture.draw(painter, self.view, ratio, notes, self.look)

    # --- ordering and taking pictures

    def _restyle(self) -> None:
        self._picture.revision += 1
        self._asked_nothing = False
        self._idle_told = False
        self._order_timer.start(0)
        self.update()

    def _place_order(self) -> None:
        ratio = self.devicePixelRatioF()
        ahead = self._heading()
        room = tiles_over(self.view, ratio, ring=1)
        self._picture.make_room(len(room) + len(tiles_over(self.view, ratio)))
        near: tuple[TileKey, ...] = ()
        missing: tuple[TileKey, ...] = ()
        if self._picture.stale(room):
            near = self._picture.stale(tiles_for(self.view, ratio, ring=1, towards=ahead))
            missing = self._picture.stale(tiles_for(self.view, ratio))
        labels = None
        if not self._picture.labels_fit(self.view, self.devicePixelRatioF()):
            moves = ahead != (self.view.x, self.view.y)
            margin = _MOVING_LABEL_MARGIN_PX if moves else _LABEL_MARGIN_PX
            box = self.view.box_towards(ahead, margin)
            labels = Frame(box, self.view.resolution, ratio)
        if ahead != (self.view.x, self.view.y):  # a gap in a moving map is worse than a lost text
            missing += tuple(key for key in near[:_TILES_AHEAD] if key not in missing)
        order = Order(
            scene=self.scene,
            groups=self._painted_groups(),
            look=self.look,
            ratio=ratio,
            revision=self._picture.revision,
            tiles=missing,
            labels=labels,
            reserve=tuple(key for key in near if key not in missing),
            sketch=self._sketch_order(),
            transparent=self.basemap.is_available,
        )
        if not (order.is_empty and self._asked_nothing):  # a needless waking costs the window time
            self._renderer.request(order)
        self._asked_nothing = order.is_empty
        self.basemap.order(self.view, ratio)
        self._tell_if_idle()

    def _heading(self) -> tuple[float, float]:
        """Return the place the map will look at in a moment if it moves on as it does."""
        x, y = self._looked_at
        self._looked_at = (self.view.x, self.view.y)
        step_x, step_y = self.view.x - x, self.view.y - y
        reach = self.view.width * self.view.resolution
        if abs(step_x) > reach or abs(step_y) > reach:
            return self._looked_at
        return self.view.x + step_x * _FRAMES_AHEAD, self.view.y + step_y * _FRAMES_AHEAD

    def _take_tile(self, key: TileKey, image: QImage, revision: int) -> None:
        self._picture.take_tile(key, image, revision)
        if key.level == self.view.level:
            x, y = tile_place(key, self.view, self.devicePixelRatioF())
            side = image.width() / self.devicePixelRatioF()
            self._renewal.draw(QRectF(x, y, side, side).toAlignedRect())
        self._tell_if_idle()

    def _take_basemap(self) -> None:
        self._renewal.draw()
        self._tell_if_idle()

    def _take_labels(self, picture: LabelPicture) -> None:
        self._picture.take_labels(picture)
        self._renewal.draw()
        self._tell_if_idle()

    def _take_sketch(self, picture: SketchPicture) -> None:
        self._picture.sketch.take(picture)
        self._renewal.draw()
        self._tell_if_idle()

    def _sketch_order(self) -> SketchOrder | None:
        return self._picture.sketch.order(self.view, self.devicePixelRatioF(), self.look)

    def _take_scene(self, scene: Scene) -> None:
        self.scene = scene
        self._awaits_scene = False
        if self._fit_wanted and scene.box is not None and self.width() > 1:
            self._fit_wanted = False
            self.set_view(self.view.fitted(scene.box))
        self._restyle()
        self.scene_changed.emit()

    def _take_failure(self, text: str) -> None:
        logging.getLogger(__name__).error("painting the map failed\n%s", text)
        self._awaits_scene = False
        self.failed.emit(text)

    def _tell_if_idle(self) -> None:
        if not self._idle_told and self.is_idle():
            self._idle_told = True
            self._picture.forget_old()
            self.render_finished.emit()
