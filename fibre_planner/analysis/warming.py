"""Compile the kernels of all rooms once after the installation, so that work starts at once."""

from __future__ import annotations

import multiprocessing
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fibre_planner.analysis import compiled
from fibre_planner.analysis.hierarchy import warming as hierarchy
from fibre_planner.analysis.prize import warming as prize
from fibre_planner.analysis.steiner import solver as steiner
from fibre_planner.language import tr
from fibre_planner.progress import Report, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.context import SpawnProcess

# A room after those whose kernels it uses, with the number of its compilations.
_ROOMS: tuple[tuple[str, Callable[[], None], int], ...] = (
    ("steiner", steiner.compile_all, 75),
    ("hierarchy", hierarchy.compile_all, 20),
    ("prize", prize.warm_up, 16),
)

_BESIDE = ("hierarchy", "prize")
"""Rooms that a second process compiles meanwhile: about half of the work."""

_LOOK_SECONDS = 0.2


def is_warm() -> bool:
    """Tell whether all kernels of this version have been compiled and kept."""
    return compiled.is_warm()


def warm_up(report: Report = silent) -> None:
    """Compile every kernel of every room with tiny inputs; what is kept is only loaded.

    Takes less than a minute after the installation and less than a second from then on. A second
    process compiles half of the rooms meanwhile, where there is a second processor; without it, or
    where it fails, this one does all. report: called before each compilation, from the smallest
    function to the largest a few seconds; may raise Cancelled. What is compiled by then is kept, so
    the next warm-up goes on from there. Several processes may warm up at once; they then do the
    same work side by side.
    """
    message = tr("Compiling the optimiser, once after the installation")
    whole = sum(count for _, _, count in _ROOMS)
    done = 0

    def tell(_name: str) -> None:
        nonlocal done
        done += 1
        report(min(done / whole, 0.99), message)

    report(0.0, message)
    with _second_process() as second:
        for room, compile_all, _count in _ROOMS:
            while second is not None and room in _BESIDE and second.is_alive():
                second.join(_LOOK_SECONDS)
                report(min(done / whole, 0.99), message)
            with compiled.heard(tell):
                compile_all()
            compiled.mark_warm(room)
    report(1.0, tr("The optimiser is ready"))


@contextmanager
def _second_process() -> Iterator[SpawnProcess | None]:
    """Have the rooms of _BESIDE compiled by a second process, which ends with the block.

    None where all is compiled already, or one processor would share its time.
    """
    if (os.cpu_count() or 1) < 2 or all(compiled.is_warm(room) for room, _, _ in _ROOMS):
        yield None
        return
    second = multiprocessing.get_context("spawn").Process(target=_compile_beside, daemon=True)
    try:
        second.start()
    except OSError:
        yield None
        return
    try:
        yield second
    finally:
        second.terminate()
        second.join()


def _compile_beside() -> None:
    for room, compile_all, _count in _ROOMS:
        if room in _BESIDE:
            compile_all()
