"""What the palette offers: commands, panels, recent projects and places, the best fitting first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow

from fibre_planner.ui import icons
from fibre_planner.ui.menu_paths import ARROW, menu_entries
from fibre_planner.ui.palette.places import Places
from fibre_planner.ui.palette.ranking import best, letters_score, prepared, scores

MOST = 40
_MOST_COMMANDS = 15
_RECENT_BONUS = 5


@dataclass(frozen=True, eq=False)
class Entry:
    """One line of the palette.

    key: what it is remembered by, empty for places. detail: menu path or kind. reason: why it
    cannot be chosen now, empty where it can.
    """

    key: str
    title: str
    detail: str
    icon: QIcon
    run: Callable[[], object]
    shortcut: str = ""
    reason: str = ""


def command_entries(window: QMainWindow, actions: Mapping[str, QAction]) -> list[Entry]:
    """Return everything in the menus of a window, in their order, none twice."""
    names = {id(action): name for name, action in actions.items()}
    made: dict[int, Entry] = {}
    for each in menu_entries(window):
        action, detail = each.action, ARROW.join(each.menus)
        reason = "" if action.isEnabled() else str(action.property("reason") or "–")
        made[id(action)] = Entry(
            names.get(id(action), each.path),
            each.title,
            detail,
            action.icon(),
            _run(action),
            action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            reason,
        )
    return list(made.values())


def _run(action: QAction) -> Callable[[], object]:
    """Return what choosing an action does: a panel is shown, never put away."""
    dock = action.parent()
    if not isinstance(dock, QDockWidget):
        return action.trigger

    def bring() -> None:
        dock.show()
        dock.raise_()

    return bring


def found_entries(
    typed: str,
    commands: Sequence[Entry],
    recent: Sequence[str],
    places: Places,
    go_to: Callable[[str, str, str], object],
) -> list[Entry]:
    """Return the entries that fit what is typed; all commands, the recent first, for nothing.

    recent: keys of what was chosen last, the newest first. go_to: called with table, column and
    value of a place.
    """
    if not typed.strip():
        by_key = {entry.key: entry for entry in commands}
        first = [by_key[key] for key in recent if key in by_key]
        return first + [entry for entry in commands if entry not in first]
    found = _fitting_commands(typed, commands, recent)
    points = scores(places.texts, typed)
    for number in best(points, MOST).tolist():  # a screenful of the best
        kind, row = places.at(number)
        detail = " · ".join(filter(None, (kind.kind, kind.details[row])))
        go = partial(go_to, kind.table, kind.column, kind.values[row])
        place = Entry("", kind.texts[row], detail, icons.icon(kind.icon), go)
        found.append((int(points[number]), place))
    found.sort(key=lambda each: -each[0])  # stable: commands before places that fit as well
    return [entry for _, entry in found[:MOST]]


def _fitting_commands(
    typed: str, commands: Sequence[Entry], recent: Sequence[str]
) -> list[tuple[int, Entry]]:
    titles = scores(prepared([entry.title for entry in commands]), typed)
    paths = scores(prepared([f"{entry.title} {entry.detail}" for entry in commands]), typed)
    found: list[tuple[int, Entry]] = []
    for number, entry in enumerate(commands):  # two hundred commands, no rows of data
        fit = max(int(titles[number]), int(paths[number]) - 20, letters_score(entry.title, typed))
        if fit > 0:
            found.append((fit + _RECENT_BONUS * (entry.key in recent), entry))
    return sorted(found, key=lambda each: -each[0])[:_MOST_COMMANDS]
