"""The rules of coverage by name: what each decides and how it is told to the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fibre_planner.language import mark, tr
from fibre_planner.model.ruleset import Eligibility


@dataclass(frozen=True)
class Rule:
    """One rule of coverage: the eligibility it gives and the sentence that explains it."""

    eligible: Eligibility
    sentence: str


RULES: Mapping[str, Rule] = {
    "fibre_present": Rule("no", mark("Fibre reaches the building already.")),
    "private_plan": Rule(
        "no",
        mark(
            "A provider has bindingly promised a sufficient supply within the horizon of the "
            "rule set."
        ),
    ),
    "funded_project": Rule("no", mark("The address belongs to another funded project.")),
    "hfc_served": Rule(
        "no", mark("A cable (HFC) line is there, and the rule set counts it as sufficient.")
    ),
    "hfc_check": Rule(
        "check",
        mark("A cable (HFC) line is there; whether it excludes aid must be decided by hand."),
    ),
    "rates_reached": Rule("no", mark("An existing line reaches the rates of the rule set.")),
    "contradiction": Rule(
        "check",
        mark(
            "A provider's rows contradict each other in a way that changes the decision; ask the "
            "provider which one holds."
        ),
    ),
    "plan_check": Rule(
        "check",
        mark(
            "A binding promise has passed its date, or says neither technology nor rates; ask the "
            "provider."
        ),
    ),
    "rates_missing": Rule(
        "unknown", mark("A line is there, but its rates are missing, so nothing can be decided.")
    ),
    "below_threshold": Rule(
        "yes",
        mark("No existing line reaches the rates of the rule set, and no promise counts."),
    ),
    "no_data": Rule("unknown", mark("Nothing is known about the supply of this address.")),
}
"""Rule id → rule, in the order of decision: the first that applies decides.

`contradiction` stands apart: it replaces the rule of an address where the lower and the higher
reading of a provider's own rows lead to different eligibility.
Order: Fibre Planner's reading of the Gigabit-Richtlinie 2.0 (recommendation, not official).
"""

RULE_IDS: tuple[str, ...] = tuple(RULES)


def explain_rule(rule_id: str) -> str:
    """Return the sentence that explains a rule in the reader's language, empty if unknown."""
    rule = RULES.get(rule_id)
    return tr(rule.sentence) if rule else ""
