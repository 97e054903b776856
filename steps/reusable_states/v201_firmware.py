"""Reusable states of OCPP 2.0.1 for a station under test: the reboots of a firmware update.

Source: Part 6, section 2.18, tables 439 and 440, with the steps around them that depend on them:
whether a station reboots before it installs or activates, or only connects again, is its choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness import connectors, expectations
from harness.verdicts import Check
from ocppj.trace import Kind
from steps.reusable_states.rows import expect

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from harness.tables import Expectation
    from harness.world import World

_STATUS: Final = "FirmwareStatusNotification"
_BOOT: Final = "BootNotification"
_EARLY: Final = "rebooted before the installation"
_CLOSED: Final = expect("connectorStatus | is | Unavailable | Part 6, 2.13")


async def before_installation(world: World) -> None:
    """The station installs the firmware, where it needs to after a reboot."""
    begin = world.last_claim
    forms = [(_STATUS, _told(world, status)) for status in ("Installing", "InstallRebooting")]
    incoming = await expectations.expect_one_of(world, forms)
    _see_closed(world, begin)
    world.evidence(_STATUS, "sent when the station began to install, or rebooted for it")
    if incoming.payload["status"] == "InstallRebooting":
        world.states.add(_EARLY)
        await _boot(world)
        # L01.FR.23: a bootloader that does not speak OCPP leaves out that it installs.
        world.tolerated.append((_STATUS, _told(world, "Installing")))


async def before_activation(world: World) -> None:
    """The new firmware runs: the station has rebooted for it, or at least connected again."""
    begin = world.last_claim
    if _EARLY not in world.states and await _reboots(world):
        await _boot(world)
        _see_closed(world, begin)
    await connectors.expect_every(world, "Available", "B01.FR.05")


def _see_closed(world: World, begin: int) -> None:
    """Check that connectors which are reported before the new firmware runs are closed."""
    for report in list(world.inbox.unclaimed("StatusNotification")):
        if begin < report.seq < world.last_claim:
            expectations.claim(world, report, _CLOSED, ordered=False)


async def _reboots(world: World) -> bool:
    """Wait until the station announces its reboot, or is connected anew and speaks."""
    begin = len(world.trace.records)

    def sign() -> bool | None:
        if any(i.seq > world.last_claim for i in world.inbox.unclaimed(_STATUS)):
            return True
        fresh = (r for r in world.trace.records[begin:] if r.kind is Kind.OPENED)
        opened = next(fresh, None)
        spoken = opened and next((i for i in world.inbox.calls if i.seq > opened.seq), None)
        return None if not spoken else spoken.action == _BOOT

    found = await world.until(sign, world.limits.message_s)
    wanted = f"a reboot or a new connection within {world.limits.message_s:g} s"
    actual = "neither" if found is None else "one came"
    world.check(Check(found is not None, world.step, _BOOT, "connection", wanted, actual))
    if found and not any(world.inbox.unclaimed(_BOOT)):
        await world.expect_call(_STATUS, _told(world, "InstallRebooting"))
    return bool(found)


async def _boot(world: World) -> None:
    await world.expect_call(
        _BOOT,
        expect(
            "reason | is | FirmwareUpdate | Part 6, 2.18",
            "chargingStation.model | is | $model | B01.FR.01",
            "chargingStation.vendorName | is | $vendor | B01.FR.01",
        ),
    )
    world.evidence(_BOOT, "sent when the station had rebooted for its firmware")


def _told(world: World, status: str) -> Sequence[Expectation]:
    """Expect a status of the update that was asked for last."""
    asked = next(sent for sent in reversed(world.sent) if sent.action == "UpdateFirmware")
    number = asked.payload["requestId"]
    return expect(f"status | is | {status} | L01.FR.01", f"requestId | is | {number} | L01.FR.10")


STATES: Final[Mapping[str, Callable[[World], Awaitable[None]]]] = {
    "RebootBeforeFirmwareInstallation": before_installation,
    "RebootBeforeFirmwareActivation": before_activation,
}
