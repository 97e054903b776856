"""Reusable states of OCPP 2.0.1 for a CSMS under test (Part 6, section 3.18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness import connectors
from harness.targets.actions import Pursue
from steps.reusable_states.rows import expect, fields

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from harness.world import World

_PLUGGED_IN: Final = (
    "idToken | (absent)",
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
    await _event(world, f"eventType | {kind}", *_PLUGGED_IN)
    await world.expect_answer()


async def authorized(world: World) -> None:
    """The EV driver presents a valid token."""
    token = ("idToken.idToken | $valid_token", "idToken.type | $valid_token_type")
    await world.send("Authorize", fields(*token))
    await world.expect_answer(expect("idTokenInfo.status | is | Accepted | C01.FR.07"))
    kind = "Updated" if "EVConnectedPreSession" in world.states else "Started"
    await _event(world, f"eventType | {kind}", "triggerReason | Authorized", *token)
    await world.expect_answer(expect("idTokenInfo.status | is | Accepted | E02.FR.02"))
    world.evidence("Authorize", "the transaction of the authorized token is accepted")


async def _event(world: World, *rows: str) -> None:
    """Send an event of the transaction, whose id is kept."""
    sent = await world.send("TransactionEvent", fields(*rows))
    world.values.keep("transaction_id", sent.payload["transactionInfo"]["transactionId"])


async def energy_transfer_started(world: World) -> None:
    """Energy flows; what is missing for that comes about first."""
    if "Authorized" not in world.states:
        await authorized(world)
        world.states.add("Authorized")
    if "EVConnectedPreSession" not in world.states:
        await ev_connected_pre_session(world)
        world.states.add("EVConnectedPreSession")
    charging = (
        "eventType | Updated",
        "triggerReason | ChargingStateChanged",
        "transactionInfo.chargingState | Charging",
    )
    await world.send("TransactionEvent", fields(*charging))
    await world.expect_answer()


async def energy_transfer_suspended(world: World) -> None:
    """The EV suspends the energy transfer."""
    await _unless(world, "EnergyTransferStarted", energy_transfer_started)
    await world.idle(float(world.values.get("transaction_duration_s")))
    await _updated(world, "ChargingStateChanged", "transactionInfo.chargingState | SuspendedEV")


async def stop_authorized(world: World) -> None:
    """The EV driver presents the token that began the session."""
    await _unless(world, "EnergyTransferStarted", energy_transfer_started)
    await world.idle(float(world.values.get("transaction_duration_s")))
    token = ("idToken.idToken | $valid_token", "idToken.type | $valid_token_type")
    await _updated(world, "StopAuthorized", *token, status="Accepted")


async def ev_connected_post_session(world: World) -> None:
    """The energy transfer has ended, and the EV is still connected."""
    await _unless(world, "StopAuthorized", stop_authorized)
    await _updated(world, "ChargingStateChanged", "transactionInfo.chargingState | EVConnected")


async def ev_disconnected(world: World) -> None:
    """The EV is unplugged, which ends the transaction."""
    await _unless(world, "EVConnectedPostSession", ev_connected_post_session)
    await connectors.tell(world, connectors.chosen(world), "Available")
    lost = (
        "eventType | Ended",
        "triggerReason | EVCommunicationLost",
        "transactionInfo.chargingState | Idle",
        "transactionInfo.stoppedReason | EVDisconnected",
    )
    await world.send("TransactionEvent", fields(*lost))
    await world.expect_answer()


async def _unless(world: World, state: str, enter: Callable[[World], Awaitable[None]]) -> None:
    if state not in world.states:
        await enter(world)
        world.states.add(state)


async def _updated(world: World, reason: str, *rows: str, status: str | None = None) -> None:
    event = ("eventType | Updated", f"triggerReason | {reason}", *rows)
    await world.send("TransactionEvent", fields(*event))
    judged = () if status is None else expect(f"idTokenInfo.status | is | {status} | Part 6, 3.18")
    await world.expect_answer(judged)


async def unavailable(world: World) -> None:
    """The CSMS takes the chosen EVSE out of operation."""
    where = connectors.chosen(world)
    arguments = {"operational": False, "evse_id": where.evse_id}
    world.script_answer("ChangeAvailability", fields("status | Accepted"))
    await world.operate(Pursue(world.identity, "change-availability", arguments))
    await world.expect_call(
        "ChangeAvailability",
        expect(
            "operationalStatus | is | Inoperative | Part 6, 3.18",
            "evse.id | is | $evse_id | Part 6, 3.18",
            "evse.connectorId | is absent | | Part 6, 3.18",
        ),
    )
    for connector in connectors.every(world):
        if connector.evse_id == where.evse_id:
            await connectors.tell(world, connector, "Unavailable")


async def reserved(world: World) -> None:
    """The CSMS reserves the chosen EVSE; the reservation's id is kept as `$reservation_id`."""
    where = connectors.chosen(world)
    arguments = {"evse_id": where.evse_id, "id_token": world.values.get("valid_token")}
    world.script_answer("ReserveNow", fields("status | Accepted"))
    await world.operate(Pursue(world.identity, "reserve", arguments))
    incoming = await world.expect_call(
        "ReserveNow",
        expect(
            "evseId | is | $evse_id | Part 6, 3.18",
            "connectorType | is absent | | Part 6, 3.18",
            "idToken.idToken | is | $valid_token | Part 6, 3.18",
            "idToken.type | is | $valid_token_type | Part 6, 3.18",
        ),
    )
    world.values.keep("reservation_id", incoming.payload["id"], incoming.seq)
    for connector in connectors.every(world):
        if connector.evse_id == where.evse_id:
            await connectors.tell(world, connector, "Reserved")


