"""Making a mutant's text from the system's own, and finding what can be changed in a frame."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from harness.mutation import framed, operators, places
from harness.mutation.mutant import FrameKind, Group, Mutant, field_name
from harness.mutation.operators import REMOVED
from ocppj.frames import Call, CallError, CallResult, encode
from schemas.catalogue import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.mutation.mutant import Spot
    from harness.mutation.operators import Operator
    from harness.mutation.places import Place
    from ocppj.frames import Frame
    from schemas.catalogue import Version

ABSENT: Final = "(absent)"
_SCHEMA_KINDS: Final[Mapping[FrameKind, Kind]] = {
    FrameKind.REQUEST: Kind.REQUEST,
    FrameKind.RESPONSE: Kind.RESPONSE,
}
_OPTIONAL_ANSWERS: Final = frozenset({"call_error"})


class NotApplicable(Exception):
    """The mutant's operator finds nothing to do in the frame that came."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A frame after the change, and what the change was, for the report."""

    text: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Moment:
    """Where in the scenario something happens: the index of the step, and whether it prepares."""

    step: int
    preparing: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A frame of the system under test as a passing run had it."""

    spot: Spot
    payload: dict[str, Any]
    moment: Moment


def possible(version: Version, case: str, sent: Sent, seed: int) -> Iterator[Mutant]:
    """Give all mutants of a frame: every value of it, and each way once to break its schema."""
    for name in operators.STRUCTURAL:
        if name not in _OPTIONAL_ANSWERS or sent.spot.kind is FrameKind.RESPONSE:
            yield Mutant(case, sent.spot, (), name)
    if sent.spot.kind not in _SCHEMA_KINDS:
        return
    for operator in operators.VALUE:
        yield from _mutants(version, case, sent, operator, seed)
    for operator in operators.SCHEMA:
        found = list(_mutants(version, case, sent, operator, seed))
        if found:
            yield _rng(seed, f"{case} {sent.spot} {operator.name}").choice(found)


def _mutants(
    version: Version, case: str, sent: Sent, operator: Operator, seed: int
) -> Iterator[Mutant]:
    schema = framed.schema(version, sent.spot.action, _SCHEMA_KINDS[sent.spot.kind])
    seen = framed.view(version, sent.spot.action, sent.payload)
    for place in places.places(schema, seen):
        mutant = Mutant(case, sent.spot, place.path, operator.name)
        if _choose(version, mutant, place, seen, seed) is not None:
            yield mutant


def change(version: Version, mutant: Mutant, frame: Frame, seed: int) -> Changed:
    """Apply a mutant to the frame of its spot; raises NotApplicable where it does not fit.

    The value is computed from the frame that came, since keys and times differ between runs.
    """
    if mutant.operator == "call_error":
        error = CallError(frame.message_id, "InternalError", "a mutant")
        return Changed(encode(error), "CALLRESULT", "CALLERROR InternalError")
    if not isinstance(frame, Call | CallResult):
        raise NotApplicable(f"{mutant.id}: a CALLERROR came")
    kind = _SCHEMA_KINDS[mutant.spot.kind]
    schema = framed.schema(version, mutant.spot.action, kind)
    seen = framed.view(version, mutant.spot.action, frame.payload)
    place = next((p for p in places.places(schema, seen) if p.path == mutant.path), None)
    chosen = None if place is None else _choose(version, mutant, place, seen, seed)
    if place is None or chosen is None:
        raise NotApplicable(f"{mutant.id}: nothing to change at {field_name(mutant.path)!r}")
    payload, value = framed.payload(version, mutant.spot.action, chosen[0]), chosen[1]
    after = ABSENT if value is REMOVED else value
    return Changed(encode(_with(frame, payload)), place.value, after)


def _choose(
    version: Version, mutant: Mutant, place: Place, payload: dict[str, Any], seed: int
) -> tuple[dict[str, Any], Any] | None:
    """Take the operator's first candidate that leaves the payload as valid as it must be."""
    operator = operators.FIELDS[mutant.operator]
    valid = operator.group is not Group.SCHEMA
    kind = _SCHEMA_KINDS[mutant.spot.kind]
    for value in operator.candidates(place, _rng(seed, mutant.id)):
        changed = operator.apply(payload, place, value)
        if framed.is_valid(version, mutant.spot.action, kind, changed) is valid:
            return changed, value
    return None


def _with(frame: Call | CallResult, payload: dict[str, Any]) -> Frame:
    if isinstance(frame, Call):
        return Call(frame.message_id, frame.action, payload)
    return CallResult(frame.message_id, payload)


def _rng(seed: int, about: str) -> random.Random:
    digest = hashlib.sha256(f"{seed} {about}".encode()).digest()
    return random.Random(digest)
