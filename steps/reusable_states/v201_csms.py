"""Reusable states of OCPP 2.0.1 for a CSMS under test (Part 6, section 3.18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness import connectors
from steps.reusable_states.rows import expect, fields

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from harness.world import World

_PLUGGED_IN: Final = (
    "triggerReason | CablePluggedIn",
    "transactionInfo.chargingState | EVConnected",
    "evse.id | $evse_id",
    "evse.connectorId | $connector_id",
)


async def booted(world: World) -> None:
    """The harness's station is power-cycled, boots and reports its connectors."""
    await world.send("BootNotification", fields("reason | PowerUp"))
    await world.expect_answer(
        expect(
            "status | is | Accepted | B01.FR.02",
            "currentTime | is near | $now | B01.FR.06",
            "interval | at least | 0 |",
        )
    )
    for where in connectors.every(world):
        await connectors.tell(world, where, "Available")


async def ev_connected_pre_session(world: World) -> None:
    """The EV is connected before the session is authorized, or after."""
    await connectors.tell(world, connectors.chosen(world), "Occupied")
    kind = "Updated" if "Authorized" in world.states else "Started"
    await world.send("TransactionEvent", fields(f"eventType | {kind}", *_PLUGGED_IN))
    await world.expect_answer()


async def authorized(world: World) -> None:
    """The EV driver presents a valid token."""
    token = ("idToken.idToken | $valid_token", "idToken.type | $valid_token_type")
    await world.send("Authorize", fields(*token))
    await world.expect_answer(expect("idTokenInfo.status | is | Accepted | C01.FR.07"))
    kind = "Updated" if "EVConnectedPreSession" in world.states else "Started"
    event = (f"eventType | {kind}", "triggerReason | Authorized", *token)
    await world.send("TransactionEvent", fields(*event))
    await world.expect_answer(expect("idTokenInfo.status | is | Accepted | E02.FR.02"))
    world.evidence("Authorize", "the transaction of the authorized token is accepted")


async def energy_transfer_started(world: World) -> None:
    """Energy flows; what is missing for that comes about first."""
    if "Authorized" not in world.states:
        await authorized(world)
        world.states.add("Authorized")
    if "EVConnectedPreSession" not in world.states:
        await ev_connected_pre_session(world)
    charging = (
        "eventType | Updated",
        "triggerReason | ChargingStateChanged",
        "transactionInfo.chargingState | Charging",
    )
    await world.send("TransactionEvent", fields(*charging))
    await world.expect_answer()


STATES: Final[Mapping[str, Callable[[World], Awaitable[None]]]] = {
    "Booted": booted,
    "EVConnectedPreSession": ev_connected_pre_session,
    "Authorized": authorized,
    "EnergyTransferStarted": energy_transfer_started,
}
