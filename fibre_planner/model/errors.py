"""Errors that a user can act on; anything else that is raised is our fault."""

from __future__ import annotations


class PlannerError(Exception):
    """Something the user can mend: says what is wrong and what to do about it.

    message: one sentence on what is wrong, already in the user's language.
    remedy: one sentence on what to do, may be empty where the message says it.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()
