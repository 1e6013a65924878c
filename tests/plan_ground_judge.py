"""Whose ground a plan digs, looked at anew: private ways are lead-ins, or named as passages."""

from __future__ import annotations

import networkx
import pytest
import shapely

from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from tests.plan_ways_judge import CLOSE_M, Ways, house_leads

ON_LINE_M = 1e-6


def judge_ground(project: Project, plan: Plan, ways: Ways) -> None:
    """Fail where a private way carries more than lead-ins and the ledger does not say so."""
    trenches, rules = plan.trenches, plan.rules
    private = trenches["ground"] == "private"
    assert set(trenches["ground"]) <= {"", "private"}
    named = rules.groupby("rule")["amount"].sum()
    leads = trenches["level"] == "lead_in"
    for rule, found in (("private_ground", leads), ("private_passage", ~leads)):
        metres = trenches.loc[private & found].length.sum()
        assert named.get(rule, 0.0) == pytest.approx(metres, abs=CLOSE_M), rule
    told = set(rules.loc[rules["rule"].isin(["private_ground", "private_passage"]), "subject"])
    mine = project.streets.set_index("street_id")["ground"]
    assert (mine.loc[sorted(told)] == "private").all()
    _private_ways_are_marked(project, plan)
    _nothing_passes_through_lead_ins(plan, ways)
    _blocked_streets_are_named(project, plan)


def _blocked_streets_are_named(project: Project, plan: Plan) -> None:
    """What is dug along blocked streets is in the ledger, and nothing else is."""
    last = project.wishes.drop_duplicates(["street_id", "geometry"], keep="last")
    lines = last.geometry[last["wish"] == "blocked"]
    if project.streets["width_m"].ge(plan.scenario.wide_street_m).any():
        return  # trenches at the side of a wide street lie off its line
    near = shapely.union_all(shapely.buffer(lines.to_numpy(), 0.001, cap_style="flat"))
    street = plan.trenches.loc[[not own for own in house_leads(plan)]].geometry.to_numpy()
    metres = shapely.length(shapely.intersection(street, near)).sum()
    named = plan.rules.loc[plan.rules["rule"] == "blocked_street", "amount"].sum()
    assert named == pytest.approx(metres, abs=CLOSE_M + 0.01 * len(lines)), "blocked streets"


def _private_ways_are_marked(project: Project, plan: Plan) -> None:
    """A trench on the line of a private way, and on that of no other, says so."""
    streets = project.streets
    whose = [
        shapely.union_all(streets.geometry[chosen].to_numpy())
        for chosen in (streets["ground"] == "private", streets["ground"] != "private")
    ]
    in_street = plan.trenches.loc[
        [not own for own in house_leads(plan)], ["geometry", "ground", "method"]
    ]
    for line, ground, method in in_street.itertuples(index=False):
        if method == "existing_duct" or line.length < 1.0:
            continue
        middle = line.interpolate(0.5, normalized=True)
        if middle.distance(whose[0]) < ON_LINE_M and middle.distance(whose[1]) > 1.0:
            assert ground == "private", "a trench in a private way counts as public"


def _nothing_passes_through_lead_ins(plan: Plan, ways: Ways) -> None:
    """What hangs together of lead-ins over private ground touches one place of other trenches."""
    rows = list(
        zip(plan.trenches["level"], plan.trenches["ground"], house_leads(plan), strict=True)
    )
    plots, streets = networkx.Graph(), set()
    for (level, ground, own), links in zip(rows, ways.links, strict=True):
        if level == "lead_in" and ground == "private":
            plots.add_edges_from(links)
        elif not own:
            streets |= {end for link in links for end in link}
    for piece in networkx.connected_components(plots):
        assert len(piece & streets) <= 1, "a trench passes through private ground"
