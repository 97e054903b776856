"""Waiting for requests of the system under test, and accounting for them.

A sentence takes the first request of its action that fits its table and came after the one that the
sentence before took: that is how order is judged. Requests that no sentence takes are tolerated
where a system may send them at any time; `harness.finish` reports the others.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from harness import tables
from harness.outcome import CaseFailed
from harness.verdicts import Check
from ocppj.frames import CallResult
from ocppj.trace import Direction, actions

PROMPT_S = 0.5
"""What a system may take to act, on top of the tolerance for its clock."""
_ATTEMPT: Final = 0.5
"""Of several forms of a message, a request with fewer of the rows right is about other things."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from harness.inbox import Incoming
    from harness.tables import Expectation, Found
    from harness.world import World


Form = tuple[str, "Sequence[Expectation]"]


async def expect_call(
    world: World,
    action: str,
    rows: Sequence[Expectation] = (),
    *,
    ordered: bool = True,
    source: int | None = None,
) -> Incoming:
    """Take the next fitting request; raises CaseFailed with the nearest one when none comes.

    `source` is the trace record that makes the request due, where one does.
    """
    return await expect_one_of(world, [(action, rows)], ordered=ordered, source=source)


async def expect_one_of(
    world: World,
    forms: Sequence[Form],
    *,
    ordered: bool = True,
    source: int | None = None,
    before: str | None = None,
    again: Sequence[Incoming] = (),
) -> Incoming:
    """Take the next request that fits one of several forms, or one that may be taken `again`.

    After a request of the action `before` that no step has taken yet, it is too late.
    """
    candidates = partial(_candidates, world, ordered=ordered, before=before, again=again)

    def find() -> tuple[Incoming, Sequence[Expectation]] | None:
        fitting = (
            (incoming, rows)
            for action, rows in forms
            for incoming in candidates(action)
            if _fits(world, incoming, rows)
        )
        return min(fitting, key=lambda pair: pair[0].seq, default=None)

    found = await world.until(find, world.limits.message_s)
    if found is None:
        await world.settle_driver()
        raise _never_came(world, forms, candidates, source)
    incoming: Incoming = found[0]
    rows = found[1]
    claim(world, incoming, rows, ordered=ordered)
    return incoming


def _candidates(
    world: World,
    action: str,
    *,
    ordered: bool,
    before: str | None = None,
    again: Sequence[Incoming] = (),
) -> Iterable[Incoming]:
    after = world.last_claim if ordered else 0
    later = (i.seq for i in world.inbox.unclaimed(before) if i.seq > after) if before else ()
    end = min(later, default=math.inf)
    yield from (i for i in again if i.action == action)
    yield from (i for i in world.inbox.unclaimed(action) if after < i.seq < end)


def _fits(world: World, incoming: Incoming, rows: Sequence[Expectation]) -> bool:
    return all(found.held for found in judge(world, incoming, rows))


def judge(world: World, incoming: Incoming, rows: Sequence[Expectation]) -> list[Found]:
    """Compare a request with a table, whose `$now` is the time at which the request came."""
    return tables.judge(incoming.payload, rows, partial(world.values.resolve, at=incoming.at))


def claim(
    world: World, incoming: Incoming, rows: Sequence[Expectation], *, ordered: bool = True
) -> None:
    """Account for a request: its checks are kept, and raise CaseFailed where one does not hold."""
    incoming.claimed = True
    world.current = incoming
    world.together = [incoming]
    world.last_payload = incoming.payload
    world.last_rows = rows
    world.last_seq = incoming.seq
    if ordered:
        world.last_claim = incoming.seq
    if not rows:
        world.check(
            Check(True, world.step, incoming.action, "message", "sent", "sent", None, incoming.seq)
        )
    for found in judge(world, incoming, rows):
        world.check(check_of(world, incoming.action, found, incoming.seq))


def check_of(world: World, action: str, found: Found, seq: int | None) -> Check:
    """Turn a compared row into a check of the verdict."""
    return Check(
        found.held,
        world.step,
        action,
        found.place,
        found.expected,
        found.actual,
        found.row.requirement,
        seq,
        world.values.source(found.row.value),
    )


