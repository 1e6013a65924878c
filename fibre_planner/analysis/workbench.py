"""Where the stages of a design are made one after the other, and kept for the next design."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from fibre_planner.progress import Report, part

Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Kept:
    """What a stage has made, with the inputs it was made from."""

    inputs: tuple[object, ...]
    value: Any


@dataclass
class Workbench:
    """The stages of one design in the making.

    before: stages of a former design; one whose inputs are the same is taken over as it is.
    kept: the stages of this design so far; seconds: time of each.
    """

    report: Report
    before: Mapping[str, Kept] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def stage(self, name: str, make: Callable[..., Value], *inputs: object) -> Value:
        """Return what a stage makes of its inputs, or what it made of the same ones before.

        make: called with the inputs and nothing else, so that they alone decide. Tables and
        what other stages made are the same where they are the same object; texts, numbers and
        arrays of them where they are equal.
        """
        begun = time.perf_counter()
        former = self.before.get(name)
        if former is None or not same_inputs(former.inputs, inputs):
            former = Kept(inputs, make(*inputs))
        self.kept[name] = former
        self.seconds[name] = time.perf_counter() - begun
        value: Value = former.value
        return value

    def former(self, name: str) -> Any:
        """Return what a stage made in the former design, None where there was none."""
        kept = self.before.get(name)
        return None if kept is None else kept.value

    def part(self, start: float, end: float) -> Report:
        """Give a stage its share of the progress bar."""
        return part(self.report, start, end)


_PLAIN = (str, bytes, int, float, bool, type(None))


def same_inputs(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Return whether two stages were given the same."""
    return len(one) == len(other) and all(map(_same, one, other))


def _same(one: object, other: object) -> bool:
    if one is other:
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        return same_inputs(one, other)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        # Arrays of objects, such as shapes, would take longer to compare than most stages take.
        plain = one.dtype == other.dtype and one.dtype != object
        return plain and bool(np.array_equal(one, other))
    return isinstance(one, _PLAIN) and type(one) is type(other) and one == other
