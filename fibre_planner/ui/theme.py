"""Light and dark colours of the window, and the few style rules on top of Fusion."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from fibre_planner.resources import RESOURCES
from fibre_planner.ui.map.styles import DARK, LIGHT, Look

_Role = QPalette.ColorRole

_LIGHT = {
    _Role.Window: "#f5f6f7",
    _Role.WindowText: "#1d2329",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f4f6f8",
    _Role.Text: "#1d2329",
    _Role.Button: "#fbfbfc",
    _Role.ButtonText: "#1d2329",
    _Role.BrightText: "#b3261e",
    _Role.Highlight: "#1f6fb2",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#0b5ea3",
    _Role.LinkVisited: "#5b4a9c",
    _Role.ToolTipBase: "#1d2329",
    _Role.ToolTipText: "#ffffff",
    _Role.PlaceholderText: "#66707a",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#e7eaed",
    _Role.Mid: "#c9ced4",
    _Role.Dark: "#9aa3ad",
    _Role.Shadow: "#6f7882",
    _Role.Accent: "#1f6fb2",
}

_DARK = {
    _Role.Window: "#23272d",
    _Role.WindowText: "#e8ebee",
    _Role.Base: "#1a1d22",
    _Role.AlternateBase: "#20242a",
    _Role.Text: "#e8ebee",
    _Role.Button: "#2c3138",
    _Role.ButtonText: "#e8ebee",
    _Role.BrightText: "#ff8a80",
    _Role.Highlight: "#2a76b8",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#7cbcf2",
    _Role.LinkVisited: "#b9a7f0",
    _Role.ToolTipBase: "#f1f3f5",
    _Role.ToolTipText: "#1d2329",
    _Role.PlaceholderText: "#9aa3ad",
    _Role.Light: "#3a4149",
    _Role.Midlight: "#323840",
    _Role.Mid: "#454d57",
    _Role.Dark: "#14171b",
    _Role.Shadow: "#0d0f12",
    _Role.Accent: "#4a96d8",
}

_HEADINGS = (1.25, 2.0, 2.3)
"""Sizes of title, big and hero, in sizes of the letters that the system asks for."""

_USUAL_LETTERS_PX = 12.0
"""Letters of a window for which the texts of the map are drawn as they were designed."""

_DISABLED = {False: "#8d959e", True: "#717a84"}


def is_dark(theme: str) -> bool:
    """Return whether a theme (system, light, dark) means dark colours here and now."""
    if theme == "system":
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return theme == "dark"


def apply_theme(app: QApplication, theme: str, text_percent: int = 100) -> None:
    """Give the program its style, colours and size of texts.

    Where there is a window, each change goes through all of its widgets, for seconds in all.
    """
    dark = is_dark(theme)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(font.pointSizeF() * text_percent / 100)
    if app.font() != font:
        app.setFont(font)
    rules = _rules(dark)
    if app.styleSheet() != rules:
        app.setStyle("Fusion")
        app.setPalette(_palette(dark))
        app.setStyleSheet(rules)


def map_look(theme: str) -> Look:
    """Return the colours of the map that go with a theme, its letters as large as the window's."""
    return replace(DARK if is_dark(theme) else LIGHT, letters=letters())


def letters() -> float:
    """Return how large the letters of the window are, 1 for usual ones to 2."""
    letters_px = QFontInfo(QApplication.font()).pixelSize()
    return min(max(letters_px / _USUAL_LETTERS_PX, 1.0), 2.0)


def half_beside_letters(size_px: float) -> int:
    """Return how large something is that grows half as much as the letters, to leave room."""
    return round(size_px * (1 + letters()) / 2)


def beside_letters(size_px: float) -> int:
    """Return how large something is that is so large beside letters of the usual size."""
    return round(size_px * letters())


def is_dark_palette() -> bool:
    """Return whether the window's present colours are dark."""
    return QApplication.palette().color(_Role.Window).lightness() < 128


def _palette(dark: bool) -> QPalette:
    palette = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[dark]))
    return palette


