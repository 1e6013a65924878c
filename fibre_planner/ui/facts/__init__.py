"""What is known of the features of the map, as sentences and lists of names and values; no Qt."""

from fibre_planner.ui.facts.explaining import area_kind, explain, short_name
from fibre_planner.ui.facts.looked_up import Known
from fibre_planner.ui.facts.shown import Explained, Link
from fibre_planner.ui.facts.sums import explain_all

__all__ = ["Explained", "Known", "Link", "area_kind", "explain", "explain_all", "short_name"]
