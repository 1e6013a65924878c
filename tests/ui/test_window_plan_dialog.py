"""The form of a scenario, the scenarios a project keeps, and what can be done with a plan."""

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QFormLayout, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fibre_planner import workflow
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario, read_scenario
from fibre_planner.ui import settings
from fibre_planner.ui.dialogs.coverage import CoverageDialog
from fibre_planner.ui.dialogs.parameters import ParametersDialog
from fibre_planner.ui.dialogs.plan import PlanDialog
from fibre_planner.ui.dialogs.reports import ReportsDialog
from fibre_planner.ui.dialogs.scenario_fields import source_of
from fibre_planner.ui.document import Document
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.panels.plan_head import PlanHead, headline
from fibre_planner.ui.plan_edits import delete_plan, rename_plan

NOT_ASKED = {"catalogue"}
"""Shown but not changed here: the prices are a table of the project."""


def dialog_of(qtbot: QtBot, scenario: Scenario, *kept: Scenario) -> PlanDialog:
    dialog = PlanDialog(scenario, None, kept)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


STANDARD = read_scenario("standard")
EVERYTHING_ELSE = replace(
    STANDARD,
    name="Bau 2027",
    targets="all",
    ruleset="white-2015",
    feeder_rounds=1,
    snap_distance_m=123.456,
    wide_street_m=6.25,
    max_drop_m=900.5,
    max_feeder_m=8123.0,
    included_lead_in_m=12.5,
    cabinet_capacity=96,
    units_per_pop=2000,
    reserve_share=0.0725,
    use_ducts=False,
    use_sites=False,
    use_trenching=True,
    pop_x=500_000.25,
    pop_y=5_550_000.75,
    budget_eur=1_234_567.89,
    weight="priority",
    seconds=30.5,
    seed=7,
    yearly_budget_eur=400_000.0,
    start_year=2028,
    years=4,
    discount_rate=0.0333,
    budget_carries_over=False,
)


@pytest.mark.parametrize("scenario", [STANDARD, EVERYTHING_ELSE], ids=["standard", "other"])
def test_unchanged_form_gives_the_very_same_scenario(qtbot: QtBot, scenario: Scenario) -> None:
    assert dialog_of(qtbot, scenario).scenario() == scenario


def test_every_parameter_can_be_asked_for() -> None:
    differing = {
        field.name
        for field in fields(Scenario)
        if getattr(STANDARD, field.name) != getattr(EVERYTHING_ELSE, field.name)
    }
    assert differing == {field.name for field in fields(Scenario)} - NOT_ASKED


def test_another_scenario_fills_the_whole_form(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, STANDARD, STANDARD, EVERYTHING_ELSE)
    dialog.bar.box.setCurrentIndex(1)
    dialog.bar.box.activated.emit(1)
    assert dialog.scenario() == EVERYTHING_ELSE


def test_fields_of_numbers_are_as_high_as_their_letters_need(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, STANDARD)
    for number in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(number)
        seen = [field for field in dialog.fields.values() if field.isVisible()]
        assert seen
        for field in seen:
            line = field.lineEdit()
            assert line.height() >= line.fontMetrics().height(), field.spec.name


def test_typed_numbers_are_taken_in_their_units(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, STANDARD)
    dialog.fields["reserve_share"].setValue(20)
    dialog.fields["budget_eur"].setValue(2_000_000)
    dialog.fields["years"].setValue(3)
    dialog.fields["seconds"].setValue(0)
    asked = dialog.scenario()
    assert asked == replace(
        STANDARD, reserve_share=0.2, budget_eur=2_000_000.0, years=3, seconds=0.0
    )
    assert type(asked.years) is int


def test_lowest_step_of_an_optional_number_means_none(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, EVERYTHING_ELSE)
    for name in ("budget_eur", "yearly_budget_eur", "start_year", "years", "seconds"):
        field = dialog.fields[name]
        field.setValue(field.minimum())
        assert field.text() == field.specialValueText()
        assert getattr(dialog.scenario(), name) is None


def test_scenario_without_a_name_is_refused_in_a_sentence(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, STANDARD)
    dialog.name.setText("  ")
    assert not dialog.start.isEnabled()
    assert not dialog.bar.save_button.isEnabled()
    assert dialog.trouble.text() == "Give the scenario a name."
    dialog.name.setText("A")
    assert dialog.start.isEnabled()
    assert not dialog.trouble.isVisible()


def test_doubtful_budgets_and_years_are_told_but_allowed(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, replace(STANDARD, budget_eur=100.0, yearly_budget_eur=200.0))
    assert "larger than the whole budget" in dialog.trouble.text()
    assert dialog.start.isEnabled()
    dialog = dialog_of(qtbot, replace(STANDARD, yearly_budget_eur=200.0, start_year=2001))
    assert "2001, is over" in dialog.trouble.text()


def test_source_of_a_value_is_its_tooltip(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, STANDARD)
    assert "1000BASE-BX10" in dialog.fields["max_feeder_m"].toolTip()
    assert "<" not in source_of("max_feeder_m").removeprefix("<qt>").removesuffix("</qt>")


def test_no_two_keys_of_a_page_are_the_same(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, STANDARD, STANDARD)
    for number in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(number)
        texts = [
            each.text()
            for kind in (QLabel, QCheckBox, QPushButton)
            for each in dialog.findChildren(kind)
            if each.isVisible()
        ]
        keys = [key.lower() for text in texts for key in re.findall(r"&(\w)", text)]
        assert len(keys) == len(set(keys)), sorted(keys)


