"""A monitor watches one conversation with the system under test and reports broken rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocppj.frames import Answer, Call

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: what was looked at, what the rule wants, what was there."""

    action: str
    subject: str
    expected: str
    actual: str
    requirement: str


class Monitor:
    """Takes both sides of a conversation; what it does not override it does not watch."""

    def on_time(self, at: float) -> None:
        """Note when what follows came; POSIX seconds."""

    def on_opened(self) -> None:
        """Note a new connection."""

    def on_reboot_due(self) -> None:
        """Note that the system under test is about to lose its power."""

    def on_call(self, call: Call) -> list[Finding]:
        """Look at a CALL of the system under test."""
        return []

    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        """Look at an answer of the system under test to the harness's request."""
        return []

    def on_own_answer(self, request: Call, answer: Answer) -> None:
        """Note the harness's answer to a CALL of the system under test."""

    def on_own_call(self, call: Call) -> None:
        """Note a CALL of the harness."""

    def owed(self) -> list[Finding]:
        """Give what would be found if nothing more came."""
        return []


def left_to_the_schema(look: Callable[P, list[Finding]]) -> Callable[P, list[Finding]]:
    """Find nothing in a payload that cannot be read: its schema says what is wrong with it."""

    @wraps(look)
    def looked(*args: P.args, **kwargs: P.kwargs) -> list[Finding]:
        try:
            return look(*args, **kwargs)
        except (KeyError, TypeError, AttributeError, ValueError):
            return []

    return looked
