"""How tests read a table: what they write, and whether every row is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from fibre_planner.io.imported import Imported
from fibre_planner.io.layers import read_layer
from fibre_planner.model.errors import PlannerError

CRS = "EPSG:25832"


HEAD = "Straße;Hausnummer;Zusatz;PLZ;Ort;Rechtswert;Hochwert\n"


ROW = "Kaiserstraße;12;a;63065;Offenbach;483300,5;5549840,25\n"


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read(path: Path, layer: str = "addresses", **options: object) -> Imported:
    return read_layer(layer, path, CRS, **options)


def accounted(result: Imported, layer: str = "addresses") -> bool:
    counts = result.counts
    return (
        counts["rows"] + counts["parts"] == len(result.layers[layer]) + len(result.rejected)
        and counts["taken"] == len(result.layers[layer])
        and counts["rejected"] == len(result.rejected)
    )


def sentence(path: Path, layer: str = "addresses", **options: object) -> str:
    with pytest.raises(PlannerError) as caught:
        read(path, layer, **options)
    assert caught.value.remedy
    return str(caught.value)
