"""What the panels and dialogs say, and what they ask."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.model.scenario import read_scenario
from fibre_planner.ui import settings
from fibre_planner.ui.dialogs.column_choice import targets_of
from fibre_planner.ui.dialogs.coverage import CoverageDialog
from fibre_planner.ui.dialogs.import_file import ImportDialog
from fibre_planner.ui.dialogs.plan import PlanDialog
from fibre_planner.ui.dialogs.preferences import PreferencesDialog
from fibre_planner.ui.dialogs.reports import ReportsDialog
from fibre_planner.ui.document import Document
from fibre_planner.ui.facts import Known, explain, short_name
from fibre_planner.ui.layer_guess import guess_layer
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.messages import MessageBar
from fibre_planner.ui.panels.coverage_panel import CoveragePanel, class_counts
from fibre_planner.ui.panels.findings_panel import FindingsPanel
from fibre_planner.ui.panels.plan_panel import PlanPanel
from fibre_planner.ui.panels.start_page import StartPage
from tests.report.small_plan import small_findings
from tests.ui.windows import words


def test_plan_panel_shows_who_is_connected_what_it_costs_and_the_bound(
    qtbot: QtBot, document: Document
) -> None:
    panel = PlanPanel(document)
    qtbot.addWidget(panel)
    summary = document.project.plans[0].summary
    shown = words(panel)
    assert f"{summary.connected}" in shown
    assert "€" in shown
    assert "Shortest paths" in shown
    assert "no street within reach" in shown or not summary.unconnected


def test_plan_that_is_proven_says_so_and_one_that_is_not_does_not(
    qtbot: QtBot, document: Document, project: Project
) -> None:
    panel = PlanPanel(document)
    qtbot.addWidget(panel)
    for proven in (True, False):
        summary = replace(project.plans[0].summary, proven=proven)
        plan = replace(project.plans[0], summary=summary)
        document.show(replace(project, plans=(plan,)))
        assert ("Proven optimal" in words(panel)) is proven


def test_panel_without_a_plan_offers_to_make_one(qtbot: QtBot, project: Project) -> None:
    document = Document()
    document.show(replace(project, plans=()))
    panel = PlanPanel(document)
    qtbot.addWidget(panel)
    assert "No plan yet" in words(panel)


def test_older_plan_can_be_shown(qtbot: QtBot, document: Document, project: Project) -> None:
    second = replace(project.plans[0], plan_id="standard-2")
    document.show(replace(project, plans=(project.plans[0], second)))
    panel = PlanPanel(document)
    qtbot.addWidget(panel)
    box = panel.findChild(QComboBox)
    assert document.plan is second
    with qtbot.waitSignal(document.plan_changed):
        box.setCurrentIndex(1)
        box.activated.emit(1)
    assert document.plan is project.plans[0]


def test_coverage_by_district_adds_up_to_all_addresses(
    qtbot: QtBot, document: Document, project: Project
) -> None:
    panel = CoveragePanel(document)
    qtbot.addWidget(panel)
    counts = class_counts(project)
    assert int(counts.to_numpy().sum()) == len(project.addresses)
    assert panel.table.topLevelItemCount() == project.addresses["district"].nunique()
    with qtbot.waitSignal(panel.district_wanted) as told:
        panel.table.itemActivated.emit(panel.table.topLevelItem(0), 0)
    assert told.args[0] in set(project.addresses["district"])


def test_finding_is_shown_with_its_remedy(qtbot: QtBot, document: Document) -> None:
    findings = small_findings()
    document.set_findings(document.project, findings)
    panel = FindingsPanel(document)
    qtbot.addWidget(panel)
    assert panel.list.topLevelItemCount() == len(findings)
    panel.choose(0)
    assert findings[0].remedy in panel.detail.text()


def test_findings_may_go_while_one_is_chosen(qtbot: QtBot, document: Document) -> None:
    document.set_findings(document.project, small_findings())
    panel = FindingsPanel(document)
    qtbot.addWidget(panel)
    panel.choose(1)
    document.forget_findings()
    assert panel.list.topLevelItemCount() == 0


def test_text_of_a_file_is_never_taken_for_markup(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message("error", "<b>street</b>", "<img src=x>")
    label = next(found for found in bar.findChildren(QLabel) if "street" in found.text())
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_button_of_a_message_acts_once_and_closes_it(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    acted: list[int] = []
    bar.show_message("success", "Written.", button="Open", action=lambda: acted.append(1))
    bar._button.click()
    assert acted == [1]
    assert bar.isHidden()


@pytest.fixture
def known(project: Project) -> Known:
    return Known(project, project.plans[0], small_findings())


@pytest.mark.parametrize(
    ("table", "layer"),
    [("streets", "streets"), ("buildings", "buildings"), ("sites", "sites"), ("areas", "land")],
)
def test_every_kind_of_feature_has_a_name_and_facts(known: Known, table: str, layer: str) -> None:
    row_id = str(known.project.layer(table).iloc[0, 0])
    found = explain(Hit(layer, table, row_id, 0.0), known)
    assert found is not None
    assert found.title
    assert found.sections[0][1]


def test_address_is_explained_with_plan_coverage_and_supply(known: Known) -> None:
    row_id = known.project.supply["address_id"].iloc[0]
    found = explain(Hit("addresses", "addresses", row_id, 0.0), known)
    assert found is not None
    titles = [title for title, _ in found.sections]
    assert titles[:3] == ["Plan", "Coverage", "Address"]
    assert any(title.startswith("Supply: ") for title in titles)


def test_trench_is_named_by_its_length_and_cost(known: Known) -> None:
    assert known.plan is not None
    row_id = known.plan.trenches["trench_id"].iloc[0]
    found = explain(Hit("trenches", "plan_trenches", row_id, 0.0), known)
    assert found is not None
    assert "m" in found.title
    assert "€" in found.title


def test_feature_that_is_gone_has_no_facts(known: Known) -> None:
    assert explain(Hit("addresses", "addresses", "nowhere", 0.0), known) is None
    assert explain(Hit("findings", "findings", "999", 0.0), known) is None
    assert short_name(Hit("addresses", "addresses", "nowhere", 0.0), known) == ""


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("town-latest.osm.pbf", "osm"),
        ("Hauskoordinaten_2026.csv", "addresses"),
        ("strassen.shp", "streets"),
        ("Gebäude.gpkg", "buildings"),
        ("leerrohre.geojson", "ducts"),
        ("replies_markterkundung.xlsx", "supply"),
        ("baustellen.geojson", "sites"),
        ("Zensus2022.csv", "census"),
        ("anything.csv", "addresses"),
    ],
)
def test_name_of_a_file_tells_its_layer(name: str, layer: str) -> None:
    assert guess_layer(Path(name)) == layer


@pytest.fixture
def import_dialog(qtbot: QtBot) -> Iterator[ImportDialog]:
    made = ImportDialog()
    qtbot.addWidget(made)
    yield made
    made.done(QDialog.DialogCode.Rejected)


def test_import_dialog_shows_rows_and_guesses_columns(
    qtbot: QtBot, import_dialog: ImportDialog, tmp_path: Path
) -> None:
    file = tmp_path / "addresses.csv"
    file.write_text("Straße;Hausnummer;Rechtswert;Hochwert\nAm Bach;1;485000;5550000\n", "utf-8")
    import_dialog.look_at(file)
    qtbot.waitUntil(import_dialog.import_button.isEnabled)
    assert import_dialog.reading.rows.rowCount() == 1
    assert import_dialog.reading.rows.data(import_dialog.reading.rows.index(0, 0)) == "Am Bach"
    choice = import_dialog.choice()
    assert choice.layer == "addresses"
    assert choice.columns["street"] == "Straße"
    assert choice.columns["house_number"] == "Hausnummer"
    assert choice.columns["x"] == "Rechtswert"
    assert choice.crs is None


def test_import_dialog_says_what_is_wrong_with_a_file(
    qtbot: QtBot, import_dialog: ImportDialog, tmp_path: Path
) -> None:
    file = tmp_path / "streets.csv"
    file.write_bytes(b"")
    import_dialog.look_at(file)
    qtbot.waitUntil(lambda: "Looking" not in import_dialog.reading.notice.text())
    assert len(import_dialog.reading.notice.text()) > 20
    assert not import_dialog.import_button.isEnabled()


def test_import_can_fill_combined_columns_and_places() -> None:
    assert {"street", "house_number", "x", "y", "street_and_number"} <= set(targets_of("addresses"))


def test_plan_dialog_changes_only_what_was_changed(qtbot: QtBot) -> None:
    scenario = read_scenario("standard")
    dialog = PlanDialog(scenario)
    qtbot.addWidget(dialog)
    assert dialog.scenario() == scenario
    dialog.capacity.setValue(288)
    dialog.set_pop(485_000.0, 5_550_000.0)
    changed = dialog.scenario()
    assert changed == replace(scenario, cabinet_capacity=288, pop_x=485_000.0, pop_y=5_550_000.0)


def test_coverage_dialog_starts_with_the_rule_set_used_last(qtbot: QtBot) -> None:
    dialog = CoverageDialog("white-2015")
    qtbot.addWidget(dialog)
    assert dialog.ruleset_id() == "white-2015"
    assert "30" in words(dialog)


def test_reports_dialog_needs_a_kind_and_a_folder(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ReportsDialog(tmp_path, None)
    qtbot.addWidget(dialog)
    assert dialog.kinds() == ["xlsx", "html", "gpkg"]
    assert dialog.folder() == tmp_path
    for box in dialog.boxes.values():
        box.setChecked(False)
    assert not dialog.write_button.isEnabled()


def test_preferences_are_remembered(qtbot: QtBot) -> None:
    dialog = PreferencesDialog()
    qtbot.addWidget(dialog)
    dialog.language.setCurrentIndex(dialog.language.findData("de"))
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.minutes.setValue(7)
    dialog.keep()
    assert (settings.language(), settings.theme(), settings.autosave_minutes()) == ("de", "dark", 7)


def test_start_page_lists_only_projects_that_are_still_there(qtbot: QtBot, tmp_path: Path) -> None:
    there, gone = tmp_path / "there.gpkg", tmp_path / "gone.gpkg"
    for path in (there, gone):
        path.touch()
        settings.add_recent(path)
    gone.unlink()
    page = StartPage()
    qtbot.addWidget(page)
    assert settings.recent_projects() == [there]


def test_recent_project_that_is_gone_is_greyed_and_can_be_taken_off_the_list(
    qtbot: QtBot, tmp_path: Path
) -> None:
    there, gone = tmp_path / "there.gpkg", tmp_path / "gone.gpkg"
    there.write_bytes(bytes(2_100_000))
    settings.add_recent(there)
    settings.add_recent(gone)
    page = StartPage()
    qtbot.addWidget(page)
    page.show()
    opened: list[Path] = []
    page.file_wanted.connect(opened.append)
    buttons = {b.accessibleName(): b for b in page.findChildren(QPushButton)}
    assert not buttons["Open gone"].isEnabled()
    assert "not found" in buttons["Open gone"].accessibleDescription()
    assert "2.1 MB" in buttons["Open there"].accessibleDescription()
    qtbot.mouseClick(buttons["Open there"], Qt.MouseButton.LeftButton)
    assert opened == [there]
    qtbot.mouseClick(buttons["Remove gone from the list"], Qt.MouseButton.LeftButton)
    assert settings.known_projects() == [there]


def test_preferences_keep_size_of_texts_and_first_workspace(qtbot: QtBot) -> None:
    dialog = PreferencesDialog()
    qtbot.addWidget(dialog)
    assert dialog.text_size.currentText() == "100 %"
    assert dialog.workspace.currentText() == "As it was left"
    dialog.text_size.setCurrentIndex(dialog.text_size.findData(150))
    dialog.workspace.setCurrentIndex(dialog.workspace.findData("funding"))
    dialog.keep()
    assert settings.text_percent() == 150
    assert settings.first_workspace() == "funding"
