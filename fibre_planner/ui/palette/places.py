"""The places of a project as one list to search in: streets, addresses, districts, sites."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fibre_planner.language import tr
from fibre_planner.ui.palette.ranking import prepared

if TYPE_CHECKING:
    from fibre_planner.model.project import Project

_ICONS = {"streets": "road", "sites": "alert-triangle"}
_TABLES = ("addresses", "streets", "sites", "areas", "nodes", "places")


@dataclass(frozen=True)
class PlaceKind:
    """Places of one kind: rows of a table whose column holds the value of a place.

    texts: what is shown, a line each; details: what it belongs to; values: what the column holds.
    """

    kind: str
    table: str
    column: str
    texts: list[str]
    details: list[str]
    values: list[str]

    @property
    def icon(self) -> str:
        """Return the name of the icon."""
        return _ICONS.get(self.table, "map-pin")


@dataclass(frozen=True, eq=False)
class Places:
    """All places, one kind after the other; `texts` prepared for searching."""

    kinds: tuple[PlaceKind, ...]
    texts: np.ndarray
    starts: np.ndarray

    def at(self, number: int) -> tuple[PlaceKind, int]:
        """Return the kind of a place and its row there."""
        kind = int(np.searchsorted(self.starts, number, side="right")) - 1
        return self.kinds[kind], number - int(self.starts[kind])


def gather(project: Project) -> Places:
    """Return the places of a project; titles are in the language in use."""
    kinds = tuple(kind for kind in _kinds(project) if kind.texts)
    searched = [
        f"{text} {detail}"
        for kind in kinds
        for text, detail in zip(kind.texts, kind.details, strict=True)
    ]
    counts = np.array([0, *(len(kind.texts) for kind in kinds)])
    return Places(kinds, prepared(searched), np.cumsum(counts)[:-1])


def _kinds(project: Project) -> Iterator[PlaceKind]:
    streets, addresses, areas = project.streets, project.addresses, project.areas
    names = sorted({*streets["name"]} - {""})
    yield PlaceKind(tr("Street"), "streets", "name", names, [""] * len(names), names)
    districts = sorted({*addresses["district"]} - {""})
    blank = [""] * len(districts)
    yield PlaceKind(tr("District"), "addresses", "district", districts, blank, districts)
    yield _named(tr("Area"), "areas", areas)
    sites = project.sites
    title = sites["title"].where(sites["title"] != "", sites["site_id"])
    place = sites["street"] + " " + sites["site_id"]
    yield _rows(tr("Construction site"), "sites", sites, title, place)
    yield _named(tr("Node"), "nodes", project.nodes)
    yield _named(tr("Place"), "places", project.places)
    number = addresses["house_number"] + addresses["suffix"]
    line = (addresses["street"] + " " + number).str.strip()
    town = (addresses["postcode"] + " " + addresses["city"]).str.strip()
    yield _rows(tr("Address"), "addresses", addresses, line, town)


def _named(kind: str, table: str, rows: Any) -> PlaceKind:
    known = rows[rows["name"] != ""]
    return _rows(kind, table, known, known["name"], known["name"].str.slice(0, 0))


def _rows(kind: str, table: str, rows: Any, texts: Any, details: Any) -> PlaceKind:
    """Return the rows of a table as places, found again by their id."""
    column = rows.columns[0]
    ids = rows[column].tolist()
    return PlaceKind(kind, table, column, texts.tolist(), details.tolist(), ids)


_NONE = Places((), prepared(()), np.zeros(1, dtype=np.int64))


class PlaceFinder:
    """Gathers the places of the shown project off the window's thread, anew when tables change."""

    def __init__(self) -> None:
        self._tables: tuple[Any, ...] = ()
        self._asked: Future[Places] | None = None
        self._pool: ThreadPoolExecutor | None = None

    def ask(self, project: Project | None) -> None:
        """Begin to gather, unless the tables are those of the last time."""
        if project is None:
            self._tables, self._asked = (), None
            return
        tables = tuple(project.layer(name) for name in _TABLES)
        if len(tables) == len(self._tables) and all(map(_is, tables, self._tables)):
            return
        self._pool = self._pool or ThreadPoolExecutor(1, "places")
        self._tables, self._asked = tables, self._pool.submit(gather, project)

    def end(self) -> None:
        """Gather nothing more, and wait for what is being gathered."""
        pool, self._pool = self._pool, None
        self._tables, self._asked = (), None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    @property
    def is_ready(self) -> bool:
        """Return whether there is nothing to wait for."""
        return self._asked is None or self._asked.done()

    def places(self) -> Places:
        """Return the places, none while they are gathered."""
        return self._asked.result() if self._asked is not None and self._asked.done() else _NONE


def _is(one: object, other: object) -> bool:
    return one is other
