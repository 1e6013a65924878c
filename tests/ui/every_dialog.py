"""All dialogs of the program, made over the small project, for tests that look at each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from fibre_planner.model.project import Project
from fibre_planner.ui.assistant.dialog import NewProjectAssistant
from fibre_planner.ui.dialogs.basemap import BasemapDialog
from fibre_planner.ui.dialogs.coverage import CoverageDialog
from fibre_planner.ui.dialogs.feature_form import FeatureForm
from fibre_planner.ui.dialogs.import_file import ImportDialog
from fibre_planner.ui.dialogs.keys import KeysDialog
from fibre_planner.ui.dialogs.parameters import ParametersDialog
from fibre_planner.ui.dialogs.plan import PlanDialog
from fibre_planner.ui.dialogs.preferences import PreferencesDialog
from fibre_planner.ui.dialogs.reports import ReportsDialog
from fibre_planner.ui.draw_kinds import KINDS
from fibre_planner.ui.messages import FaultDialog
from fibre_planner.ui.palette.dialog import PaletteDialog
from fibre_planner.ui.printing.dialog import PrintDialog
from fibre_planner.ui.printing.fields import Fields
from tests.ui.printed import source_of


def every_dialog(
    project: Project, folder: Path, parent: QWidget | None = None
) -> Mapping[str, Callable[[], QDialog]]:
    """Return for each dialog what makes it."""
    return {
        "plan": lambda: PlanDialog(project.scenarios[0], parent, project.scenarios),
        "coverage": lambda: CoverageDialog("", parent),
        "assistant": lambda: NewProjectAssistant(parent),
        "import": lambda: ImportDialog(parent),
        "reports": lambda: ReportsDialog(folder, project.plans[-1], parent),
        "preferences": lambda: PreferencesDialog(parent),
        "keys": lambda: KeysDialog(parent),
        "print": lambda: PrintDialog(source_of(project), Fields(date="2026-11-22"), "pdf", parent),
        "basemap": lambda: BasemapDialog("", "", parent),
        "parameters": lambda: ParametersDialog(project.plans[-1], parent),
        "fault": lambda: FaultDialog("Traceback: a fault", "Unsaved work was kept.", parent),
        "palette": lambda: PaletteDialog(lambda _: [], lambda: True, parent),
        **{
            f"form of {kind.name}": lambda kind=kind: FeatureForm(kind, {}, parent)
            for kind in KINDS
        },
    }