def test_every_field_has_a_label_that_leads_to_it(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, STANDARD)
    for name, field in dialog.fields.items():
        form = field.parent().layout()
        assert isinstance(form, QFormLayout)
        label = form.labelForField(field)
        assert label.buddy() is field, name
        assert field.accessibleName(), name


def test_escape_leaves_and_enter_plans(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, STANDARD)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    dialog = dialog_of(qtbot, STANDARD)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Escape)


def test_dialog_fits_a_small_screen_and_remembers_its_tab(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, STANDARD, STANDARD)
    assert dialog.width() <= 1366
    assert dialog.height() <= 700
    dialog.tabs.setCurrentIndex(2)
    dialog.reject()
    assert settings.dialog_tab("plan") == 2
    assert dialog_of(qtbot, STANDARD).tabs.currentIndex() == 2


def test_large_text_scrolls_within_the_screen(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, STANDARD)
    font = dialog.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    dialog.setFont(font)
    dialog.resize(700, 500)
    assert dialog.minimumSizeHint().height() <= 700
    assert dialog.findChild(QDialogButtonBox).isVisible()


# --- the scenarios of a project


@pytest.fixture
def window(window: MainWindow, project: Project) -> MainWindow:
    window.document.show(project)
    return window


def test_kept_scenario_can_be_undone_and_replaces_its_namesake(
    qtbot: QtBot, window: MainWindow
) -> None:
    document = window.document
    before = document.project
    assert before is not None
    dialog = dialog_of(qtbot, STANDARD, *before.scenarios)
    cheap = replace(STANDARD, name="Cheap", budget_eur=1e6)
    window.plan_flow.keep(dialog, cheap)
    assert [each.name for each in document.project.scenarios] == ["standard", "Cheap"]
    assert dialog.bar.box.count() == 2
    window.plan_flow.keep(dialog, replace(cheap, budget_eur=2e6))
    assert [each.budget_eur for each in document.project.scenarios] == [None, 2e6]
    document.undo_stack.undo()
    assert [each.budget_eur for each in document.project.scenarios] == [None, 1e6]
    assert "Cheap" in document.undo_stack.redoText()
    document.undo_stack.undo()
    assert document.project is before


def test_last_scenario_cannot_be_deleted(qtbot: QtBot, window: MainWindow) -> None:
    other = replace(STANDARD, name="Other")
    dialog = dialog_of(qtbot, STANDARD, STANDARD)
    assert not dialog.bar.delete_button.isEnabled()
    window.plan_flow.keep(dialog, other)
    dialog.bar.box.setCurrentIndex(1)
    assert dialog.bar.delete_button.isEnabled()
    window.plan_flow.delete(dialog, "Other")
    assert [each.name for each in window.document.project.scenarios] == ["standard"]
    assert not dialog.bar.delete_button.isEnabled()


def test_scenarios_are_in_the_saved_file(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "town.gpkg"
    workflow.save(replace(project, scenarios=(STANDARD, EVERYTHING_ELSE)), path)
    assert workflow.open_project(path).scenarios == (STANDARD, EVERYTHING_ELSE)


# --- plans


def test_renamed_plan_keeps_its_name_in_the_file(document: Document, tmp_path: Path) -> None:
    before = document.project
    assert before is not None
    plan = before.plans[-1]
    assert rename_plan(document, plan.plan_id, "  Variant North  ")
    assert document.plan.name == "Variant North"
    assert document.plan.scenario == plan.scenario
    assert headline(document.plan).startswith("Variant North · ")
    path = tmp_path / "town.gpkg"
    workflow.save(document.project, path)
    assert workflow.open_project(path).plans[-1].name == "Variant North"
    document.undo_stack.undo()
    assert document.plan.name == plan.scenario.name


def test_deleted_plan_comes_back_with_undo(qtbot: QtBot, document: Document) -> None:
    first = document.plan
    second = replace(first, plan_id="plan-second", title="Second")
    project = document.project
    document.change("second", project, replace(project, plans=(*project.plans, second)))
    head = PlanHead(document)
    qtbot.addWidget(head)
    assert head.box.count() == 2
    assert head.box.currentText().startswith("Second")
    head.delete()
    assert [plan.plan_id for plan in document.project.plans] == [first.plan_id]
    assert document.plan.plan_id == first.plan_id
    document.undo_stack.undo()
    assert len(document.project.plans) == 2
    assert delete_plan(document, first.plan_id)
    assert document.plan.plan_id == "plan-second"


def test_parameters_of_a_plan_are_listed_with_their_values(
    qtbot: QtBot, document: Document
) -> None:
    plan = replace(document.plan, scenario=EVERYTHING_ELSE)
    dialog = ParametersDialog(plan)
    qtbot.addWidget(dialog)
    rows = [dialog.table.topLevelItem(number) for number in range(dialog.table.topLevelItemCount())]
    shown = {row.text(0): row.text(1) for row in rows}
    assert len(shown) == len(fields(Scenario))
    assert shown["Units per cabinet"] == "96"
    assert shown["Use existing ducts"] == "no"
    assert shown["Number of years"] == "4"
    assert shown["What a budget is to buy most of"].startswith("priorities")


def test_enter_carries_out_what_a_dialog_is_for(qtbot: QtBot, tmp_path: Path) -> None:
    for dialog in (CoverageDialog(""), ReportsDialog(tmp_path, None)):
        qtbot.addWidget(dialog)
        dialog.show()
        default = [button for button in dialog.findChildren(QPushButton) if button.isDefault()]
        box = dialog.findChild(QDialogButtonBox)
        assert [box.buttonRole(button) for button in default] == [
            QDialogButtonBox.ButtonRole.AcceptRole
        ]
