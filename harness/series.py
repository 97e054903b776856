"""Requests that come at an interval."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from harness import expectations, tables
from harness.verdicts import Check
from ocppj.clock import parse_datetime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.inbox import Incoming
    from harness.tables import Expectation
    from harness.world import World


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
    moment = partial(_moment, world, rows, field)
    series: list[Incoming] = []
    while len({i.seq if field is None else moment(i) for i in series}) < count:
        incoming = await expectations.expect_call(world, action)
        world.checks.pop()  # "sent" is said better by the rows, or by the interval that follows
        for found in expectations.judge(world, incoming, rows):
            world.check(expectations.check_of(world, action, found, incoming.seq))
        series.append(incoming)
    world.series, world.last_rows = series, rows
    return series


def check_spacing(
    world: World,
    series: Sequence[Incoming],
    seconds: float,
    field: str | None,
    requirement: str | None,
    *,
    since: float,
) -> None:
    """Compare the time between requests: of arrival, or of a date-time field where one is named.

    The first one comes at most as long after `since`, in POSIX seconds, when it was waited for.
    """
    tolerance = world.limits.time_tolerance_s + expectations.PROMPT_S
    moments = [(_moment(world, world.last_rows, field, each), each) for each in series]
    what = field or "requests"

    def compare(subject: str, expected: str, gap: float, incoming: Incoming, *, held: bool) -> None:
        text, actual = f"{expected}, within {tolerance:g} s", f"{gap:.3f} s"
        seq = incoming.seq
        world.check(
            Check(held, world.step, incoming.action, subject, text, actual, requirement, seq)
        )

    for (first, _), (second, incoming) in pairwise(moments):
        if field is not None and first == second:
            continue
        gap = second - first
        held = abs(gap - seconds) <= tolerance
        compare(f"time between two {what}", f"{seconds:g} s", gap, incoming, held=held)
    gap = moments[0][0] - since
    held = gap <= seconds + tolerance
    compare(f"time to the first of the {what}", f"at most {seconds:g} s", gap, series[0], held=held)


def _moment(
    world: World, rows: Sequence[Expectation], field: str | None, incoming: Incoming
) -> float:
    """Give the time of a request; `[any]` in the field is the element that fits the rows."""
    if field is None:
        return incoming.at
    text = tables.value_at(incoming.payload, field, rows, world.values.resolve)
    return parse_datetime(text).timestamp()
