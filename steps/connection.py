"""Sentences about connecting and booting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import connecting, preparation
from harness.targets.actions import PowerCycle
from steps.bdd import given, then, when

if TYPE_CHECKING:
    from harness.world import World


@given("a station that is not connected")
async def _(world: World) -> None:
    """Both sides are up, and nothing has been said yet."""
    preparation.not_connected(world)


@given("a connected station")
async def _(world: World) -> None:
    """The station is connected, accepted and idle, as the general conditions ask."""
    await preparation.connected(world)


@when("the station connects")
async def _(world: World) -> None:
    """The harness's station opens its connection."""
    await world.puppet.connect(world.csms_url)


@then("the station connects at {url}")
async def _(world: World, url: str) -> None:
    """The station under test opens a new connection to this address, its identity at the end."""
    await connecting.expect(world, world.values.resolve(url))


@when("the station is power-cycled")
async def _(world: World) -> None:
    """The station under test loses its power and gets it back."""
    await world.perform(PowerCycle())
