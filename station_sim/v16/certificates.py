"""Answers of a 1.6 station about certificates (security white paper, edition 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from pki.hash_data import HashAlgorithm, HashData
from schemas.v16 import security as messages
from station_sim.trust.store import Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station_sim.station import Station

_USES: Final[Mapping[messages.CertificateUseEnumType, Use]] = {
    messages.CertificateUseEnumType.CENTRAL_SYSTEM_ROOT_CERTIFICATE: Use.CSMS_ROOT,
    messages.CertificateUseEnumType.MANUFACTURER_ROOT_CERTIFICATE: Use.MANUFACTURER_ROOT,
}


def certificate_signed(station: Station, request: messages.CertificateSignedRequest) -> Reply:
    """A02.FR.06 to .08."""
    taken = station.renewal.take(request.certificate_chain, Use.STATION)

    async def use_it() -> None:
        if taken:
            await station.lines.use(Use.STATION)

    status = messages.CertificateSignedStatusEnumType
    answer = status.ACCEPTED if taken else status.REJECTED
    return Reply(messages.CertificateSignedResponse(status=answer), (use_it,))


def install_certificate(
    station: Station, request: messages.InstallCertificateRequest
) -> messages.InstallCertificateResponse:
    """M05."""
    outcome = station.memory.certificates.install(
        _USES[request.certificate_type],
        request.certificate,
        now=station.clock.now(),
        limit=station.papers.max_entries,
        signed_by_old=station.papers.signed_by_old_root,
    )
    status = messages.InstallCertificateStatusEnumType(outcome.value)
    return messages.InstallCertificateResponse(status=status)


def delete_certificate(
    station: Station, request: messages.DeleteCertificateRequest
) -> messages.DeleteCertificateResponse:
    """M04."""
    data = request.certificate_hash_data
    named = HashData(
        HashAlgorithm(data.hash_algorithm.value),
        data.issuer_name_hash,
        data.issuer_key_hash,
        data.serial_number,
    )
    outcome = station.memory.certificates.delete(named, needs_csms_root=station.lines.uses_tls)
    status = messages.DeleteCertificateStatusEnumType(outcome.value)
    return messages.DeleteCertificateResponse(status=status)


def get_installed_certificate_ids(
    station: Station, request: messages.GetInstalledCertificateIdsRequest
) -> messages.GetInstalledCertificateIdsResponse:
    """M03."""
    found = station.memory.certificates.installed({_USES[request.certificate_type]})
    status = messages.GetInstalledCertificateStatusEnumType
    return messages.GetInstalledCertificateIdsResponse(
        status=status.ACCEPTED if found else status.NOT_FOUND,
        certificate_hash_data=[_digests(names[0]) for _, names in found] or None,
    )


def _digests(named: HashData) -> messages.CertificateHashDataType:
    return messages.CertificateHashDataType(
        hash_algorithm=messages.HashAlgorithmEnumType(named.algorithm.value),
        issuer_name_hash=named.issuer_name_hash,
        issuer_key_hash=named.issuer_key_hash,
        serial_number=named.serial_number,
    )
