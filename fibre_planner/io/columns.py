"""Which column of a file fills which column of a table: guessed by name, or said by the user."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache

from fibre_planner.io.cell_values import normal
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.resources import RESOURCES

_FOLDER = RESOURCES / "columns"
_BRACKETS = re.compile(r"[\[(].*?[\])]")
CONSTANT = "="
"""In front of a source: the text behind it is the value of every row."""


def targets(layer: str) -> tuple[str, ...]:
    """Return the columns a layer can be given, and x, y, wkt and combined ones such as rates."""
    return tuple(_synonyms(layer))


def guess_columns(layer: str, names: Sequence[str]) -> dict[str, str]:
    """Return target → column of the file by the German and English names of `resources/columns`.

    The first synonym that fits wins; no column is used twice.
    """
    exact = {normal(name): name for name in reversed(names)}
    loose = {normal(_BRACKETS.sub("", name)): name for name in reversed(names)}
    found: dict[str, str] = {}
    # Names without what stands in brackets ("Breite (m)") count only where no full name fits.
    for known in (exact, loose):
        for target, synonyms in _synonyms(layer).items():
            free = [known[word] for word in synonyms if known.get(word)]
            free = [name for name in free if name not in found.values()]
            if target not in found and free:
                found[target] = free[0]
    return {target: found[target] for target in _synonyms(layer) if target in found}


def resolve_columns(
    layer: str, names: Sequence[str], given: Mapping[str, str] | None
) -> dict[str, str]:
    """Return the mapping to use: what the user gives, and guesses for the rest.

    An empty source leaves a target out, "=text" fills it with a text. Raises PlannerError for
    a target the layer does not have or a column the file does not have.
    """
    given = dict(given or {})
    by_name = {normal(name): name for name in reversed(names)}
    known = targets(layer)
    chosen: dict[str, str] = {}
    for target, source in given.items():
        if target not in known:
            raise PlannerError(
                tr("The layer {layer} has no column “{column}”.").format(
                    layer=layer, column=target
                ),
                tr("Choose among: {names}.").format(names=", ".join(known)),
            )
        if not source or source.startswith(CONSTANT):
            chosen[target] = source
            continue
        name = source if source in names else by_name.get(normal(source))
        if name is None:
            raise PlannerError(
                tr("The file has no column “{column}”.").format(column=source),
                tr("Its columns are: {names}.").format(names=", ".join(names)),
            )
        chosen[target] = name
    rest = [name for name in names if name not in chosen.values()]
    guessed = guess_columns(layer, rest)
    merged = {**guessed, **chosen}
    return {target: merged[target] for target in known if merged.get(target)}


def suggest_layer(names: Sequence[str], has_lines: bool, has_areas: bool) -> str:
    """Return the layer whose columns a file fits best, "" where it fits none."""
    best, best_score = "", 1
    for layer in sorted(path.stem for path in _FOLDER.glob("*.csv") if path.stem in _LAYERS):
        drawn = _LAYERS[layer]
        if (has_lines and drawn != "line") or (has_areas and drawn not in ("area", "any")):
            continue
        score = len(guess_columns(layer, names))
        if score > best_score:
            best, best_score = layer, score
    return best


_LAYERS = {
    "addresses": "point",
    "areas": "area",
    "buildings": "area",
    "catalogue": "none",
    "ducts": "line",
    "nodes": "point",
    "places": "point",
    "sites": "any",
    "streets": "line",
    "supply": "none",
    "supply_areas": "area",
}


@cache
def _synonyms(layer: str) -> dict[str, tuple[str, ...]]:
    """Return target → normalised synonyms, the name of the target itself first."""
    found: dict[str, list[str]] = {}
    with (_FOLDER / f"{layer}.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["target"], [normal(row["target"])]).append(normal(row["synonym"]))
    return {target: tuple(dict.fromkeys(words)) for target, words in found.items()}
