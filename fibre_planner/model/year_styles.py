"""The colours of the years of building, the same on every map."""

from __future__ import annotations

from typing import Any

import numpy as np

from fibre_planner.resources import RESOURCES, read_toml


def year_styles(years: list[int]) -> list[dict[str, Any]]:
    """Return colour and dash_px of each year, dark first; dashed grey for 0, which is none."""
    table = read_toml(RESOURCES / "styles" / "colours.toml")["year"]
    built = sorted({year for year in years if year})
    colours = dict(zip(built, _between(table["colours"], len(built)), strict=True))
    return [
        {"colour": colours[year], "dash_px": []} if year else dict(table["none"]) for year in years
    ]


def letter_colour(colour: str) -> str:
    """Return a colour that is dark enough for letters on a light ground."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    light = 0.3 * parts[0] + 0.6 * parts[1] + 0.1 * parts[2]
    factor = min(110.0 / light, 1.0) if light else 1.0
    return "#" + "".join(f"{round(part * factor):02X}" for part in parts)


def _between(colours: list[str], count: int) -> list[str]:
    """Return so many colours, evenly spread over a row of colours."""
    row = np.array([[int(text[at : at + 2], 16) for at in (1, 3, 5)] for text in colours])
    at = np.linspace(0.0, len(row) - 1.0, count) if count > 1 else np.zeros(count)
    mixed = np.column_stack(
        [np.interp(at, np.arange(len(row)), row[:, channel]) for channel in range(3)]
    )
    # Few years, each a text of its own.
    return ["#" + "".join(f"{round(value):02X}" for value in mix) for mix in mixed.tolist()]
