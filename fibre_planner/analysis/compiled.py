"""How kernels are compiled, and where the compiled code is kept between starts.

numba notices a changed file but not a changed file that was inlined into another one, so the
folder of the compiled code carries the version of the package and a digest of all kernel sources.
The processor is named "generic": the speed of this pointer-chasing code stays the same, and the
folder stays valid when it moves to another computer.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from fibre_planner import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_Function = TypeVar("_Function", bound="Callable[..., Any]")
_MARK = "complete"
# numba fills its settings in at run time, where a type checker cannot see them.
_settings: Any = numba.config


def _source_digest() -> str:
    """Return a short digest of everything that is compiled, and of numba itself."""
    digest = hashlib.sha256(numba.__version__.encode())
    here = Path(__file__).parent
    for path in sorted(here.glob("*/kernels/*.py")):
        digest.update(path.relative_to(here).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _choose_folder() -> Path:
    """Point numba to this version's folder, unless the user has chosen one."""
    name = f"{__version__}-{_source_digest()}"
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen) / f"fibre-planner-{name}"
    folder = user_cache_path("fibre-planner", appauthor=False) / "compiled" / name
    _settings.CACHE_DIR = str(folder)
    return folder


if "NUMBA_CPU_NAME" not in os.environ:
    _settings.CPU_NAME = "generic"
    _settings.CPU_FEATURES = ""
FOLDER = _choose_folder()


def kernel(function: _Function) -> _Function:
    """Compile a function on first use, without the interpreter lock, and keep the result."""
    try:
        compiled = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:
        # No folder can be written to: compile anew in every process.
        compiled = numba.njit(nogil=True, error_model="numpy")(function)
    return cast("_Function", compiled)


def is_warm() -> bool:
    """Tell whether all kernels of this version have been compiled and kept."""
    return bool(_settings.DISABLE_JIT) or (FOLDER / _MARK).exists() or _compiled_here


_compiled_here = False


def mark_warm() -> None:
    """Remember that every kernel has been compiled, in this process and on disk if possible."""
    global _compiled_here
    _compiled_here = True
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / _MARK).touch()
    except OSError:
        # A read-only home folder costs time at the next start and nothing else.
        return
