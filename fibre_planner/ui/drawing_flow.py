"""From the map to the project: what was drawn is asked for its values, what was moved is taken."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import shapely
from PySide6.QtCore import QObject

from fibre_planner.language import tr
from fibre_planner.ui.dialogs.feature_form import FeatureForm
from fibre_planner.ui.draw_kinds import KINDS, DrawKind
from fibre_planner.ui.feature_edits import FeatureEdits
from fibre_planner.ui.map.picking import nearest
from fibre_planner.ui.map.tools.draw import Draw
from fibre_planner.ui.map.tools.edit_shape import EditShape
from fibre_planner.ui.map.tools.outline import Place
from fibre_planner.ui.split_flow import SplitFlow

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow

_STREET_WITHIN_M = 60.0
_NEIGHBOUR_WITHIN_M = 200.0


class DrawingFlow(QObject):
    """Owns the tools that change data, and takes what they make into the document.

    kind: what is drawn. form: the open form, None where there is none.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.edits = FeatureEdits(window)
        self.draw = Draw(window.canvas)
        self.edit_shape = EditShape(window.canvas)
        self.edit_shape.find = self.edits.shape
        self.splitting = SplitFlow(window, self.edits)
        self.kind: DrawKind = KINDS[0]
        self.form: FeatureForm | None = None
        self.draw.drawn.connect(self._ask)
        self.edit_shape.changed.connect(self._take_shape)
        self.edit_shape.delete_wanted.connect(self._delete)
        window.document.project_changed.connect(self.edit_shape.refresh)
        self._set_kind(self.kind)

    def draw_kind(self, kind: DrawKind) -> None:
        """Draw pieces of a kind from now on."""
        self._set_kind(kind)
        self._window.map_tools.use("draw")

    def drop(self) -> None:
        """Drop what is being drawn, and the form that asks for its values."""
        if self.form is not None:
            self.form.reject()
        self.draw.start_anew()

    def delete_chosen(self) -> None:
        """Delete the rows that are chosen."""
        chosen = self._window.selection
        if self.edits.delete(chosen.table, chosen.ids):
            chosen.clear()

    def _set_kind(self, kind: DrawKind) -> None:
        self.kind = kind
        self.draw.draw(kind.shape, tr(kind.title))

    def _ask(self, places: list[Place]) -> None:
        form = FeatureForm(self.kind, self._defaults(places), self._window)
        self.form = form
        form.accepted.connect(lambda: self._take_drawn(places))
        form.rejected.connect(self._go_on)
        form.open()

    def _take_drawn(self, places: list[Place]) -> None:
        form, kind = self.form, self.kind
        assert form is not None
        values = {**kind.values, **form.values()}
        title = str(values.get("title") or values.get("name") or "")
        if kind.table == "addresses":
            title = f"{values['street']} {values['house_number']}{values['suffix']}"
        name = tr("{kind} “{name}”").format(kind=tr(kind.title), name=title)
        row_id = self.edits.add(
            kind.table, values, _shape(kind, places), name if title else tr(kind.title)
        )
        if not row_id:
            self._go_on()
            return
        self._close_form()
        self.draw.start_anew()
        self._window.selection.choose(kind.table, [row_id])
        layers = self._window.layers_panel
        layers.set_hidden(layers.hidden_groups() - {kind.group})

    def _go_on(self) -> None:
        self._close_form()
        self.draw.resume()

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.deleteLater()
        self.form = None
        self._window.canvas.setFocus()

    def _take_shape(self, table: str, row_id: str, shape: Any, what: str) -> None:
        if table == "plan_nodes":
            self._move_planned(row_id, shape)
            return
        text = {
            "vertex": tr("Move a vertex of {name}"),
            "insert": tr("Insert a vertex into {name}"),
            "remove": tr("Delete a vertex of {name}"),
            "part": tr("Delete a part of {name}"),
            "move": tr("Move {name}"),
        }[what]
        step = text.format(name=self.edits.name(table, row_id))
        if not self.edits.reshape(table, row_id, shape, step):
            self.edit_shape.refresh()  # shows it as it was

    def _move_planned(self, node_id: str, shape: Any) -> None:
        """Make the plan with a node at another place; one that stands is moved itself."""
        window, plan = self._window, self._window.document.plan
        assert plan is not None
        nodes = plan.nodes.set_index("node_id")
        if nodes.loc[node_id, "existing"]:
            step = tr("Move {name}").format(name=self.edits.name("nodes", node_id))
            if not self.edits.reshape("nodes", node_id, shape, step):
                self.edit_shape.refresh()
            return
        self.edit_shape.refresh()  # shows it where it is until the new plan is there
        window.moving.move_to(node_id, shape.x, shape.y)

    def _delete(self, table: str, row_id: str) -> None:
        self.edits.delete(table, [row_id])

    def _defaults(self, places: list[Place]) -> dict[str, Any]:
        """Return what can be guessed of a new row from what lies near its middle."""
        kind = self.kind
        if kind.table == "node_wishes":
            return {"wished_on": dt.date.today().isoformat()}
        if kind.table not in ("sites", "addresses", "streets"):
            return {}
        middle = shapely.centroid(_shape(kind, places))
        street = self._near("streets", middle, _STREET_WITHIN_M).get("name", "")
        if kind.table == "streets":
            return {"name": street}
        if kind.table == "sites":
            return {"title": street, "street": street}
        neighbour = self._near("addresses", middle, _NEIGHBOUR_WITHIN_M)
        taken = {name: neighbour.get(name, "") for name in ("postcode", "city", "district")}
        return {**taken, "street": street or neighbour.get("street", ""), "dwellings": 1}

    def _near(self, key: str, place: Any, within_m: float) -> dict[str, Any]:
        """Return the row of a table nearest to a place, empty where there is none."""
        project = self._window.document.project
        layer = next((each for each in self._window.canvas.scene.layers if each.key == key), None)
        if project is None or layer is None or not len(layer.data):
            return {}
        found = nearest(layer.data, place.x, place.y, within_m)
        if found is None:
            return {}
        frame = project.layer(layer.table)
        rows = frame[frame.iloc[:, 0] == layer.data.ids[found[0]]]
        return dict(zip(rows.columns, rows.iloc[0], strict=True)) if len(rows) else {}


def _shape(kind: DrawKind, places: list[Place]) -> Any:
    """Return what was drawn as a geometry."""
    if kind.shape == "point":
        return shapely.Point(places[0])
    return shapely.LineString(places) if kind.shape == "line" else shapely.Polygon(places)
