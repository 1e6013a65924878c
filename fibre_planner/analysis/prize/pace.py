"""How long a search goes on: until a point of time, or for a number of steps."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from fibre_planner.progress import Report


@dataclass
class Pace:
    """What a search asks between its steps."""

    seconds: float | None  # None: work is counted in steps, the same on every computer
    report: Report
    seed: int = 0
    begun: float = field(default_factory=time.perf_counter)
    stopped: bool = False
    told: float = 0.0

    def goes_on(self, share: float = 1.0) -> bool:
        """Tell whether a share of the time is left; where steps are counted, until stopped."""
        if self.stopped or self.seconds is None:
            return not self.stopped
        return time.perf_counter() - self.begun < share * self.seconds

    def stop(self) -> None:
        """Let the search end at its next step."""
        self.stopped = True

    def tell(self, fraction: float, message: str) -> None:
        """Report the finished fraction, that of the time where it is limited.

        The fraction never falls. May raise Cancelled or Enough.
        """
        if self.seconds is not None and fraction < 1.0:
            spent = time.perf_counter() - self.begun
            fraction = min(spent / max(self.seconds, 1e-9), 0.99)
        self.told = max(self.told, fraction)
        self.report(self.told, message)

    def choices(self, *part: int) -> np.random.Generator:
        """Return the source of random choices of one part of the search."""
        return np.random.default_rng((self.seed, *part))
