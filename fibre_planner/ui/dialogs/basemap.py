"""Asks for the address of a basemap of one's own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.map.basemap.source import own_source

_EXAMPLE = "https://…/{z}/{x}/{y}.png"


class BasemapDialog(QDialog):
    """Takes an address and who is to be named on the map; says at once what is wrong with it."""

    def __init__(self, address: str, attribution: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_help(self, "basemap")
        self.setWindowTitle(tr("Own basemap"))
        self.setMinimumWidth(560)
        self._address = QLineEdit(address, placeholderText=_EXAMPLE)
        self._attribution = QLineEdit(attribution, placeholderText="© …")
        self._trouble = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._trouble.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self._trouble.setAlignment(Qt.AlignmentFlag.AlignTop)
        hint = QLabel(
            tr(
                "Tiles: an address with {{z}}, {{x}} and {{y}}, or with {{TileMatrix}}, "
                "{{TileRow}} and {{TileCol}}. WMS: its address with layers=…"
            ).format(),
            wordWrap=True,
        )
        hint.setProperty("role", "muted")
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(tr("&Address"), self._address)
        form.addRow("", hint)
        form.addRow(tr("&Named on the map"), self._attribution)
        form.addRow("", self._trouble)
        form.addRow(self._buttons)
        self._address.textChanged.connect(self._check)
        self._check()

    def address(self) -> str:
        """Return the address."""
        return self._address.text().strip()

    def attribution(self) -> str:
        """Return who is to be named on the map."""
        return self._attribution.text().strip()

    def _check(self) -> None:
        trouble = ""
        try:
            own_source(self.address())
        except PlannerError as error:
            trouble = str(error)
        self._trouble.setText(trouble if self.address() else "")
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not trouble)
