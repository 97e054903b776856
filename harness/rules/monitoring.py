"""Answers about monitors: one result for each asked, and ids that name what has been set.

Sources: N04.FR.01, .02, .11 and .12, N06.FR.05; SetMonitoringResultType for the ids.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor, left_to_the_schema
from harness.rules.variables import name_of, words_of
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.rules.variables import Key
    from ocppj.frames import Answer, Call

_SET: Final = "SetVariableMonitoring"
_CLEAR: Final = "ClearVariableMonitoring"
_RESULT: Final = "Part 2, SetMonitoringResultType"


class MonitoringResults(Monitor):
    """Follows the ids of monitors from when they are set until they are cleared."""

    def __init__(self) -> None:
        self._set: dict[int, Key] = {}

    def on_own_call(self, call: Call) -> None:
        if call.action == "SetMonitoringBase":
            self._set.clear()  # it takes monitors away (N03.FR.04 and .05)

    def on_call(self, call: Call) -> list[Finding]:
        if call.action == "BootNotification":
            self._set.clear()  # ids may be others after a reboot (N04.FR.19)
        return []

    @left_to_the_schema
    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        if not isinstance(answer, CallResult):
            return []
        if request.action == _SET:
            asked, results = request.payload["setMonitoringData"], answer.payload
            return list(self._on_set(asked, results["setMonitoringResult"]))
        if request.action == _CLEAR:
            asked, results = request.payload["id"], answer.payload
            return list(self._on_cleared(asked, results["clearMonitoringResult"]))
        return []

    def _on_set(
        self, asked: list[dict[str, Any]], results: list[dict[str, Any]]
    ) -> Iterator[Finding]:
        if len(results) != len(asked):
            expected = f"{len(asked)} elements"
            yield Finding(_SET, "setMonitoringResult", expected, f"{len(results)}", "N04.FR.01")
        left = [(name_of(each), _kind(each), each.get("id")) for each in asked]
        for result in results:
            name = name_of(result)
            of_it = [each for each in left if each[0] == name]
            if not of_it:
                expected = " or ".join(words_of(each[0]) for each in left) or "nothing more"
                subject = "component and variable"
                yield Finding(_SET, subject, expected, words_of(name), "N04.FR.02")
                continue
            match = next((each for each in of_it if each[1] == _kind(result)), None)
            if match is None:
                expected = " or ".join(each[1] for each in of_it)
                yield Finding(_SET, "type and severity", expected, _kind(result), _RESULT)
                continue
            left.remove(match)
            yield from self._given(result, match[2])

    def _given(self, result: dict[str, Any], asked: int | None) -> Iterator[Finding]:
        """Look at the id that a result gives to a monitor."""
        given = result.get("id")
        if result["status"] != "Accepted":
            return
        if given is None:
            expected = "the id of the monitor that was set"
            yield Finding(_SET, "id", expected, "absent", "N04.FR.11")
        elif asked is not None and given != asked:
            yield Finding(_SET, "id", f"{asked}, as asked", f"{given}", "N04.FR.12")
        elif asked is None and given in self._set:
            expected = f"another id than that of {words_of(self._set[given])}"
            yield Finding(_SET, "id", expected, f"{given}", _RESULT)
        if given is not None:
            self._set[given] = name_of(result)

    def _on_cleared(self, asked: list[int], results: list[dict[str, Any]]) -> Iterator[Finding]:
        told = [result["id"] for result in results]
        if Counter(told) != Counter(asked):
            expected, actual = _listed(asked), _listed(told)
            yield Finding(_CLEAR, "clearMonitoringResult.id", expected, actual, "N06.FR.05")
        for result in results:
            number, status = result["id"], result["status"]
            if status == "NotFound" and number in self._set:
                expected = f"an id that the station knows, of {words_of(self._set[number])}"
                actual = f"{number}, and NotFound when it is to be cleared"
                yield Finding(_SET, "id", expected, actual, "N04.FR.11")
            if status in ("Accepted", "NotFound"):
                self._set.pop(number, None)


def _kind(element: dict[str, Any]) -> str:
    return f"{element['type']}, {element['severity']}"


def _listed(ids: list[int]) -> str:
    return ", ".join(str(each) for each in sorted(ids)) or "none"
