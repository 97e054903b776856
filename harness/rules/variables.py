"""Answers to GetVariables and SetVariables: one result for each element asked for (B05, B06)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor, left_to_the_schema
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.frames import Answer, Call

_ACTUAL: Final = "Actual"


@dataclass(frozen=True, slots=True)
class _Exchange:
    """The names of an exchange's fields, and of the rules about them."""

    asked: str
    results: str
    count: str
    same: str
    kind: str
    no_kind: str


_EXCHANGES: Final[Mapping[str, _Exchange]] = {
    "GetVariables": _Exchange(
        "getVariableData",
        "getVariableResult",
        count="B06.FR.01",
        same="B06.FR.02",
        kind="B06.FR.03",
        no_kind="B06.FR.11",
    ),
    "SetVariables": _Exchange(
        "setVariableData",
        "setVariableResult",
        count="B05.FR.01",
        same="B05.FR.02",
        kind="B05.FR.03",
        no_kind="B05.FR.12",
    ),
}

Key = tuple[str, ...]


class VariableResults(Monitor):
    """Results speak of what was asked, and an Accepted reading has its value."""

    @left_to_the_schema
    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        exchange = _EXCHANGES.get(request.action)
        if exchange is None or not isinstance(answer, CallResult):
            return []
        results = answer.payload[exchange.results]
        return [
            *_compare(request, exchange, results),
            *(f for result in results for f in _value(request.action, result)),
        ]


def _compare(request: Call, exchange: _Exchange, results: list[dict[str, Any]]) -> list[Finding]:
    asked = request.payload[exchange.asked]
    found: list[Finding] = []

    def miss(subject: str, expected: str, actual: str, rule: str) -> None:
        found.append(Finding(request.action, subject, expected, actual, rule))

    if len(results) != len(asked):
        miss(exchange.results, f"{len(asked)} elements", f"{len(results)}", exchange.count)
    left = Counter(name_of(element) for element in asked)
    kinds = {(*name_of(e), e.get("attributeType", _ACTUAL)): "attributeType" in e for e in asked}
    for result in results:
        name = name_of(result)
        if not left[name]:
            wanted = " or ".join(words_of(each) for each in left)
            miss("component and variable", wanted, words_of(name), exchange.same)
            continue
        left[name] -= 1
        kind = result.get("attributeType")
        if kind is None or (*name, kind) not in kinds:
            due = [key[-1] for key in kinds if key[:-1] == name]
            rule = exchange.kind if any(kinds[*name, k] for k in due) else exchange.no_kind
            miss("attributeType", " or ".join(due), str(kind or "absent"), rule)
    return found


def _value(action: str, result: Mapping[str, Any]) -> list[Finding]:
    if action != "GetVariables":
        return []
    status, value = result["attributeStatus"], result.get("attributeValue")
    if status == "Accepted" and value is None:
        told = "the value of an attribute that could be read"
        return [Finding(action, "attributeValue", told, "absent", "B06.FR.10")]
    if status != "Accepted" and value:
        told = "Accepted beside an attributeValue"
        return [Finding(action, "attributeStatus", told, str(status), "B06.FR.10")]
    return []


def name_of(element: Mapping[str, Any]) -> Key:
    """Name component and variable; they are identifierStrings, which have no case."""
    component, variable = element["component"], element["variable"]
    evse = component.get("evse", {})
    parts = (
        component["name"],
        component.get("instance", ""),
        evse.get("id", ""),
        evse.get("connectorId", ""),
        variable["name"],
        variable.get("instance", ""),
    )
    return tuple(str(part).lower() for part in parts)


def words_of(key: Key) -> str:
    component, variable = key[:4], key[4:]
    return ".".join(" ".join(filter(None, parts)) for parts in (component, variable))
