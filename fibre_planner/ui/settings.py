"""What the program remembers between two starts: language, colours, window, recent projects."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from fibre_planner.language import LANGUAGES, system_language

THEMES = ("system", "light", "dark")
_MOST_RECENT = 8


def store() -> QSettings:
    """Return where settings are kept."""
    return QSettings("fibre-planner", "fibre-planner")


def language() -> str:
    """Return the language that was chosen, else that of the system."""
    chosen = str(store().value("language", ""))
    return chosen if chosen in LANGUAGES else system_language()


def set_language(code: str) -> None:
    """Remember a language."""
    store().setValue("language", code)


def theme() -> str:
    """Return the colours that were chosen: system, light or dark."""
    chosen = str(store().value("theme", "system"))
    return chosen if chosen in THEMES else "system"


def set_theme(name: str) -> None:
    """Remember the colours."""
    store().setValue("theme", name)


def text_percent() -> int:
    """Return how large texts are, in percent of the system's size, 100 to 200."""
    return min(max(_whole_number("text_percent", 100), 100), 200)


def set_text_percent(percent: int) -> None:
    """Remember how large texts are."""
    store().setValue("text_percent", percent)


def appearance() -> tuple[str, str, int]:
    """Return what a window is made for: language, colours and size of texts."""
    return language(), theme(), text_percent()


def first_workspace() -> str:
    """Return the workspace that every start begins with, empty for the one left last."""
    return str(store().value("first_workspace", ""))


def set_first_workspace(name: str) -> None:
    """Remember the workspace that every start begins with."""
    store().setValue("first_workspace", name)


def autosave_minutes() -> int:
    """Return how often unsaved work is kept, in minutes; 0 for never."""
    return _whole_number("autosave_minutes", 3)


def set_autosave_minutes(minutes: int) -> None:
    """Remember how often unsaved work is kept."""
    store().setValue("autosave_minutes", minutes)


def last_folder() -> str:
    """Return the folder a file was last chosen in."""
    folder = str(store().value("last_folder", ""))
    return folder if folder and Path(folder).is_dir() else str(Path.home())


def set_last_folder(folder: Path) -> None:
    """Remember the folder a file was chosen in."""
    store().setValue("last_folder", str(folder))


def recent_projects() -> list[Path]:
    """Return the project files opened last, the newest first; those that are gone are left out."""
    return [path for path in known_projects() if path.is_file()]


def known_projects() -> list[Path]:
    """Return the project files opened last, the newest first, with those that are gone."""
    kept = store().value("recent_projects", [])
    return [Path(name) for name in ([kept] if isinstance(kept, str) else list(kept or []))]


def add_recent(path: Path) -> None:
    """Put a project file at the top of the recent ones."""
    names = [str(path.absolute())]
    names += [str(other) for other in known_projects() if str(other) not in names]
    store().setValue("recent_projects", names[:_MOST_RECENT])


def forget_recent(path: Path) -> None:
    """Take a project file off the recent ones."""
    names = [str(other) for other in known_projects() if other != path]
    store().setValue("recent_projects", names)


def window_geometry() -> QByteArray | None:
    """Return size and place of the window, None at the first start."""
    geometry = store().value("window/geometry")
    return geometry if isinstance(geometry, QByteArray) else None


def set_window_geometry(geometry: QByteArray) -> None:
    """Remember size and place of the window."""
    store().setValue("window/geometry", geometry)


def hidden_groups() -> frozenset[str]:
    """Return the groups of map layers that are switched off."""
    text = str(store().value("hidden_groups", ""))
    return frozenset(name for name in text.split(",") if name)


def set_hidden_groups(groups: frozenset[str]) -> None:
    """Remember the groups of map layers that are switched off."""
    store().setValue("hidden_groups", ",".join(sorted(groups)))


def shares() -> tuple[str, str]:
    """Return the measure and the kind of area the map is coloured by; no measure at first."""
    kept = store()
    return str(kept.value("shares/measure", "")), str(kept.value("shares/by", "district"))


def set_shares(measure: str, by: str) -> None:
    """Remember what the map is coloured by."""
    store().setValue("shares/measure", measure)
    store().setValue("shares/by", by)


def legend_open() -> bool:
    """Return whether the legend on the map is unfolded."""
    return str(store().value("legend_open", "yes")) == "yes"


def set_legend_open(is_open: bool) -> None:
    """Remember whether the legend on the map is unfolded."""
    store().setValue("legend_open", "yes" if is_open else "no")


def basemap() -> str:
    """Return the basemap that was chosen: an id, own, or empty for none, as at the first start."""
    return str(store().value("basemap/chosen", ""))


def set_basemap(source_id: str) -> None:
    """Remember the basemap."""
    store().setValue("basemap/chosen", source_id)


def own_basemap() -> tuple[str, str]:
    """Return the address of the own basemap and its attribution."""
    kept = store()
    return str(kept.value("basemap/address", "")), str(kept.value("basemap/attribution", ""))


def set_own_basemap(address: str, attribution: str) -> None:
    """Remember address and attribution of the own basemap."""
    store().setValue("basemap/address", address)
    store().setValue("basemap/attribution", attribution)


def snapping() -> bool:
    """Return whether what is drawn snaps to what is on the map."""
    return str(store().value("snapping", "yes")) == "yes"


def set_snapping(snaps: bool) -> None:
    """Remember whether what is drawn snaps."""
    store().setValue("snapping", "yes" if snaps else "no")


def dialog_tab(dialog: str) -> int:
    """Return the tab of a dialog that was open last."""
    return _whole_number(f"{dialog}/tab", 0)


def set_dialog_tab(dialog: str, tab: int) -> None:
    """Remember the open tab of a dialog."""
    store().setValue(f"{dialog}/tab", tab)


def print_choice(name: str, default: str = "") -> str:
    """Return what was last chosen or written in the print dialog under a name."""
    return str(store().value(f"print/{name}", default))


def set_print_choice(name: str, text: str) -> None:
    """Remember what was chosen or written in the print dialog."""
    store().setValue(f"print/{name}", text)


def manual_step() -> int:
    """Return by how many points the manual is written larger than usual."""
    value = str(store().value("manual/step", 0))
    return int(value) if value.removeprefix("-").isdigit() else 0


def set_manual_step(step: int) -> None:
    """Remember the size of the manual's text."""
    store().setValue("manual/step", step)


def palette_recent() -> list[str]:
    """Return what was chosen in the command palette, the newest first."""
    kept = store().value("palette/recent", [])
    return [kept] if isinstance(kept, str) else [str(key) for key in kept or []]


def add_palette_recent(key: str) -> None:
    """Put an entry of the command palette before all others."""
    keys = [key, *(other for other in palette_recent() if other != key)]
    store().setValue("palette/recent", keys[:_MOST_RECENT])


def _whole_number(key: str, default: int) -> int:
    value = str(store().value(key, default))
    return int(value) if value.isdigit() else default
