"""OCPP 2.0.1, block A: security events, and the station's own certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from reference_csms import certificate_results
from reference_csms.certificates import CertificateStatus
from reference_csms.client_certificates import serials
from reference_csms.device_records import Variable
from reference_csms.entries import SecurityEvent
from reference_csms.follow_up import ask
from reference_csms.services.certificates import MAX_CHAIN, SigningRefused
from schemas.v201 import security as messages
from schemas.v201.enums import GenericStatusEnumType
from schemas.v201.types import StatusInfoType

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


async def security_event_notification(
    station: ConnectedStation, request: messages.SecurityEventNotificationRequest
) -> messages.SecurityEventNotificationResponse:
    """A04.FR.03."""
    await station.services.events.security(
        SecurityEvent(station.identity, request.type, request.timestamp, request.tech_info)
    )
    return messages.SecurityEventNotificationResponse()


_USE = messages.CertificateSigningUseEnumType


async def sign_certificate(
    station: ConnectedStation, request: messages.SignCertificateRequest
) -> Reply:
    """A02.FR.11, .12; the chain follows the answer, with the type of the request (A02.FR.14)."""
    try:
        chain = await station.services.certificates.sign(
            station.identity,
            request.csr,
            _type(request.certificate_type),
            v2g=request.certificate_type is _USE.V2G_CERTIFICATE,
            serials=await _serials(station),
            max_size=await _max_chain(station),
        )
    except SigningRefused as refused:
        return Reply(_refusal(refused))
    signed = messages.CertificateSignedRequest(
        certificate_chain=chain, certificate_type=request.certificate_type
    )

    async def send() -> None:
        await _send_signed(station, signed)

    accepted = GenericStatusEnumType.ACCEPTED
    then = (send,) if station.services.certificates.sends_signed else ()
    return Reply(messages.SignCertificateResponse(status=accepted), then)


def _type(use: messages.CertificateSigningUseEnumType | None) -> str:
    """Give the type; without one it is the station's own (section 1.58.1)."""
    return (use or _USE.CHARGING_STATION_CERTIFICATE).value


def _refusal(refused: SigningRefused) -> messages.SignCertificateResponse:
    info = StatusInfoType(reason_code=refused.code, additional_info=str(refused)[:512])
    return messages.SignCertificateResponse(status=GenericStatusEnumType.REJECTED, status_info=info)


async def _serials(station: ConnectedStation) -> tuple[str, ...]:
    """Give the names that its certificate may bear; any, where it told no serial number."""
    record = await station.services.registration.station(station.identity)
    names = serials(station.identity, record)
    return names if len(names) > 1 else ()


async def _max_chain(station: ConnectedStation) -> int:
    told = await station.services.device_model.value(
        Variable(station.identity, "SecurityCtrlr", "MaxCertificateChainSize")
    )
    return int(told) if told is not None and told.isdecimal() else MAX_CHAIN


async def _send_signed(
    station: ConnectedStation, request: messages.CertificateSignedRequest
) -> None:
    """Deliver a chain; a station that is gone meanwhile asks again (A02.FR.17)."""
    answer = await ask(station, "CertificateSigned", request.dump())
    if answer is not None:
        response = messages.CertificateSignedResponse.parse(answer)
        await certificate_signed(station, request, response)
        return
    use, chain = _type(request.certificate_type), request.certificate_chain
    failed = CertificateStatus.FAILED
    await station.services.certificates.signed(station.identity, use, chain, failed)


async def certificate_signed(
    station: ConnectedStation,
    request: messages.CertificateSignedRequest,
    response: messages.CertificateSignedResponse,
) -> None:
    """Note what the station did with a chain (A02.FR.07, .08)."""
    use = _type(request.certificate_type)
    await certificate_results.signed(station, use, request.certificate_chain, response)
