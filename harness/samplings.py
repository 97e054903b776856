"""Samplings of the clock: what one of them tells, each of them tells (J01.FR.14).

A station may spread a sampling over several requests, whose readings have one timestamp
(J01.FR.15): one for each EVSE, one for the main meter, or more where there is much to tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness import expectations
from harness.measurands import DEFAULT
from harness.verdicts import Check
from ocppj.clock import parse_datetime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from harness.inbox import Incoming
    from harness.tables import Expectation
    from harness.world import World

ACTION: Final = "MeterValues"

Source = tuple[int, str, str, str]
"""EVSE, measurand, location and phase of a reading."""


async def complete(
    world: World, series: list[Incoming], rows: Sequence[Expectation], rule: str | None
) -> None:
    """Take the rest of the samplings that a series has touched, and compare them.

    Raises CaseFailed where a sampling lacks what another one has, or has it too late.
    """
    patience = world.limits.message_s + world.limits.time_tolerance_s
    moments = {moment for one in series for moment, _ in _readings(one)}

    def rest() -> Incoming | None:
        came = world.inbox.unclaimed(ACTION)
        return next((one for one in came if moments & {m for m, _ in _readings(one)}), None)

    while (incoming := await _next(world, series, rest, patience)) is not None:
        expectations.claim(world, incoming, rows, ordered=False)
        series.append(incoming)
    for moment, sources in _lacking(series, patience).items():
        last = next(one for one in reversed(series) if moment in {m for m, _ in _readings(one)})
        _check(world, last, sources, rule)


async def _next(
    world: World,
    series: Sequence[Incoming],
    rest: Callable[[], Incoming | None],
    patience: float,
) -> Incoming | None:
    """Give what has come, or what comes while a sampling lacks something."""
    lacking = [moment for moment, sources in _lacking(series, patience).items() if sources]
    due = min(lacking) + patience if lacking else 0.0
    wait = max(0.0, due - world.clock.now().timestamp())
    found: Incoming | None = await world.until(rest, wait)
    return found


def _check(world: World, last: Incoming, lacking: set[Source], rule: str | None) -> None:
    expected = "in time, what the other samplings have of EVSEs, measurands, locations, phases"
    actual = "all of it"
    if lacking:
        evse, *rest = min(lacking)
        actual = f"all but EVSE {evse}, {', '.join(filter(None, rest))}"
    held = not lacking
    world.check(Check(held, world.step, ACTION, "sampling", expected, actual, rule, last.seq))


def _lacking(series: Sequence[Incoming], patience: float) -> dict[float, set[Source]]:
    """Give by moment what another moment has, and this one has not or has too late."""
    found: dict[float, set[Source]] = {}
    everything: set[Source] = set()
    for one in series:
        for moment, source in _readings(one):
            sources = found.setdefault(moment, set())
            everything.add(source)
            if one.at <= moment + patience:
                sources.add(source)
    return {moment: everything - sources for moment, sources in found.items()}


def _readings(incoming: Incoming) -> Iterator[tuple[float, Source]]:
    payload: dict[str, Any] = incoming.payload
    for value in payload["meterValue"]:
        moment = parse_datetime(value["timestamp"]).timestamp()
        for sample in value["sampledValue"]:
            measurand = sample.get("measurand", DEFAULT)
            location, phase = sample.get("location", "Outlet"), sample.get("phase", "")
            yield moment, (payload["evseId"], measurand, location, phase)
