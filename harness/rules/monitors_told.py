"""What a station tells of its monitors: the same in every report, until somebody changes one.

Sources: N02.FR.03, N03.FR.04 and .05, N04.FR.08 and .19, N07.FR.06; VariableMonitoringType and
EventDataType for the ids.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor, left_to_the_schema
from harness.rules.variables import name_of, words_of
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.rules.variables import Key
    from ocppj.frames import Answer, Call

_REPORT: Final = "NotifyMonitoringReport"
_EVENT: Final = "NotifyEvent"
_CHANGES: Final = frozenset(
    {"SetMonitoringBase", "SetVariableMonitoring", "ClearVariableMonitoring"}
)
_BASES: Final[Mapping[str, str]] = {"FactoryDefault": "N03.FR.04", "HardWiredOnly": "N03.FR.05"}
"""The bases that leave monitors of the factory only, which are the same each time."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A monitor as it was set or reported; `value` is None where it makes no difference."""

    name: Key
    kind: str
    severity: int
    transaction: bool
    value: float | None
    rule: str

    def differs(self, other: _Told) -> bool:
        known, told = self.value, other.value
        same = known is None or told is None or math.isclose(known, told, rel_tol=1e-6)
        return not same or replace(self, value=None, rule="") != replace(other, value=None, rule="")

    def __str__(self) -> str:
        value = "" if self.value is None else f" {self.value:g}"
        during = ", in transactions" if self.transaction else ""
        return f"{self.kind}{value} on {words_of(self.name)}, severity {self.severity}{during}"


class MonitorsTold(Monitor):
    """Compares reports and events with what is known of the monitors by their ids."""

    def __init__(self) -> None:
        self._known: dict[int, _Told] = {}
        self._bases: dict[str, dict[int, _Told]] = {}
        self._base = ""
        self._asked: set[int] = set()
        self._events: dict[int, Any] = {}

    def _forget(self) -> None:
        """Begin anew after a reboot, which may change the ids (N04.FR.19)."""
        for each in (self._known, self._bases, self._asked, self._events):
            each.clear()
        self._base = ""

    def on_own_call(self, call: Call) -> None:
        if call.action == "GetMonitoringReport":
            self._asked.add(call.payload["requestId"])
        if call.action in _CHANGES:
            self._asked.clear()  # what is still to come of a report may be of before or after

    @left_to_the_schema
    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        if isinstance(answer, CallResult):
            self._follow(request.action, request.payload, answer.payload)
        return []

    def _follow(self, action: str, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        match action:
            case "SetMonitoringBase" if answer["status"] == "Accepted":
                self._rebase(asked["monitoringBase"])
            case "ClearVariableMonitoring":
                self._base = ""
                for result in answer["clearMonitoringResult"]:
                    self._known.pop(result["id"], None)
            case "SetVariableMonitoring":
                self._base = ""
                self._set(asked["setMonitoringData"], answer["setMonitoringResult"])

    def _rebase(self, base: str) -> None:
        self._base = base if base in _BASES else ""
        if self._base:
            self._known = dict(self._bases.setdefault(base, {}))

    def _set(self, asked: list[dict[str, Any]], results: list[dict[str, Any]]) -> None:
        for result in results:
            if result["status"] != "Accepted":
                continue
            self._known.pop(result["id"], None)
            fits = [each for each in asked if _asks_for(each, result)]
            if len(fits) == 1:
                told = _told(fits[0], fits[0], "N04.FR.08")
                # of a variable that is no number, a Delta has any value (N04.FR.17)
                free = told.kind == "Delta"
                self._known[result["id"]] = replace(told, value=None) if free else told

    @left_to_the_schema
    def on_call(self, call: Call) -> list[Finding]:
        if call.action == "BootNotification":
            self._forget()
        if call.action == _REPORT and call.payload["requestId"] in self._asked:
            return list(self._reported(call.payload["monitor"]))
        if call.action == _EVENT:
            return [f for event in call.payload["eventData"] for f in self._event(event)]
        return []

    def _reported(self, entries: list[dict[str, Any]]) -> Iterator[Finding]:
        rule = _BASES.get(self._base, "N02.FR.03")
        for entry in entries:
            for element in entry["variableMonitoring"]:
                number, told = element["id"], _told(entry, element, rule)
                known = self._known.setdefault(number, told)
                if known.differs(told):
                    subject = f"the monitor with id {number}"
                    yield Finding(_REPORT, subject, f"{known}", f"{told}", known.rule)
                elif self._base:
                    self._bases[self._base].setdefault(number, told)

    def _event(self, event: Mapping[str, Any]) -> Iterator[Finding]:
        number, name = event["eventId"], name_of(event)
        if self._events.setdefault(number, event) != event:
            expected, rule = "an id that no other event has", "Part 2, EventDataType"
            yield Finding(_EVENT, "eventId", expected, f"{number} once more", rule)
        known = self._known.get(event.get("variableMonitoringId", 0))
        if known is not None and known.name != name:
            subject, expected = "component and variable", words_of(known.name)
            yield Finding(_EVENT, subject, expected, words_of(name), "N07.FR.06")


def _told(place: Mapping[str, Any], element: Mapping[str, Any], rule: str) -> _Told:
    """Read a monitor of the variable at a place."""
    transaction, value = element.get("transaction", False), float(element["value"])
    return _Told(name_of(place), element["type"], element["severity"], transaction, value, rule)


def _asks_for(asked: Mapping[str, Any], result: Mapping[str, Any]) -> bool:
    same = all(asked[name] == result[name] for name in ("type", "severity"))
    return (
        same and name_of(asked) == name_of(result) and asked.get("id", result["id"]) == result["id"]
    )
