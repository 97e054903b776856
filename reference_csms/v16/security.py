"""OCPP 1.6 Security (white paper, edition 3): events, and the certificates of stations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from pki.hash_data import HashData
from reference_csms import certificate_results
from reference_csms.certificates import CertificateStatus
from reference_csms.client_certificates import serials
from reference_csms.device_records import ConfigurationKey
from reference_csms.entries import SecurityEvent
from reference_csms.follow_up import ask
from reference_csms.services.certificates import MAX_CHAIN, Installed, SigningRefused
from schemas.v16 import security as messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation

STATION_CERTIFICATE: Final = "ChargePointCertificate"
"""1.6 has one kind of signed certificate, and no word for it in its messages."""


async def security_event_notification(
    station: ConnectedStation, request: messages.SecurityEventNotificationRequest
) -> messages.SecurityEventNotificationResponse:
    """A04.FR.03."""
    await station.services.events.security(
        SecurityEvent(station.identity, request.type, request.timestamp, request.tech_info)
    )
    return messages.SecurityEventNotificationResponse()


# the station's own certificate


async def sign_certificate(
    station: ConnectedStation, request: messages.SignCertificateRequest
) -> Reply:
    """A02.FR.11, .12; the chain follows the answer."""
    try:
        chain = await station.services.certificates.sign(
            station.identity,
            request.csr,
            STATION_CERTIFICATE,
            serials=await _serials(station),
            max_size=await max_chain(station),
        )
    except SigningRefused:
        rejected = messages.GenericStatusEnumType.REJECTED
        return Reply(messages.SignCertificateResponse(status=rejected))
    signed = messages.CertificateSignedRequest(certificate_chain=chain)

    async def send() -> None:
        await _send_signed(station, signed)

    accepted = messages.GenericStatusEnumType.ACCEPTED
    then = (send,) if station.services.certificates.sends_signed else ()
    return Reply(messages.SignCertificateResponse(status=accepted), then)


async def _serials(station: ConnectedStation) -> tuple[str, ...]:
    """Give the names that its certificate may bear; any, where it told no serial number."""
    record = await station.services.registration.station(station.identity)
    names = serials(station.identity, record)
    return names if len(names) > 1 else ()


async def max_chain(station: ConnectedStation) -> int:
    """Give the longest chain that the station takes, in characters."""
    named = ConfigurationKey(station.identity, "CertificateSignedMaxChainSize")
    told = await station.services.device_model.key_value(named)
    return int(told) if told is not None and told.isdecimal() else MAX_CHAIN


async def _send_signed(
    station: ConnectedStation, request: messages.CertificateSignedRequest
) -> None:
    answer = await ask(station, "CertificateSigned", request.dump())
    if answer is not None:
        response = messages.CertificateSignedResponse.parse(answer)
        await certificate_signed(station, request, response)
        return
    chain, failed = request.certificate_chain, CertificateStatus.FAILED
    ours = station.services.certificates
    await ours.signed(station.identity, STATION_CERTIFICATE, chain, failed)


async def certificate_signed(
    station: ConnectedStation,
    request: messages.CertificateSignedRequest,
    response: messages.CertificateSignedResponse,
) -> None:
    """Note what the station did with a chain (A02.FR.07, .08)."""
    chain = request.certificate_chain
    await certificate_results.signed(station, STATION_CERTIFICATE, chain, response)


_SIGN = messages.MessageTriggerEnumType.SIGN_CHARGE_POINT_CERTIFICATE
_FIRMWARE = messages.MessageTriggerEnumType.FIRMWARE_STATUS_NOTIFICATION
_TRIGGERED: Final[Mapping[messages.MessageTriggerEnumType, str]] = {
    _SIGN: "SignCertificate",
    _FIRMWARE: "SignedFirmwareStatusNotification",
}


async def extended_trigger_message(
    station: ConnectedStation,
    request: messages.ExtendedTriggerMessageRequest,
    response: messages.ExtendedTriggerMessageResponse,
) -> None:
    """Section 5.5: what we asked for is welcome before the boot is accepted."""
    if response.status is messages.TriggerMessageStatusEnumType.ACCEPTED:
        wanted = request.requested_message
        station.invited.add(_TRIGGERED.get(wanted, wanted.value))


# the certificates of others


async def get_installed_certificate_ids(
    station: ConnectedStation,
    request: messages.GetInstalledCertificateIdsRequest,
    response: messages.GetInstalledCertificateIdsResponse,
) -> None:
    """M03.FR.02 to .04."""
    use = request.certificate_type.value
    told = [Installed(use, HashData.of(data)) for data in response.certificate_hash_data or ()]
    await station.services.certificates.reported(station.identity, {use}, told)
