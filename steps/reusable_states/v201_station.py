"""Reusable states of OCPP 2.0.1 for a station under test (Part 6, section 2.18, errata 6.2.116).

A state performs what the EV driver does and judges what must follow. Which messages must follow
depends on TxCtrlr.TxStartPoint, which is read from the station when a state first needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness import connectors, sessions, tables
from harness.targets.actions import EnterBay, PlugIn, PowerCycle, PresentToken
from harness.verdicts import Check
from steps.reusable_states.rows import expect

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from harness.world import World

_TOKEN: Final = (
    "idToken.idToken | is | $valid_token | C01.FR.02",
    "idToken.type | is | $valid_token_type | C01.FR.02",
)

_POINTS: Final = (
    "ParkingBayOccupancy",
    "EVConnected",
    "Authorized",
    "DataSigned",
    "PowerPathClosed",
    "EnergyTransfer",
)
_NO_EV: Final = "transactionInfo.chargingState | is absent or | Idle | ChargingStateEnumType"
_POINTS_RULE: Final = "Part 2, Referenced Components and Variables, 2.6.6"


async def booted(world: World) -> None:
    """The station is power-cycled, boots, reports its connectors and its start."""
    await world.perform(PowerCycle())
    await world.expect_call(
        "BootNotification",
        expect(
            "reason | is | PowerUp | B01.FR.09",
            "chargingStation.model | is | $model | B01.FR.01",
            "chargingStation.vendorName | is | $vendor | B01.FR.01",
        ),
    )
    world.evidence("BootNotification", "sent after the power came back")
    accepted = world.last_claim
    await connectors.expect_every(world, "Available", "B01.FR.05")
    world.last_claim, last = accepted, world.last_claim
    kind = "type | is one of | StartupOfTheDevice, ResetOrReboot | A04.FR.01"
    await world.expect_call("SecurityEventNotification", expect(kind))
    world.evidence("SecurityEventNotification", "sent after the power came back")
    world.last_claim = max(last, world.last_claim)


async def parking_bay_occupied(world: World) -> None:
    """The EV enters the parking bay; optional, done where it begins the transaction."""
    if "ParkingBayOccupancy" not in await start_points(world):
        return
    await world.perform(EnterBay(world.values.get("evse_id")))
    await transaction_event(world, "triggerReason | is | EVDetected | E02.FR.15", _NO_EV)


async def _bay_first(world: World) -> None:
    if not world.states & {"ParkingBayOccupied", "EVConnectedPreSession", "Authorized"}:
        await parking_bay_occupied(world)
        world.states.add("ParkingBayOccupied")


async def ev_connected_pre_session(world: World) -> None:
    """The EV driver connects the EV and the EVSE."""
    points = await start_points(world)
    await _bay_first(world)
    high_level = world.values.find("iso15118") is True
    place = world.values.get("evse_id"), world.values.get("connector_id")
    await world.perform(PlugIn(*place, iso15118=high_level))
    start = world.last_claim
    await connectors.expect(world, connectors.chosen(world), "Occupied", "E02.FR.05")
    if "EVConnected" in points or "transaction" in world.states:
        world.last_claim, last = start, world.last_claim
        reasons = "CablePluggedIn, ChargingStateChanged, RemoteStart"
        charging = (
            "EVConnected, SuspendedEVSE, Charging"
            if "Authorized" in world.states
            else "EVConnected"
        )
        await transaction_event(
            world,
            f"triggerReason | is one of | {reasons} | E02.FR.15",
            f"transactionInfo.chargingState | is one of | {charging} | E02.FR.13",
            "evse.id | is | $evse_id | E01.FR.16",
            "evse.connectorId | is | $connector_id | E01.FR.16",
        )
        world.last_claim = max(last, world.last_claim)


async def authorized(world: World) -> None:
    """The EV driver presents a valid token (main A, local authorization)."""
    points = await start_points(world)
    await _bay_first(world)
    id_token, kind = world.token("$valid_token")
    await world.perform(PresentToken(id_token, kind, world.values.get("evse_id")))
    if world.states & {"IdTokenCached", "IdTokenLocalAuthList"}:
        world.tolerated.append(("Authorize", expect(*_TOKEN)))
    else:
        await world.expect_call("Authorize", expect(*_TOKEN))
        world.evidence("Authorize", "sent when the token was presented")
    if "Authorized" in points or "transaction" in world.states:
        trigger = "triggerReason | is | Authorized | E02.FR.01"
        await transaction_event(world, trigger, *_TOKEN, *unplugged(world))


async def energy_transfer_started(world: World) -> None:
    """Energy flows; what is missing for that comes about first."""
    points = await start_points(world)
    if "Authorized" not in world.states:
        await authorized(world)
        world.states.add("Authorized")
    if "EVConnectedPreSession" not in world.states:
        await ev_connected_pre_session(world)
        world.states.add("EVConnectedPreSession")
    if "DataSigned" in points and "transaction" not in world.states:
        await transaction_event(world, "triggerReason | is | SignedDataReceived | E02.FR.15")
    if "PowerPathClosed" in points and "transaction" not in world.states:
        await transaction_event(world, *_state_changed("SuspendedEVSE"))
    if "EnergyTransfer" in points or "transaction" in world.states:
        await transaction_event(world, *_state_changed("Charging"))


def _state_changed(state: str) -> tuple[str, str]:
    return (
        "triggerReason | is | ChargingStateChanged | E02.FR.15",
        f"transactionInfo.chargingState | is | {state} | E02.FR.13",
    )


def unplugged(world: World) -> tuple[str, ...]:
    """Give the row on the charging state where no EV has been connected yet."""
    return () if world.states & {"EVConnectedPreSession", sessions.PLUGGED} else (_NO_EV,)


async def transaction_event(world: World, *rows: str) -> None:
    """Expect the next event of the transaction; the first one begins it and gives its id."""
    begun = "transaction" in world.states
    kind = "Updated" if begun else "Started"
    first = f"eventType | is | {kind} | Part 2, TransactionEventRequest"
    same = ("transactionInfo.transactionId | is | $transaction_id | E01.FR.08",) if begun else ()
    incoming = await world.expect_call("TransactionEvent", expect(first, *same, *rows))
    if not begun:
        identifier = tables.value_at(incoming.payload, "transactionInfo.transactionId")
        world.values.keep("transaction_id", identifier, incoming.seq)
        world.states.add("transaction")
    world.evidence("TransactionEvent", f"{kind} sent when it was due")


async def start_points(world: World) -> frozenset[str]:
    """Read TxCtrlr.TxStartPoint, once."""
    return await tx_points(world, "TxStartPoint", "tx_start_point")


async def tx_points(world: World, variable: str, name: str) -> frozenset[str]:
    """Read a variable of TxCtrlr that lists points of a session, once; kept by that name."""
    known = world.values.find(name)
    if known is None:
        known = await _read_points(world, variable)
        world.values.keep(name, known)
    return frozenset(point.strip() for point in str(known).split(","))


async def _read_points(world: World, variable: str) -> str:
    data = {"component": {"name": "TxCtrlr"}, "variable": {"name": variable}}
    await world.send_payload("GetVariables", {"getVariableData": [data]})
    accepted = expect("getVariableResult[0].attributeStatus | is | Accepted | B06.FR.10")
    answer = await world.expect_answer(accepted)
    text = str(tables.value_at(answer, "getVariableResult[0].attributeValue"))
    known = all(point.strip() in _POINTS for point in text.split(","))
    expected = f"some of {', '.join(_POINTS)}"
    world.check(Check(known, world.step, "GetVariables", variable, expected, text, _POINTS_RULE))
    return text


STATES: Final[Mapping[str, Callable[[World], Awaitable[None]]]] = {
    "Booted": booted,
    "ParkingBayOccupied": parking_bay_occupied,
    "EVConnectedPreSession": ev_connected_pre_session,
    "Authorized": authorized,
    "EnergyTransferStarted": energy_transfer_started,
}