async def iso15118_smart_charging(world: World) -> None:
    """The EV tells its needs, and charges by the schedule that the CSMS sends."""
    world.script_answer("SetChargingProfile", fields("status | Accepted", "statusInfo | (absent)"))
    await world.send("NotifyEVChargingNeeds", fields("evseId | $evse_id"))
    await world.expect_answer(expect("status | is one of | Accepted, Processing | K15.FR.03"))
    incoming = await world.expect_call("SetChargingProfile", expect(*_FOR_THE_EV))
    schedule = incoming.payload["chargingProfile"]["chargingSchedule"][0]
    world.values.keep("schedule_id", schedule["id"])
    begin = schedule.get("startSchedule", world.values.get("now"))
    own = {name: value for name, value in schedule.items() if name != "salesTariff"}
    own["chargingSchedulePeriod"] = [
        {**period, "limit": int(period["limit"] * 9) / 10}  # an EV need not take all it may
        for period in schedule["chargingSchedulePeriod"]
    ]
    await world.send_payload(
        "NotifyEVChargingSchedule",
        {"timeBase": begin, "chargingSchedule": own, "evseId": world.values.get("evse_id")},
    )
    await world.expect_answer(expect("status | is | Accepted | K15.FR.11"))
    await _updated(world, "ChargingStateChanged", "transactionInfo.chargingState | Charging")


_FOR_THE_EV: Final = (
    "evseId | is | $evse_id | K15.FR.07",
    "chargingProfile.chargingProfilePurpose | is | TxProfile | K15.FR.07",
    "chargingProfile.transactionId | is | $transaction_id | K15.FR.07",
    "chargingProfile.chargingSchedule[*].chargingSchedulePeriod[0].startPeriod"
    " | is | 0 | K01.FR.31",
    "chargingProfile.chargingSchedule[*].chargingSchedulePeriod[*].limit | at least | 0 |",
)


async def id_token_local_auth_list(world: World) -> None:
    """A valid token is on the list; the version after it is kept as `$next_list_version`."""
    token = world.values.get("valid_token")
    arguments = {"id_tokens": [token], "full": True}
    world.script_answer("SendLocalList", fields("status | Accepted"))
    await world.operate(Pursue(world.identity, "update-local-list", arguments))
    incoming = await world.expect_call(
        "SendLocalList",
        expect(
            "updateType | is | Full | D01.FR.01",
            "localAuthorizationList[any].idToken.idToken | is | $valid_token | D01.FR.06",
            "localAuthorizationList[any].idToken.type | is | $valid_token_type | D01.FR.06",
            "localAuthorizationList[any].idTokenInfo.status | is | Accepted | D01.FR.06",
        ),
    )
    world.values.keep("next_list_version", incoming.payload["versionNumber"] + 1)


STATES: Final[Mapping[str, Callable[[World], Awaitable[None]]]] = {
    "Booted": booted,
    "EVConnectedPreSession": ev_connected_pre_session,
    "Authorized": authorized,
    "EnergyTransferStarted": energy_transfer_started,
    "EnergyTransferSuspended": energy_transfer_suspended,
    "StopAuthorized": stop_authorized,
    "EVConnectedPostSession": ev_connected_post_session,
    "EVDisconnected": ev_disconnected,
    "Unavailable": unavailable,
    "Reserved": reserved,
    "IdTokenLocalAuthList": id_token_local_auth_list,
    "ISO15118SmartCharging": iso15118_smart_charging,
}
