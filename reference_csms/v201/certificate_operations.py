"""OCPP 2.0.1: goals about passwords and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from pki.passwords import basic_auth_password
from reference_csms.goals import Arguments, present, read
from reference_csms.stored_certificates import digests

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject

Root = Literal[
    "CSMSRootCertificate",
    "MORootCertificate",
    "ManufacturerRootCertificate",
    "V2GRootCertificate",
]
_OURS: Final[Mapping[str, str]] = {
    "CSMSRootCertificate": "cso",
    "MORootCertificate": "mo",
    "ManufacturerRootCertificate": "manufacturer",
    "V2GRootCertificate": "v2g",
}


class NewPassword(Arguments):
    """Without a password one is made up."""

    password: str | None = None


async def rotate_password(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """A01; the new password counts as soon as the station accepts it, and is not shown."""
    password = read(NewPassword, arguments).password or basic_auth_password()
    data = {
        "component": {"name": "SecurityCtrlr"},
        "variable": {"name": "BasicAuthPassword"},
        "attributeValue": password,
    }
    return await operator.send("SetVariables", {"setVariableData": [data]})


class NewCertificate(Arguments):
    certificate_type: Literal["ChargingStationCertificate", "V2GCertificate"] = (
        "ChargingStationCertificate"
    )


async def rotate_certificate(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """A02: ask the station for a signing request; the chain follows by itself."""
    wanted = read(NewCertificate, arguments)
    return await operator.send(
        "TriggerMessage", {"requestedMessage": f"Sign{wanted.certificate_type}"}
    )


class NewRoot(Arguments):
    """Without a certificate it is the CSMS's own of that type."""

    certificate_type: Root = "CSMSRootCertificate"
    certificate: str | None = None


async def install_certificate(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """M05."""
    wanted = read(NewRoot, arguments)
    ours = operator.csms.services.certificates
    certificate = wanted.certificate or ours.root(_OURS[wanted.certificate_type])
    payload = {"certificateType": wanted.certificate_type, "certificate": certificate}
    return await operator.send("InstallCertificate", payload)


class Types(Arguments):
    certificate_types: list[str] | None = None


async def get_installed(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """M03."""
    wanted = read(Types, arguments)
    payload = present(certificateType=wanted.certificate_types)
    return await operator.send("GetInstalledCertificateIds", payload)


async def delete_certificate(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """M04."""
    named = await digests(operator, arguments)
    return await operator.send("DeleteCertificate", {"certificateHashData": named})


OPERATIONS: Final[OperationTable] = {
    "delete-certificate": delete_certificate,
    "get-installed-certificates": get_installed,
    "install-certificate": install_certificate,
    "rotate-certificate": rotate_certificate,
    "rotate-password": rotate_password,
}
