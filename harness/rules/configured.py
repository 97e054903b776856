"""Meter values of a transaction's first and last event: those that the station is set to send.

Sources: E01.FR.09, E02.FR.09, E06.FR.11; Part 2, Referenced Components and Variables, 2.7. The
monitor knows the settings that were read or made in the conversation, and judges by no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor, left_to_the_schema
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocppj.frames import Answer, Call

_COMPONENT: Final = "sampleddatactrlr"
_LISTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "txstartedmeasurands": ("Started", "Transaction.Begin", "E01.FR.09"),
    "txendedmeasurands": ("Ended", "Transaction.End", "E06.FR.11"),
}
"""For a variable, the event that it is about, the context of the values, and the rule."""
_DEFAULT: Final = "Energy.Active.Import.Register"


class ConfiguredMeasurands(Monitor):
    """Started and Ended carry every measurand that their variable is known to list."""

    def __init__(self) -> None:
        self._wanted: dict[str, list[str]] = {}

    @left_to_the_schema
    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        if isinstance(answer, CallResult):
            for name, value in _told(request, answer.payload):
                self._wanted[name] = [item.strip() for item in value.split(",") if item.strip()]
        return []

    @left_to_the_schema
    def on_call(self, call: Call) -> list[Finding]:
        if call.action != "TransactionEvent" or call.payload.get("offline"):
            return []
        return list(self._missing(call.payload))

    def _missing(self, event: Mapping[str, Any]) -> Iterator[Finding]:
        for name, (kind, context, rule) in _LISTS.items():
            if event["eventType"] != kind or (kind == "Started" and "evse" not in event):
                continue
            sent = set(_measured(event, context))
            lost = [wanted for wanted in self._wanted.get(name, ()) if wanted not in sent]
            if lost:
                expected = f"{', '.join(lost)} with context {context} in {kind}"
                actual = ", ".join(sorted(sent)) or "none"
                yield Finding("TransactionEvent", "meterValue", expected, actual, rule)


def _told(request: Call, payload: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the values that an exchange tells of the lists."""
    results: list[dict[str, Any]] = []
    values: list[str] = []
    if request.action == "GetVariables":
        results = payload["getVariableResult"]
        values = [result.get("attributeValue", "") for result in results]
    elif request.action == "SetVariables":
        results = payload["setVariableResult"]
        values = [data["attributeValue"] for data in request.payload["setVariableData"]]
    for result, value in zip(results, values, strict=True):
        name = str(result["variable"]["name"]).lower()
        ours = str(result["component"]["name"]).lower() == _COMPONENT and name in _LISTS
        if ours and result["attributeStatus"] == "Accepted":
            yield name, str(value)


def _measured(event: Mapping[str, Any], context: str) -> Iterator[str]:
    for reading in event.get("meterValue", ()):
        for sample in reading["sampledValue"]:
            if sample.get("context") == context:
                yield str(sample.get("measurand", _DEFAULT))
