"""The warm-up of the compiled kernels."""

from __future__ import annotations

from fibre_planner.analysis import compiled, steiner


def test_kernels_are_warm_after_the_warm_up():
    heard = []
    steiner.warm_up(lambda fraction, message: heard.append((fraction, message)))
    assert steiner.is_warm()
    assert heard
    assert heard[-1][0] == 1.0


def test_folder_of_compiled_code_names_version_and_sources():
    from fibre_planner import __version__

    assert __version__ in compiled.FOLDER.name
    assert len(compiled.FOLDER.name) > len(__version__) + 8
