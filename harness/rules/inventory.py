"""What a station reports of its device model: in itself, by the specification, and as a whole.

Sources: B05.FR.10, B07.FR.08 and .11; VariableCharacteristicsType; Part 2,
"Referenced Components and Variables", 2; Part 2 Appendix 4 for Available and Enabled; errata
2025-09, 6.2.19. An empty value is one that is unset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.rules import standard_variables
from harness.rules.monitor import Finding, Monitor, left_to_the_schema
from harness.rules.variable_values import LISTS, misfit, same, split
from harness.rules.variables import name_of, words_of
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.rules.standard_variables import StandardVariable
    from harness.rules.variables import Key
    from ocppj.frames import Answer, Call

_ACTION: Final = "NotifyReport"
_ACTUAL: Final = "Actual"
_TRAITS: Final = "Part 2, VariableCharacteristicsType"
_STANDARD: Final = "Part 2, Referenced Components and Variables, 2"
_VALUES: Final = "Errata 6.2.19"
_AVAILABLE: Final = "Part 2 Appendices, 4"
_FULL: Final = "FullInventory"

Place = tuple[str, ...]
"""A component: its name, instance, EVSE and connector, as in `name_of`."""


class Inventory(Monitor):
    """Looks at every variable that is reported, and at a full inventory when it is whole."""

    def __init__(self) -> None:
        self._full: dict[Any, dict[Key, dict[str, Any]]] = {}
        self._set: dict[Key, str] = {}

    def on_own_call(self, call: Call) -> None:
        number = call.payload.get("requestId")
        if call.action in ("GetBaseReport", "GetReport"):
            self._full.pop(number, None)
        if call.action == "GetBaseReport" and call.payload.get("reportBase") == _FULL:
            self._full[number] = {}

    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        """Note what has been set: B05.FR.10."""
        if request.action == "SetVariables" and isinstance(answer, CallResult):
            for wanted in request.payload["setVariableData"]:
                self._set.pop(name_of(wanted), None)
            if all(status == "Accepted" for status in _statuses(answer.payload)):
                self._set.update(
                    (name_of(wanted), wanted["attributeValue"])
                    for wanted in request.payload["setVariableData"]
                    if wanted.get("attributeType", _ACTUAL) == _ACTUAL
                )
        return []

    @left_to_the_schema
    def on_call(self, call: Call) -> list[Finding]:
        if call.action == "BootNotification":
            self._set.clear()  # an interval, a profile or a firmware may have changed them
        if call.action != _ACTION:
            return []
        return list(self._look(call.payload))

    def _look(self, part: Mapping[str, Any]) -> Iterator[Finding]:
        entries = {name_of(entry): entry for entry in part.get("reportData", ())}
        for name, entry in entries.items():
            yield from _in_itself(words_of(name), entry)
            yield from self._as_set(name, entry)
            known = standard_variables.named(entry)
            if known is not None:
                yield from _by_the_document(words_of(name), entry, known)
        report = self._full.get(part["requestId"])
        if report is not None:
            report.update(entries)
            if not part.get("tbc", False):
                del self._full[part["requestId"]]
                yield from _as_a_whole(report)

    def _as_set(self, name: Key, entry: Mapping[str, Any]) -> Iterator[Finding]:
        wanted, value = self._set.get(name), _actual(entry).get("value")
        data_type = entry.get("variableCharacteristics", {}).get("dataType", "string")
        if wanted is not None and value is not None and not same(wanted, value, data_type):
            subject = f"{words_of(name)} value"
            yield Finding(_ACTION, subject, f"{wanted}, as it was set", value, "B05.FR.10")


def _statuses(answer: Mapping[str, Any]) -> Iterator[Any]:
    for result in answer.get("setVariableResult", ()):
        yield result.get("attributeStatus")


def _actual(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the attribute that is meant where none is named; empty where there is none."""
    for attribute in entry["variableAttribute"]:
        if attribute.get("type", _ACTUAL) == _ACTUAL:
            found: Mapping[str, Any] = attribute
            return found
    return {}


# a variable in itself


def _in_itself(name: str, entry: Mapping[str, Any]) -> Iterator[Finding]:
    types = [each.get("type", _ACTUAL) for each in entry["variableAttribute"]]
    if len(set(types)) != len(types):
        yield _found(f"{name} type", "each attribute once", ", ".join(types), "B07.FR.11")
    traits = entry.get("variableCharacteristics")
    for attribute in entry["variableAttribute"]:
        value = attribute.get("value")
        if attribute.get("mutability") == "WriteOnly" and value:
            yield _found(f"{name} value", "absent, since it is WriteOnly", value, _VALUES)
        wanted = misfit(value, traits) if value and traits else None
        if wanted is not None:
            yield _found(f"{name} value", wanted, value, _TRAITS)
    if traits is not None:
        yield from _traits(name, traits)


