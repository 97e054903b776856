"""OCPP 2.0.1, block M: certificates of others at the station, their status, and contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pki.hash_data import HashData
from reference_csms import certificate_results
from schemas.v201 import certificates as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


async def get_certificate_status(
    station: ConnectedStation, request: messages.GetCertificateStatusRequest
) -> messages.GetCertificateStatusResponse:
    """M06.FR.02 to .04."""
    status = messages.GetCertificateStatusEnumType
    answer = station.services.certificates.ocsp(HashData.of(request.ocsp_request_data))
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


async def get_installed_certificate_ids(
    station: ConnectedStation,
    request: messages.GetInstalledCertificateIdsRequest,
    response: messages.GetInstalledCertificateIdsResponse,
) -> None:
    """M03.FR.02 to .05; without types all were asked for."""
    asked = request.certificate_type or list(messages.GetCertificateIdUseEnumType)
    await certificate_results.reported(station, asked, response.certificate_hash_data_chain)
