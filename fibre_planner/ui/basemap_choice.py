"""What may be chosen as basemap, in the menu and in the preferences."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QWidget

from fibre_planner.language import tr
from fibre_planner.ui import settings
from fibre_planner.ui.dialogs.basemap import BasemapDialog
from fibre_planner.ui.map.basemap.presets import preset_ids, read_preset
from fibre_planner.ui.map.basemap.source import OWN


@dataclass(frozen=True)
class BasemapChoice:
    """One basemap: its id, empty for none; what it is called in a menu; where it comes from."""

    source_id: str
    text: str
    tip: str


def basemap_choices() -> list[BasemapChoice]:
    """Return no basemap, those that come with the program, and one's own."""
    presets = [read_preset(source_id) for source_id in sorted(preset_ids(), reverse=True)]
    from_web = tr("From the internet: {attribution}")
    return [
        BasemapChoice("", tr("&None"), tr("The map is drawn from the project alone")),
        *(
            BasemapChoice(each.source_id, each.title, from_web.format(attribution=each.attribution))
            for each in presets
        ),
        BasemapChoice(OWN, tr("&Own address …"), tr("Tiles (XYZ, WMTS) or a WMS of your own")),
    ]


class BasemapField(QWidget):
    """A list of the basemaps with a button for the address of one's own; keeps nothing itself.

    Signals: changed() after another basemap or address is chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.own = settings.own_basemap()
        self.list = QComboBox()
        for each in basemap_choices():
            self.list.addItem(each.text.replace("&", "").rstrip(" …"), each.source_id)
            self.list.setItemData(self.list.count() - 1, each.tip, Qt.ItemDataRole.ToolTipRole)
        self._show(settings.basemap())
        self.address = QPushButton(tr("A&ddress …"))
        self.address.setToolTip(tr("Address of the own basemap, and who is named on the map"))
        self.address.clicked.connect(self._ask)
        self.list.activated.connect(self._chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)
        row.addWidget(self.address)
        self.setFocusProxy(self.list)
        self._before = self.source_id

    @property
    def source_id(self) -> str:
        """Return the id of what is chosen, empty for none."""
        return str(self.list.currentData())

    def keep(self) -> None:
        """Remember what is chosen."""
        settings.set_own_basemap(*self.own)
        settings.set_basemap(self.source_id)

    def _show(self, source_id: str) -> None:
        self.list.setCurrentIndex(max(self.list.findData(source_id), 0))

    def _chosen(self) -> None:
        """Ask for an address where the own basemap has none yet; without one it is not chosen."""
        if self.source_id == OWN and not self.own[0] and not self._ask():
            self._show(self._before)
        self._before = self.source_id
        self.changed.emit()

    def _ask(self) -> bool:
        dialog = BasemapDialog(*self.own, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return False
        self.own = (dialog.address(), dialog.attribution())
        self._show(OWN if self.own[0] else "")
        self._before = self.source_id
        return bool(self.own[0])
