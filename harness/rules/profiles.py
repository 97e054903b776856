"""Charging profiles and schedules: whole in themselves, whoever sends them.

Sources: 2.0.1 Part 2, K01.FR.03, .22, .31, .35, .40, .41 and ChargingProfileType; 1.6, 7.8, 7.12 to
7.14.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocppj.frames import Answer, Call

_PHASES: Final = (1, 2, 3)
_EXTERNAL: Final = "ChargingStationExternalConstraints"


class Profiles(Monitor):
    """Looks at every schedule of a system; `strict` about the profiles' kinds, as 2.0.1 is."""

    def __init__(self, document: str, *, strict: bool) -> None:
        self._document = document
        self._strict = strict

    def on_call(self, call: Call) -> list[Finding]:
        return list(self._look(call.action, call.payload))

    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        if not isinstance(answer, CallResult):
            return []
        return list(self._look(request.action, answer.payload))

    def _look(self, action: str, payload: Any) -> Iterator[Finding]:
        try:
            for node in _objects(payload):
                for subject, expected, actual, rule in self._faults(action, node):
                    wanted = rule or f"{self._document}, {action}"
                    yield Finding(action, subject, expected, actual, wanted)
        except (KeyError, TypeError, AttributeError):
            return  # the schema says what is wrong with it

    def _faults(self, action: str, node: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
        if "chargingSchedulePeriod" in node:
            yield from _periods(node["chargingSchedulePeriod"], strict=self._strict)
        if "chargingProfileKind" not in node:
            return
        recurs = node["chargingProfileKind"] == "Recurring"
        if recurs != ("recurrencyKind" in node):
            expected = "present with Recurring alone"
            yield "recurrencyKind", expected, "present" if not recurs else "absent", ""
        if self._strict:
            yield from _strictly(action, node)


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for element in node:
            yield from _objects(element)
    elif isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _objects(value)


def _periods(periods: list[dict[str, Any]], *, strict: bool) -> Iterator[tuple[str, str, str, str]]:
    starts = [period["startPeriod"] for period in periods]
    first, order = ("K01.FR.31", "K01.FR.35") if strict else ("OCPP 1.6, 7.14", "OCPP 1.6, 7.13")
    if starts and starts[0] != 0:
        yield "first startPeriod", "0", str(starts[0]), first
    if any(one >= other for one, other in pairwise(starts)):
        yield "startPeriod", "one after the other", ", ".join(map(str, starts)), order
    for period in periods:
        if period.get("numberPhases", 3) not in _PHASES:
            yield "numberPhases", "1, 2 or 3", str(period["numberPhases"]), ""


def _strictly(action: str, profile: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    relative = profile["chargingProfileKind"] == "Relative"
    starts = ["startSchedule" in schedule for schedule in profile["chargingSchedule"]]
    if relative and any(starts):
        yield "startSchedule", "absent with Relative", "present", "K01.FR.41"
    if not relative and not all(starts):
        expected = f"present with {profile['chargingProfileKind']}"
        yield "startSchedule", expected, "absent", "K01.FR.40"
    if action == "SetChargingProfile":
        purpose = profile["chargingProfilePurpose"]
        if purpose == _EXTERNAL:
            yield "chargingProfilePurpose", f"anything but {_EXTERNAL}", purpose, "K01.FR.22"
        if purpose == "TxProfile" and "transactionId" not in profile:
            yield "transactionId", "present in a TxProfile", "absent", "K01.FR.03"
