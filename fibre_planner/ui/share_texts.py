"""What shares of areas, their classes and the kinds of areas are called."""

from __future__ import annotations

from collections.abc import Mapping

from fibre_planner.language import mark, tr
from fibre_planner.ui.map.share_layer import ShareChoice, bounds
from fibre_planner.ui.wording import numbers

MEASURE_NAMES: Mapping[str, str] = {
    "gigabit": mark("Gigabit"),
    "served": mark("Served"),
    "white": mark("White"),
    "grey": mark("Grey"),
    "eligible": mark("Eligible"),
}
UNIT_NAMES: Mapping[str, str] = {
    "district": mark("by district"),
    "block": mark("by building block"),
    "grid": mark("by square"),
}


def share_title(chosen: ShareChoice) -> str:
    """Return what a map of shares shows."""
    return tr("{measure}: share {by}").format(
        measure=tr(MEASURE_NAMES[chosen.measure]), by=tr(UNIT_NAMES[chosen.by])
    )


def class_texts() -> list[str]:
    """Return the classes of shares as texts, the lowest first."""
    write = numbers()
    ends = [*bounds(), 1.0]
    last = len(ends) - 2
    texts = []
    for number in range(len(ends) - 1):
        low, high = (write.format_number(share * 100) for share in ends[number : number + 2])
        text = tr("{low} to {high} %") if number == last else tr("{low} to below {high} %")
        texts.append(text.format(low=low, high=high))
    return texts
