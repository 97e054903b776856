"""Reported variables: asked for and granted, with values and characteristics.

Sources: B07.FR.01, B08.FR.01 and .12; VariableAttributeType; errata 2025-09, 6.2.19.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.rules import standard_variables
from harness.rules.monitor import Finding, Monitor, left_to_the_schema
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocppj.frames import Answer, Call

_REPORT: Final = "NotifyReport"
_GRANTS: Final[Mapping[str, str]] = {"GetReport": "B08.FR.01", "GetBaseReport": "B07.FR.01"}
_CUSTOM: Final = "GetReport"


class ReportedVariables(Monitor):
    """A report is sent for a request that was accepted, and tells what may be told."""

    def __init__(self) -> None:
        self._asked: dict[Any, str] = {}
        self._refused: dict[Any, str] = {}

    def on_own_call(self, call: Call) -> None:
        if call.action in _GRANTS:
            number = call.payload.get("requestId")
            self._asked[number] = call.action
            self._refused.pop(number, None)

    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        if request.action in _GRANTS and isinstance(answer, CallResult):
            status = str(answer.payload.get("status"))
            if status != "Accepted":
                self._refused[request.payload.get("requestId")] = status
        return []

    @left_to_the_schema
    def on_call(self, call: Call) -> list[Finding]:
        if call.action != _REPORT:
            return []
        number = call.payload["requestId"]
        found = list(self._granted(number))
        for data in call.payload.get("reportData", ()):
            found += _told(data, custom=self._asked.get(number) == _CUSTOM)
        return found

    def _granted(self, number: Any) -> Iterator[Finding]:
        status = self._refused.get(number)
        if status is not None:
            action = self._asked[number]
            expected = f"Accepted, since a {_REPORT} with its requestId came"
            yield Finding(action, "status", expected, status, _GRANTS[action])


def _told(data: Mapping[str, Any], *, custom: bool) -> Iterator[Finding]:
    known = standard_variables.named(data)
    for attribute in data["variableAttribute"]:
        if known is not None and not known.value_needed:
            continue
        if "value" not in attribute and attribute.get("mutability") != "WriteOnly":
            expected = "present, since the attribute is not WriteOnly"
            rule = "Part 2, VariableAttributeType"
            yield Finding(_REPORT, "variableAttribute.value", expected, "absent", rule)
    if custom and "variableCharacteristics" not in data:
        yield Finding(_REPORT, "variableCharacteristics", "present", "absent", "B08.FR.12")
