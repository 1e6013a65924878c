"""The few preferences of the program, and what it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QMessageBox,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from fibre_planner import __version__
from fibre_planner.language import mark, tr
from fibre_planner.ui import settings
from fibre_planner.ui.basemap_choice import BasemapField
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.workspaces import WORKSPACES

_SIZES = (100, 110, 125, 150, 175, 200)
_LANGUAGES = (("en", "English"), ("de", "Deutsch"))
_THEMES = (
    ("system", mark("As the system")),
    ("light", mark("Light")),
    ("dark", mark("Dark")),
)


class PreferencesDialog(QDialog):
    """Language, colours, size of texts, first workspace, basemap, how often work is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_help(self, "preferences")
        self.setWindowTitle(tr("Preferences"))
        self.language = QComboBox()
        for code, name in _LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(settings.language()))
        self.theme = QComboBox()
        for name, text in _THEMES:
            self.theme.addItem(tr(text), name)
        self.theme.setCurrentIndex(self.theme.findData(settings.theme()))
        self.text_size = QComboBox()
        for percent in _SIZES:
            self.text_size.addItem(f"{percent} %", percent)
        self.text_size.setCurrentIndex(max(self.text_size.findData(settings.text_percent()), 0))
        self.workspace = QComboBox()
        self.workspace.addItem(tr("As it was left"), "")
        for each in WORKSPACES:
            self.workspace.addItem(tr(each.title), each.name)
        chosen = self.workspace.findData(settings.first_workspace())
        self.workspace.setCurrentIndex(max(chosen, 0))
        self.minutes = QSpinBox(minimum=0, maximum=120, value=settings.autosave_minutes())
        self.minutes.setSpecialValueText(tr("never"))
        self.minutes.setSuffix(" " + tr("minutes"))
        self.basemap = BasemapField()
        form = QFormLayout()
        form.addRow(tr("&Language"), self.language)
        form.addRow(tr("&Colours"), self.theme)
        form.addRow(tr("Size of te&xts"), self.text_size)
        form.addRow(tr("Be&gin with"), self.workspace)
        form.addRow(tr("Base&map"), self.basemap)
        form.addRow(tr("&Keep unsaved work every"), self.minutes)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addSpacing(8)
        column.addWidget(buttons)

    def keep(self) -> None:
        """Remember what was chosen."""
        settings.set_language(self.language.currentData())
        settings.set_theme(self.theme.currentData())
        settings.set_text_percent(self.text_size.currentData())
        settings.set_first_workspace(self.workspace.currentData())
        self.basemap.keep()
        settings.set_autosave_minutes(self.minutes.value())


def about_box(parent: QWidget | None = None) -> QMessageBox:
    """Return the window that says what the program is."""
    box = QMessageBox(parent)
    box.setWindowTitle(tr("About Fibre Planner"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Fibre Planner {__version__}")
    box.setInformativeText(
        tr(
            "Plans a city's fibre network: coverage gaps, a priced and proven trench plan, and the"
            " reports three offices share.\n\nMIT licence. Icons: Tabler Icons (MIT)."
            " Colours: Okabe and Ito."
        )
    )
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    return box
