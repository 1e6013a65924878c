"""Texts follow the chosen language, progress keeps within its share."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from fibre_planner import language
from fibre_planner.progress import part


def test_a_report_in_german_leaves_the_window_english() -> None:
    seen: list[str] = []
    with language.in_language("de"):
        other = threading.Thread(target=lambda: seen.append(language.current_language()))
        other.start()
        other.join(20)
        assert language.current_language() == "de"
    assert seen == ["en"]
    assert language.current_language() == "en"


def test_a_count_of_rows_by_numpy_has_its_plural_in_german() -> None:
    language.use_language("de")
    for count, form in ((1, "Zeile"), (2, "Zeilen")):
        text = language.ntr("{count} row", "{count} rows", np.int64(count))
        assert text.format(count=count) == f"{count} {form}"


@pytest.mark.parametrize(
    ("variable", "code"), [("de_DE.UTF-8", "de"), ("en_GB.UTF-8", "en"), ("fr_FR", "en")]
)
def test_system_language_is_german_only_for_german_locales(
    monkeypatch: pytest.MonkeyPatch, variable: str, code: str
) -> None:
    monkeypatch.setenv("LC_ALL", variable)
    assert language.system_language() == code


def test_part_scales_a_stage_into_the_whole_and_keeps_it_there() -> None:
    seen: list[float] = []
    stage = part(lambda fraction, _message: seen.append(round(fraction, 6)), 0.2, 0.6)
    for fraction in (0.0, 0.5, 1.0, 7.0):
        stage(fraction, "")
    assert seen == [0.2, 0.4, 0.6, 0.6]
