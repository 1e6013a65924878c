"""Where compiled code is kept."""

from __future__ import annotations

from fibre_planner import __version__
from fibre_planner.analysis import compiled, steiner


def test_kernels_of_a_room_are_warm_after_its_warm_up():
    heard = []
    steiner.warm_up(lambda fraction, message: heard.append((fraction, message)))
    assert steiner.is_warm()
    assert heard[-1][0] == 1.0


def test_folder_of_compiled_code_names_version_room_and_sources():
    for room in compiled.ROOMS:
        name = compiled.room_folder(room).name
        assert name.startswith(f"{__version__}-{room}-")
        assert len(name.removeprefix(f"{__version__}-{room}-")) == 12
