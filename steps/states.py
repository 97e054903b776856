"""Sentences about reusable states and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import measurands, settings
from harness.tables import parse_settings
from steps.bdd import given, then, when
from steps.reusable_states import enter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.world import World


@given("the reusable state {state:w}")
async def _(world: World, state: str) -> None:
    """Bring the official document's state about, in preparation."""
    await enter(world, state)


@when("the reusable state {state:w} is entered")
async def _(world: World, state: str) -> None:
    """The same as a part of the case: its checks are judged like any other."""
    await enter(world, state)


@given("the measurands of {variable:Word}")
async def _(world: World, variable: str) -> None:
    """Read which measurands the station under test is set to send; kept as `$measurands`."""
    await measurands.read(world, variable)


@then("these requests carry the measurands{rule:Rule}")
async def _(world: World, rule: str | None) -> None:
    """Each sampling that the sentence before took has every measurand that was read."""
    measurands.check(world, rule)


@given("the station's settings")
async def _(world: World, datatable: Sequence[Sequence[object]]) -> None:
    """Set configuration keys (1.6) or variables (2.0.1) of the station under test over OCPP."""
    await settings.change(world, parse_settings(datatable))
