"""The reusable states of OCPP 1.6 (OCTT, sections 2.25 and 3.22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness import connectors
from steps.reusable_states.rows import expect, fields

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from harness.world import World


async def booted_csms(world: World) -> None:
    """The harness's station boots and reports its connectors."""
    await world.send("BootNotification")
    await world.expect_answer(expect("status | is | Accepted | OCPP 1.6, 4.2"))
    for where in connectors.every(world):
        await connectors.tell(world, where, "Available")


async def authorized_csms(world: World) -> None:
    """The EV driver is authorized at the harness's station."""
    await world.send("Authorize", fields("idTag | $valid_token"))
    await world.expect_answer(expect("idTagInfo.status | is | Accepted | OCPP 1.6, 4.1"))


async def charging_csms(world: World) -> None:
    """The harness's station starts a transaction."""
    await authorized_csms(world)
    where = connectors.chosen(world)
    await connectors.tell(world, where, "Preparing")
    started = fields("idTag | $valid_token", "connectorId | $connector_id")
    await world.send("StartTransaction", started)
    await world.expect_answer(expect("idTagInfo.status | is | Accepted | OCPP 1.6, 4.8"))
    await connectors.tell(world, where, "Charging")


STATES: Final[Mapping[str, Mapping[str, Callable[[World], Awaitable[None]]]]] = {
    "csms": {
        "Booted": booted_csms,
        "Authorized": authorized_csms,
        "Charging": charging_csms,
    },
    "station": {},
}
