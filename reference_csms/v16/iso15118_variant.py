"""OCPP 1.6, Plug and Charge by the older vendorId `iso15118`: the same services, other words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.clock import format_datetime
from ocppj.dispatch import Reply
from pki.hash_data import HashData
from pki.pem import MalformedPem, chain_from_hex, hex_of_chain, read_chain, write_chain
from reference_csms import certificate_answers, certificate_results
from reference_csms.certificate_results import INSTALL, delete_certificate
from reference_csms.certificates import CertificateStatus
from reference_csms.services.certificates import Installed, SigningRefused
from reference_csms.services.plug_and_charge import ContractStatus
from reference_csms.v16 import tunnel
from schemas.tunnel import CARRIER, VARIANT
from schemas.v16 import iso15118_variant as messages
from schemas.v16.iso15118 import GenericStatusEnumType, GetCertificateStatusResponse

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from reference_csms.connection import ConnectedStation
    from reference_csms.results import ResultTable
    from schemas.v16.iso15118 import (
        CertificateSignedResponse,
        InstallCertificateResponse,
        TriggerMessageResponse,
    )

_USE: Final = messages.CertificateSigningUseEnumType
_MAX_PEM: Final = 6600
"""Characters of a chain that does not take more than 10000 of them in hexadecimal."""


async def authorize(
    station: ConnectedStation, request: messages.AuthorizeRequest
) -> messages.AuthorizeResponse:
    """Answer with what the two words for a certificate can say."""
    judged = await station.services.plug_and_charge.authorize(
        request.id_token.id_token, named=[HashData.of(d) for d in request.certificate_hash_data]
    )
    revoked = judged.certificate in (ContractStatus.REVOKED, ContractStatus.CHAIN_ERROR)
    status = messages.AuthorizeCertificateStatusEnumType
    authorization = judged.authorization
    until = authorization.cache_until
    info = messages.IdTokenInfoType(
        status=messages.AuthorizationStatusEnumType(authorization.status.value),
        cache_expiry_date_time=None if until is None else format_datetime(until),
    )
    return messages.AuthorizeResponse(
        id_token_info=info,
        certificate_status=status.CERTIFICATE_REVOKED if revoked else status.ACCEPTED,
    )


async def get_certificate_status(
    station: ConnectedStation, request: messages.GetCertificateStatusRequest
) -> GetCertificateStatusResponse:
    return certificate_answers.ocsp_status(station, request, GetCertificateStatusResponse)


async def get_15118_ev_certificate(
    station: ConnectedStation, request: messages.Get15118EVCertificateRequest
) -> messages.Get15118EVCertificateResponse:
    return await certificate_answers.contract(
        station, request, messages.Get15118EVCertificateResponse
    )


async def sign_certificate(
    station: ConnectedStation, request: messages.SignCertificateRequest
) -> Reply:
    """Sign for V2G where no use is told; the chain follows the answer."""
    ours, use = station.services.certificates, request.type_of_certificate or _USE.V2G_CERTIFICATE
    v2g = use is _USE.V2G_CERTIFICATE
    status = GenericStatusEnumType
    try:
        chain = await ours.sign(
            station.identity, request.csr, use.value, v2g=v2g, max_size=_MAX_PEM
        )
    except SigningRefused:
        return Reply(messages.SignCertificateResponse(status=status.REJECTED))
    cert = hex_of_chain(read_chain(chain))

    async def send() -> None:
        signed = messages.CertificateSignedRequest(cert=cert, type_of_certificate=use)
        answer = await tunnel.ask(station, f"{VARIANT.name}/CertificateSigned", signed.dump())
        if answer is not None:
            response = messages.CertificateSignedResponse.parse(answer)
            await certificate_signed(station, signed, response)
        else:
            await ours.signed(station.identity, use.value, chain, CertificateStatus.FAILED)

    then = (send,) if ours.sends_signed else ()
    return Reply(messages.SignCertificateResponse(status=status.ACCEPTED), then)


# what stations answer


async def certificate_signed(
    station: ConnectedStation,
    request: messages.CertificateSignedRequest,
    response: CertificateSignedResponse,
) -> None:
    try:
        chain = write_chain(chain_from_hex(request.cert))
    except MalformedPem:
        return
    use = request.type_of_certificate.value
    await certificate_results.signed(station, use, chain, response)


async def trigger_message(
    station: ConnectedStation, _: messages.TriggerMessageRequest, response: TriggerMessageResponse
) -> None:
    if response.status.value == "Accepted":
        station.invited.add(CARRIER)


async def install_certificate(
    station: ConnectedStation,
    request: messages.InstallCertificateRequest,
    response: InstallCertificateResponse,
) -> None:
    """Take PEM and the hexadecimal of DER alike."""
    try:
        chain = write_chain(chain_from_hex(request.certificate))
    except MalformedPem:
        chain = request.certificate
    use, status = request.certificate_type.value, INSTALL[response.status.value]
    await station.services.certificates.installed(station.identity, use, chain, status)


async def get_installed_certificate_ids(
    station: ConnectedStation,
    request: messages.GetInstalledCertificateIdsRequest,
    response: messages.GetInstalledCertificateIdsResponse,
) -> None:
    """Learn of one type only where one was asked for: the answer names no types."""
    asked = {use.value for use in request.type_of_certificate or ()}
    if len(asked) == 1:
        use = next(iter(asked))
        told = [Installed(use, HashData.of(d)) for d in response.certificate_hash_data_chain or ()]
        await station.services.certificates.reported(station.identity, asked, told)


ROUTES: Final[RouteTable[ConnectedStation]] = {
    f"{VARIANT.name}/Authorize": authorize,
    f"{VARIANT.name}/Get15118EVCertificate": get_15118_ev_certificate,
    f"{VARIANT.name}/GetCertificateStatus": get_certificate_status,
    f"{VARIANT.name}/SignCertificate": sign_certificate,
}

RESULTS: Final[ResultTable] = {
    f"{VARIANT.name}/CertificateSigned": certificate_signed,
    f"{VARIANT.name}/DeleteCertificate": delete_certificate,
    f"{VARIANT.name}/GetInstalledCertificateIds": get_installed_certificate_ids,
    f"{VARIANT.name}/InstallCertificate": install_certificate,
    f"{VARIANT.name}/TriggerMessage": trigger_message,
}
