"""How a scenario can end other than well, and who is to blame for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.verdicts import Check


class CaseFailed(AssertionError):
    """The system under test broke a rule; the check says which.

    `tail` shows what crossed the wire last.
    """

    def __init__(self, check: Check, tail: str = "") -> None:
        super().__init__(check.sentence() + (f"\n{tail}" if tail else ""))
        self.check = check
        self.tail = tail


class Inconclusive(Exception):
    """The question could not be put: no connection, a driver that cannot act, a refused state."""


class ScenarioError(Exception):
    """The scenario or the harness itself is at fault; never held against the system under test."""
