"""What the federal raster says of the cell an address lies in: a hint, never a decision.

The raster gives shares of households per 100 m cell by classes of download rate; it knows neither
the address nor the rates of the rule sets. Source: Breitbandatlas | Gigabit-Grundbuch.
"""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from fibre_planner.analysis.districts import containing_area
from fibre_planner.model.ruleset import RuleSet

_SHARE = re.compile(r"down_fn_hh_alle_(\d+)")
_FIBRE_SHARE = "down_fn_hh_ftthb_1000"
_BANDS = ("0–20 %", "20–40 %", "40–60 %", "60–80 %", "80–100 %")


def screen_by_raster(
    addresses: gpd.GeoDataFrame,
    coverage: pd.DataFrame,
    cells: gpd.GeoDataFrame,
    ruleset: RuleSet,
) -> pd.DataFrame:
    """Return the coverage with the column `screening` filled, everything else as it was.

    cells: polygons in the CRS of the addresses with columns down_fn_hh_alle_<Mbit/s> (percent of
    households, cumulative). Shown are the classes on both sides of the rule set's threshold and
    fibre, each as a band of a fifth: “≥ 200 Mbit/s: 60–80 %, ≥ 400 Mbit/s: 20–40 %”.
    Empty outside of all cells and where the raster gives no figure.
    """
    cell = containing_area(addresses.geometry, cells)
    text = np.full(len(cells) + 1, "", dtype=object)
    text[:-1] = _cell_texts(cells, ruleset)
    of_address = pd.Series(text[cell], index=addresses["address_id"].to_numpy())
    found = coverage["address_id"].map(of_address).fillna("").astype("str")
    return coverage.assign(screening=found)


def _cell_texts(cells: gpd.GeoDataFrame, ruleset: RuleSet) -> npt.NDArray[np.object_]:
    texts = np.full(len(cells), "", dtype=object)
    for title, column in _shown(cells, ruleset):
        share = pd.to_numeric(cells[column], errors="coerce").to_numpy(float)
        part = np.where(np.isnan(share), "", title + ": " + _bands(share))
        between = np.where((texts != "") & (part != ""), ", ", "")
        texts = texts + between + part
    return texts


def _shown(cells: gpd.GeoDataFrame, ruleset: RuleSet) -> list[tuple[str, str]]:
    """Return title and column of the raster classes next to the lowest threshold, and of fibre."""
    names = [str(name) for name in cells.columns]
    rates = sorted(int(match[1]) for match in map(_SHARE.fullmatch, names) if match)
    threshold = min(row.down_mbps for row in ruleset.served_from)
    below = [rate for rate in rates if rate <= threshold][-1:]
    above = [rate for rate in rates if rate >= threshold][:1]
    shown = [(f"≥ {rate} Mbit/s", f"down_fn_hh_alle_{rate}") for rate in sorted({*below, *above})]
    return shown + ([("FTTB/H", _FIBRE_SHARE)] if _FIBRE_SHARE in names else [])


def _bands(share: npt.NDArray[np.float64]) -> Any:
    number = np.clip(np.nan_to_num(share) // 20, 0, len(_BANDS) - 1).astype(int)
    return np.array(_BANDS, dtype=object)[number]
