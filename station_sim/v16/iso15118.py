"""OCPP 1.6, ISO 15118 Plug and Charge inside DataTransfer (application note, v1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from schemas.tunnel import CARRIER
from schemas.v16 import iso15118 as messages
from station_sim.trust import answers
from station_sim.trust.store import Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station_sim.station import Station
    from station_sim.v16.tunnel import TunnelTable

_USES: Final[Mapping[messages.GetCertificateIdUseEnumType, Use]] = {
    messages.GetCertificateIdUseEnumType.MO_ROOT_CERTIFICATE: Use.MO_ROOT,
    messages.GetCertificateIdUseEnumType.V2G_ROOT_CERTIFICATE: Use.V2G_ROOT,
    messages.GetCertificateIdUseEnumType.V2G_CERTIFICATE_CHAIN: Use.V2G,
}


def certificate_signed(station: Station, request: messages.CertificateSignedRequest) -> Reply:
    """Section 3.1, step 6."""
    answer = messages.CertificateSignedResponse
    return answers.signed(station, request.certificate_chain, Use.V2G, answer)


def install_certificate(
    station: Station, request: messages.InstallCertificateRequest
) -> messages.InstallCertificateResponse:
    """Section 4.3."""
    use, answer = Use(request.certificate_type.value), messages.InstallCertificateResponse
    return answers.install(station, use, request.certificate, answer)


def delete_certificate(
    station: Station, request: messages.DeleteCertificateRequest
) -> messages.DeleteCertificateResponse:
    """Section 4.2; those of the connection are none of its business (section 2.3)."""
    return answers.delete(station, request, messages.DeleteCertificateResponse)


def get_installed_certificate_ids(
    station: Station, request: messages.GetInstalledCertificateIdsRequest
) -> messages.GetInstalledCertificateIdsResponse:
    """Section 4.1; without types all are told (section 6.6.1)."""
    wanted = {_USES[kind]: kind for kind in request.certificate_type or _USES}
    return answers.chains(station, wanted, messages.GetInstalledCertificateIdsResponse)


def trigger_message(station: Station, _: messages.TriggerMessageRequest) -> Reply:
    """Section 6.9: it asks for a signing request, and for nothing else."""
    return ask(station)


def ask(station: Station) -> Reply:
    """Accept, then ask for a V2G certificate."""

    async def send() -> None:
        if station.automatic:
            station.renewal.ask(Use.V2G)

    accepted = messages.TriggerMessageStatusEnumType.ACCEPTED
    return Reply(messages.TriggerMessageResponse(status=accepted), (send,))


ROUTES: Final[TunnelTable] = {
    f"{CARRIER}/CertificateSigned": certificate_signed,
    f"{CARRIER}/DeleteCertificate": delete_certificate,
    f"{CARRIER}/GetInstalledCertificateIds": get_installed_certificate_ids,
    f"{CARRIER}/InstallCertificate": install_certificate,
    f"{CARRIER}/TriggerMessage": trigger_message,
}
