"""What a project file keeps of the plan another one was begun with."""

from __future__ import annotations

from dataclasses import replace

from fibre_planner.io.plan_rows import plan_heads, plans_of
from fibre_planner.model.plan import PLAN_TABLES
from fibre_planner.model.project import DEFAULT_CRS
from fibre_planner.model.tables import empty
from tests.report.small_plan import small_plan

TABLES = {table: empty(table, DEFAULT_CRS) for table in PLAN_TABLES}


def test_plan_keeps_the_id_of_the_plan_its_search_began_with() -> None:
    heads = plan_heads([replace(small_plan(), based_on="plan-0123456789ab")])
    assert plans_of(heads, TABLES, DEFAULT_CRS)[0].based_on == "plan-0123456789ab"


def test_plan_of_an_older_file_began_anew() -> None:
    heads = plan_heads([small_plan()]).drop(columns="based_on")
    assert plans_of(heads, TABLES, DEFAULT_CRS)[0].based_on == ""
