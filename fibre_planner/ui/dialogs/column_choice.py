"""Which column of a file fills which column of a table: one row each, guessed and changeable."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHeaderView, QTreeWidget, QTreeWidgetItem

from fibre_planner.language import mark, tr
from fibre_planner.resources import RESOURCES
from fibre_planner.ui.column_titles import IDENTIFIERS
from fibre_planner.ui.layouts import flat_list
from fibre_planner.ui.wording import column_description, column_title, table_columns

WITHOUT_COLUMNS = ("osm", "raster", "census")
"""Layers whose files have columns of a fixed form."""

_COMBINED: Mapping[str, str] = {
    "x": mark("Easting or longitude"),
    "y": mark("Northing or latitude"),
    "wkt": mark("Geometry as text (WKT)"),
    "street_and_number": mark("Street and house number together"),
    "postcode_and_city": mark("Postcode and post town together"),
    "rates": mark("Download and upload rate together"),
}
"""Columns a file may have that are none of the table's own."""


def column_list() -> QTreeWidget:
    """Return an empty list of columns."""
    made = flat_list(tr("Wanted"), tr("Column of the file"))
    made.setAccessibleName(tr("Columns"))
    made.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    return made


def show_columns(mapping: QTreeWidget, layer: str, preview: Any) -> None:
    """List what a layer can be filled with, and what was guessed; nothing without a preview."""
    mapping.clear()
    if preview is None or layer in WITHOUT_COLUMNS:
        return
    guessed = dict(preview.mappings.get(layer, {}))
    for target in targets_of(layer):
        title = target_title(layer, target)
        item = QTreeWidgetItem([title])
        item.setToolTip(0, target)
        item.setData(0, Qt.ItemDataRole.UserRole, target)
        mapping.addTopLevelItem(item)
        box = QComboBox()
        box.addItem("–", "")
        for name in preview.columns:
            box.addItem(name, name)
        box.setCurrentIndex(max(box.findData(guessed.get(target, "")), 0))
        box.setAccessibleName(title)
        mapping.setItemWidget(item, 1, box)


def chosen_columns(mapping: QTreeWidget) -> dict[str, str] | None:
    """Return the columns that were chosen; None where the program is to guess."""
    chosen = {}
    for number in range(mapping.topLevelItemCount()):
        item = mapping.topLevelItem(number)
        if item is not None:
            box = mapping.itemWidget(item, 1)
            chosen[item.data(0, Qt.ItemDataRole.UserRole)] = box.currentData()
    return chosen or None


def targets_of(layer: str) -> list[str]:
    """Return the columns that an import can fill, in the order of `resources/columns`."""
    with (RESOURCES / "columns" / f"{layer}.csv").open(encoding="utf-8", newline="") as stream:
        return list(dict.fromkeys(row["target"] for row in csv.DictReader(stream)))


def target_title(layer: str, target: str) -> str:
    """Return what a column that can be filled is called."""
    if target in _COMBINED:
        return tr(_COMBINED[target])
    table = "supply" if layer == "supply_areas" else layer
    known = {column.name: column for column in table_columns(table)}
    if target not in known:
        return target.replace("_", " ")
    # Several identifiers may stand side by side here; their descriptions tell them apart.
    column = known[target]
    return column_description(column) if target in IDENTIFIERS else column_title(column)
