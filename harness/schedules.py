"""Charging schedules: what they allow from moment to moment, compared with a table or a limit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from harness import rules
from harness.checks import equals, text_of
from harness.outcome import ScenarioError
from harness.tables import ANY_LIMIT, value_at
from harness.values import VOLTAGE
from harness.verdicts import Check
from ocppj.clock import parse_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.rules.reports import ComposedSchedule
    from harness.tables import Allowed
    from harness.world import World

WHOLE_SECOND_S: Final = 1.0
"""startPeriod counts whole seconds, so that a change may come less than a second off."""
TENTH_A: Final = 0.1
"""A limit in W is written with one digit, and a current that is made of it is a bit off."""

Step = tuple[float, str]


def check(world: World, wanted: Sequence[Allowed], rule: str | None) -> None:
    """Compare the schedule in the last answer with a table of limits.

    A limit holds until the next one of the table. Periods that change nothing are passed over, and
    what the table says of the time before the schedule begins is cut off.
    """
    schedule = _answered(world)
    begin = parse_datetime(schedule.begin).timestamp()
    _compare(world, "first startPeriod", "0", text_of(schedule.periods[0]["startPeriod"]), rule)
    expected = _expected(world, wanted, begin, begin + schedule.duration)
    told = _told(schedule, begin)
    if expected[-1][1] == ANY_LIMIT:
        free = expected.pop()[0] - _off(world)
        told = [step for step in told if step[0] < free]
    shown = ", ".join(f"{limit} from {at - begin:g} s" for at, limit in told)
    _compare(world, "number of limits", str(len(expected)), f"{len(told)}: {shown}", rule)
    for (at, limit), (when, actual) in zip(expected, told, strict=True):
        _compare_moment(world, limit, at - begin, when - begin, rule)
        _compare(world, f"limit from {when - begin:g} s on", limit, actual, rule)


def _answered(world: World) -> ComposedSchedule:
    """Give the schedule of the last answer; raises ScenarioError where none was answered."""
    asked = world.sent[-1].payload.get("duration", 0) if world.sent else 0
    version, answer = world.dialect.version, world.last_payload or {}
    found = rules.composite_schedule(version, answer, asked)
    if found is None:
        raise ScenarioError("the last answer holds no composite schedule")
    return found


def _told(schedule: ComposedSchedule, begin: float) -> list[Step]:
    steps: list[Step] = []
    for period in schedule.periods:
        limit = text_of(period["limit"])
        if not steps or not equals(json.loads(limit), steps[-1][1]):
            steps.append((begin + period["startPeriod"], limit))
    return steps


def _expected(world: World, wanted: Sequence[Allowed], begin: float, end: float) -> list[Step]:
    steps: list[Step] = []
    for row in wanted:
        moment = parse_datetime(world.values.resolve(row.begin)).timestamp()
        step = max(moment, begin), world.values.resolve(row.limit)
        if moment <= begin:
            steps = [step]
        elif moment < end:
            steps.append(step)
    if not steps or steps[0][0] > begin:
        raise ScenarioError("the table says nothing of the moment at which the schedule begins")
    return steps


def _compare(world: World, subject: str, expected: str, actual: str, rule: str | None) -> None:
    held = equals(json.loads(actual.partition(":")[0]), expected)
    action = world.sent[-1].action
    world.check(Check(held, world.step, action, subject, expected, actual, rule))


def _off(world: World) -> float:
    return WHOLE_SECOND_S + world.limits.time_tolerance_s


def _compare_moment(
    world: World, limit: str, expected: float, actual: float, rule: str | None
) -> None:
    off = _off(world)
    held = abs(expected - actual) < off
    subject = f"when the limit {limit} begins"
    text = f"{expected:g} s after scheduleStart, less than {off:g} s off"
    action = world.sent[-1].action
    world.check(Check(held, world.step, action, subject, text, f"{actual:g} s", rule))


def check_within(world: World, amperes: float, rule: str | None) -> None:
    """Check that the schedule of the last request is nowhere above so many A per phase."""
    payload = world.last_payload or {}
    most = max(_currents(value_at(payload, "chargingSchedule")))
    held = most <= amperes + TENTH_A
    action = world.current.action if world.current is not None else ""
    expected = f"at most {amperes:g} A per phase"
    text = f"up to {most:.1f} A"
    world.check(Check(held, world.step, action, "chargingSchedule", expected, text, rule))


def _currents(schedule: dict[str, Any]) -> Iterator[float]:
    for period in schedule["chargingSchedulePeriod"]:
        in_watts = schedule["chargingRateUnit"] == "W"
        yield period["limit"] / (VOLTAGE * period.get("numberPhases", 3) if in_watts else 1)
