"""Reports in parts: each is for a request, numbered from 0, and has one last part.

Sources: B07.FR.04 and .10, B08.FR.04 and .14; NotifyCustomerInformationRequest and
NotifyMonitoringReportRequest for the fields of the same names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor, left_to_the_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocppj.frames import Call

_RULES: Final[Mapping[str, str]] = {
    "NotifyReport": "B07.FR.10",
    "NotifyMonitoringReport": "Part 2, NotifyMonitoringReportRequest",
    "NotifyCustomerInformation": "Part 2, NotifyCustomerInformationRequest",
}
_ENDED: Final = -1


class ReportParts(Monitor):
    """Follows each report by its requestId; another request with the id begins another report."""

    def __init__(self) -> None:
        self._next: dict[tuple[str, Any], int] = {}

    def on_own_call(self, call: Call) -> None:
        if "requestId" in call.payload:
            for action in _RULES:
                self._next.pop((action, call.payload["requestId"]), None)

    @left_to_the_schema
    def on_call(self, call: Call) -> list[Finding]:
        if call.action not in _RULES:
            return []
        return list(self._follow(call.action, call.payload))

    def _follow(self, action: str, part: Mapping[str, Any]) -> Iterator[Finding]:
        key = (action, part["requestId"])
        expected, number = self._next.get(key, 0), part["seqNo"]
        if expected == _ENDED:
            said = "no part of a report after the one without tbc"
            yield Finding(action, "tbc", said, f"part {number}", _RULES[action])
        elif number != expected:
            yield Finding(action, "seqNo", f"{expected}", f"{number}", _RULES[action])
        self._next[key] = number + 1 if part.get("tbc") is True else _ENDED
