"""What a screen reader says of the map: how it is used, and what is chosen on it."""

from __future__ import annotations

from fibre_planner.language import tr


def map_description(chosen: str = "") -> str:
    """Return the description of a map on which something is chosen, empty for nothing."""
    usage = tr(
        "Arrow keys move the map, plus and minus zoom, Enter explains the middle, N chooses the"
        " next feature."
    )
    return f"{tr('Chosen: {feature}.').format(feature=chosen)} {usage}" if chosen else usage
