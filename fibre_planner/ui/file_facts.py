"""Size and date of a file as they are read, without loading the work."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QLocale

from fibre_planner.language import current_language


def size_text(path: Path) -> str:
    """Return the size of a file such as “21.3 MB”, empty where there is none."""
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    digits = 0 if size < 1_000_000 else 1
    unit = QLocale.DataSizeFormat.DataSizeSIFormat
    return QLocale(current_language()).formattedDataSize(size, digits, unit)


def changed_text(path: Path) -> str:
    """Return the day a file was last changed, empty where there is none."""
    try:
        day = dt.date.fromtimestamp(path.stat().st_mtime)
    except OSError:
        return ""
    language = current_language()
    pattern = "dd.MM.yyyy" if language == "de" else "d MMM yyyy"
    return str(QLocale(language).toString(day, pattern))
