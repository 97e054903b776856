"""OCPP 2.0.1, block C: what stations ask about tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pki.hash_data import HashData
from reference_csms.v201.tokens import id_token_info
from schemas.v201 import authorization as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


async def authorize(
    station: ConnectedStation, request: messages.AuthorizeRequest
) -> messages.AuthorizeResponse:
    """C01.FR.07."""
    token = request.id_token
    if request.certificate is not None or request.iso_15118_certificate_hash_data:
        return await _by_contract(station, request)
    authorization = await station.services.authorization.authorize(
        token.id_token, token.type.value, station=station.identity
    )
    return messages.AuthorizeResponse(id_token_info=id_token_info(authorization))


async def _by_contract(
    station: ConnectedStation, request: messages.AuthorizeRequest
) -> messages.AuthorizeResponse:
    """C07.FR.05, .13 to .17: judge a contract certificate, or digests of one, then its token."""
    judged = await station.services.plug_and_charge.authorize(
        request.id_token.id_token,
        request.id_token.type.value,
        station=station.identity,
        named=[HashData.of(data) for data in request.iso_15118_certificate_hash_data or ()],
        chain=request.certificate,
    )
    info = id_token_info(judged.authorization)
    assert judged.certificate is not None, "one was shown"
    status = messages.AuthorizeCertificateStatusEnumType(judged.certificate.value)
    return messages.AuthorizeResponse(id_token_info=info, certificate_status=status)
