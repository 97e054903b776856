"""OCPP 2.0.1, block M: certificates of others at the station, their status, and contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pki.hash_data import HashAlgorithm, HashData
from reference_csms.certificates import CertificateStatus
from reference_csms.services.certificates import Installed
from schemas.v201 import certificates as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation
    from schemas.v201.types import CertificateHashDataType, OCSPRequestDataType


def hash_data_of(data: CertificateHashDataType | OCSPRequestDataType) -> HashData:
    return HashData(
        HashAlgorithm(data.hash_algorithm.value),
        data.issuer_name_hash,
        data.issuer_key_hash,
        data.serial_number,
    )


async def get_certificate_status(
    station: ConnectedStation, request: messages.GetCertificateStatusRequest
) -> messages.GetCertificateStatusResponse:
    """M06.FR.02 to .04."""
    status = messages.GetCertificateStatusEnumType
    answer = station.services.certificates.ocsp(hash_data_of(request.ocsp_request_data))
    if answer is None:
        return messages.GetCertificateStatusResponse(status=status.FAILED)
    return messages.GetCertificateStatusResponse(status=status.ACCEPTED, ocsp_result=answer)


async def get_15118_ev_certificate(
    station: ConnectedStation, request: messages.Get15118EVCertificateRequest
) -> messages.Get15118EVCertificateResponse:
    """M01, M02: the mobility operator's part, in process."""
    status = messages.Iso15118EVCertificateStatusEnumType
    answer = await station.services.certificates.contract(station.identity, request.exi_request)
    if answer is None:
        return messages.Get15118EVCertificateResponse(status=status.FAILED, exi_response="")
    return messages.Get15118EVCertificateResponse(status=status.ACCEPTED, exi_response=answer)


# what stations answer

_INSTALL = {
    messages.InstallCertificateStatusEnumType.ACCEPTED: CertificateStatus.INSTALLED,
    messages.InstallCertificateStatusEnumType.REJECTED: CertificateStatus.REJECTED,
    messages.InstallCertificateStatusEnumType.FAILED: CertificateStatus.FAILED,
}


async def install_certificate(
    station: ConnectedStation,
    request: messages.InstallCertificateRequest,
    response: messages.InstallCertificateResponse,
) -> None:
    """M05.FR.02, .03, .07."""
    await station.services.certificates.installed(
        station.identity,
        request.certificate_type.value,
        request.certificate,
        _INSTALL[response.status],
    )


async def delete_certificate(
    station: ConnectedStation,
    request: messages.DeleteCertificateRequest,
    response: messages.DeleteCertificateResponse,
) -> None:
    """M04.FR.02, .04: it is not there, whether deleted now or never installed."""
    if response.status is not messages.DeleteCertificateStatusEnumType.FAILED:
        named = hash_data_of(request.certificate_hash_data)
        await station.services.certificates.deleted(station.identity, named)


async def get_installed_certificate_ids(
    station: ConnectedStation,
    request: messages.GetInstalledCertificateIdsRequest,
    response: messages.GetInstalledCertificateIdsResponse,
) -> None:
    """M03.FR.02 to .05; without types all were asked for."""
    asked = request.certificate_type or list(messages.GetCertificateIdUseEnumType)
    told = [
        Installed(
            chain.certificate_type.value,
            hash_data_of(chain.certificate_hash_data),
            tuple(hash_data_of(child) for child in chain.child_certificate_hash_data or ()),
        )
        for chain in response.certificate_hash_data_chain or ()
    ]
    types = {use.value for use in asked}
    await station.services.certificates.reported(station.identity, types, told)
