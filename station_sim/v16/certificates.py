"""Answers of a 1.6 station about certificates (security white paper, edition 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas.v16 import security as messages
from station_sim.trust import answers
from station_sim.trust.store import Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.dispatch import Reply
    from station_sim.station import Station

_USES: Final[Mapping[messages.CertificateUseEnumType, Use]] = {
    messages.CertificateUseEnumType.CENTRAL_SYSTEM_ROOT_CERTIFICATE: Use.CSMS_ROOT,
    messages.CertificateUseEnumType.MANUFACTURER_ROOT_CERTIFICATE: Use.MANUFACTURER_ROOT,
}


def certificate_signed(station: Station, request: messages.CertificateSignedRequest) -> Reply:
    """A02.FR.06 to .08."""
    answer = messages.CertificateSignedResponse
    return answers.signed(station, request.certificate_chain, Use.STATION, answer)


def install_certificate(
    station: Station, request: messages.InstallCertificateRequest
) -> messages.InstallCertificateResponse:
    """M05."""
    use, answer = _USES[request.certificate_type], messages.InstallCertificateResponse
    return answers.install(station, use, request.certificate, answer)


def delete_certificate(
    station: Station, request: messages.DeleteCertificateRequest
) -> messages.DeleteCertificateResponse:
    """M04."""
    return answers.delete(station, request, messages.DeleteCertificateResponse)


def get_installed_certificate_ids(
    station: Station, request: messages.GetInstalledCertificateIdsRequest
) -> messages.GetInstalledCertificateIdsResponse:
    """M03."""
    found = station.memory.certificates.installed({_USES[request.certificate_type]})
    answer = messages.GetInstalledCertificateIdsResponse
    if not found:
        return answer.parse({"status": "NotFound"})
    told = [names[0].as_json() for _, names in found]
    return answer.parse({"status": "Accepted", "certificateHashData": told})
