"""The reusable states of OCPP 1.6 (OCTT, sections 2.25 and 3.22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness import answers, certificate_checks, connectors, tables
from harness.targets.actions import PlugIn, PresentToken
from steps.reusable_states.rows import expect, fields

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from harness.world import World


RESERVATION_ID: Final = 4711
_PARENT: Final = "idTagInfo.parentIdTag | is absent or | $group_id | OCPP 1.6, 3.10"


async def booted_csms(world: World) -> None:
    """The harness's station boots and reports its connectors."""
    await world.send("BootNotification")
    await world.expect_answer(expect("status | is | Accepted | OCPP 1.6, 4.2"))
    for where in connectors.every(world):
        await connectors.tell(world, where, "Available")


async def authorized_csms(world: World) -> None:
    """The EV driver is authorized at the harness's station."""
    await world.send("Authorize", fields("idTag | $valid_token"))
    await world.expect_answer(expect("idTagInfo.status | is | Accepted | OCPP 1.6, 4.1", _PARENT))


async def charging_csms(world: World) -> None:
    """The harness's station starts a transaction."""
    await authorized_csms(world)
    where = connectors.chosen(world)
    await connectors.tell(world, where, "Preparing")
    started = fields("idTag | $valid_token", "connectorId | $connector_id")
    await world.send("StartTransaction", started)
    accepted = expect("idTagInfo.status | is | Accepted | OCPP 1.6, 4.8", _PARENT)
    answer = await world.expect_answer(accepted)
    world.values.keep("transaction_id", answer["transactionId"])
    await connectors.tell(world, where, "Charging")


# for a station under test


async def authorized_station(world: World) -> None:
    """The EV driver presents the valid idTag (OCTT 2.25, table 104)."""
    id_token, kind = world.token("$valid_token")
    start = world.last_claim
    await world.perform(PresentToken(id_token, kind, world.values.get("evse_id")))
    await world.expect_call("Authorize", expect("idTag | is | $valid_token | OCPP 1.6, 4.1"))
    if "EVConnected" not in world.states:
        world.last_claim = start
        await connectors.expect(world, connectors.chosen(world), "Preparing", "OCPP 1.6, 4.9")


_STARTED: Final = (
    "connectorId | is | $connector_id | OCPP 1.6, 4.8",
    "idTag | is | $valid_token | OCPP 1.6, 4.8",
    "timestamp | is near | $now | OCPP 1.6, 4.8",
)


async def charging_station(world: World) -> None:
    """The cable is plugged in, then a transaction is started remotely (table 105)."""
    where = connectors.chosen(world)
    reserved = "Reserved" in world.states
    asks = await _authorizes_remote_starts(world)
    read = world.last_seq
    await world.perform(PlugIn(world.values.get("evse_id"), world.values.get("connector_id")))
    if not reserved:
        await connectors.expect(world, where, "Preparing", "OCPP 1.6, 4.9")
    remote = fields("idTag | $valid_token", "connectorId | $connector_id")
    await world.send("RemoteStartTransaction", remote)
    await world.expect_answer(expect("status | is | Accepted | OCPP 1.6, 5.11"))
    if reserved:
        await connectors.expect(world, where, "Preparing", "OCPP 1.6, 4.9")
    if asks:
        rows = expect("idTag | is | $valid_token | OCPP 1.6, 5.11")
        await world.expect_call("Authorize", rows, source=read)
    start = world.last_claim
    started = await world.expect_call("StartTransaction", expect(*_STARTED))
    last, world.last_claim = world.last_claim, start
    await connectors.expect(world, where, "Charging", "OCPP 1.6, 4.9")
    world.last_claim = max(last, world.last_claim)
    answer = await answers.own_answer(world, started)
    world.values.keep("transaction_id", answer["transactionId"])
    world.evidence("RemoteStartTransaction", "the transaction has started")
    world.evidence("StartTransaction", "sent for the transaction that was asked for")


async def _authorizes_remote_starts(world: World) -> bool:
    name = "AuthorizeRemoteTxRequests"
    await world.send_payload("GetConfiguration", {"key": [name]})
    value = f"configurationKey[key={name}].value"
    answer = await world.expect_answer(expect(f"{value} | is one of | true, false | OCPP 1.6, 9.1"))
    return str(tables.value_at(answer, value)) == "true"


async def reserved_station(world: World) -> None:
    """The connector is reserved for the valid idTag (table 111)."""
    request = {
        "connectorId": world.values.get("connector_id"),
        "expiryDate": world.values.get("now+600s"),
        "idTag": world.values.get("valid_token"),
        "reservationId": RESERVATION_ID,
    }
    world.values.keep("reservation_id", RESERVATION_ID)
    await world.send_payload("ReserveNow", request)
    await world.expect_answer(expect("status | is | Accepted | OCPP 1.6, 5.13"))
    await connectors.expect(world, connectors.chosen(world), "Reserved", "OCPP 1.6, 5.13")


async def others_unavailable(world: World) -> None:
    """Every connector but the chosen one is made Unavailable (table 108)."""
    chosen = connectors.chosen(world)
    for where in connectors.every(world):
        if where.connector_id in (0, chosen.connector_id):
            continue
        request = {"connectorId": where.connector_id, "type": "Inoperative"}
        await world.send_payload("ChangeAvailability", request)
        await world.expect_answer(expect("status | is | Accepted | OCPP 1.6, 5.2"))
        await connectors.expect(world, where, "Unavailable", "OCPP 1.6, 5.2")


async def certificate_installed(world: World) -> None:
    """Another CSMS root, `$csms_root`, is installed, unless it is there already (table 114)."""
    use = {"certificateType": "CentralSystemRootCertificate"}
    await world.send_payload("GetInstalledCertificateIds", use)
    await world.expect_answer(expect("status | is one of | Accepted, NotFound | M03.FR.02"))
    if certificate_checks.is_named(world, "$csms_root"):
        return
    request = {**use, "certificate": world.values.get("csms_root")}
    await world.send_payload("InstallCertificate", request)
    await world.expect_answer(expect("status | is | Accepted | M05.FR.02"))


STATES: Final[Mapping[str, Mapping[str, Callable[[World], Awaitable[None]]]]] = {
    "csms": {
        "Booted": booted_csms,
        "Authorized": authorized_csms,
        "Charging": charging_csms,
    },
    "station": {
        "Authorized": authorized_station,
        "Charging": charging_station,
        "Reserved": reserved_station,
        "SetConnectorUnavailable": others_unavailable,
        "CertificateInstalled": certificate_installed,
    },
}
