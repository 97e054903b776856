"""Requests and answers of the harness's side, and the answers of the system under test."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness import paths, tables
from harness.expectations import check_of
from harness.literals import ABSENT, typed
from harness.outcome import CaseFailed, Inconclusive, ScenarioError
from harness.script import Answer
from harness.verdicts import Check
from ocppj.frames import CallError, CallResult
from ocppj.trace import Direction
from schemas import tunnel, validation
from schemas.validation import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.inbox import Incoming, Outgoing
    from harness.tables import Expectation
    from harness.world import World

ANSWER_S = 5.0
"""More than the delay of any answer of the harness."""


def compose_request(world: World, action: str, fields: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Lay a table over what the harness's side would send by itself.

    Raises ScenarioError when the outcome breaks the schema: odd requests are sent as raw frames.
    """
    payload = overlay(world, action, Kind.REQUEST, world.side.draft(action), fields)
    found = validation.violations(world.dialect.version, action, Kind.REQUEST, payload)
    if found:
        faults = "; ".join(f"{v.pointer or '/'}: {v.message}" for v in found)
        raise ScenarioError(f"the scenario's own {action} request breaks the schema: {faults}")
    return payload


def overlay(
    world: World,
    action: str,
    kind: Kind,
    base: dict[str, Any],
    fields: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """Put a table's fields into a payload; `(absent)` takes one out."""
    payload = copy.deepcopy(base)
    for name, text in fields:
        path = paths.parse_path(name)
        value = world.values.resolve(text)
        if value == ABSENT:
            paths.remove(payload, path)
        else:
            paths.put(payload, path, typed(world.dialect.version, action, kind, path, value))
    return payload


def answer_held(world: World, fields: Sequence[tuple[str, str]]) -> None:
    """Answer the held request that the last sentence took; fields not named keep our own answer."""
    current = world.current
    if current is None or not world.script.answer(
        current.action, _revision(world, current.action, fields)
    ):
        raise ScenarioError("there is no request waiting for an answer of the harness")


async def sent(world: World) -> None:
    """Let the answer leave before the scenario goes on, as what follows it on the wire must."""
    current = world.current
    assert current is not None, "answer_held has answered it"
    await world.until(lambda: _answer_to(world, current) or None, ANSWER_S)


def _answer_to(world: World, request: Incoming) -> bool:
    return any(
        isinstance(record.frame, CallResult | CallError)
        and record.direction is Direction.OUT
        and record.connection == request.connection
        and record.frame.message_id == request.call.message_id
        for record in reversed(world.trace.records)
    )


def _revision(world: World, action: str, fields: Sequence[tuple[str, str]]) -> Answer:
    inside = tunnel.message(world.dialect.version, action) is not None

    def revise(payload: dict[str, Any]) -> dict[str, Any]:
        if not inside:
            return overlay(world, action, Kind.RESPONSE, payload, fields)
        inner = tunnel.unwrap(payload) or {}
        return tunnel.wrap_answer(overlay(world, action, Kind.RESPONSE, inner, fields))

    return Answer(revise)


def prepare_answer(world: World, action: str, fields: Sequence[tuple[str, str]]) -> None:
    """Lay a table over our usual answer to the next request of this action."""
    world.script.prepare(action, _revision(world, action, fields))


async def expect_answer(world: World, rows: Sequence[Expectation]) -> dict[str, Any]:
    """Wait for a CALLRESULT to the last request and compare it with a table."""
    outgoing, seq = await _ended(world)
    answer = outgoing.ended.result()
    if not isinstance(answer, CallResult):
        raise _no_result(world, outgoing, answer, seq)
    if not rows:
        world.check(
            Check(True, world.step, outgoing.action, "answer", "a CALLRESULT", "one", None, seq)
        )
    payload = _opened(world, outgoing.action, answer.payload, seq)
    world.last_payload = payload
    world.last_rows = rows
    world.last_seq = seq
    for found in tables.judge(payload, rows, world.values.resolve):
        check = check_of(world, outgoing.action, found, seq)
        world.check(replace(check, source=check.source or outgoing.source))
    return payload


def _opened(world: World, action: str, payload: dict[str, Any], seq: int | None) -> dict[str, Any]:
    """Give what an answer carries, where the request went inside a DataTransfer."""
    if tunnel.message(world.dialect.version, action) is None:
        return payload
    status = str(payload.get("status"))
    subject = "status of DataTransfer"
    held = status == "Accepted"
    world.check(Check(held, world.step, action, subject, "Accepted", status, None, seq))
    return tunnel.unwrap(payload) or {}


async def own_answer(world: World, incoming: Incoming) -> dict[str, Any]:
    """Give what the harness answered to a request of the system under test.

    Raises ScenarioError where it answered with an error, or not at all.
    """
    wanted = incoming.call.message_id

    def find() -> CallResult | CallError | None:
        for record in reversed(world.trace.records):
            frame = record.frame
            if record.direction is not Direction.OUT or record.connection != incoming.connection:
                continue
            if isinstance(frame, CallResult | CallError) and frame.message_id == wanted:
                return frame
        return None

    answer = await world.until(find, world.limits.answer_s)
    if not isinstance(answer, CallResult):
        raise ScenarioError(f"the harness has not answered {incoming.action} with a CALLRESULT")
    return answer.payload


async def expect_error(world: World, codes: Sequence[str]) -> None:
    """Wait for a CALLERROR to the last request with one of these codes."""
    outgoing, seq = await _ended(world)
    answer = outgoing.ended.result()
    held = isinstance(answer, CallError) and answer.code in codes
    if isinstance(answer, CallError):
        actual = f"CALLERROR {answer.code}"
    else:
        actual = "a CALLRESULT" if isinstance(answer, CallResult) else str(answer)
    expected = f"CALLERROR {' or '.join(codes)}"
    world.check(Check(held, world.step, outgoing.action, "answer", expected, actual, None, seq))


async def _ended(world: World) -> tuple[Outgoing, int | None]:
    waiting = next((sent for sent in world.sent if not sent.looked_at), None)
    if waiting is None:
        raise ScenarioError("the harness has sent no request whose answer is still to be looked at")
    outgoing = waiting
    outgoing.looked_at = True
    limit = world.limits.answer_s + 5.0
    ended = await world.until(lambda: outgoing if outgoing.ended.done() else None, limit)
    if ended is None:
        raise Inconclusive(f"the {outgoing.action} request could not be sent within {limit:g} s")
    return outgoing, _seq_of_answer(world)


def _seq_of_answer(world: World) -> int | None:
    for record in reversed(world.trace.records):
        if record.direction is Direction.IN and isinstance(record.frame, CallResult | CallError):
            return record.seq
    return None


def _no_result(
    world: World, outgoing: Outgoing, answer: object, seq: int | None
) -> CaseFailed | Inconclusive:
    if isinstance(answer, CallError):
        actual = f"CALLERROR {answer.code}: {answer.description}"
        if world.preparing and answer.code in ("NotImplemented", "NotSupported"):
            return Inconclusive(f"{outgoing.action} is needed to prepare the case: {actual}")
    else:
        actual = str(answer)
    expected = "a CALLRESULT"
    check = Check(
        False, world.step, outgoing.action, "answer", expected, actual, None, seq, outgoing.source
    )
    world.checks.append(check)
    return CaseFailed(check, world.tail())
