"""The stages of the work in order: what the window, the command line and the tests call."""

from fibre_planner.analysis.area_shares import addresses_of_area, area_shares, speed_bounds
from fibre_planner.analysis.budget_stops import addresses_of_stop
from fibre_planner.analysis.coverage_rules import explain_rule
from fibre_planner.analysis.design import Design
from fibre_planner.analysis.line_shares import COST_BOUNDS_EUR, addresses_of_cost, cost_classes
from fibre_planner.analysis.readiness import (
    is_preparing,
    is_ready,
    lower_priority,
    make_ready,
    prepare_in_background,
    stop_preparing,
)
from fibre_planner.io.layers import Preview
from fibre_planner.report import (
    budget_texts,
    comparison_tables,
    comparison_texts,
    numbers,
    phase_table,
    sentences,
    texts,
    viability_tables,
    viability_texts,
)
from fibre_planner.report import tables as report_tables
from fibre_planner.report.rows_workbook import write_rows_workbook
from fibre_planner.workflow.budgets import add_budget_curve, budget_curve
from fibre_planner.workflow.comparing import compare, write_comparison
from fibre_planner.workflow.dated import has_days, state_on, two_days
from fibre_planner.workflow.editing import settle
from fibre_planner.workflow.figures import (
    CoverageFigures,
    addresses_of_lines,
    coverage_figures,
)
from fibre_planner.workflow.files import (
    check_target,
    create_project,
    hold,
    is_project,
    let_go,
    open_project,
    preview,
    save,
    write_bytes,
)
from fibre_planner.workflow.imports import import_file, import_osm
from fibre_planner.workflow.intake import Step
from fibre_planner.workflow.moving import find_moves, move_node, refusal
from fibre_planner.workflow.recovery import autosave, discard_recovery, pending_recoveries
from fibre_planner.workflow.remedies import mend, remedy_title
from fibre_planner.workflow.reports import KINDS, plan_summary_lines, write_reports
from fibre_planner.workflow.rerouting import find_detours, reroute
from fibre_planner.workflow.sample import sample_project
from fibre_planner.workflow.stages import (
    check,
    coverage,
    district_shares,
    gap_table,
    plan,
    plan_from,
    scenario_for,
)
from fibre_planner.workflow.survey import (
    SurveyState,
    choose_address,
    freeze_survey,
    import_replies,
    match_survey,
    survey_names,
    survey_state,
)
from fibre_planner.workflow.viability import (
    find_viability,
    viability_assumptions,
    with_viability_assumptions,
    write_viability,
)

__all__ = [
    "COST_BOUNDS_EUR",
    "KINDS",
    "CoverageFigures",
    "Design",
    "Preview",
    "Step",
    "SurveyState",
    "add_budget_curve",
    "addresses_of_area",
    "addresses_of_cost",
    "addresses_of_lines",
    "addresses_of_stop",
    "area_shares",
    "autosave",
    "budget_curve",
    "budget_texts",
    "check",
    "check_target",
    "choose_address",
    "compare",
    "comparison_tables",
    "comparison_texts",
    "cost_classes",
    "coverage",
    "coverage_figures",
    "create_project",
    "discard_recovery",
    "district_shares",
    "explain_rule",
    "find_detours",
    "find_moves",
    "find_viability",
    "freeze_survey",
    "gap_table",
    "has_days",
    "hold",
    "import_file",
    "import_osm",
    "import_replies",
    "is_preparing",
    "is_project",
    "is_ready",
    "let_go",
    "lower_priority",
    "make_ready",
    "match_survey",
    "mend",
    "move_node",
    "numbers",
    "open_project",
    "pending_recoveries",
    "phase_table",
    "plan",
    "plan_from",
    "plan_summary_lines",
    "prepare_in_background",
    "preview",
    "refusal",
    "remedy_title",
    "report_tables",
    "reroute",
    "sample_project",
    "save",
    "scenario_for",
    "sentences",
    "settle",
    "speed_bounds",
    "state_on",
    "stop_preparing",
    "survey_names",
    "survey_state",
    "texts",
    "two_days",
    "viability_assumptions",
    "viability_tables",
    "viability_texts",
    "with_viability_assumptions",
    "write_bytes",
    "write_comparison",
    "write_reports",
    "write_rows_workbook",
    "write_viability",
]
