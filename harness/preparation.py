"""The general conditions: how a case finds the two sides when it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import connectors, rules
from harness.outcome import Inconclusive, ScenarioError

if TYPE_CHECKING:
    from harness.world import World

QUIET_S = 2.0
RETRY_S = 10.0
"""What a station waits before it boots again where the CSMS names no interval."""


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
        if world.sut.in_process:
            await _started(world)
        await quiet(world)
    world.inbox.clear()


async def _boot_puppet(world: World) -> None:
    await world.puppet.connect(world.csms_url)
    await _register(world)
    for where in connectors.every(world):
        await connectors.tell(world, where, "Available")


async def _register(world: World) -> None:
    """Boot until the CSMS accepts: it may keep a station waiting first, and says for how long."""
    waited = 0.0
    while True:
        await world.send("BootNotification")
        answer = await world.expect_answer()
        if answer["status"] == "Accepted":
            return
        pause = float(answer["interval"]) or RETRY_S
        if waited + pause > world.limits.registration_s:
            refused = f"the CSMS answered the boot with {answer['status']}, interval {pause:g} s"
            wanted = "the station is not accepted, which the case presupposes"
            raise Inconclusive(f"{wanted}: {refused}")
        await world.idle(pause)
        waited += pause


async def _started(world: World) -> None:
    """Take the first words of a station that was switched on for this case, nothing plugged in."""
    boot, *others = rules.start_up(world.dialect.version)
    await world.expect_call(boot.action, boot.expectations())
    booted = world.last_claim
    await connectors.expect_every(world, "Available", boot.rule)
    for message in others:
        world.last_claim = booted
        await world.expect_call(message.action, message.expectations())


async def quiet(world: World) -> None:
    """Wait until the station has said what it has to say after connecting.

    Raises Inconclusive where it does not stop.
    """
    for _ in range(int(world.limits.message_s / QUIET_S)):
        count = len(world.inbox.calls)
        await world.idle(QUIET_S)
        if len(world.inbox.calls) == count:
            return
    raise Inconclusive("the station does not come to rest: it keeps sending requests")
