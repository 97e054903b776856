"""Sentences with gaps: `unplug at EVSE {evse}[ connector {connector}]`.

What stands in brackets may be left out; a gap takes what its name says.
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from ocppj.clock import parse_datetime
from station_sim.script.source import Wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


Built = TypeVar("Built")

_UNITS: Final = {"s": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600}
_TIME: Final = r"\d+(?:\.\d+)? ?(?:s|seconds?|min|minutes?|h|hours?)"


def _seconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+) ?([a-z]+)", text).groups()  # type: ignore[union-attr]
    return float(number) * _UNITS[unit if unit in _UNITS else unit.removesuffix("s")]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Wrong(f"{text} is no JSON: {error}") from error


def _time(text: str) -> str:
    try:
        parse_datetime(text)
    except ValueError as error:
        raise Wrong(f"{text} is no RFC 3339 date-time such as 2026-01-31T12:00:00Z") from error
    return text


def payload_of(text: str) -> dict[str, Any]:
    """Read an object, or a single word for the status that it is."""
    found = _json(text) if text.startswith("{") else {"status": text}
    assert isinstance(found, dict)
    return found


def _text(text: str) -> str:
    return text.removeprefix('"').removesuffix('"') if text.startswith('"') else text


@dataclass(frozen=True, slots=True)
class _Gap:
    """What may stand in a gap, what it means, and an example of it."""

    pattern: str
    read: Callable[[str], Any]
    example: str


_GAPS: Final[Mapping[str, _Gap]] = {
    "evse": _Gap(r"\d+", int, "1"),
    "connector": _Gap(r"\d+", int, "1"),
    "seconds": _Gap(_TIME, _seconds, "5 s"),
    "limit": _Gap(_TIME, _seconds, "60 s"),
    "payload": _Gap(r"\{.*\}|\w+", payload_of, '{"status": "Accepted"}'),
    "fields": _Gap(r"\{.*\}", payload_of, '{"evse_id": 1}'),
    "action": _Gap(r"[A-Z]\w*", str, "Heartbeat"),
    "id_token": _Gap(r'"[^"]+"|\S+', _text, "DEADBEEF"),
    "type": _Gap(r"\S+", str, "ISO14443"),
    "code": _Gap(r"\w+", str, "InternalError"),
    "state": _Gap(r"\w+", str, "accepted"),
    "status": _Gap(r"\w+", str, "Available"),
    "time": _Gap(r"\S+", _time, "2026-01-31T12:00:00Z"),
    "who": _Gap(r"station|CSMS", str, "station"),
    "reply": _Gap(r"\{.*\}|error \w+|\w+", str, "Rejected"),
    "condition": _Gap(r".+?", str, "the station is accepted"),
    "text": _Gap(r".+", str, '[2,"1","Heartbeat",{}]'),
}


class Sentences(Generic[Built]):
    """What can be said, and what makes something of it: called with the gaps that were filled."""

    def __init__(self, meanings: Mapping[str, Callable[..., Built]]) -> None:
        self._meanings = [
            (re.compile(_pattern(template), re.IGNORECASE), build)
            for template, build in meanings.items()
        ]
        self.templates = tuple(meanings)
        self.examples = [example(template) for template in meanings]

    def meant(self, text: str) -> list[str]:
        """Give the templates that fit a text, the one that counts first."""
        fits = (pattern.fullmatch(text) for pattern, _ in self._meanings)
        return [template for template, fit in zip(self.templates, fits, strict=True) if fit]

    def read(self, text: str, *context: Any) -> Built:
        """Build what the text says, `context` being the first arguments; raises Wrong."""
        for pattern, build in self._meanings:
            found = pattern.fullmatch(text)
            if found is not None:
                gaps = {name: t for name, t in found.groupdict().items() if t is not None}
                return build(*context, **{name: _value(name, t) for name, t in gaps.items()})
        near = difflib.get_close_matches(text, self.examples, 1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}?" if near else f"it can say {'; '.join(self.examples)}"
        raise Wrong(f"a script cannot say {text!r}; {hint}")


def _value(name: str, text: str) -> Any:
    return _GAPS[name].read(text)


def example(template: str) -> str:
    """Fill the gaps, and leave out what may be left out."""
    whole = re.sub(r"\[.*?\]", "", template)
    return re.sub(r"\{(\w+)\}", lambda gap: _GAPS[gap[1]].example, whole)


def _pattern(template: str) -> str:
    return "".join(_part(part) for part in re.split(r"(\{\w+\}|\[|\]| )", template))


def _part(part: str) -> str:
    if part.startswith("{"):
        name = part[1:-1]
        return f"(?P<{name}>{_GAPS[name].pattern})"
    return {"[": "(?:", "]": ")?", " ": " +"}.get(part, re.escape(part))
