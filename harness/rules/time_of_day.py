"""The time of day: neither side may tell of what has not happened yet, nor tell the time wrong.

A minute is allowed for. Times in the past are let be: a station may report what it had queued.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor
from ocppj.clock import parse_datetime
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocppj.frames import Answer, Call

TOLERANCE_S: Final = 60.0
_HAPPENED: Final = frozenset({"timestamp", "generatedAt"})


class TimeOfDay(Monitor):
    """Compares what a system says of time with the time at which it says so."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._now = 0.0

    def on_time(self, at: float) -> None:
        self._now = at

    def _ahead(self, text: str) -> float | None:
        """Give the seconds by which a text is ahead of now; None for what the schema refuses."""
        try:
            return parse_datetime(text).timestamp() - self._now
        except ValueError:
            return None

    def _finding(self, action: str, subject: str, expected: str, actual: str) -> Finding:
        now = datetime.fromtimestamp(self._now, UTC).isoformat(timespec="seconds")
        wanted = f"{expected} (it is {now})"
        return Finding(action, subject, wanted, actual, f"{self._document}, {action}: {subject}")


class StationTime(TimeOfDay):
    """What a station reports has happened."""

    def on_call(self, call: Call) -> list[Finding]:
        return [
            self._finding(call.action, name, "a time that is not in the future", text)
            for name, text in _moments(call.payload)
            if (self._ahead(text) or 0.0) > TOLERANCE_S
        ]


class CsmsTime(TimeOfDay):
    """The time that a CSMS gives to its stations is the present one."""

    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        text = answer.payload.get("currentTime") if isinstance(answer, CallResult) else None
        if not isinstance(text, str) or abs(self._ahead(text) or 0.0) <= TOLERANCE_S:
            return []
        return [self._finding(request.action, "currentTime", "the present time", text)]


def _moments(node: Any) -> Iterator[tuple[str, str]]:
    """Give every field that says when something happened."""
    if isinstance(node, list):
        for element in node:
            yield from _moments(element)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name in _HAPPENED and isinstance(value, str):
                yield name, value
            else:
                yield from _moments(value)
