"""Keeping others from a project file while a command changes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fibre_planner import workflow
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keep others from saving a project file between its opening and its saving here.

    Raises PlannerError, before any work is done, where it could not be saved or somebody else
    has it open.
    """
    workflow.check_target(path)
    holder = workflow.hold(path)
    if holder:
        raise PlannerError(holder, tr("Close it there and try again."))
    try:
        yield
    finally:
        workflow.let_go(path)
