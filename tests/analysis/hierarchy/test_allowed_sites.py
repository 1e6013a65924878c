"""Where cabinets and POPs may stand is looked at once per graph, and where sites cut it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.groundwork import Groundwork, lay_ground
from fibre_planner.analysis.workbench import Workbench
from fibre_planner.model.project import DEFAULT_CRS, Project
from fibre_planner.model.tables import conform
from fibre_planner.progress import silent
from tests.towns import rectangle, town

STREET = """
p   p           p
A---B-----------C
"""

OVER_B = rectangle(3, -1, 7, 1)


def ground_of(project: Project, bench: Workbench | None = None) -> Groundwork:
    return lay_ground(bench or Workbench(silent), project, project.scenarios[0], None)


def built_over(project: Project) -> Project:
    rows = gpd.GeoDataFrame({"building_id": ["b1"]}, geometry=[OVER_B], crs=DEFAULT_CRS)
    return project.with_layers(buildings=conform("buildings", rows))


def with_site(project: Project) -> Project:
    row = {
        "site_id": ["c1"],
        "kind": ["gas"],
        "planned_from": ["2027-01-01"],
        "planned_to": ["2027-03-01"],
    }
    # From within the building to beside it.
    shape = [rectangle(6, -1, 11, 1)]
    frame = gpd.GeoDataFrame(pd.DataFrame(row), geometry=shape, crs=DEFAULT_CRS)
    return project.with_layers(sites=conform("sites", frame))


def within(ground: Groundwork) -> np.ndarray:
    return np.asarray(shapely.within(shapely.points(ground.joined.graph.xy), OVER_B))


def test_nothing_stands_inside_a_building() -> None:
    assert ground_of(town(STREET)).joined.may_stand.all()
    ground = ground_of(built_over(town(STREET)))
    inside = within(ground)
    assert inside.any()
    assert ground.joined.may_stand.tolist() == (~inside).tolist()


def test_only_the_nodes_that_a_site_cuts_are_looked_at_anew() -> None:
    bench = Workbench(silent)
    project = built_over(town(STREET))
    before = ground_of(project, bench)
    after = ground_of(with_site(project), Workbench(silent, bench.kept))
    assert after.uncut is before.uncut
    known = before.joined.graph.node_count
    new = np.arange(known, after.joined.graph.node_count)
    assert set(within(after)[new].tolist()) == {True, False}
    assert after.joined.may_stand.tolist() == (~within(after)).tolist()
