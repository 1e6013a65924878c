"""Every report tells what shortest paths would have cost, in metres and EUR with the difference."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from fibre_planner.model.plan import PlanSummary
from fibre_planner.report.figures import figure_groups
from fibre_planner.report.sentences import baseline_sentence
from fibre_planner.report.summary import summary_lines
from fibre_planner.report.webmap import write_webmap
from fibre_planner.report.workbook import write_workbook
from tests.report.small_plan import small_plan, small_project

# Shortest paths: 240 m and 25,200 EUR; the plan: 180 m and 21,700 EUR.
SENTENCE = (
    "Shortest paths on the same graph, with the same rules and prices, would take 240\u00a0m of "
    "trench and €25,200 of digging. The plan saves 60\u00a0m (25.0%) and €3,500 (13.9%)."
)


def summary(trench_m: float, trench_cost_eur: float) -> PlanSummary:
    found = small_plan().summary
    return replace(found, trench_m=trench_m, trench_cost_eur=trench_cost_eur)


def test_sentence_tells_the_naive_plan_and_both_differences() -> None:
    assert baseline_sentence(small_plan().summary) == SENTENCE


@pytest.mark.parametrize(
    ("trench_m", "cost_eur", "ending"),
    [
        (264.0, 27_720.0, "The plan takes 24\u00a0m (10.0%) and €2,520 (10.0%) more."),
        (216.0, 27_720.0, "The plan takes 24\u00a0m (10.0%) less, €2,520 (10.0%) more."),
        (264.0, 22_680.0, "The plan saves €2,520 (10.0%) with 24\u00a0m (10.0%) more."),
        (240.0, 25_200.0, "The plan takes the same."),
    ],
)
def test_sentence_says_less_and_more_as_it_is(
    trench_m: float, cost_eur: float, ending: str
) -> None:
    assert baseline_sentence(summary(trench_m, cost_eur)).endswith(ending)


def test_terminal_summary_has_the_sentence() -> None:
    lines = summary_lines(small_project(), small_plan(), ())
    assert any(SENTENCE in line for line in lines)


def test_figures_hold_the_naive_plan_with_shares_and_what_is_the_same() -> None:
    groups = {group.name: group for group in figure_groups(small_project(), small_plan())}
    found = {figure.name: figure for figure in groups["proof"].figures}
    assert [found[name].value for name in ("baseline_m", "baseline_eur")] == [240.0, 25_200.0]
    assert [found[name].note for name in ("saved_m", "saved_eur")] == ["25.0%", "13.9%"]
    assert "same graph" in found["baseline_m"].note
    assert "prices" in found["baseline_eur"].note


def test_workbook_shows_the_naive_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_workbook(small_project(), small_plan(), (), path)
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    found = {row[0]: row[1:] for row in rows}
    assert found["Saved against shortest paths: trench"][0] == pytest.approx(60.0)
    assert found["Saved against shortest paths: digging"][0] == pytest.approx(3_500.0)
    assert found["Saved against shortest paths: digging"][2] == "13.9%"


def test_map_for_the_browser_shows_the_naive_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    write_webmap(small_project(), small_plan(), path)
    packed = re.search(r'id="fp-data"[^>]*>([^<]+)<', path.read_text(encoding="utf-8"))
    assert packed is not None
    content = json.loads(zlib.decompress(base64.b64decode(packed[1])))
    rows = {row[0]: row[1:] for group in content["figures"] for row in group["rows"]}
    assert rows["Shortest paths: trench"][0] == "240\u00a0m"
    assert "same graph" in rows["Shortest paths: digging"][1]
    assert rows["Saved against shortest paths: trench"] == ["60\u00a0m", "25.0%"]
    assert rows["Saved against shortest paths: digging"] == ["€3,500", "13.9%"]
