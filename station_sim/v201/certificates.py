"""Answers of a 2.0.1 station, blocks A and M: its own certificates, and those it trusts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas.v201.certificates import (
    DeleteCertificateRequest,
    DeleteCertificateResponse,
    GetCertificateIdUseEnumType,
    GetInstalledCertificateIdsRequest,
    GetInstalledCertificateIdsResponse,
    InstallCertificateRequest,
    InstallCertificateResponse,
)
from schemas.v201.security import (
    CertificateSignedRequest,
    CertificateSignedResponse,
)
from station_sim.trust import answers
from station_sim.trust.store import Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.dispatch import Reply
    from station_sim.station import Station

_IDS: Final[Mapping[GetCertificateIdUseEnumType, Use]] = {
    GetCertificateIdUseEnumType.CSMS_ROOT_CERTIFICATE: Use.CSMS_ROOT,
    GetCertificateIdUseEnumType.MANUFACTURER_ROOT_CERTIFICATE: Use.MANUFACTURER_ROOT,
    GetCertificateIdUseEnumType.MO_ROOT_CERTIFICATE: Use.MO_ROOT,
    GetCertificateIdUseEnumType.V2G_ROOT_CERTIFICATE: Use.V2G_ROOT,
    GetCertificateIdUseEnumType.V2G_CERTIFICATE_CHAIN: Use.V2G,
}


def certificate_signed(station: Station, request: CertificateSignedRequest) -> Reply:
    """A02.FR.06 to .08; without a type it is the station's own (section 1.4.1)."""
    kind = request.certificate_type
    use = Use.STATION if kind is None else Use(kind.value)
    return answers.signed(station, request.certificate_chain, use, CertificateSignedResponse)


def install_certificate(
    station: Station, request: InstallCertificateRequest
) -> InstallCertificateResponse:
    """M05."""
    use = Use(request.certificate_type.value)
    return answers.install(station, use, request.certificate, InstallCertificateResponse)


def delete_certificate(
    station: Station, request: DeleteCertificateRequest
) -> DeleteCertificateResponse:
    """M04."""
    return answers.delete(station, request, DeleteCertificateResponse)


def get_installed_certificate_ids(
    station: Station, request: GetInstalledCertificateIdsRequest
) -> GetInstalledCertificateIdsResponse:
    """M03; without types all are told."""
    wanted = {_IDS[kind]: kind for kind in request.certificate_type or _IDS}
    return answers.chains(station, wanted, GetInstalledCertificateIdsResponse)
