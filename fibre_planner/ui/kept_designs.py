"""The designs behind the newest plans, from which a plan is re-solved after an edit."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

_MOST = 2
"""A design of a large town takes some hundred megabytes."""


class KeptDesigns:
    """Keeps the designs made last, by the id of their plan."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Any] = OrderedDict()

    def keep(self, design: Any) -> None:
        """Keep a design; the oldest one makes room."""
        self._kept[design.plan.plan_id] = design
        self._kept.move_to_end(design.plan.plan_id)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def of(self, plan_id: str) -> Any:
        """Return the design of a plan, None where it is not known any more."""
        return self._kept.get(plan_id)

    def clear(self) -> None:
        """Forget all designs, such as those of another project."""
        self._kept.clear()
