"""The groups of map layers: what they are called and which signs they are drawn with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QImage, QPainter, QPen, QPixmap

from fibre_planner.language import mark, tr
from fibre_planner.model.finding import SEVERITIES
from fibre_planner.model.ruleset import COVERAGE_CLASSES
from fibre_planner.ui.map import styles, symbols
from fibre_planner.ui.map.comparison_layer import DIFFERENCES
from fibre_planner.ui.map.phase_layer import styles_of_kinds, year_of_kind
from fibre_planner.ui.map.phase_painter import STREET_PX, line_colour
from fibre_planner.ui.map.scene import LEVELS, NODE_KINDS, Scene
from fibre_planner.ui.map.share_painter import share_fill
from fibre_planner.ui.map.styles import LineStyle, Look, Symbol
from fibre_planner.ui.map.wish_layer import WISHES
from fibre_planner.ui.share_texts import class_texts, share_title
from fibre_planner.ui.wording import label

SIDE_PX = 18
_FINE = 2

Draw = Callable[[QPainter], None]

GROUPS: Mapping[str, str] = {
    "findings": mark("Findings"),
    "plan_nodes": mark("Planned PoP and cabinets"),
    "comparison": mark("Difference of the plans"),
    "phases": mark("Trenches by year of building"),
    "trenches": mark("Planned trenches"),
    "addresses": mark("Addresses by coverage"),
    "gaps": mark("Coverage gaps"),
    "shares": mark("Shares of areas"),
    "sites": mark("Construction sites"),
    "nodes": mark("Existing nodes"),
    "wishes": mark("Wishes for streets and places"),
    "ducts": mark("Existing ducts"),
    "places": mark("Schools, hospitals, town halls"),
    "borders": mark("Districts and borders"),
    "land": mark("Business parks and campuses"),
    "streets": mark("Streets"),
    "buildings": mark("Buildings"),
    "barriers": mark("Water and railways"),
    "greens": mark("Forest and green"),
}
"""Group → English title, from the top of the map down."""


@dataclass(frozen=True)
class Entry:
    """One line of a legend: the layer and kind it stands for, its text (long, short), its sign.

    draw: draws the sign into a square of SIDE_PX at the painter's origin.
    """

    layer: str
    kind: int
    text: str
    short: str
    draw: Draw

    @property
    def sign(self) -> QIcon:
        """Return the sign as an icon."""
        return drawn_icon(self.draw)


def title(group: str, scene: Scene | None = None) -> str:
    """Return what a group of layers is called, in a scene by what it shows."""
    if group == "shares" and scene is not None and scene.shares is not None:
        return share_title(scene.shares)
    return tr(GROUPS[group])


def entries_in(scene: Scene, group: str, look: Look) -> list[Entry]:
    """Return the signs of a group in a scene; those of years and shares depend on it."""
    if group == "shares":
        return share_entries(scene)
    years = year_entries(scene, look) if group == "phases" else []
    return years or entries(group, look)


def share_entries(scene: Scene) -> list[Entry]:
    """Return the signs of the classes of shares that a scene has, the highest first."""
    counts, found = scene.kind_counts(), []
    texts = [tr("no figure"), *class_texts()]
    for kind in reversed(range(len(texts))):
        layers = [key for key in ("shares", "shares_coarse") if counts.get((key, kind))]
        if layers:
            found.append(Entry(layers[0], kind, texts[kind], texts[kind], _share_sign(kind)))
    return found


def _share_sign(kind: int) -> Draw:
    brush, edge = share_fill(kind)
    return lambda painter: _fill(painter, brush, QPen(edge, 1.0))


def year_entries(scene: Scene, look: Look) -> list[Entry]:
    """Return the signs of the years in which the trenches of a scene are built."""
    counts = scene.kind_counts()
    kinds = [kind for layer, kind in counts if layer == "phases" and counts[layer, kind]]
    found = []
    for kind, style in styles_of_kinds(kinds).items():
        name = str(year_of_kind(kind)) if kind else tr("after these years")
        line = styles.LineStyle(style["colour"], STREET_PX, tuple(style["dash_px"]))
        pen = styles.data_pen(line, line.width_px, look)
        pen.setColor(line_colour(style["colour"], look.dark))
        text = tr("trench: {level}").format(level=name)
        found.append(Entry("phases", kind, text, name, _line_sign(pen)))
    return found


def entries(group: str, look: Look) -> list[Entry]:
    """Return the signs of a group that has several."""

    if group == "trenches":
        names = [label("level", level) for level in LEVELS]
        return [
            Entry(
                "trenches",
                n,
                tr("trench: {level}").format(level=names[n]),
                names[n],
                _pen_sign(styles.trench_styles()[n], look),
            )
            for n in reversed(range(len(LEVELS)))
        ]
    if group == "wishes":
        found = [
            Entry(group, n, label("wish", name), label("wish", name), _wish_sign(n, look))
            for n, name in enumerate(WISHES)
        ]
        sign = _symbol_sign(styles.symbols("node_wishes")[0], look)
        return [*found, Entry("node_wishes", 0, tr("wished place"), tr("wished place"), sign)]
    if group == "comparison":
        return [
            Entry(group, n, text, text, _pen_sign(styles.difference_styles()[n], look))
            for n, text in reversed(
                [(n, label("section_state", name)) for n, name in enumerate(DIFFERENCES)]
            )
        ]
    texts = {
        "addresses": [
            (label("coverage_class", name), label("coverage_class_short", name))
            for name in COVERAGE_CLASSES
        ],
        "findings": [(label("severity", name),) * 2 for name in SEVERITIES],
        "nodes": [(label("node", name),) * 2 for name in NODE_KINDS],
        "plan_nodes": [(label("node", name),) * 2 for name in NODE_KINDS[:2]],
    }.get(group, [])
    return [
        Entry(group, n, text, short, _symbol_sign(styles.symbols(group)[n], look))
        for n, (text, short) in enumerate(texts)
    ]


def group_draw(group: str, look: Look) -> Draw | None:
    """Return what draws the sign of a group that has one only, None for others."""
    draw = _SIGNS.get(group)
    return None if draw is None else lambda painter: draw(painter, look)


def group_sign(group: str, look: Look) -> QIcon:
    """Return the sign of a group that has one only."""
    draw = group_draw(group, look)
    return QIcon() if draw is None else drawn_icon(draw)


def drawn_icon(draw: Draw) -> QIcon:
    """Return what is drawn into a square of SIDE_PX as an icon, sharp also beside large texts."""
    icon = QIcon()
    for scale in (1, 2):
        icon.addPixmap(_drawn(draw, scale))
    return icon


def _drawn(draw: Draw, scale: int) -> QPixmap:
    """Return what is drawn in some times its size, for screens with two pixels per logical one."""
    side = SIDE_PX * scale * _FINE
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale * _FINE, scale * _FINE)
    draw(painter)
    painter.end()
    image.setDevicePixelRatio(_FINE)
    return QPixmap.fromImage(image)


def _symbol_sign(symbol: Symbol, look: Look) -> Draw:
    shown = styles.for_look(symbol, look)

    def draw(painter: QPainter) -> None:
        painter.translate(SIDE_PX / 2, SIDE_PX / 2)
        symbols.draw_symbol(painter, shown, min(shown.size_px, SIDE_PX - 4), look.outline)

    return draw


def _pen_sign(style: LineStyle, look: Look) -> Draw:
    return _line_sign(styles.data_pen(style, style.width_px, look))


def _line_sign(pen: QPen) -> Draw:
    def draw(painter: QPainter) -> None:
        painter.setPen(pen)
        painter.drawLine(QPointF(1, 9), QPointF(17, 9))

    return draw


def _wish_sign(kind: int, look: Look) -> Draw:
    def draw(painter: QPainter) -> None:
        for pen in styles.wish_pens(kind, 1.0, look):
            painter.setPen(pen)
            painter.drawLine(QPointF(1, 9), QPointF(17, 9))

    return draw


_BOX = QRectF(2, 4, 14, 10)


def _fill(painter: QPainter, fill: QBrush, edge: QPen) -> None:
    painter.setBrush(fill)
    painter.setPen(edge)
    painter.drawRect(_BOX)


def _gap_sign(painter: QPainter, _look: Look) -> None:
    colour = styles.area_colour("gap")
    soft = QColor(colour)
    soft.setAlpha(60)
    _fill(painter, QBrush(soft), QPen(Qt.PenStyle.NoPen))
    soft.setAlpha(150)
    _fill(painter, QBrush(soft, styles.GAP_PATTERNS[0]), QPen(colour, 1.3, Qt.PenStyle.DashLine))


def _site_sign(painter: QPainter, _look: Look) -> None:
    _fill(painter, QBrush(styles.area_colour("site")), QPen(Qt.PenStyle.NoPen))
    edge = QColor(styles.table()["area"]["site"]["outline"])
    _fill(painter, QBrush(edge.lighter(150), Qt.BrushStyle.BDiagPattern), QPen(edge, 1.2))


def _duct_sign(painter: QPainter, look: Look) -> None:
    colour = QColor(styles.line_style("line", "duct").colour)
    pen = QPen(colour.lighter(170) if look.dark else colour, 2.0)
    pen.setDashPattern([3, 1.5])
    painter.setPen(pen)
    painter.drawLine(QPointF(1, 9), QPointF(17, 9))


def _street_sign(painter: QPainter, look: Look) -> None:
    for pen in (QPen(look.casing, 7.0), QPen(look.street, 5.0)):
        painter.setPen(pen)
        painter.drawLine(QPointF(1, 9), QPointF(17, 9))


def _border_sign(painter: QPainter, look: Look) -> None:
    pen = QPen(look.border, 1.4)
    pen.setDashPattern([4, 2, 1, 2])
    _fill(painter, QBrush(Qt.BrushStyle.NoBrush), pen)


def _place_sign(painter: QPainter, look: Look) -> None:
    painter.translate(9, 9)
    sign = styles.for_look(styles.symbols("places")[0], look)
    symbols.draw_symbol(painter, sign, 13, look.outline)


def _land_sign(painter: QPainter, look: Look) -> None:
    _fill(painter, QBrush(look.land[0]), QPen(Qt.PenStyle.NoPen))
    stripes = QBrush(styles.land_stripes(look), Qt.BrushStyle.FDiagPattern)
    _fill(painter, stripes, QPen(look.land[0].darker(125), 1.0))


_SIGNS: Mapping[str, Callable[[QPainter, Look], None]] = {
    "gaps": _gap_sign,
    "sites": _site_sign,
    "ducts": _duct_sign,
    "streets": _street_sign,
    "borders": _border_sign,
    "places": _place_sign,
    "land": _land_sign,
    "buildings": lambda painter, look: _fill(
        painter, QBrush(look.building), QPen(look.building_edge, 1.0)
    ),
    "greens": lambda painter, look: _fill(
        painter, QBrush(look.green[0]), QPen(look.green[0].darker(115), 1.0)
    ),
    "barriers": lambda painter, look: _fill(
        painter, QBrush(look.water), QPen(look.water_edge, 1.0)
    ),
}
