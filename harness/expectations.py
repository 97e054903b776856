"""Waiting for requests of the system under test, and accounting for them.

A sentence takes the first request of its action that fits its table and came after the one that the
sentence before took: that is how order is judged. Requests that no sentence takes are tolerated
where a system may send them at any time; `harness.finish` reports the others.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from harness import tables
from harness.outcome import CaseFailed
from harness.verdicts import Check
from ocppj.clock import parse_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.inbox import Incoming
    from harness.tables import Expectation, Found
    from harness.world import World


async def expect_call(
    world: World, action: str, rows: Sequence[Expectation] = (), *, ordered: bool = True
) -> Incoming:
    """Take the next fitting request; raises CaseFailed with the nearest one when none comes."""
    timeout = world.limits.message_s

    def find() -> Incoming | None:
        return next((i for i in _candidates(world, action, ordered) if _fits(world, i, rows)), None)

    incoming: Incoming | None = await world.until(find, timeout)
    if incoming is None:
        raise _never_came(world, action, rows, timeout, ordered)
    claim(world, incoming, rows, ordered=ordered)
    return incoming


def _candidates(world: World, action: str, ordered: bool) -> Iterable[Incoming]:
    after = world.last_claim if ordered else 0
    return (i for i in world.inbox.unclaimed(action) if i.seq > after)


def _fits(world: World, incoming: Incoming, rows: Sequence[Expectation]) -> bool:
    return all(found.held for found in judge(world, incoming, rows))


def judge(world: World, incoming: Incoming, rows: Sequence[Expectation]) -> list[Found]:
    return tables.judge(incoming.payload, rows, world.values.resolve)


def claim(
    world: World, incoming: Incoming, rows: Sequence[Expectation], *, ordered: bool = True
) -> None:
    """Account for a request: its checks are kept, and raise CaseFailed where one does not hold."""
    incoming.claimed = True
    world.current = incoming
    if ordered:
        world.last_claim = incoming.seq
    if not rows:
        world.check(Check(True, world.step, incoming.action, "message", "sent", "sent", None, incoming.seq))
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
    )


def _never_came(
    world: World, action: str, rows: Sequence[Expectation], timeout: float, ordered: bool
) -> CaseFailed:
    nearest = max(
        _candidates(world, action, ordered),
        key=lambda i: sum(found.held for found in judge(world, i, rows)),
        default=None,
    )
    if nearest is not None:
        found = next(f for f in judge(world, nearest, rows) if not f.held)
        check = check_of(world, action, found, nearest.seq)
    else:
        requirement = next((row.requirement for row in rows if row.requirement), None)
        expected = f"a {action} request within {timeout:g} s"
        check = Check(
            False, world.step, action, "message", expected, _instead(world, action), requirement
        )
    world.checks.append(check)
    return CaseFailed(check, world.tail())


def _instead(world: World, action: str) -> str:
    earlier = next((i for i in world.inbox.unclaimed(action) if i.seq <= world.last_claim), None)
    if earlier is not None:
        return f"one out of order, before trace record {world.last_claim}, at {earlier.seq}"
    others = sorted({i.action for i in world.inbox.unclaimed()})
    return f"none (but {', '.join(others)})" if others else "none"


async def expect_any_order(
    world: World, wanted: Sequence[tuple[str, Sequence[Expectation]]]
) -> None:
    """Take several requests, whichever comes first."""
    start = world.last_claim
    last = start
    for action, rows in wanted:
        world.last_claim = start
        await expect_call(world, action, rows)
        last = max(last, world.last_claim)
    world.last_claim = last


async def expect_series(
    world: World, action: str, count: int, rows: Sequence[Expectation]
) -> list[Incoming]:
    """Take the next `count` requests of an action; each of them must fit, none is passed over."""
    series: list[Incoming] = []
    for _ in range(count):
        incoming = await expect_call(world, action)
        world.checks.pop()  # "sent" is said better by the rows, or by the interval that follows
        for found in judge(world, incoming, rows):
            world.check(check_of(world, action, found, incoming.seq))
        series.append(incoming)
    return series


def check_spacing(
    world: World, series: Sequence[Incoming], seconds: float, field: str | None, requirement: str | None
) -> None:
    """Compare the time between requests: of arrival, or of a date-time field where one is named."""
    tolerance = world.limits.time_tolerance_s
    for first, second in pairwise(series):
        gap = _moment(world, second, field) - _moment(world, first, field)
        subject = f"time between two {field or 'requests'}"
        expected = f"{seconds:g} s" + (f" within {tolerance:g} s" if tolerance else "")
        held = abs(gap - seconds) <= tolerance + 0.5
        world.check(
            Check(held, world.step, second.action, subject, expected, f"{gap:.3f} s", requirement, second.seq)
        )


def _moment(world: World, incoming: Incoming, field: str | None) -> float:
    if field is None:
        return incoming.at
    text: Any = incoming.payload
    for key in tables.parse_path(field):
        text = text[key]
    return parse_datetime(text).timestamp()


async def expect_none(world: World, action: str, seconds: float) -> None:
    """Watch for some time that a request does not come."""
    found: Incoming | None = await world.until(
        lambda: next(iter(_candidates(world, action, ordered=True)), None), seconds
    )
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
