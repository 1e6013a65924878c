"""One plan with its addresses as a styled GeoPackage, for offices that use another program."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from fibre_planner.io.geopackage_check import refuse_if_open_elsewhere
from fibre_planner.io.geopackage_file import write_geopackage
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import PLAN_TABLES, Plan
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, silent

_LAYERS = ("addresses", "coverage", "areas", "sites")


def write_plan_geopackage(
    project: Project, plan: Plan | None, path: Path, report: Report = silent
) -> None:
    """Write trenches, nodes, bill and rules of a plan, and the addresses with their coverage.

    plan: None writes coverage alone. The file opens styled in QGIS and is no project. What
    providers said address by address (`supply`) stays at home. Raises PlannerError where the
    file cannot be written.
    """
    path = Path(path).absolute()
    if path.suffix.lower() != ".gpkg":
        raise PlannerError(
            tr("{file} cannot be a GeoPackage.").format(file=path.name),
            tr("Choose a name that ends in .gpkg."),
        )
    tables: dict[str, pd.DataFrame] = {name: project.layer(name) for name in _LAYERS}
    rows = [("project", project.name), ("crs", project.crs)]
    if plan is not None:
        tables |= {table: getattr(plan, field) for table, field in PLAN_TABLES.items()}
        rows += [
            ("plan_id", plan.plan_id),
            ("scenario", plan.scenario.name),
            ("created", plan.created),
            ("inputs_digest", plan.inputs_digest),
            ("based_on", plan.based_on),
        ]
    tables["about"] = pd.DataFrame(rows, columns=["key", "value"]).astype("str")
    refuse_if_open_elsewhere(path)
    write_geopackage(tables, path, report)
