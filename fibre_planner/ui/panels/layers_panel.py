"""The list of map layers with their signs and numbers; ticks show and hide them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from fibre_planner.language import tr
from fibre_planner.ui import legend_entries, settings
from fibre_planner.ui.map.scene import Scene
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.theme import beside_letters
from fibre_planner.ui.wording import numbers

_GROUP_ROLE = Qt.ItemDataRole.UserRole


class LayersPanel(QTreeWidget):
    """Groups from the top of the map down, those with several signs open as a legend.

    Signals: groups_changed(frozenset of visible groups).
    """

    groups_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Layers"))
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        side = beside_letters(legend_entries.SIDE_PX)
        self.setIconSize(QSize(side, side))
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        # Names are cut short instead: see layouts.tree_of_columns for two bars that come and go.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._hidden = set(settings.hidden_groups())
        self.itemChanged.connect(self._ticked)

    def visible_groups(self) -> frozenset[str]:
        """Return the groups that are ticked."""
        return frozenset(legend_entries.GROUPS) - self._hidden

    def hidden_groups(self) -> frozenset[str]:
        """Return the groups that are switched off."""
        return frozenset(self._hidden)

    def set_hidden(self, groups: frozenset[str]) -> None:
        """Switch some groups off and all others on."""
        if groups == self._hidden:
            return
        self._hidden = set(groups)
        settings.set_hidden_groups(groups)
        self.blockSignals(True)
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            assert item is not None
            hidden = item.data(0, _GROUP_ROLE) in groups
            item.setCheckState(0, Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)
        self.blockSignals(False)
        self.groups_changed.emit(self.visible_groups())

    def show_scene(self, scene: Scene, look: Look) -> None:
        """List the groups that hold something, with the number of their features."""
        self.blockSignals(True)
        self.clear()
        for group, count in _ordered(scene.groups()):
            item = QTreeWidgetItem(
                [legend_entries.title(group, scene), numbers().format_number(count)]
            )
            item.setToolTip(0, item.text(0))
            item.setData(0, _GROUP_ROLE, group)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = Qt.CheckState.Unchecked if group in self._hidden else Qt.CheckState.Checked
            item.setCheckState(0, ticked)
            item.setIcon(0, legend_entries.group_sign(group, look))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.addTopLevelItem(item)
            self._add_entries(item, group, scene, look)
        self.blockSignals(False)

    def _add_entries(self, item: QTreeWidgetItem, group: str, scene: Scene, look: Look) -> None:
        counts = scene.kind_counts()
        for entry in legend_entries.entries_in(scene, group, look):
            count = counts.get((entry.layer, entry.kind), 0)
            if not count:
                continue
            child = QTreeWidgetItem([entry.short, numbers().format_number(count)])
            child.setIcon(0, entry.sign)
            child.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            child.setToolTip(0, entry.text)
            item.addChild(child)
        item.setExpanded(True)

    def _ticked(self, item: QTreeWidgetItem, column: int) -> None:
        group = item.data(0, _GROUP_ROLE)
        if column or not group:
            return
        if item.checkState(0) == Qt.CheckState.Checked:
            self._hidden.discard(group)
        else:
            self._hidden.add(group)
        settings.set_hidden_groups(frozenset(self._hidden))
        self.groups_changed.emit(self.visible_groups())


def _ordered(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(group, counts[group]) for group in legend_entries.GROUPS if group in counts]
