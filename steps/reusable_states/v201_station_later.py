"""More reusable states of OCPP 2.0.1 for a station under test: ends, memory, reservations.

Source: Part 6, sections 2.18 and 2.19, errata 6.2.117 and 6.2.120. Which messages must follow
depends on TxCtrlr.TxStopPoint, which is read from the station when a state first needs it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from harness import connectors, expectations, sessions, tables
from harness.targets.actions import LeaveBay, PresentToken, StopEnergy, Unplug
from ocppj.clock import format_datetime
from steps.reusable_states.rows import expect
from steps.reusable_states.v201_station import (
    authorized,
    energy_transfer_started,
    ev_connected_pre_session,
    parking_bay_occupied,
    transaction_event,
    tx_points,
    unplugged,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from harness.world import World

RESERVATION_S: Final = 600  # far beyond the 60 s for which a message is awaited
BRIEF_RESERVATION_S: Final = 45  # expires within them
_SESSION: Final = frozenset(
    {
        "ParkingBayOccupied",
        "EVConnectedPreSession",
        "Authorized",
        "EnergyTransferStarted",
        "EnergyTransferSuspended",
        "StopAuthorized",
        "EVConnectedPostSession",
        "EVDisconnected",
        "transaction",
        "ended",
        sessions.PLUGGED,
    }
)


async def authorized_remotely(world: World) -> None:
    """The CSMS starts for a valid token (Authorized, main B)."""
    begun = "transaction" in world.states
    number = 4711
    token = {
        "idToken": world.values.get("valid_token"),
        "type": world.values.get("valid_token_type"),
    }
    start = {"idToken": token, "remoteStartId": number, "evseId": world.values.get("evse_id")}
    await world.send_payload("RequestStartTransaction", start)
    known = ("transactionId | is | $transaction_id | F01.FR.13",) if begun else ()
    await world.expect_answer(expect("status | is | Accepted | F01.FR.13", *known))
    world.states.add("Authorized")
    await transaction_event(
        world,
        "triggerReason | is | RemoteStart | F01.FR.19",
        f"transactionInfo.remoteStartId | is | {number} | F01.FR.25",
        "idToken.idToken | is | $valid_token | F01.FR.04",
        "idToken.type | is | $valid_token_type | F01.FR.04",
        *unplugged(world),
    )
    world.evidence("RequestStartTransaction", "the transaction tells of the remote start")


async def energy_transfer_suspended(world: World) -> None:
    """The EV suspends the energy transfer."""
    await _unless(world, "EnergyTransferStarted", energy_transfer_started)
    await world.idle(float(world.values.get("transaction_duration_s")))
    await world.perform(StopEnergy(world.values.get("evse_id")))
    if "EnergyTransfer" in await stop_points(world):
        await _event(world, "Ended", "transactionInfo.stoppedReason | is | StoppedByEV | E06.FR.08")
        return
    await _event(
        world,
        "Updated",
        "triggerReason | is | ChargingStateChanged | E06.FR.15",
        "transactionInfo.chargingState | is one of | EVConnected, SuspendedEV | Part 6, 2.18",
    )


async def stop_authorized(world: World) -> None:
    """The EV driver presents the token that began the session (main A)."""
    await _unless(world, "EnergyTransferStarted", energy_transfer_started)
    await world.idle(float(world.values.get("transaction_duration_s")))
    id_token, kind = world.token("$valid_token")
    await world.perform(PresentToken(id_token, kind, world.values.get("evse_id")))
    ends = await stop_points(world) & {"Authorized", "PowerPathClosed", "EnergyTransfer"}
    first = await _event(
        world,
        None,
        "triggerReason | is | StopAuthorized | E07.FR.02",
        "idToken.idToken | is absent or | $valid_token | E07.FR.02",
        "idToken.type | is absent or | $valid_token_type | E07.FR.02",
        "transactionInfo.stoppedReason | is absent or | Local | E06.FR.09",
    )
    if ends and "ended" not in world.states:
        await _event(
            world,
            "Ended",
            "triggerReason | is | ChargingStateChanged | E06.FR.15",
            "transactionInfo.chargingState | is | EVConnected | Part 6, 2.18",
        )
    elif not ends:
        world.check(expectations.check_of(world, "TransactionEvent", _not_ended(first), None))
    else:
        world.check(expectations.check_of(world, "TransactionEvent", _at_rest(first), None))


def _not_ended(payload: dict[str, object]) -> tables.Found:
    rows = expect("eventType | is | Updated | E06.FR.03")
    return tables.judge(payload, rows, str)[0]


def _at_rest(payload: dict[str, object]) -> tables.Found:
    """Judge the last event: what stops the transaction has stopped the charging before (E07)."""
    states = "EVConnected, SuspendedEVSE"
    rows = expect(f"transactionInfo.chargingState | is absent or | {states} | Part 2, E07")
    return tables.judge(payload, rows, str)[0]


async def ev_connected_post_session(world: World) -> None:
    """The energy transfer has been stopped, and the EV is still connected."""
    await _unless(world, "StopAuthorized", stop_authorized)
    if "ended" not in world.states:
        await _event(
            world,
            None,
            "triggerReason | is | ChargingStateChanged | E06.FR.15",
            "transactionInfo.chargingState | is | EVConnected | Part 6, 2.18",
        )


async def ev_disconnected(world: World) -> None:
    """The EV driver takes the cable out."""
    await _unless(world, "EVConnectedPostSession", ev_connected_post_session)
    await world.perform(Unplug(world.values.get("evse_id"), world.values.get("connector_id")))
    start = world.last_claim
    await connectors.expect(world, connectors.chosen(world), "Available", None)
    if "ended" not in world.states:
        world.last_claim, last = start, world.last_claim
        await _event(
            world,
            None,
            "triggerReason | is | EVCommunicationLost | E06.FR.15",
            "transactionInfo.chargingState | is | Idle | Part 6, 2.18",
        )
        world.last_claim = max(last, world.last_claim)


async def parking_bay_unoccupied(world: World) -> None:
    """The EV leaves the parking bay; what begins now is another session."""
    await _unless(world, "EVDisconnected", ev_disconnected)
    if "ParkingBayOccupied" in world.states and "ParkingBayOccupancy" in str(
        world.values.find("tx_start_point")
    ):
        await world.perform(LeaveBay(world.values.get("evse_id")))
    if "ended" not in world.states:
        await _event(world, "Ended", "triggerReason | is | EVDeparted | E06.FR.01")
    world.states -= _SESSION


async def id_token_cached(world: World) -> None:
    """A whole session with a valid token, so that the station may keep it (errata 6.2.120)."""
    for name, enter in (
        ("ParkingBayOccupied", parking_bay_occupied),
        ("Authorized", authorized),
        ("EVConnectedPreSession", ev_connected_pre_session),
        ("EnergyTransferStarted", energy_transfer_started),
        ("StopAuthorized", stop_authorized),
        ("EVDisconnected", ev_disconnected),
    ):
        await _unless(world, name, enter)
    await parking_bay_unoccupied(world)


async def id_token_local_auth_list(world: World) -> None:
    """A valid token is on the local list."""
    token = {
        "idToken": world.values.get("valid_token"),
        "type": world.values.get("valid_token_type"),
    }
    entry = {"idToken": token, "idTokenInfo": {"status": "Accepted"}}
    update = {"versionNumber": 1, "updateType": "Full", "localAuthorizationList": [entry]}
    await world.send_payload("SendLocalList", update)
    await world.expect_answer(expect("status | is | Accepted | D01.FR.15"))


async def unavailable(world: World) -> None:
    """The CSMS takes the chosen EVSE, with all its connectors, out of operation."""
    where = connectors.chosen(world)
    asked = {"operationalStatus": "Inoperative", "evse": {"id": where.evse_id}}
    await world.send_payload("ChangeAvailability", asked)
    await world.expect_answer(expect("status | is | Accepted | G03.FR.02"))
    await _reported(world, "Unavailable", "G03.FR.04")
    world.evidence("ChangeAvailability", "the connectors of the EVSE became Unavailable")


async def reserved(world: World) -> None:
    """The chosen EVSE is reserved, and no expiry is due; its id is kept as `$reservation_id`."""
    await _reserve(world, RESERVATION_S)


async def reserved_briefly(world: World) -> None:
    """Reserved, with an expiry that a case can await."""
    await _reserve(world, BRIEF_RESERVATION_S)


async def _reserve(world: World, duration_s: float) -> None:
    number = world.values.find("reservation_id") or 1
    world.values.keep("reservation_id", number)
    now = world.clock.now()
    token = {
        "idToken": world.values.get("valid_token"),
        "type": world.values.get("valid_token_type"),
    }
    wanted = {
        "id": number,
        "expiryDateTime": format_datetime(now + timedelta(seconds=duration_s)),
        "idToken": token,
        "evseId": world.values.get("evse_id"),
    }
    await world.send_payload("ReserveNow", wanted)
    await world.expect_answer(expect("status | is | Accepted | H01.FR.23"))
    await _reported(world, "Reserved", "H01.FR.23")
    world.evidence("ReserveNow", "the connectors of the EVSE became Reserved")


async def _reported(world: World, status: str, rule: str) -> None:
    chosen = connectors.chosen(world)
    start = last = world.last_claim
    for connector in connectors.every(world):
        if connector.evse_id == chosen.evse_id:
            world.last_claim = start
            await connectors.expect(world, connector, status, rule)
            last = max(last, world.last_claim)
    world.last_claim = last


async def stop_points(world: World) -> frozenset[str]:
    """Read TxCtrlr.TxStopPoint, once."""
    return await tx_points(world, "TxStopPoint", "tx_stop_point")


async def _event(world: World, kind: str | None, *rows: str) -> dict[str, object]:
    """Expect an event of the running transaction; without `kind` it may be the last."""
    kinds = f"eventType | is | {kind} | E06.FR.03" if kind else "eventType | is one of | "
    first = kinds if kind else kinds + "Updated, Ended | E06.FR.03"
    same = "transactionInfo.transactionId | is | $transaction_id | E01.FR.08"
    incoming = await world.expect_call("TransactionEvent", expect(first, same, *rows))
    if incoming.payload["eventType"] == "Ended":
        world.states.add("ended")
    return incoming.payload


async def _unless(world: World, state: str, enter: Callable[[World], Awaitable[None]]) -> None:
    if state not in world.states:
        await enter(world)
        world.states.add(state)


STATES: Final[Mapping[str, Callable[[World], Awaitable[None]]]] = {
    "AuthorizedRemotely": authorized_remotely,
    "EnergyTransferSuspended": energy_transfer_suspended,
    "StopAuthorized": stop_authorized,
    "EVConnectedPostSession": ev_connected_post_session,
    "EVDisconnected": ev_disconnected,
    "ParkingBayUnoccupied": parking_bay_unoccupied,
    "IdTokenCached": id_token_cached,
    "IdTokenLocalAuthList": id_token_local_auth_list,
    "Unavailable": unavailable,
    "Reserved": reserved,
    "ReservedBriefly": reserved_briefly,
}
