"""OCPP 1.6: goals about keys and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from pki.passwords import authorization_key
from reference_csms.goals import Arguments, present, read
from reference_csms.stored_certificates import digests

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject

Root = Literal["CentralSystemRootCertificate", "ManufacturerRootCertificate"]
_OURS: Final[Mapping[str, str]] = {
    "CentralSystemRootCertificate": "cso",
    "ManufacturerRootCertificate": "manufacturer",
}


class NewPassword(Arguments):
    """In hexadecimal; without one it is made up."""

    password: str | None = None


async def rotate_password(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """A01 of the white paper; the new key counts as soon as the station accepts it."""
    password = read(NewPassword, arguments).password or authorization_key()
    payload = {"key": "AuthorizationKey", "value": password}
    return await operator.send("ChangeConfiguration", payload)


class Nothing(Arguments):
    pass


async def rotate_certificate(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """A02: ask the station for a signing request; the chain follows by itself."""
    read(Nothing, arguments)
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
    return await operator.send("InstallCertificate", payload)


class Type(Arguments):
    certificate_type: Root = "CentralSystemRootCertificate"


async def get_installed(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """M03."""
    payload = {"certificateType": read(Type, arguments).certificate_type}
    return await operator.send("GetInstalledCertificateIds", payload)


async def delete_certificate(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """M04."""
    named = await digests(operator, arguments)
    return await operator.send("DeleteCertificate", {"certificateHashData": named})


OPERATIONS: Final[OperationTable] = {
    "delete-certificate": delete_certificate,
    "extended-trigger-message": extended_trigger,
    "get-installed-certificates": get_installed,
    "install-certificate": install_certificate,
    "rotate-certificate": rotate_certificate,
    "rotate-password": rotate_password,
}
