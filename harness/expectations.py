"""Waiting for requests of the system under test, and accounting for them.

A sentence takes the first request of its action that fits its table and came after the one that the
sentence before took: that is how order is judged. Requests that no sentence takes are tolerated
where a system may send them at any time; `harness.finish` reports the others.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from harness import tables
from harness.outcome import CaseFailed
from harness.verdicts import Check
from ocppj.clock import parse_datetime
from ocppj.frames import CallResult
from ocppj.trace import Direction, actions

PROMPT_S = 0.5
"""What a system may take to act, on top of the tolerance for its clock."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    world: World, forms: Sequence[Form], *, ordered: bool = True, source: int | None = None
) -> Incoming:
    """Take the next request that fits one of several forms."""
    timeout = world.limits.message_s

    def find() -> tuple[Incoming, Sequence[Expectation]] | None:
        fitting = (
            (incoming, rows)
            for action, rows in forms
            for incoming in _candidates(world, action, ordered)
            if _fits(world, incoming, rows)
        )
        return min(fitting, key=lambda pair: pair[0].seq, default=None)

    found = await world.until(find, timeout)
    if found is None:
        await world.settle_driver()
        raise _never_came(world, forms, timeout, ordered, source)
    incoming: Incoming = found[0]
    rows = found[1]
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
    world: World, forms: Sequence[Form], timeout: float, ordered: bool, source: int | None
) -> CaseFailed:
    tried = [
        (sum(found.held for found in judge(world, incoming, rows)) / len(rows), incoming, rows)
        for action, rows in forms
        for incoming in _candidates(world, action, ordered)
        if rows
    ]
    if tried:
        _, nearest, rows = max(tried, key=lambda entry: entry[0])
        found = next(f for f in judge(world, nearest, rows) if not f.held)
        check = check_of(world, nearest.action, found, nearest.seq)
    else:
        check = replace(_missing(world, forms, timeout), source=source)
    world.checks.append(check)
    return CaseFailed(check, world.tail())


def _missing(world: World, forms: Sequence[Form], timeout: float) -> Check:
    action, rows = forms[0]
    requirement = next((row.requirement for row in rows if row.requirement), None)
    names = " or ".join(name for name, _ in forms)
    expected = f"a {names} request within {timeout:g} s"
    actual = _instead(world, action)
    return Check(False, world.step, action, "message", expected, actual, requirement)


def _instead(world: World, action: str) -> str:
    earlier = next((i for i in world.inbox.unclaimed(action) if i.seq <= world.last_claim), None)
    if earlier is not None:
        return f"one out of order, before trace record {world.last_claim}, at {earlier.seq}"
    others = sorted({i.action for i in world.inbox.unclaimed()})
    return f"none (but {', '.join(others)})" if others else "none"


async def expect_meanwhile(world: World, action: str, rows: Sequence[Expectation]) -> Incoming:
    """Take a request that came since the last state was entered, among what that state took.

    The request that the sentence before took may be the one, since it may say several things.
    """
    taken = world.current
    lately = taken is not None and taken.action == action and taken.seq > world.before_state
    if taken is not None and lately and _fits(world, taken, rows):
        claim(world, taken, rows, ordered=False)
        return taken
    last, world.last_claim = world.last_claim, world.before_state
    incoming = await expect_call(world, action, rows)
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


async def expect_series(
    world: World,
    action: str,
    count: int,
    rows: Sequence[Expectation],
    field: str | None = None,
) -> list[Incoming]:
    """Take the next `count` requests of an action; each of them must fit, none is passed over.

    Requests with one value in the date-time `field` count once: a station may split a sampling, or
    send one for each EVSE (J01.FR.15).
    """
    series: list[Incoming] = []
    while len({i.seq if field is None else _moment(i, field) for i in series}) < count:
        incoming = await expect_call(world, action)
        world.checks.pop()  # "sent" is said better by the rows, or by the interval that follows
        for found in judge(world, incoming, rows):
            world.check(check_of(world, action, found, incoming.seq))
        series.append(incoming)
    world.series = series
    return series


def check_spacing(
    world: World,
    series: Sequence[Incoming],
    seconds: float,
    field: str | None,
    requirement: str | None,
) -> None:
    """Compare the time between requests: of arrival, or of a date-time field where one is named."""
    tolerance = world.limits.time_tolerance_s + PROMPT_S
    for first, second in pairwise(series):
        if field is not None and _moment(first, field) == _moment(second, field):
            continue
        gap = _moment(second, field) - _moment(first, field)
        subject = f"time between two {field or 'requests'}"
        expected = f"{seconds:g} s, within {tolerance:g} s"
        held = abs(gap - seconds) <= tolerance
        world.check(
            Check(
                held,
                world.step,
                second.action,
                subject,
                expected,
                f"{gap:.3f} s",
                requirement,
                second.seq,
            )
        )


def _moment(incoming: Incoming, field: str | None) -> float:
    if field is None:
        return incoming.at
    text: Any = incoming.payload
    for key in tables.parse_path(field):
        text = text[key]
    return parse_datetime(text).timestamp()


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
    """Watch for some time that no fitting request comes."""

    def find() -> Incoming | None:
        came = _candidates(world, action, ordered=True)
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
