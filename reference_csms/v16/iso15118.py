"""OCPP 1.6, ISO 15118 Plug and Charge inside DataTransfer (application note, v1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.clock import format_datetime
from ocppj.dispatch import Reply
from pki.hash_data import HashData
from reference_csms import certificate_answers, certificate_results
from reference_csms.certificates import CertificateStatus
from reference_csms.services.certificates import SigningRefused
from reference_csms.v16 import security, tunnel
from reference_csms.v16.tokens import status_of
from schemas.tunnel import CARRIER
from schemas.v16 import iso15118 as messages

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from reference_csms.connection import ConnectedStation
    from reference_csms.results import ResultTable
    from reference_csms.services.authorization import Authorization

V2G: Final = "V2GCertificate"


async def authorize(
    station: ConnectedStation, request: messages.AuthorizeRequest
) -> messages.AuthorizeResponse:
    """Section 5."""
    judged = await station.services.plug_and_charge.authorize(
        request.id_token.id_token,
        named=[HashData.of(data) for data in request.iso_15118_certificate_hash_data or ()],
        chain=request.certificate,
    )
    info = _info(judged.authorization)
    if judged.certificate is None:
        return messages.AuthorizeResponse(id_token_info=info)
    status = messages.AuthorizeCertificateStatusEnumType(judged.certificate.value)
    return messages.AuthorizeResponse(id_token_info=info, certificate_status=status)


def _info(authorization: Authorization) -> messages.IdTokenInfoType:
    """Give the status in the words that 1.6 has elsewhere too (section 8.1)."""
    status = messages.AuthorizationStatusEnumType(status_of(authorization).value)
    if authorization.cache_until is None:
        return messages.IdTokenInfoType(status=status)
    until = format_datetime(authorization.cache_until)
    return messages.IdTokenInfoType(status=status, cache_expiry_date_time=until)


async def get_certificate_status(
    station: ConnectedStation, request: messages.GetCertificateStatusRequest
) -> messages.GetCertificateStatusResponse:
    """Section 4.4."""
    return certificate_answers.ocsp_status(station, request, messages.GetCertificateStatusResponse)


async def get_15118_ev_certificate(
    station: ConnectedStation, request: messages.Get15118EVCertificateRequest
) -> messages.Get15118EVCertificateResponse:
    """Section 3.2."""
    return await certificate_answers.contract(
        station, request, messages.Get15118EVCertificateResponse
    )


async def sign_certificate(
    station: ConnectedStation, request: messages.SignCertificateRequest
) -> Reply:
    """Section 3.1; the chain follows the answer."""
    ours, size = station.services.certificates, await security.max_chain(station)
    status = messages.GenericStatusEnumType
    try:
        chain = await ours.sign(station.identity, request.csr, V2G, v2g=True, max_size=size)
    except SigningRefused:
        return Reply(messages.SignCertificateResponse(status=status.REJECTED))

    async def send() -> None:
        await _send_signed(station, messages.CertificateSignedRequest(certificate_chain=chain))

    then = (send,) if ours.sends_signed else ()
    return Reply(messages.SignCertificateResponse(status=status.ACCEPTED), then)


async def _send_signed(
    station: ConnectedStation, request: messages.CertificateSignedRequest
) -> None:
    answer = await tunnel.ask(station, f"{CARRIER}/CertificateSigned", request.dump())
    if answer is not None:
        response = messages.CertificateSignedResponse.parse(answer)
        await certificate_signed(station, request, response)
        return
    ours, failed = station.services.certificates, CertificateStatus.FAILED
    await ours.signed(station.identity, V2G, request.certificate_chain, failed)


# what stations answer


async def certificate_signed(
    station: ConnectedStation,
    request: messages.CertificateSignedRequest,
    response: messages.CertificateSignedResponse,
) -> None:
    """Section 3.1, step 6."""
    await certificate_results.signed(station, V2G, request.certificate_chain, response)


async def trigger_message(
    station: ConnectedStation,
    _: messages.TriggerMessageRequest,
    response: messages.TriggerMessageResponse,
) -> None:
    """Section 6.9: what we asked for is welcome before the boot is accepted."""
    if response.status is messages.TriggerMessageStatusEnumType.ACCEPTED:
        station.invited.add(CARRIER)


async def get_installed_certificate_ids(
    station: ConnectedStation,
    request: messages.GetInstalledCertificateIdsRequest,
    response: messages.GetInstalledCertificateIdsResponse,
) -> None:
    """Section 4.1; without types all were asked for (section 6.6.1)."""
    asked = request.certificate_type or list(messages.GetCertificateIdUseEnumType)
    await certificate_results.reported(station, asked, response.certificate_hash_data_chain)


ROUTES: Final[RouteTable[ConnectedStation]] = {
    f"{CARRIER}/Authorize": authorize,
    f"{CARRIER}/Get15118EVCertificate": get_15118_ev_certificate,
    f"{CARRIER}/GetCertificateStatus": get_certificate_status,
    f"{CARRIER}/SignCertificate": sign_certificate,
}

RESULTS: Final[ResultTable] = {
    f"{CARRIER}/CertificateSigned": certificate_signed,
    f"{CARRIER}/DeleteCertificate": certificate_results.delete_certificate,
    f"{CARRIER}/GetInstalledCertificateIds": get_installed_certificate_ids,
    f"{CARRIER}/InstallCertificate": certificate_results.install_certificate,
    f"{CARRIER}/TriggerMessage": trigger_message,
}