def _traits(name: str, traits: Mapping[str, Any]) -> Iterator[Finding]:
    data_type, low, high = traits["dataType"], traits.get("minLimit"), traits.get("maxLimit")
    if data_type in LISTS and not traits.get("valuesList"):
        expected = f"the values of this {data_type}"
        yield _found(f"{name} valuesList", expected, "none", _TRAITS)
    if low is not None and high is not None and low > high:
        expected = f"at most {high:g}, its maxLimit"
        yield _found(f"{name} minLimit", expected, f"{low:g}", _TRAITS)


# a variable by the specification


def _by_the_document(
    name: str, entry: Mapping[str, Any], known: StandardVariable
) -> Iterator[Finding]:
    attribute = _actual(entry)
    if not attribute:
        types = ", ".join(str(each["type"]) for each in entry["variableAttribute"])
        yield _found(f"{name} type", f"{_ACTUAL} among them", types, _STANDARD)
        return
    mutability = attribute.get("mutability", "ReadWrite")
    if mutability not in known.mutability:
        expected = " or ".join(known.mutability)
        yield _found(f"{name} mutability", expected, mutability, _STANDARD)
    elif mutability != "ReadOnly" and attribute.get("persistent") is not True:
        expected = f"true, since it is {mutability}"
        yield _found(f"{name} persistent", expected, "not true", _STANDARD)
    traits = entry.get("variableCharacteristics")
    if traits is not None:
        yield from _traits_by_the_document(name, traits, known)


def _traits_by_the_document(
    name: str, traits: Mapping[str, Any], known: StandardVariable
) -> Iterator[Finding]:
    if traits["dataType"] != known.type:
        yield _found(f"{name} dataType", known.type, traits["dataType"], _STANDARD)
    if known.unit and traits.get("unit") != known.unit:
        yield _found(f"{name} unit", known.unit, str(traits.get("unit", "absent")), _TRAITS)
    if known.minimum is not None and traits.get("minLimit") != known.minimum:
        actual = str(traits.get("minLimit", "absent"))
        yield _found(f"{name} minLimit", f"{known.minimum:g}", actual, _STANDARD)
    yield from _longest(name, traits.get("maxLimit"), known)
    strange = [each for each in split(traits.get("valuesList", "")) if each not in known.members]
    if known.members and strange:
        expected = f"among {', '.join(sorted(known.members))}"
        yield _found(f"{name} valuesList", expected, ", ".join(strange), _STANDARD)


def _longest(name: str, high: float | None, known: StandardVariable) -> Iterator[Finding]:
    needed = known.maximum is not None or not known.value_needed
    if high is None and needed:
        yield _found(f"{name} maxLimit", "present", "absent", _STANDARD)
    if high is not None and known.maximum is not None and high > known.maximum:
        expected = f"at most {known.maximum:g}"
        yield _found(f"{name} maxLimit", expected, f"{high:g}", _STANDARD)


# a full inventory


def _as_a_whole(report: Mapping[Key, Mapping[str, Any]]) -> Iterator[Finding]:
    places: dict[Place, dict[tuple[str, str], str]] = {}
    for name, entry in report.items():
        variables = places.setdefault(name[:4], {})
        variables[name[4], name[5]] = str(_actual(entry).get("value", "")).lower()
    for place, variables in places.items():
        yield from _available(place, variables)
    for known in standard_variables.table():
        yield from _missing(known, places)


def _available(place: Place, variables: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    for (name, instance), value in variables.items():
        enabled = variables.get(("enabled", instance)) == "true"
        if name == "available" and value == "false" and enabled:
            subject = f"{words_of((*place, name, instance))} value"
            yield _found(subject, "true, since it is Enabled", value, _AVAILABLE)


def _missing(
    known: StandardVariable, places: Mapping[Place, Mapping[tuple[str, str], str]]
) -> Iterator[Finding]:
    """Find the places at which a variable had to be reported and was not."""
    if not known.needed:
        return
    own = [place for place in places if place[0] == known.component.lower()]
    tiers = [place for place in own if known.component in ("EVSE", "Connector")]
    lacking = [place for place in own if not _has(places[place], known)]
    if known.needed == "block" and not any(_is_available(places[place]) for place in own):
        return
    if not own or (lacking if tiers else lacking == own):
        where = " ".join(filter(None, (lacking or [(known.component,)])[0]))
        yield _found(known.path, f"reported of {where}", "missing", "B07.FR.08")


def _has(variables: Mapping[tuple[str, str], str], known: StandardVariable) -> bool:
    names = [name.lower() for name in known.names]
    return any(name in names and known.is_instance(part) for name, part in variables)


def _is_available(variables: Mapping[tuple[str, str], str]) -> bool:
    said = [value for (name, _), value in variables.items() if name == "available"]
    return not said or "false" not in said


def _found(subject: str, expected: str, actual: str, rule: str) -> Finding:
    return Finding(_ACTION, subject, expected, actual, rule)
