"""Work that was not saved when the program ended: kept, listed, discarded."""

from fibre_planner.io.recovery import autosave, discard_recovery, pending_recoveries

__all__ = ["autosave", "discard_recovery", "pending_recoveries"]
