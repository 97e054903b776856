"""Reusable states of OCPP 2.0.1 about certificates (Part 6, sections 2.18, 2.19 and 3.18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness import certificate_checks, settings
from harness.tables import Wish
from harness.targets.actions import Pursue
from steps.reusable_states.rows import expect, fields

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from harness.world import World

_SECC_ID: Final = {"component": {"name": "ISO15118Ctrlr"}, "variable": {"name": "SeccId"}}
_REPORT_ID: Final = 4712
_REPORT: Final = (
    f"requestId | is | {_REPORT_ID} | B08.FR.08",
    "reportData[*].component.name | is | ISO15118Ctrlr | B08.FR.07",
    "reportData[*].variable.name | is | SeccId | B08.FR.07",
    "reportData[*].variableAttribute[any].type | is absent or | Actual | B08.FR.11",
    "reportData[*].variableCharacteristics.dataType | is | string | Part 2, 2.14.9",
)
_V2G_SETTINGS: Final = (
    ("ISO15118Ctrlr.V2GCertificateInstallationEnabled", "true"),
    ("ISO15118Ctrlr.CountryName", "NL"),
    ("ISO15118Ctrlr.OrganizationName", "$vendor"),
)


async def csms_root_installed(world: World) -> None:
    """CertificateInstalled: another CSMS root, `$csms_root`, is installed."""
    await _install(world, "CSMSRootCertificate", "csms_root")


async def v2g_root_installed(world: World) -> None:
    """CertificateInstalled: the V2G root `$v2g_root` is installed."""
    await _install(world, "V2GRootCertificate", "v2g_root")


async def mo_root_installed(world: World) -> None:
    """CertificateInstalled: the mobility operator root `$mo_root` is installed."""
    await _install(world, "MORootCertificate", "mo_root")


async def _install(world: World, use: str, name: str) -> None:
    request = {"certificateType": use, "certificate": world.values.get(name)}
    await world.send_payload("InstallCertificate", request)
    await world.expect_answer(expect("status | is | Accepted | M05.FR.02"))


async def renew_v2g_certificate(world: World) -> None:
    """The station's V2G certificates are renewed; the last chain is kept as `$chain`."""
    wishes = [Wish(name, value, "if implemented") for name, value in _V2G_SETTINGS]
    await settings.change(world, wishes)
    for evse, secc_id, source in await _secc_ids(world):
        await _renew_v2g(world, evse, secc_id, source)


async def _secc_ids(world: World) -> list[tuple[dict[str, Any] | None, str | None, int | None]]:
    """Read every SeccId, its EVSE, and the record that told it; one without any where none is."""
    request = {"requestId": _REPORT_ID, "componentVariable": [_SECC_ID]}
    await world.send_payload("GetReport", request)
    answer = await world.expect_answer()
    found: list[tuple[dict[str, Any] | None, str | None, int | None]] = []
    more, rows = answer["status"] == "Accepted", expect(*_REPORT)
    while more:
        incoming = await world.expect_call("NotifyReport", rows)
        for data in incoming.payload["reportData"]:
            told = data["variableAttribute"]
            actual = next(each for each in told if each.get("type", "Actual") == "Actual")
            found.append((data["component"].get("evse"), actual.get("value"), incoming.seq))
        more = incoming.payload.get("tbc", False)
    return found or [(None, None, None)]


async def _renew_v2g(
    world: World, evse: dict[str, Any] | None, secc_id: str | None, source: int | None
) -> None:
    request = {"requestedMessage": "SignV2GCertificate", **({"evse": evse} if evse else {})}
    world.script_answer("SignCertificate", fields("status | Accepted"))
    await world.send_payload("TriggerMessage", request)
    await world.expect_answer(expect("status | is | Accepted | F06.FR.05"))
    asked = expect("certificateType | is | V2GCertificate | A02.FR.13")
    await world.expect_call("SignCertificate", asked)
    certificate_checks.check_request(world, name=secc_id, source=source, vehicles=True)
    world.evidence("TriggerMessage", "the station asks for the certificate it was told to renew")
    world.evidence("SignCertificate", "sent for a V2G certificate when it was asked for")
    certificate_checks.sign(world, "V2G", "chain")
    signed = {"certificateChain": world.values.get("chain"), "certificateType": "V2GCertificate"}
    await world.send_payload("CertificateSigned", signed)
    await world.expect_answer(expect("status | is | Accepted | A02.FR.06"))


# for a CSMS under test


async def renew_station_certificate(world: World) -> None:
    """The harness's station gets a new certificate; it has none with security profile 1."""
    if int(world.values.get("security_profile")) < 2:
        return
    world.script_answer("TriggerMessage", fields("status | Accepted"))
    await world.operate(Pursue(world.identity, "rotate-certificate", {}))
    asked = "requestedMessage | is | SignChargingStationCertificate | F06.FR.01"
    await world.expect_call("TriggerMessage", expect(asked))
    world.evidence("TriggerMessage", "sent when a new certificate was asked for")
    world.script_answer("CertificateSigned", fields("status | Accepted"))
    await world.send("SignCertificate")
    await world.expect_answer(expect("status | is | Accepted | A02.FR.11"))
    rows = expect("certificateType | is | ChargingStationCertificate | A02.FR.14")
    await world.expect_call("CertificateSigned", rows)
    certificate_checks.check_chain(world, world.puppet.trusted_roots, "A02.FR.11")
    world.evidence("CertificateSigned", "sent with a chain for the key that was asked for")


STATION: Final[Mapping[str, Callable[[World], Awaitable[None]]]] = {
    "CSMSRootInstalled": csms_root_installed,
    "V2GRootInstalled": v2g_root_installed,
    "MORootInstalled": mo_root_installed,
    "RenewV2GChargingStationCertificate": renew_v2g_certificate,
}
CSMS: Final[Mapping[str, Callable[[World], Awaitable[None]]]] = {
    "RenewChargingStationCertificate": renew_station_certificate,
}
