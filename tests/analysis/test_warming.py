"""The warm-up compiles every kernel of every room, and can be broken off and run twice."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from numba.core.dispatcher import Dispatcher

from fibre_planner.analysis import compiled, warming

HOME = Path(__file__).parents[2]


def kernels_of(room):
    """Return the kernels of a room by name."""
    package = importlib.import_module(f"fibre_planner.analysis.{room}.kernels")
    modules = [
        importlib.import_module(f"{package.__name__}.{info.name}")
        for info in pkgutil.iter_modules(package.__path__)
    ]
    return {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Dispatcher)
    }


def is_compiled(one):
    """Tell whether a kernel is compiled here or was kept by another process."""
    function = one.py_func
    name = f"{function.__module__.split('.')[-1]}.{function.__name__}-*.nbi"
    kept = one.stats.cache_path and any(Path(one.stats.cache_path).glob(name))
    return bool(one.signatures or kept)


def test_every_kernel_of_every_room_is_compiled_by_the_warm_up():
    heard = []
    warming.warm_up(lambda fraction, message: heard.append((fraction, message)))
    assert warming.is_warm()
    assert [fraction for fraction, _ in heard] == sorted(fraction for fraction, _ in heard)
    assert heard[-1][0] == 1.0
    for room in compiled.ROOMS:
        missing = [name for name, one in kernels_of(room).items() if not is_compiled(one)]
        assert missing == [], f"the warm-up of {room} leaves these out"


def test_every_room_with_kernels_is_warmed():
    assert sorted(room for room, _, _ in warming._ROOMS) == sorted(compiled.ROOMS)


def test_folder_of_a_room_changes_with_the_kernels_it_imports_and_no_others(monkeypatch, tmp_path):
    for room, text in [
        ("one", "x = 1"),
        ("two", "from fibre_planner.analysis.one.kernels import x"),
        ("three", "y = 1"),
    ]:
        (tmp_path / room / "kernels").mkdir(parents=True)
        (tmp_path / room / "kernels" / "some.py").write_text(text)
    monkeypatch.setattr(compiled, "_HERE", tmp_path)

    def names():
        compiled.room_folder.cache_clear()
        return [compiled.room_folder(room).name for room in ("one", "two", "three")]

    before = names()
    (tmp_path / "one" / "kernels" / "some.py").write_text("x = 2")
    after = names()
    compiled.room_folder.cache_clear()
    assert [a == b for a, b in zip(before, after, strict=True)] == [False, False, True]


BROKEN_OFF = """
from fibre_planner.analysis import compiled
from fibre_planner.analysis.hierarchy import warming
from fibre_planner.progress import Cancelled

heard = []
def stop(name):
    heard.append(name)
    if len(heard) == 2:
        raise Cancelled
try:
    with compiled.heard(stop):
        warming.compile_all()
    raise SystemExit("nobody was asked")
except Cancelled:
    pass
assert not compiled.is_warm("hierarchy")
"""

FINISHED = """
import sys
from fibre_planner.analysis import compiled
from fibre_planner.analysis.hierarchy import warming

heard = []
with compiled.heard(heard.append):
    warming.compile_all()
compiled.mark_warm("hierarchy")
sys.stdout.write(f"{len(heard)}")
"""


@pytest.mark.slow
def test_broken_off_warm_up_is_finished_by_two_processes_at_once(tmp_path):
    chosen = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}

    def begin(script):
        return subprocess.Popen(
            [sys.executable, "-c", script], env=chosen, cwd=HOME, stdout=subprocess.PIPE, text=True
        )

    def ended(process):
        printed, _ = process.communicate(timeout=240)
        assert process.returncode == 0
        return printed

    ended(begin(BROKEN_OFF))
    with begin(FINISHED) as one, begin(FINISHED) as other:
        try:
            counts = [int(ended(one)), int(ended(other))]
        finally:  # nothing to end unless one of them takes too long
            one.kill()
            other.kill()
    assert min(counts) > 0
    assert int(ended(begin(FINISHED))) == 0


def test_folder_that_cannot_be_written_is_no_obstacle(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(compiled, "room_folder", lambda _room: tmp_path / "file" / "folder")
    monkeypatch.setattr(compiled, "_compiled_here", set())
    compiled.mark_warm("steiner")
    assert compiled.is_warm("steiner")
