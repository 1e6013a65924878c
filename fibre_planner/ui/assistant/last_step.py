"""What the new project holds, what was refused, and what is to follow."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from fibre_planner.language import tr
from fibre_planner.model.scenario import read_scenario
from fibre_planner.ui.assistant.outcome_texts import project_line, refused_line
from fibre_planner.ui.dialogs.coverage import describe, ruleset_box


class LastStep(QWidget):
    """A summary and the choice between looking, coverage, and coverage with a plan."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.title.setProperty("role", "title")
        self.summary = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.summary.setProperty("role", "plain")
        self.ways = {
            "look": QRadioButton(tr("&Look at the data first")),
            "coverage": QRadioButton(tr("Compute the &coverage: who is served, where are gaps")),
            "plan": QRadioButton(tr("Compute the coverage and &plan the network at once")),
        }
        group = QButtonGroup(self)
        question = QLabel(tr("What is to follow?"))
        question.setProperty("role", "title")
        self.ruleset = ruleset_box(read_scenario("standard").ruleset)
        self._about = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._about.setProperty("role", "muted")
        self._rule_name = QLabel(tr("Rule set that decides whether an address is &served"))
        self._rule_name.setBuddy(self.ruleset)
        self.ruleset.currentIndexChanged.connect(self._explain)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.summary)
        column.addSpacing(14)
        column.addWidget(question)
        for way in self.ways.values():
            group.addButton(way)
            way.toggled.connect(self._explain)
            column.addWidget(way)
        column.addSpacing(10)
        for widget in (self._rule_name, self.ruleset, self._about):
            column.addWidget(widget)
        column.addStretch()
        self.ways["coverage"].setChecked(True)

    def show_trial(self, trial: Any) -> None:
        """Sum up what was read; what needs addresses is offered only where there are some."""
        project = trial.project
        self.title.setText(project.name)
        parts = [project_line(project), refused_line(project)]
        left_out = [outcome.name for outcome in trial.files if outcome.trouble]
        if left_out:
            parts.append(tr("Left out: {names}.").format(names=", ".join(left_out)))
        self.summary.setText("\n".join(parts))
        judged = not project.addresses.empty
        planned = judged and not project.streets.empty
        self.ways["coverage"].setEnabled(judged)
        self.ways["plan"].setEnabled(planned)
        if not judged or (self.way() == "plan" and not planned):
            self.ways["look"].setChecked(True)
        self._explain()

    def way(self) -> str:
        """Return what is to follow: look, coverage or plan."""
        return next(name for name, way in self.ways.items() if way.isChecked())

    def ruleset_id(self) -> str:
        """Return the rule set that is to judge."""
        return str(self.ruleset.currentData())

    def _explain(self) -> None:
        judged = not self.ways["look"].isChecked()
        for widget in (self._rule_name, self.ruleset, self._about):
            widget.setVisible(judged)
        self._about.setText(describe(self.ruleset_id()))