def _rules(dark: bool) -> str:
    line = "#3a4149" if dark else "#d9dde2"
    soft = "#2c3138" if dark else "#ffffff"
    hover = "#363d46" if dark else "#e8edf2"
    chosen = "#2d4a66" if dark else "#cfe3f5"
    muted = "#a7b0ba" if dark else "#5a646e"
    accent = _DARK[_Role.Highlight] if dark else _LIGHT[_Role.Highlight]
    frame, base = ("#8b96a2", "#1a1d22") if dark else ("#7b8794", "#ffffff")
    icons = (RESOURCES / "icons").as_posix()
    letters_px = QFontInfo(QApplication.font()).pixelSize()
    large = [round(share * letters_px) for share in _HEADINGS]
    mark, round_mark = beside_letters(14), beside_letters(14) // 2 + 1
    small_icon, dock_button = beside_letters(16), beside_letters(18)
    return f"""
    QCheckBox::indicator, QTreeView::indicator, QGroupBox::indicator {{ width: {mark}px;
        height: {mark}px; border: 1px solid {frame}; border-radius: 3px; background: {base}; }}
    QCheckBox::indicator:checked, QTreeView::indicator:checked {{ border-color: {accent};
        background: {accent}; image: url("{icons}/check-light.svg"); }}
    QCheckBox::indicator:disabled {{ border-color: {line}; }}
    QRadioButton::indicator {{ width: {mark}px; height: {mark}px; border: 1px solid {frame};
        border-radius: {round_mark}px; background: {base}; }}
    QRadioButton::indicator:checked {{ border-color: {accent}; background: qradialgradient(
        cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5, stop: 0 {accent}, stop: 0.55 {accent},
        stop: 0.65 {base}, stop: 1 {base}); }}
    QRadioButton::indicator:disabled {{ border-color: {line}; }}
    QRadioButton:focus, QCheckBox:focus {{ outline: none; }}
    QRadioButton::indicator:focus, QCheckBox::indicator:focus {{
        border: 2px solid palette(window-text); }}
    QAbstractButton, QTabBar, QListView {{ icon-size: {small_icon}px; }}
    QToolTip {{ padding: 4px 6px; border: 1px solid {line}; }}
    QToolBar {{ border: none; border-bottom: 1px solid {line}; spacing: 2px; padding: 3px 6px; }}
    QToolBar QToolButton {{ padding: 4px 7px; border-radius: 5px; border: 1px solid transparent; }}
    QToolBar QToolButton:hover {{ background: {hover}; }}
    QToolBar QToolButton:checked {{ background: {chosen}; border: 1px solid {accent}; }}
    QToolBar QToolButton:focus {{ border: 1px solid palette(highlight); }}
    QToolBar::separator {{ background: {line}; width: 1px; margin: 5px 5px; }}
    QTabBar::tab {{ padding: 7px 12px; border: none; font-weight: 500; color: {muted}; }}
    QTabBar::tab:selected {{ color: palette(window-text);
        border-bottom: 2px solid palette(highlight); }}
    QTabBar::tab:hover {{ background: {hover}; }}
    QStatusBar {{ border-top: 1px solid {line}; }}
    QStatusBar::item {{ border: none; }}
    QDockWidget {{ font-weight: 600; titlebar-close-icon: url("{icons}/x-grey.svg");
        titlebar-normal-icon: url("{icons}/app-window-grey.svg"); }}
    QDockWidget::close-button, QDockWidget::float-button {{ icon-size: {small_icon}px;
        subcontrol-position: center right; subcontrol-origin: margin; position: absolute;
        width: {dock_button}px; height: {dock_button}px; }}
    QDockWidget::close-button {{ right: 2px; }}
    QDockWidget::float-button {{ right: {dock_button + 2}px; }}
    QFrame[role="legend"] QToolButton {{ border: none; background: transparent;
        font-weight: 600; padding: 2px; }}
    QFrame[role="legend"] QToolButton:focus {{ border: 1px solid palette(highlight); }}
    QDockWidget::title {{ padding: 7px 10px; background: transparent; }}
    QMainWindow > QTabBar::tab {{ padding: 7px 6px; }}
    QToolButton::menu-indicator {{ image: none; }}
    QMainWindow::separator {{ background: {line}; width: 1px; height: 1px; }}
    QMainWindow::separator:hover {{ background: palette(highlight); }}
    QTreeView, QTableView, QListView, QTreeWidget, QListWidget, QTextBrowser {{
        border: none; border-top: 1px solid {line}; font-weight: 400; }}
    QHeaderView::section {{ padding: 5px 6px; border: none; border-bottom: 1px solid {line};
        background: palette(window); font-weight: 600; }}
    QTableView[role="rows"]::item {{ padding: 0px 6px; }}
    QTreeView::item, QListWidget::item {{ padding: 3px 2px; }}
    QLabel[role="muted"] {{ color: {muted}; font-weight: 400; }}
    QLabel[role="problem"] {{ color: palette(bright-text); font-weight: 400;
        padding: 0px 10px 4px 10px; }}
    QLabel[role="title"] {{ font-size: {large[0]}px; font-weight: 600; }}
    QLabel[role="big"] {{ font-size: {large[1]}px; font-weight: 600; }}
    QLabel[role="hero"] {{ font-size: {large[2]}px; font-weight: 600; }}
    QLabel[role="plain"] {{ font-weight: 400; }}
    QFrame[role="card"] {{ background: {soft}; border: 1px solid {line}; border-radius: 8px; }}
    QFrame[role="legend"] {{ background: {soft}; border: 1px solid {line}; border-radius: 8px; }}
    QFrame[role="legend"] QLabel {{ font-weight: 400; }}
    QToolButton[role="map"] {{ background: {soft}; border: 1px solid {line}; border-radius: 6px; }}
    QToolButton[role="map"]:hover {{ background: {hover}; }}
    QToolButton[role="map"]:focus {{ border: 2px solid palette(highlight); }}
    QPushButton[role="choice"] {{ text-align: left; padding: 12px 14px; border-radius: 8px;
        border: 1px solid {line}; background: {soft}; font-weight: 500; }}
    QPushButton[role="recent"] {{ border: 1px solid transparent; border-radius: 6px; }}
    QPushButton[role="recent"]:hover {{ background: {hover}; }}
    QPushButton[role="recent"]:focus {{ border: 1px solid palette(highlight); }}
    QPushButton[role="choice"]:hover {{ background: {hover}; }}
    QPushButton[role="choice"]:focus {{ border: 2px solid palette(highlight); padding: 11px 13px; }}
    """
