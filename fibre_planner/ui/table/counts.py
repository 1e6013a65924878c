"""The line below the table: how many rows are seen and chosen, and what the chosen add up to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fibre_planner.language import ntr, tr
from fibre_planner.ui.adding_up import amount_text
from fibre_planner.ui.table.fields import Field
from fibre_planner.ui.wording import numbers

_MOST_SUMS = 5


def count_text(shown: int, of: int, chosen: int) -> str:
    """Return the sentence on the rows that are seen and chosen."""
    write = numbers().format_number
    if shown == of:
        text = ntr("{n} row", "{n} rows", of).format(n=write(of))
    else:
        text = tr("{shown} of {of} rows").format(shown=write(shown), of=write(of))
    return text + (", " + tr("{n} chosen").format(n=write(chosen)) if chosen else "")


def sum_text(fields: Sequence[Field], chosen: np.ndarray) -> str:
    """Return the sums of columns over chosen rows, for the columns that are seen first."""
    if not np.any(chosen):
        return ""
    parts = []
    for field in [field for field in fields if field.is_sum and field.is_number][:_MOST_SUMS]:
        known = field.numbers[chosen]
        if not np.all(np.isnan(known)):
            parts.append(f"{field.title} {amount_text(float(np.nansum(known)), field.unit)}")
    return "Σ " + " · ".join(parts) if parts else ""
