"""Answers of a 2.0.1 station, blocks A and M: its own certificates, and those it trusts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from pki.hash_data import HashAlgorithm, HashData
from schemas.v201.certificates import (
    CertificateHashDataChainType,
    DeleteCertificateRequest,
    DeleteCertificateResponse,
    DeleteCertificateStatusEnumType,
    GetCertificateIdUseEnumType,
    GetInstalledCertificateIdsRequest,
    GetInstalledCertificateIdsResponse,
    GetInstalledCertificateStatusEnumType,
    InstallCertificateRequest,
    InstallCertificateResponse,
    InstallCertificateStatusEnumType,
)
from schemas.v201.enums import HashAlgorithmEnumType
from schemas.v201.security import (
    CertificateSignedRequest,
    CertificateSignedResponse,
    CertificateSignedStatusEnumType,
)
from schemas.v201.types import CertificateHashDataType
from station_sim.trust.store import Use

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    taken = station.renewal.take(request.certificate_chain, use)

    async def use_it() -> None:
        if taken:
            await station.lines.use(use)

    status = CertificateSignedStatusEnumType
    response = CertificateSignedResponse(status=status.ACCEPTED if taken else status.REJECTED)
    return Reply(response, (use_it,))


def install_certificate(
    station: Station, request: InstallCertificateRequest
) -> InstallCertificateResponse:
    """M05."""
    outcome = station.memory.certificates.install(
        Use(request.certificate_type.value),
        request.certificate,
        now=station.clock.now(),
        limit=station.papers.max_entries,
        signed_by_old=station.papers.signed_by_old_root,
    )
    return InstallCertificateResponse(status=InstallCertificateStatusEnumType(outcome.value))


def delete_certificate(
    station: Station, request: DeleteCertificateRequest
) -> DeleteCertificateResponse:
    """M04."""
    data = request.certificate_hash_data
    named = HashData(
        HashAlgorithm(data.hash_algorithm.value),
        data.issuer_name_hash,
        data.issuer_key_hash,
        data.serial_number,
    )
    outcome = station.memory.certificates.delete(named, needs_csms_root=station.lines.uses_tls)
    return DeleteCertificateResponse(status=DeleteCertificateStatusEnumType(outcome.value))


def get_installed_certificate_ids(
    station: Station, request: GetInstalledCertificateIdsRequest
) -> GetInstalledCertificateIdsResponse:
    """M03; intermediates are the children of the V2G certificate (M03.FR.05)."""
    wanted = request.certificate_type or list(_IDS)
    uses = {_IDS[kind]: kind for kind in wanted}
    chains = [
        CertificateHashDataChainType(
            certificate_type=uses[use],
            certificate_hash_data=_digests(names[0]),
            child_certificate_hash_data=[_digests(name) for name in names[1:5]] or None,
        )
        for use, names in station.memory.certificates.installed(uses)
    ]
    status = GetInstalledCertificateStatusEnumType
    return GetInstalledCertificateIdsResponse(
        status=status.ACCEPTED if chains else status.NOT_FOUND,
        certificate_hash_data_chain=chains or None,
    )


def _digests(named: HashData) -> CertificateHashDataType:
    return CertificateHashDataType(
        hash_algorithm=HashAlgorithmEnumType(named.algorithm.value),
        issuer_name_hash=named.issuer_name_hash,
        issuer_key_hash=named.issuer_key_hash,
        serial_number=named.serial_number,
    )
