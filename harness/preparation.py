"""The general conditions: how a case finds the two sides when it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import connectors
from harness.outcome import Inconclusive, ScenarioError

if TYPE_CHECKING:
    from harness.world import World

QUIET_S = 2.0


def not_connected(world: World) -> None:
    """Begin before the connection; only the harness's own station can be kept from connecting."""
    if world.sut.role == "station":
        raise ScenarioError("a station under test is connected when its case begins")


async def connected(world: World) -> None:
    """Begin with a station that is connected, accepted and idle."""
    if world.sut.role == "csms":
        await _boot_puppet(world)
    else:
        await world.host.wait_for_station(world.limits.message_s)
        await _quiet(world)
    world.inbox.clear()


async def _boot_puppet(world: World) -> None:
    await world.puppet.connect(world.csms_url)
    await world.send("BootNotification")
    answer = await world.expect_answer()
    if answer.get("status") != "Accepted":
        refused = f"the CSMS answered the boot with {answer.get('status')}"
        raise Inconclusive(f"the station is not accepted, which the case presupposes: {refused}")
    for where in connectors.every(world):
        await connectors.tell(world, where, "Available")


async def _quiet(world: World) -> None:
    """Wait until the station has said what it has to say after connecting."""
    for _ in range(int(world.limits.message_s / QUIET_S)):
        count = len(world.inbox.calls)
        await world.idle(QUIET_S)
        if len(world.inbox.calls) == count:
            return
    raise Inconclusive("the station does not come to rest: it keeps sending requests")
