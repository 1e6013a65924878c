"""The history of a project: who did what when, with the counts."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd

from fibre_planner.model.project import Project
from fibre_planner.workflow.clock import now, user


def record(project: Project, what: str, counts: Mapping[str, int]) -> Project:
    """Return the project with one more entry in its history.

    what: a sentence on what was done. counts: name → number, kept as JSON.
    """
    entry = {
        "history_id": f"{len(project.history) + 1:06d}",
        "when": now().isoformat(),
        "who": user(),
        "office": project.metadata.get("office", ""),
        "what": what,
        "counts": json.dumps(dict(counts), ensure_ascii=False, sort_keys=True),
    }
    return project.with_layers(history=pd.concat([project.history, pd.DataFrame([entry])]))
