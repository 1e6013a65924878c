"""What can be drawn on the map: the layer it becomes a row of, its shape, and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fibre_planner.language import mark

_SITE = ("title", "kind", "developer", "street", "planned_from", "planned_to", "traffic_effect")
_ADDRESS = (
    *("street", "house_number", "suffix", "postcode", "city", "district"),
    *("category", "dwellings", "businesses"),
)


@dataclass(frozen=True)
class DrawKind:
    """One entry of the menu “Draw”.

    shape: point, line or polygon. table: of the data dictionary. values: what every row of the
    kind has. fields: columns that the form asks, in order. needed: those that must be filled.
    """

    name: str
    title: str
    shape: str
    table: str
    values: Mapping[str, object] = field(default_factory=dict)
    fields: tuple[str, ...] = ("name",)
    needed: tuple[str, ...] = ("name",)

    @property
    def group(self) -> str:
        """Return the group of map layers that shows it."""
        return {"areas": "borders", "node_wishes": "wishes"}.get(self.table, self.table)


def _area(name: str, title: str) -> DrawKind:
    return DrawKind(name, title, "polygon", "areas", {"kind": name})


def _node(name: str, title: str) -> DrawKind:
    return DrawKind(
        name, title, "point", "nodes", {"kind": name}, ("name", "capacity_units"), needed=()
    )


def _wished(name: str, title: str, kind: str) -> DrawKind:
    fields = ("wished_on", "reason")
    return DrawKind(name, title, "point", "node_wishes", {"kind": kind}, fields, needed=())


KINDS: tuple[DrawKind, ...] = (
    DrawKind("site", mark("Construction site"), "polygon", "sites", {}, _SITE, ("title",)),
    DrawKind(
        "site_line", mark("Construction site along a line"), "line", "sites", {}, _SITE, ("title",)
    ),
    _area("phase", mark("Phase")),
    _area("district", mark("District")),
    _area("moratorium", mark("Moratorium")),
    _area("funding_area", mark("Funding area")),
    DrawKind(
        *("duct", mark("Existing duct"), "line", "ducts"),
        fields=("owner", "kind", "free_count"),
        needed=(),
    ),
    _node("pop", mark("PoP")),
    _node("cabinet", mark("Cabinet")),
    _node("shaft", mark("Shaft")),
    _wished("wished_cabinet", mark("Wished place of a cabinet"), "cabinet"),
    _wished("wished_pop", mark("Wished place of a PoP"), "pop"),
    DrawKind(
        *("address", mark("Address"), "point", "addresses"),
        values={"units_source": "register"},
        fields=_ADDRESS,
        needed=("street", "house_number"),
    ),
    DrawKind(
        *("street", mark("Street"), "line", "streets"),
        fields=("name", "road_class", "surface", "width_m"),
        needed=(),
    ),
)
