"""What is judged when a scenario has run: leftovers that no sentence accounted for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from harness import rules
from harness.expectations import check_of, judge
from harness.outcome import CaseFailed, Inconclusive
from harness.verdicts import Check
from ocppj.frames import CallError, CallResult
from schemas.catalogue import Sender

if TYPE_CHECKING:
    from harness.inbox import Outgoing
    from harness.world import World

QUIET_S = 0.5


async def finish(world: World) -> None:
    """Judge what is left; raises CaseFailed for the first fault."""
    world.step = "the end of the scenario"
    world.script.release()
    # What is already under way (an answer, a repeated frame) belongs to this case.
    await world.idle(QUIET_S + world.limits.answer_delay_s)
    await _answers_left(world)
    await _messages_owed(world)
    _tolerate(world)
    _requests_left(world)
    world.raise_broken()


def _done(outgoing: Outgoing) -> bool | None:
    return outgoing.ended.done() or None


async def _answers_left(world: World) -> None:
    for outgoing in world.sent:
        if outgoing.looked_at:
            continue
        limit = world.limits.answer_s + 5
        await world.until(partial(_done, outgoing), limit)
        if not outgoing.ended.done():
            raise Inconclusive(f"the {outgoing.action} request could not be sent in {limit:g} s")
        if not isinstance(outgoing.ended.result(), CallResult):
            _refuse(world, outgoing)


def _refuse(world: World, outgoing: Outgoing) -> None:
    ended = outgoing.ended.result()
    if isinstance(ended, CallError):
        actual = f"CALLERROR {ended.code}: {ended.description}"
    else:
        actual = str(ended)
    check = Check(False, world.step, outgoing.action, "answer", "a CALLRESULT", actual)
    world.checks.append(check)
    raise CaseFailed(check, world.tail())


async def _messages_owed(world: World) -> None:
    """Wait for what the system under test has said that it will send."""

    def paid() -> bool | None:
        return not world.judge.owed() or None

    if await world.until(paid, world.limits.message_s) is None:
        found = world.judge.owed()[0]
        expected, actual, rule = found.expected, found.actual, found.requirement
        world.check(Check(False, world.step, found.action, found.subject, expected, actual, rule))


def _tolerate(world: World) -> None:
    for action, rows in world.tolerated:
        for incoming in list(world.inbox.unclaimed(action)):
            found = judge(world, incoming, rows)
            incoming.claimed = True
            for row in found:
                world.check(check_of(world, action, row, incoming.seq))


def _requests_left(world: World) -> None:
    consequential = rules.consequential(world.dialect.version, Sender(world.sut.role))
    for incoming in world.inbox.unclaimed():
        if incoming.action not in consequential:
            continue
        world.check(
            Check(
                False,
                world.step,
                incoming.action,
                "message",
                f"no {incoming.action} request that the case does not call for",
                "one came",
                f"{world.case.id}, scenario",
                incoming.seq,
            )
        )