def _never_came(
    world: World,
    forms: Sequence[Form],
    candidates: Callable[[str], Iterable[Incoming]],
    source: int | None,
) -> CaseFailed:
    tried = [
        (sum(found.held for found in judge(world, incoming, rows)) / len(rows), incoming, rows)
        for action, rows in forms
        for incoming in candidates(action)
        if rows
    ]
    share, nearest, rows = max(tried, key=lambda entry: entry[0], default=(0.0, None, ()))
    if nearest is not None and (len(forms) == 1 or share >= _ATTEMPT):
        found = next(f for f in judge(world, nearest, rows) if not f.held)
        check = check_of(world, nearest.action, found, nearest.seq)
    else:
        check = replace(_missing(world, forms), source=source)
    world.checks.append(check)
    return CaseFailed(check, world.tail())


def _missing(world: World, forms: Sequence[Form]) -> Check:
    action, rows = forms[0]
    requirement = next((row.requirement for row in rows if row.requirement), None)
    names = " or ".join(name for name, _ in forms)
    expected = f"a {names} request within {world.limits.message_s:g} s"
    actual = _instead(world, action)
    return Check(False, world.step, action, "message", expected, actual, requirement)


def _instead(world: World, action: str) -> str:
    earlier = next((i for i in world.inbox.unclaimed(action) if i.seq <= world.last_claim), None)
    if earlier is not None:
        return f"one out of order, before trace record {world.last_claim}, at {earlier.seq}"
    others = sorted({i.action for i in world.inbox.unclaimed()})
    return f"none (but {', '.join(others)})" if others else "none"


async def expect_meanwhile(world: World, action: str, rows: Sequence[Expectation]) -> Incoming:
    """Take a request that came since the last act, beside what the sentences since then took.

    The request that the sentence before took may be the one, since it may say several things.
    """
    taken = world.current
    again = [taken] if taken is not None and taken.seq > world.before_act else []
    last, world.last_claim = world.last_claim, world.before_act
    incoming = await expect_one_of(world, [(action, rows)], again=again)
    world.last_claim = max(last, world.last_claim)
    return incoming


async def expect_any_order(
    world: World, wanted: Sequence[tuple[str, Sequence[Expectation]]]
) -> None:
    """Take several requests, whichever comes first."""
    start = world.last_claim
    last = start
    taken: list[Incoming] = []
    for action, rows in wanted:
        world.last_claim = start
        taken.append(await expect_call(world, action, rows))
        last = max(last, world.last_claim)
    world.last_claim = last
    world.together = taken


async def expect_after(
    world: World, action: str, seconds: float, rule: str | None, rows: Sequence[Expectation]
) -> None:
    """Take a request that must come a certain time after the harness's last answer."""
    incoming = await expect_call(world, action, rows)
    gap = incoming.at - _answered_at(world, incoming)
    tolerance = world.limits.time_tolerance_s + PROMPT_S
    held = seconds - world.limits.time_tolerance_s <= gap <= seconds + tolerance
    world.check(
        Check(
            held,
            world.step,
            action,
            "time since the answer",
            f"{seconds:g} s, within {tolerance:g} s",
            f"{gap:.3f} s",
            rule,
            incoming.seq,
        )
    )


def _answered_at(world: World, before: Incoming) -> float:
    """Give the time of the harness's last answer to a request of the same action."""
    earlier = world.trace.records[: before.seq - 1]
    answers = [
        record.at
        for record, action in actions(earlier)
        if action == before.action
        and isinstance(record.frame, CallResult)
        and record.direction is Direction.OUT
    ]
    return answers[-1] if answers else before.at


async def expect_none(
    world: World, action: str, seconds: float, rows: Sequence[Expectation] = ()
) -> None:
    """Watch for some time that no fitting request comes, and that none came since the last act."""

    def find() -> Incoming | None:
        came = (i for i in world.inbox.unclaimed(action) if i.seq > world.before_act)
        return next((incoming for incoming in came if _fits(world, incoming, rows)), None)

    found: Incoming | None = await world.until(find, seconds)
    check = Check(
        found is None,
        world.step,
        action,
        "message",
        f"no {action} request for {seconds:g} s",
        "none" if found is None else "one came",
        None,
        found.seq if found else None,
    )
    world.check(check)
