"""Keys that map, tools, table and charts take themselves, beside the shortcuts of commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from fibre_planner.language import mark, tr
from fibre_planner.ui.actions import COMMANDS, MENUS
from fibre_planner.ui.menu_paths import plain


@dataclass(frozen=True)
class OwnKeys:
    """What some keys do; keys are written as shortcuts are, alternatives one after the other."""

    text: str
    keys: tuple[str, ...]


OWN_KEYS: tuple[tuple[str, tuple[OwnKeys, ...]], ...] = (
    (
        mark("On the map"),
        (
            OwnKeys(mark("Move the map"), ("Left", "Right", "Up", "Down")),
            OwnKeys(
                mark("Move the map fast"),
                ("Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down"),
            ),
            OwnKeys(mark("Zoom in and out"), ("+", "=", "-")),
            OwnKeys(mark("Zoom in and out by large steps"), ("PgUp", "PgDown")),
            OwnKeys(mark("Show everything"), ("Home",)),
            OwnKeys(mark("Explain what is in the middle"), ("Return", "Enter")),
            OwnKeys(mark("Choose the next or previous feature"), ("N", "Shift+N")),
            OwnKeys(mark("Move the map by dragging, whatever the tool"), ("Space",)),
            OwnKeys(mark("Choose nothing, end a tool"), ("Esc",)),
        ),
    ),
    (
        mark("While drawing and measuring"),
        (
            OwnKeys(mark("Set a point in the middle, or finish"), ("Return", "Enter")),
            OwnKeys(mark("Take the last point back"), ("Backspace",)),
            OwnKeys(mark("Remove the chosen vertex"), ("Delete", "Backspace")),
            OwnKeys(mark("One step back, then end the tool"), ("Esc",)),
        ),
    ),
    (
        mark("In the attribute table"),
        (
            OwnKeys(mark("Choose rows one by one"), ("Up", "Down", "PgUp", "PgDown")),
            OwnKeys(mark("First and last row"), ("Home", "End")),
            OwnKeys(mark("Choose a range"), ("Shift+Up", "Shift+Down")),
            OwnKeys(mark("Choose a row or not"), ("Space",)),
            OwnKeys(mark("Choose all rows of the list"), ("Ctrl+A",)),
            OwnKeys(mark("Copy the chosen rows"), ("Ctrl+C",)),
            OwnKeys(mark("Show the chosen rows on the map"), ("Return", "Enter")),
            OwnKeys(mark("Choose nothing"), ("Esc",)),
            OwnKeys(mark("From the filter to the rows"), ("Return", "Enter", "Down")),
            OwnKeys(mark("Empty the filter"), ("Esc",)),
            OwnKeys(mark("Move a column in the list of columns"), ("Ctrl+Up", "Ctrl+Down")),
        ),
    ),
    (
        mark("On the budget curve"),
        (
            OwnKeys(mark("Next stop"), ("Right", "Up")),
            OwnKeys(mark("Stop before"), ("Left", "Down")),
            OwnKeys(mark("First and last stop"), ("Home", "End")),
            OwnKeys(mark("Choose the addresses of the stop"), ("Return", "Enter")),
        ),
    ),
    (
        mark("On charts with bars"),
        (
            OwnKeys(mark("From bar to bar"), ("Left", "Right", "Up", "Down")),
            OwnKeys(mark("First and last bar"), ("Home", "End")),
            OwnKeys(mark("Choose the addresses of the bar"), ("Return", "Enter")),
        ),
    ),
    (
        mark("On the edge between two swiped maps"),
        (
            OwnKeys(mark("Move the edge"), ("Left", "Right")),
            OwnKeys(mark("Move the edge far"), ("Shift+Left", "Shift+Right")),
            OwnKeys(mark("To the left or right side"), ("Home", "End")),
            OwnKeys(mark("End the swipe"), ("Esc",)),
        ),
    ),
)
"""Keys by the part of the window that has the focus."""


def native(shortcut: str) -> str:
    """Return a shortcut as the system writes it."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def key_groups() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Return all keys in groups: title, then what each does and the keys as they are written.

    Commands stand in the groups of their menus; those of submenus at the end of the commands.
    """
    by_name = {command.name: command for command in COMMANDS if command.shortcut}
    for title, names in MENUS:
        taken = [by_name.pop(name) for name in names if name in by_name]
        rows = [(plain(tr(each.text)), native(each.shortcut)) for each in taken]
        if rows:
            yield plain(tr(title)), rows
    rest = [(plain(tr(each.text)), native(each.shortcut)) for each in by_name.values()]
    if rest:
        yield tr("Workspaces"), rest
    for title, keys in OWN_KEYS:
        yield tr(title), [(tr(each.text), ", ".join(map(native, each.keys))) for each in keys]
