"""What every test starts from: English texts, no window on a screen, no settings of the user."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import Phase, settings

from fibre_planner import workflow
from fibre_planner.analysis import readiness
from fibre_planner.language import use_language
from fibre_planner.model.project import Project

# Where CI is set, hypothesis draws the same examples in every run of the same sources; other
# runs draw at random. A law that fails there is told as it was drawn, with the line that draws it
# again: making the example small takes minutes for a whole town, and when that met the time limit
# of the test, the limit was reported as a second fault.
settings.register_profile("ci", settings.get_profile("ci"), phases=(Phase.explicit, Phase.generate))
if settings.get_current_profile_name() == "ci":
    settings.load_profile("ci")


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
