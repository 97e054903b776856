"""Sentences about smart charging: limits from outside, and what a schedule allows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from harness import schedules
from harness.tables import parse_limits
from harness.targets.actions import ImposeLimit, ReleaseLimit
from ocppj.clock import format_datetime
from steps.bdd import given, then, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.world import World


@given("an EV that speaks ISO 15118")
async def _(world: World) -> None:
    """The EV that is plugged in from here on negotiates with the station before it charges."""
    world.values.keep("iso15118", True)


@given("the time {seconds:d} s ago is kept as {name:w}")
async def _(world: World, seconds: int, name: str) -> None:
    """Kept as `$name`, in whole seconds; `$name+100s` is a hundred seconds later."""
    moment = world.clock.now().replace(microsecond=0) - timedelta(seconds=seconds)
    world.values.keep(name, format_datetime(moment))


@when("the {source:w} limits the station to {amperes:d} A")
async def _(world: World, source: str, amperes: int) -> None:
    """An external system (EMS, SO, Other) does so, in the unit that the parameters name."""
    unit = str(world.values.get("charging_rate_unit"))
    await world.perform(ImposeLimit(source, world.values.get(f"rate_{amperes}"), unit))


@when("the {source:w} releases its limit")
async def _(world: World, source: str) -> None:
    """The external system takes back what it has set."""
    await world.perform(ReleaseLimit(source))


@then("the schedule in this request stays within {amperes:d} A{rule:Rule}")
async def _(world: World, amperes: int, rule: str | None) -> None:
    """The EV's schedule is nowhere above that current per phase, whichever unit it is in."""
    schedules.check_within(world, amperes, rule)


@then("the schedule in the answer allows{rule:Rule}")
async def _(world: World, rule: str | None, datatable: Sequence[Sequence[object]]) -> None:
    """A composite schedule says this from moment to moment; a limit holds until the next row."""
    schedules.check(world, parse_limits(datatable), rule)
