"""How kernels are compiled, and where the compiled code is kept between starts.

Each room keeps its kernels in a folder `kernels`. numba notices a changed file but not a changed
file that was inlined into another one, so the folder of a room's compiled code carries the
version of the package and a digest of the sources of its kernels and of the kernels they import.
The processor is named "generic" and loops are not vectorised: the speed of this pointer-chasing
code stays the same, compiling takes a tenth less, and the folder stays valid when it moves to
another computer.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
import numpy as np
from numba.core import event
from numpy.typing import NDArray
from platformdirs import user_cache_path

from fibre_planner import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_Function = TypeVar("_Function", bound="Callable[..., Any]")
_MARK = "complete"
_CHOSEN = os.environ.get("NUMBA_CACHE_DIR")
_HERE = Path(__file__).parent
_IMPORTED_ROOM = re.compile(rb"fibre_planner\.analysis\.(\w+)\.kernels")
# numba fills its settings in at run time, where a type checker cannot see them.
_settings: Any = numba.config


def _choose_folder() -> Path:
    """Return the folder of all compiled code; the user may have chosen one."""
    if _CHOSEN:
        return Path(_CHOSEN) / "fibre-planner"
    return user_cache_path("fibre-planner", appauthor=False) / "compiled"


if "NUMBA_CPU_NAME" not in os.environ:
    _settings.CPU_NAME = "generic"
    _settings.CPU_FEATURES = ""
_settings.LOOP_VECTORIZE = 0
_settings.SLP_VECTORIZE = 0
FOLDER = _choose_folder()
ROOMS = tuple(sorted(path.parent.name for path in _HERE.glob("*/kernels")))
"""The rooms of the analysis that have kernels."""

_compiled_here: set[str] = set()


def _rooms_within(room: str) -> list[str]:
    """Return a room and all rooms whose kernels its kernels import, in order of their names."""
    found, open_ones = set(), {room}
    while open_ones:
        found |= open_ones
        texts = [path.read_bytes() for one in open_ones for path in _sources(one)]
        named = {match.decode() for text in texts for match in _IMPORTED_ROOM.findall(text)}
        open_ones = named - found
    return sorted(found)


def _sources(room: str) -> list[Path]:
    return sorted((_HERE / room / "kernels").glob("*.py"))


@cache
def room_folder(room: str) -> Path:
    """Return the folder of a room's compiled code, which changes with everything compiled."""
    digest = hashlib.sha256(numba.__version__.encode())
    digest.update(Path(__file__).read_bytes())
    for path in [path for one in _rooms_within(room) for path in _sources(one)]:
        digest.update(path.relative_to(_HERE).as_posix().encode())
        digest.update(path.read_bytes())
    return FOLDER / f"{__version__}-{room}-{digest.hexdigest()[:12]}"


def kernel(function: _Function) -> _Function:
    """Compile a function on first use, without the interpreter lock, and keep the result."""
    if not _CHOSEN:
        # A kernel's module is fibre_planner.analysis.ROOM.kernels.NAME.
        _settings.CACHE_DIR = str(room_folder(function.__module__.split(".")[-3]))
    try:
        compiled = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:
        # No folder can be written to: compile anew in every process.
        compiled = numba.njit(nogil=True, error_model="numpy")(function)
    return cast("_Function", compiled)


def is_warm(room: str | None = None) -> bool:
    """Tell whether all kernels of a room, or of all, have been compiled and kept."""
    if _settings.DISABLE_JIT:
        return True
    rooms = ROOMS if room is None else (room,)
    kept = [one in _compiled_here or (room_folder(one) / _MARK).exists() for one in rooms]
    return bool(kept) and all(kept)


def mark_warm(room: str) -> None:
    """Remember that every kernel of a room is compiled, in this process and if possible on disk."""
    _compiled_here.add(room)
    try:
        room_folder(room).mkdir(parents=True, exist_ok=True)
        (room_folder(room) / _MARK).touch()
    except OSError:
        # A read-only home folder costs time at the next start and nothing else.
        return


@contextmanager
def heard(report: Callable[[str], None]) -> Iterator[None]:
    """Call back before each compilation of this thread, with the name of the function.

    What the callback raises ends the compilation; what is compiled by then is kept.
    """
    thread = threading.get_ident()

    class Hearer(event.Listener):
        """Passes on what numba tells."""

        def on_start(self, event: Any) -> None:
            """Tell of a compilation that begins."""
            if threading.get_ident() == thread:
                report(event.data["dispatcher"].py_func.__name__)

        def on_end(self, event: Any) -> None:
            """Say nothing of its end."""

    with event.install_listener("numba:compile", Hearer()):
        yield
