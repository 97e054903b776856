"""OCPP 1.6: goals about keys and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from pki.passwords import authorization_key
from reference_csms.goals import Arguments, present, read
from reference_csms.stored_certificates import known
from reference_csms.v16 import tunnel
from schemas.tunnel import CARRIER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject

Root = Literal[
    "CentralSystemRootCertificate",
    "ManufacturerRootCertificate",
    "MORootCertificate",
    "V2GRootCertificate",
]
_OURS: Final[Mapping[str, str]] = {
    "CentralSystemRootCertificate": "cso",
    "ManufacturerRootCertificate": "manufacturer",
    "MORootCertificate": "mo",
    "V2GRootCertificate": "v2g",
}
_OF_THE_STATION: Final = frozenset(
    {"ChargePointCertificate", "CentralSystemRootCertificate", "ManufacturerRootCertificate"}
)


async def _send(operator: Operator, use: str, action: str, payload: JsonObject) -> JsonObject:
    """Send it inside DataTransfer where it is about ISO 15118 (application note, 2.3)."""
    if use in _OF_THE_STATION:
        return await operator.send(action, payload)
    return await tunnel.send(operator, f"{CARRIER}/{action}", payload)


class NewPassword(Arguments):
    """In hexadecimal; without one it is made up."""

    password: str | None = None


async def rotate_password(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """A01 of the white paper; the new key counts as soon as the station accepts it."""
    password = read(NewPassword, arguments).password or authorization_key()
    payload = {"key": "AuthorizationKey", "value": password}
    return await operator.send("ChangeConfiguration", payload)


class NewCertificate(Arguments):
    certificate_type: Literal["ChargePointCertificate", "V2GCertificate"] = "ChargePointCertificate"


async def rotate_certificate(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """A02: ask the station for a signing request; the chain follows by itself."""
    if read(NewCertificate, arguments).certificate_type == "V2GCertificate":
        return await tunnel.send(operator, f"{CARRIER}/TriggerMessage", {})
    wanted = {"requestedMessage": "SignChargePointCertificate"}
    return await operator.send("ExtendedTriggerMessage", wanted)


class Trigger(Arguments):
    message: str
    connector_id: int | None = None


async def extended_trigger(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.5."""
    wanted = read(Trigger, arguments)
    payload = present(requestedMessage=wanted.message, connectorId=wanted.connector_id)
    return await operator.send("ExtendedTriggerMessage", payload)


class NewRoot(Arguments):
    """Without a certificate it is the CSMS's own of that type."""

    certificate_type: Root = "CentralSystemRootCertificate"
    certificate: str | None = None


async def install_certificate(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """M05."""
    wanted = read(NewRoot, arguments)
    ours = operator.csms.services.certificates
    certificate = wanted.certificate or ours.root(_OURS[wanted.certificate_type])
    payload = {"certificateType": wanted.certificate_type, "certificate": certificate}
    return await _send(operator, wanted.certificate_type, "InstallCertificate", payload)


class Type(Arguments):
    """`ISO15118` stands for all that an EV can meet with."""

    certificate_type: Root | Literal["V2GCertificateChain", "ISO15118"] = (
        "CentralSystemRootCertificate"
    )


async def get_installed(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """M03; the message inside DataTransfer takes a list of types, or none for all of them."""
    use = read(Type, arguments).certificate_type
    if use in _OF_THE_STATION:
        return await operator.send("GetInstalledCertificateIds", {"certificateType": use})
    payload = {} if use == "ISO15118" else {"certificateType": [use]}
    return await tunnel.send(operator, f"{CARRIER}/GetInstalledCertificateIds", payload)


async def delete_certificate(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """M04."""
    row = await known(operator, arguments)
    payload = {"certificateHashData": row.named.as_json()}
    return await _send(operator, row.type, "DeleteCertificate", payload)


OPERATIONS: Final[OperationTable] = {
    "delete-certificate": delete_certificate,
    "extended-trigger-message": extended_trigger,
    "get-installed-certificates": get_installed,
    "install-certificate": install_certificate,
    "rotate-certificate": rotate_certificate,
    "rotate-password": rotate_password,
}
