"""Compile the kernels of all rooms once after the installation, so that work starts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fibre_planner.analysis import compiled
from fibre_planner.analysis.hierarchy import warming as hierarchy
from fibre_planner.analysis.prize import warming as prize
from fibre_planner.analysis.steiner import solver as steiner
from fibre_planner.language import tr
from fibre_planner.progress import Report, silent

if TYPE_CHECKING:
    from collections.abc import Callable

# A room after those whose kernels it uses, with the number of its compilations.
_ROOMS: tuple[tuple[str, Callable[[], None], int], ...] = (
    ("steiner", steiner.compile_all, 75),
    ("hierarchy", hierarchy.compile_all, 20),
    ("prize", prize.warm_up, 16),
)


def is_warm() -> bool:
    """Tell whether all kernels of this version have been compiled and kept."""
    return compiled.is_warm()


def warm_up(report: Report = silent) -> None:
    """Compile every kernel of every room with tiny inputs; what is kept is only loaded.

    Takes up to a minute after the installation and less than a second from then on. report:
    called before each compilation, from the smallest function to the largest a few seconds; may
    raise Cancelled. What is compiled by then is kept, so the next warm-up goes on from there.
    Several processes may warm up at once; they then do the same work side by side.
    """
    message = tr("Compiling the optimiser, once after the installation")
    whole = sum(count for _, _, count in _ROOMS)
    done = 0

    def tell(_name: str) -> None:
        nonlocal done
        done += 1
        report(min(done / whole, 0.99), message)

    report(0.0, message)
    for room, compile_all, _count in _ROOMS:
        with compiled.heard(tell):
            compile_all()
        compiled.mark_warm(room)
    report(1.0, tr("The optimiser is ready"))
