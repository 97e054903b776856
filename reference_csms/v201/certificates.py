"""OCPP 2.0.1, block M: certificates of others at the station, their status, and contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms import certificate_answers, certificate_results
from schemas.v201 import certificates as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


async def get_certificate_status(
    station: ConnectedStation, request: messages.GetCertificateStatusRequest
) -> messages.GetCertificateStatusResponse:
    """M06."""
    return certificate_answers.ocsp_status(station, request, messages.GetCertificateStatusResponse)


async def get_15118_ev_certificate(
    station: ConnectedStation, request: messages.Get15118EVCertificateRequest
) -> messages.Get15118EVCertificateResponse:
    """M01, M02."""
    return await certificate_answers.contract(
        station, request, messages.Get15118EVCertificateResponse
    )


# what stations answer


async def get_installed_certificate_ids(
    station: ConnectedStation,
    request: messages.GetInstalledCertificateIdsRequest,
    response: messages.GetInstalledCertificateIdsResponse,
) -> None:
    """M03.FR.02 to .05; without types all were asked for."""
    asked = request.certificate_type or list(messages.GetCertificateIdUseEnumType)
    await certificate_results.reported(station, asked, response.certificate_hash_data_chain)
