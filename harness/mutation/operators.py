"""The operators: what can be done to a frame.

An operator that works on a field offers candidates for the new value, best first; the first one
that keeps the payload valid is taken (or that breaks it, for the group `schema`).
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from harness.mutation import places
from harness.mutation.mutant import Group
from ocppj.clock import format_datetime, parse_datetime

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Mapping

    from harness.mutation.places import Place

_DECIMAL: Final = re.compile(r"-?\d+(\.\d+)?")
_HOUR: Final = timedelta(hours=1)
_IDS: Final = frozenset(
    {
        "transactionId",
        "requestId",
        "reservationId",
        "remoteStartId",
        "chargingProfileId",
        "evseId",
        "connectorId",
        "idToken",
        "idTag",
        "parentIdTag",
        "id",
    }
)
REMOVED: Final = object()
"""The candidate that stands for taking the field out."""

STRUCTURAL: Final = ("drop", "twice", "call_error", "late")
"""Lost; sent twice; a CALLERROR in place of the CALLRESULT; sent after the deadline."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A change to one field; `candidates` is empty where it does not apply."""

    name: str
    group: Group
    candidates: Callable[[Place, random.Random], Iterator[Any]]

    def apply(self, payload: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
        """Give a changed copy of the payload."""
        changed = copy.deepcopy(payload)
        if not place.path:
            return {**changed, **value}
        if value is REMOVED:
            places.remove(changed, place.path)
        else:
            places.put(changed, place.path, value)
        return changed


def _is_id(place: Place) -> bool:
    return place.name in _IDS and isinstance(place.value, int | str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_time(place: Place) -> bool:
    return place.schema.get("format") == "date-time" and isinstance(place.value, str)


def _enum(place: Place, rng: random.Random) -> Iterator[Any]:
    others = [value for value in place.schema.get("enum", ()) if value != place.value]
    rng.shuffle(others)
    yield from others


def _other_id(place: Place, rng: random.Random) -> Iterator[Any]:
    if _is_id(place) and "enum" not in place.schema:
        yield from _other(place.value)


def _other(value: Any) -> Iterator[Any]:
    if not isinstance(value, str):
        yield from (value + 1, value - 1, value + 10, value - 10, 0)
    elif body := value.rstrip("="):
        # Tokens are compared without case, so the character must be another letter altogether; the
        # padding of base64 stays, since some lengths have none.
        yield body[:-1] + ("7" if body[-1] != "7" else "3") + value[len(body) :]
        yield f"{value}7"
    else:
        yield "7"


def _flip(place: Place, rng: random.Random) -> Iterator[Any]:
    if isinstance(place.value, bool):
        yield not place.value


def _number(place: Place, rng: random.Random) -> Iterator[Any]:
    if _is_number(place.value) and not _is_id(place):
        yield from _other(place.value)


def _text(place: Place, rng: random.Random) -> Iterator[Any]:
    value = place.value
    if not isinstance(value, str) or _is_id(place) or _is_time(place) or "enum" in place.schema:
        return
    if value in ("true", "false"):
        yield "false" if value == "true" else "true"
    elif _DECIMAL.fullmatch(value):
        yield str(Decimal(value) + 1)
    else:
        yield from _other(value)


def _hour(place: Place, rng: random.Random) -> Iterator[Any]:
    if _is_time(place):
        yield format_datetime(parse_datetime(place.value) + _HOUR)
        yield format_datetime(parse_datetime(place.value) - _HOUR)


def _optional(place: Place, rng: random.Random) -> Iterator[Any]:
    if not place.required:
        yield REMOVED


def _missing(place: Place, rng: random.Random) -> Iterator[Any]:
    if place.required and place.path and isinstance(place.path[-1], str):
        yield REMOVED


def _mistyped(place: Place, rng: random.Random) -> Iterator[Any]:
    if place.path:
        yield str(place.value) if _is_number(place.value) else 42
        yield "42"


def _too_long(place: Place, rng: random.Random) -> Iterator[Any]:
    limit = place.schema.get("maxLength")
    if limit is not None and isinstance(place.value, str):
        yield place.value + "x" * (limit + 1 - len(place.value))


def _no_member(place: Place, rng: random.Random) -> Iterator[Any]:
    if "enum" in place.schema:
        yield f"{place.value}Not"


def _no_time(place: Place, rng: random.Random) -> Iterator[Any]:
    if _is_time(place):
        yield "yesterday"


def _unknown(place: Place, rng: random.Random) -> Iterator[Any]:
    if isinstance(place.value, dict):
        yield {**place.value, "unknownField": "x"}


def _null(place: Place, rng: random.Random) -> Iterator[Any]:
    if place.path:
        yield None


VALUE: Final = tuple(
    Operator(name, Group.VALUE, candidates)
    for name, candidates in (
        ("enum", _enum),
        ("id", _other_id),
        ("flip", _flip),
        ("number", _number),
        ("text", _text),
        ("hour", _hour),
        ("remove", _optional),
    )
)
"""Another allowed value, another id, the boolean flipped, another number, another text, an hour's
difference, the optional field left out."""

SCHEMA: Final = tuple(
    Operator(name, Group.SCHEMA, candidates)
    for name, candidates in (
        ("missing", _missing),
        ("mistyped", _mistyped),
        ("unknown", _unknown),
        ("too_long", _too_long),
        ("no_member", _no_member),
        ("no_time", _no_time),
        ("null", _null),
    )
)
"""The required field left out, a value of another type, a field that the message does not have, a
text that is too long, a value outside the enumeration, no date-time, null."""

FIELDS: Final[Mapping[str, Operator]] = {each.name: each for each in (*VALUE, *SCHEMA)}


def group_of(name: str) -> Group:
    """Tell the group of an operator; raises KeyError for an unknown one."""
    return Group.STRUCTURAL if name in STRUCTURAL else FIELDS[name].group
