"""Asks what to print: paper, part of the map, scale, title block, table; with a live preview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import current_language, mark, tr
from fibre_planner.ui import settings
from fibre_planner.ui.layouts import scrolled, take_room
from fibre_planner.ui.manual.context import give_help
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.layout import EXTENTS, TABLES, Choice, Source, map_pages
from fibre_planner.ui.printing.paper import PAPERS_MM, SCALES, Paper
from fibre_planner.ui.printing.preview import Preview
from fibre_planner.ui.printing.series import SERIES, Feature, features_of
from fibre_planner.ui.wording import numbers

KINDS: Mapping[str, str] = {"pdf": "PDF", "png": "PNG", "svg": "SVG"}
_PATIENCE_S = 2.0
"""How long the preview waits for the basemap before it shows the page without."""

_REMEMBERED = ("office", "author", "file_number")
_LINES: Mapping[str, str] = {
    "title": mark("T&itle"),
    "municipality": mark("&Municipality"),
    "office": mark("O&ffice"),
    "author": mark("&Author"),
    "file_number": mark("File n&umber"),
}
"""Words of the title block that are written by hand → what they are called."""


class PrintDialog(QDialog):
    """Choices on the left, the page they give on the right.

    Signals: print_wanted() when the page is to go to a printer.
    """

    print_wanted = Signal()

    def __init__(
        self, source: Source, fields: Fields, kind: str = "pdf", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        give_help(self, "reports")
        self.setWindowTitle(tr("Print map") if kind == "pdf" else tr("Export map as image"))
        self._source = source
        self._fields = fields
        self._known: dict[str, list[Feature]] = {}
        self.preview = Preview()
        self._make_choices(kind)
        self.lines = {name: QLineEdit(getattr(fields, name)) for name in _LINES}
        for name in _REMEMBERED:
            self.lines[name].setText(settings.print_choice(name))
        self.date = QDateEdit(QDate.fromString(fields.date, Qt.DateFormat.ISODate))
        self.date.setDisplayFormat("dd.MM.yyyy" if current_language() == "de" else "d MMM yyyy")
        self.date.setCalendarPopup(True)
        self.save_button, self.printer_button, self._buttons = self._make_buttons()
        self._lay_out()
        self._connect()
        self._show_features()
        self._refresh()
        self.lines["title"].setFocus()
        take_room(self, 1120, 720)

    # --- building

    def _make_choices(self, kind: str) -> None:
        formats = numbers()
        remembered = settings.print_choice
        self.paper = _box({name: name for name in PAPERS_MM}, remembered("paper", "A4"))
        lies = {"landscape": tr("Landscape"), "portrait": tr("Portrait")}
        self.orientation = _box(lies, remembered("orientation", "landscape"))
        extents = {name: tr(text) for name, text in EXTENTS.items() if self._has(name)}
        self.extent = _box(extents, remembered("extent", "view"))
        scales = {"0": tr("To fit")}
        scales |= {str(scale): f"1 : {formats.format_number(scale)}" for scale in SCALES}
        self.scale = _box(scales, remembered("scale", "0"))
        tables = {name: tr(text) for name, text in TABLES.items() if self._has_table(name)}
        self.table = _box(tables, remembered("table"))
        self.kind = _box(KINDS, kind)
        self.apart = QCheckBox(tr("O&ne file per page"))
        self.apart.setChecked(remembered("apart") == "yes")
        self.basemap = QCheckBox(tr("Basemap be&low the map"))
        ground = self._source.ground
        self.basemap.setEnabled(ground is not None)
        self.basemap.setChecked(ground is not None and remembered("basemap", "yes") == "yes")
        self.basemap.setToolTip(
            ground.source.attribution if ground else tr("Choose a basemap in the View menu first.")
        )
        self.note = QLabel(wordWrap=True)
        self.note.setVisible(False)
        self.features = QListWidget()
        self.features.setAccessibleName(tr("Pages of the series"))
        self.features.setMinimumHeight(110)

    def _has(self, extent: str) -> bool:
        """Return whether there is something to show for an extent."""
        if extent == "selection":
            return bool(self._source.chosen[1])
        if extent in SERIES:
            self._known[extent] = features_of(self._source.project, extent)
            return bool(self._known[extent])
        return extent != "all" or self._source.scene.box is not None

    def _has_table(self, name: str) -> bool:
        if name == "selection":
            return bool(self._source.chosen[1])
        return name in ("", "addresses") or self._source.plan is not None

    def _make_buttons(self) -> tuple[QWidget, QWidget, QDialogButtonBox]:
        role = QDialogButtonBox.ButtonRole
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        save = box.addButton(tr("Save …"), role.AcceptRole)
        save.setDefault(True)
        to_printer = box.addButton(tr("To a &printer …"), role.ActionRole)
        to_printer.setAutoDefault(False)
        return save, to_printer, box

    def _lay_out(self) -> None:
        page = _form(
            (tr("Pap&er"), self.paper),
            (tr("&Orientation"), self.orientation),
            (tr("Map s&hows"), self.extent),
            ("", self.features),
            (tr("&Scale"), self.scale),
            ("", self.basemap),
            ("", self.note),
        )
        block = _form(
            *((tr(text), self.lines[name]) for name, text in _LINES.items()),
            (tr("&Date"), self.date),
        )
        further = _form(
            (tr("Ta&ble behind the map"), self.table),
            (tr("File &kind"), self.kind),
            ("", self.apart),
        )
        column = QVBoxLayout()
        for title, form in (
            (tr("Page"), page),
            (tr("Title block"), block),
            (tr("Output"), further),
        ):
            group = QGroupBox(title)
            group.setLayout(form)
            column.addWidget(group)
        column.addStretch(1)
        inner = QWidget()
        inner.setLayout(column)
        scroll = scrolled(inner)
        scroll.setMinimumWidth(inner.sizeHint().width() + 20)
        right = QVBoxLayout()
        right.addWidget(self.preview, 1)
        right.addLayout(self._pager())
        row = QHBoxLayout()
        row.addWidget(scroll)
        row.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.addLayout(row, 1)
        whole.addWidget(self._buttons)

    def _pager(self) -> QHBoxLayout:
        self.back = _turner(Qt.ArrowType.LeftArrow, tr("Previous page"), "PgUp")
        self.forth = _turner(Qt.ArrowType.RightArrow, tr("Next page"), "PgDown")
        self.back.clicked.connect(lambda: self.preview.turn(self.preview.number - 1))
        self.forth.clicked.connect(lambda: self.preview.turn(self.preview.number + 1))
        self.page_label = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.page_label.setMinimumWidth(160)
        row = QHBoxLayout()
        row.addStretch(1)
        for widget in (self.back, self.page_label, self.forth):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        for box in (self.paper, self.orientation, self.scale, self.table, self.kind):
            box.currentIndexChanged.connect(self._refresh)
        self.extent.currentIndexChanged.connect(self._show_features)
        self.features.itemChanged.connect(self._refresh)
        for tick in (self.basemap, self.apart):
            tick.toggled.connect(self._refresh)
        for line in self.lines.values():
            line.textChanged.connect(self._refresh)
        self.date.dateChanged.connect(self._refresh)
        self.preview.counted.connect(self._show_count)
        self.preview.shown.connect(self._tell_of_basemap)
        if self._source.ground is not None:
            self._source.ground.arrived.connect(self._take_arrival)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.printer_button.clicked.connect(self._to_printer)

    # --- what is chosen

    def choice(self) -> Choice:
        """Return what is chosen now."""
        lines = {name: line.text().strip() for name, line in self.lines.items()}
        return Choice(
            Paper(self.paper.currentData(), self.orientation.currentData() == "landscape"),
            self.extent.currentData(),
            int(self.scale.currentData()),
            tuple(self._ticked()),
            self.table.currentData(),
            Fields(
                **lines,
                date=self.date.date().toString(Qt.DateFormat.ISODate),
                plan=self._fields.plan,
                proof=self._fields.proof,
                sources=self._fields.sources,
            ),
            self.kind.currentData(),
            self.basemap.isChecked(),
            self.apart.isChecked(),
        )

    def _ticked(self) -> Iterable[Feature]:
        known = self._known.get(self.extent.currentData(), [])
        for row in range(self.features.count()):  # one line per page
            if self.features.item(row).checkState() == Qt.CheckState.Checked:
                yield known[row]

    def _show_features(self) -> None:
        """List the pages of the series that is chosen, all ticked."""
        known = self._known.get(self.extent.currentData(), [])
        with QSignalBlocker(self.features):
            self.features.clear()
            for feature in known:
                item = QListWidgetItem(feature.name, self.features)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked)
        self.features.setVisible(bool(known))
        self._refresh()

    def _refresh(self) -> None:
        choice = self.choice()
        source = self._source
        is_series = choice.extent in SERIES
        self.table.setEnabled(choice.kind == "pdf")
        self.save_button.setEnabled(not is_series or bool(choice.features))
        self.printer_button.setEnabled(self.save_button.isEnabled() and choice.kind == "pdf")
        self.apart.setEnabled(is_series and choice.kind == "pdf")
        if source.ground is not None:
            source.ground.begin()
        self.preview.show_pages(lambda: list(map_pages(source, choice, patience_s=_PATIENCE_S)))

    def _take_arrival(self) -> None:
        """Show the page again with the tiles that came too late for it."""
        if self.isVisible():
            self._refresh()

    def _tell_of_basemap(self) -> None:
        """Say what of the basemap will not be printed."""
        ground = self._source.ground
        text = ground.note() if ground is not None and self.basemap.isChecked() else ""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _show_count(self, count: int) -> None:
        number = self.preview.number
        self.back.setEnabled(number > 0)
        self.forth.setEnabled(number < count - 1)
        text = tr("Page {number} of {count}").format(number=number + 1, count=count)
        self.page_label.setText(text)

    # --- closing

    def _to_printer(self) -> None:
        self.print_wanted.emit()
        self.accept()

    def done(self, result: int) -> None:
        """Remember what was chosen, and end the painting."""
        if result == QDialog.DialogCode.Accepted:
            self._remember()
        self.preview.stop()
        super().done(result)

    def _remember(self) -> None:
        for name in _REMEMBERED:
            settings.set_print_choice(name, self.lines[name].text().strip())
        boxes = ("paper", "orientation", "extent", "scale", "table")
        for name in boxes:
            settings.set_print_choice(name, getattr(self, name).currentData())
        settings.set_print_choice("apart", "yes" if self.apart.isChecked() else "no")
        if self.basemap.isEnabled():
            settings.set_print_choice("basemap", "yes" if self.basemap.isChecked() else "no")


def _box(texts: Mapping[str, str], chosen: str) -> QComboBox:
    """Return a box of texts by name, one of them chosen; the first where that is not there."""
    made = QComboBox()
    for name, text in texts.items():
        made.addItem(text, name)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    return made


def _form(*rows: tuple[str, QWidget]) -> QFormLayout:
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for text, widget in rows:
        if text:
            form.addRow(text, widget)
            widget.setAccessibleName(text.replace("&", ""))
        else:
            form.addRow(widget)
    return form


def _turner(arrow: Qt.ArrowType, text: str, key: str) -> QToolButton:
    button = QToolButton()
    button.setArrowType(arrow)
    button.setAccessibleName(text)
    button.setToolTip(f"{text} ({key})")
    button.setShortcut(key)
    button.setEnabled(False)
    return button
