"""What every test starts from: English texts, no window on a screen, no settings of the user."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from fibre_planner.language import use_language


@pytest.fixture(autouse=True)
def english_texts() -> None:
    use_language("en")
