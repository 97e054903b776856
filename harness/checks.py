"""The checks that a table can make of one field."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ocppj.clock import parse_datetime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class _Missing:
    def __repr__(self) -> str:
        return "absent"


MISSING: Final = _Missing()
_NEAR_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One check: `holds(actual, value)`, and `phrase` for the words of a verdict."""

    holds: Callable[[Any, str], bool]
    phrase: str
    takes_value: bool = True

    def words(self, value: str) -> str:
        return self.phrase.format(value)


def text_of(value: Any) -> str:
    """Show a JSON value as a table would have it: strings bare, the rest as JSON."""
    if value is MISSING:
        return "absent"
    return value if isinstance(value, str) else json.dumps(value)


def equals(actual: Any, literal: str) -> bool:
    """Compare a JSON value with a literal from a table.

    The type of a field is the schema's business, so `300` equals both the number and the text.
    Numbers compare by value, objects and arrays as JSON.
    """
    if actual is MISSING:
        return False
    if isinstance(actual, str):
        return actual == literal
    try:
        return _same(actual, json.loads(literal))
    except ValueError:
        return False


def _same(one: Any, other: Any) -> bool:
    """Compare JSON values; Python would take `true` for 1."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _list(value: str) -> list[str]:
    """Read `A, B` or a JSON array, which is how a kept list comes."""
    if value.startswith("["):
        return [text_of(item) for item in json.loads(value)]
    return [item.strip() for item in value.split(",")]


def _contains(actual: Any, value: str) -> bool:
    if isinstance(actual, list):
        return any(equals(item, value) for item in actual)
    return isinstance(actual, str) and value in actual


def _number(actual: Any) -> float | None:
    if isinstance(actual, bool) or not isinstance(actual, int | float | str):
        return None
    try:
        return float(actual)
    except ValueError:
        return None


def _at_least(actual: Any, value: str) -> bool:
    number = _number(actual)
    return number is not None and number >= float(value)


def _at_most(actual: Any, value: str) -> bool:
    number = _number(actual)
    return number is not None and number <= float(value)


def _size(actual: Any, value: str) -> bool:
    """Compare with a number, or with the length of a list."""
    size = len(json.loads(value)) if value.startswith("[") else int(value)
    return isinstance(actual, list | dict | str) and len(actual) == size


def _near(actual: Any, value: str) -> bool:
    """Hold for a date-time within ten seconds of the given one.

    4 s are tolerance for the clocks, as certification laboratories allow, and 6 s cover the time
    between a send and this look. Raises ValueError for a given one that is none.
    """
    wanted = parse_datetime(value)
    if not isinstance(actual, str):
        return False
    try:
        return abs((parse_datetime(actual) - wanted).total_seconds()) <= _NEAR_S
    except ValueError:
        return False


def _matches(actual: Any, value: str) -> bool:
    return actual is not MISSING and re.fullmatch(value, text_of(actual)) is not None


CHECKS: Final[Mapping[str, Comparison]] = {
    "is": Comparison(equals, "{}"),
    "is not": Comparison(lambda a, v: a is not MISSING and not equals(a, v), "anything but {}"),
    "is one of": Comparison(lambda a, v: any(equals(a, i) for i in _list(v)), "one of {}"),
    "is absent": Comparison(lambda a, _: a is MISSING, "absent", takes_value=False),
    "is absent or": Comparison(
        lambda a, v: a is MISSING or equals(a, v) or any(equals(a, i) for i in _list(v)),
        "absent or {}",
    ),
    "is present": Comparison(lambda a, _: a is not MISSING, "present", takes_value=False),
    "contains": Comparison(_contains, "something that contains {}"),
    "matches": Comparison(_matches, "something that matches {}"),
    "at least": Comparison(_at_least, "at least {}"),
    "at most": Comparison(_at_most, "at most {}"),
    "has size": Comparison(_size, "{} elements"),
    "is near": Comparison(_near, "a time near {}"),
}
