"""Which addresses are worth their trenches, and which ones a budget buys, with bounds."""

from fibre_planner.analysis.prize.collecting import collect
from fibre_planner.analysis.prize.curve import budget_curve
from fibre_planner.analysis.prize.prices import entry_prices
from fibre_planner.analysis.prize.results import Collection, EntryPrices, Stop
from fibre_planner.analysis.prize.warming import warm_up

__all__ = [
    "Collection",
    "EntryPrices",
    "Stop",
    "budget_curve",
    "collect",
    "entry_prices",
    "warm_up",
]
