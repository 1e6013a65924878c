"""Asks which rule set decides about coverage."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from fibre_planner.language import tr
from fibre_planner.model.ruleset import read_ruleset, ruleset_ids
from fibre_planner.model.scenario import read_scenario
from fibre_planner.ui.manual.context import give_help


class CoverageDialog(QDialog):
    """Offers the shipped rule sets, the one used last first."""

    def __init__(self, ruleset_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_help(self, "coverage")
        self.setWindowTitle(tr("Coverage"))
        self.setMinimumWidth(520)
        self.box = ruleset_box(ruleset_id or read_scenario("standard").ruleset)
        self._about = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._about.setProperty("role", "muted")
        self.box.currentIndexChanged.connect(self._explain)
        question = QLabel(tr("Rule set that decides whether an address is &served"))
        question.setBuddy(self.box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        start = buttons.addButton(tr("Compute"), QDialogButtonBox.ButtonRole.AcceptRole)
        start.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (question, self.box, self._about):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(buttons)
        self._explain()

    def ruleset_id(self) -> str:
        """Return the rule set that was chosen."""
        return str(self.box.currentData())

    def _explain(self) -> None:
        self._about.setText(describe(self.ruleset_id()))


def ruleset_box(chosen: str) -> QComboBox:
    """Return a list of the shipped rule sets, the newest first."""
    box = QComboBox()
    rulesets = [read_ruleset(name) for name in ruleset_ids()]
    for ruleset in sorted(rulesets, key=lambda each: each.valid_from, reverse=True):
        box.addItem(ruleset.name, ruleset.ruleset_id)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.setAccessibleName(tr("Rule set"))
    return box


def describe(ruleset_id: str) -> str:
    """Return one paragraph on when a rule set calls an address served."""
    ruleset = read_ruleset(ruleset_id)
    either = tr(" or ").join(
        tr("{down:g}/{up:g} Mbit/s").format(down=each.down_mbps, up=each.up_mbps)
        for each in ruleset.served_from
    )
    return tr("Served from {rates} (down/up) on. Source: {source}").format(
        rates=either, source=ruleset.source
    )
