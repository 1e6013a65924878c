"""Renaming and deleting plans of the document, each as one undo step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fibre_planner.language import tr

if TYPE_CHECKING:
    from fibre_planner.ui.document import Document


def rename_plan(document: Document, plan_id: str, title: str) -> bool:
    """Give a plan a name of its own; an empty one gives it its scenario's name back."""
    project = document.project
    if project is None:
        return False
    title = title.strip()
    plans = tuple(
        replace(plan, title=title) if plan.plan_id == plan_id else plan for plan in project.plans
    )
    step = tr("Rename plan to “{name}”").format(name=title or project.plan(plan_id).scenario.name)
    return document.change(step, project, replace(project, plans=plans))


def delete_plan(document: Document, plan_id: str) -> bool:
    """Take a plan out of the project."""
    project = document.project
    if project is None:
        return False
    step = tr("Delete plan “{name}”").format(name=project.plan(plan_id).name)
    plans = tuple(plan for plan in project.plans if plan.plan_id != plan_id)
    return document.change(step, project, replace(project, plans=plans))
