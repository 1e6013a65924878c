"""Places that are typed while something is drawn: coordinates, steps, lengths; without Qt."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

Place = tuple[float, float]

_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_PAIR = re.compile(rf"(@?)\s*({_NUMBER})\s*(?:[\s;]|,\s)\s*({_NUMBER})")
_POLAR = re.compile(rf"({_NUMBER})\s*(?:m\b)?\s*(?:<\s*({_NUMBER})\s*°?|\s({_NUMBER})\s*°)")
_LENGTH = re.compile(rf"({_NUMBER})\s*(?:m\b)?")


def typed_place(text: str, course: Sequence[Place], towards: Place | None = None) -> Place:
    """Return the place that a typed text means.

    “x y” is a place in metres of the project's CRS. “@dx dy” is a step from the last point.
    “length angle°” or “length < angle” is a way from the last point, degrees clockwise from
    north. A length alone goes towards the mouse. Decimals with point or comma. Raises
    PlannerError for anything else, or where there is no last point.
    """
    text = text.strip()
    if polar := _POLAR.fullmatch(text):
        length, angle = _number(polar[1]), math.radians(_number(polar[2] or polar[3]))
        return _stepped(course, length * math.sin(angle), length * math.cos(angle))
    if pair := _PAIR.fullmatch(text):
        x, y = _number(pair[2]), _number(pair[3])
        return _stepped(course, x, y) if pair[1] else (x, y)
    if alone := _LENGTH.fullmatch(text):
        if towards is None or not course or math.dist(course[-1], towards) == 0:
            raise PlannerError(
                tr("A length needs a last point and a direction."),
                tr("Point with the mouse, or type a length and an angle such as 12.5 < 90."),
            )
        share = _number(alone[1]) / math.dist(course[-1], towards)
        (x, y), (to_x, to_y) = course[-1], towards
        return (x + (to_x - x) * share, y + (to_y - y) * share)
    raise PlannerError(
        tr("“{text}” is no place.").format(text=text),
        tr("Type x y, or @dx dy from the last point, or a length and an angle such as 12.5 < 90."),
    )


def _stepped(course: Sequence[Place], dx: float, dy: float) -> Place:
    if not course:
        raise PlannerError(
            tr("There is no last point to start from."), tr("Set a first point: type x y.")
        )
    x, y = course[-1]
    return (x + dx, y + dy)


def _number(text: str) -> float:
    return float(text.replace(",", "."))
