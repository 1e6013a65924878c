"""What every test starts from: English texts, no window on a screen, no settings of the user."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from fibre_planner import workflow
from fibre_planner.analysis import readiness
from fibre_planner.language import use_language
from fibre_planner.model.project import Project


@pytest.fixture(autouse=True)
def english_texts() -> None:
    use_language("en")


@pytest.fixture(scope="session")
def optimiser() -> None:
    """Compile all kernels, for tests that count reports: compiling makes more of them."""
    readiness.make_ready()


@pytest.fixture(scope="session")
def sample_town() -> Project:
    """The sample town, imported once: tests take it as it is and change copies."""
    use_language("en")
    return workflow.sample_project()


@pytest.fixture(scope="session")
def planned_sample_town(sample_town: Project) -> Project:
    use_language("en")
    return workflow.plan(sample_town, workflow.scenario_for(sample_town))
