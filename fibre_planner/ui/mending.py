"""Applies the remedies of findings as one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fibre_planner.language import ntr, tr
from fibre_planner.ui.commands import in_job, tasks

if TYPE_CHECKING:
    from fibre_planner.model.finding import Finding
    from fibre_planner.ui.main_window import MainWindow


class Mending(QObject):
    """Listens to the findings panel of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.findings_panel.remedy_wanted.connect(self.mend)

    def mend(self, findings: Sequence[Finding], name: str) -> None:
        """Apply the remedies of some findings; name: what they are called together."""
        window = self._window
        project = window.document.project

        def done(after: Any) -> None:
            if after is project:
                window.messages.show_message(
                    "note",
                    tr("Nothing could be mended without a person's decision."),
                    tr("Look at the rows on the map or in the table."),
                )
            elif window.commands.take(name, project, after):
                text = ntr("{count} finding is mended.", "{count} findings are mended.", len(found))
                window.messages.show_message(
                    "success",
                    text.format(count=len(found)),
                    button=tr("Undo"),
                    action=window.document.undo_stack.undo,
                )

        found = tuple(findings)
        window.commands.run(name, in_job(lambda: tasks().mend(project, found)), done)
