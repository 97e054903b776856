"""OCPP 1.6, ISO 15118 Plug and Charge inside DataTransfer (application note, v1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from pki.hash_data import HashAlgorithm, HashData
from schemas.tunnel import CARRIER
from schemas.v16 import iso15118 as messages
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
    taken = station.renewal.take(request.certificate_chain, Use.V2G)

    async def use_it() -> None:
        if taken:
            await station.lines.use(Use.V2G)

    status = messages.CertificateSignedStatusEnumType
    answer = status.ACCEPTED if taken else status.REJECTED
    return Reply(messages.CertificateSignedResponse(status=answer), (use_it,))


def install_certificate(
    station: Station, request: messages.InstallCertificateRequest
) -> messages.InstallCertificateResponse:
    """Section 4.3."""
    outcome = station.memory.certificates.install(
        Use(request.certificate_type.value),
        request.certificate,
        now=station.clock.now(),
        limit=station.papers.max_entries,
    )
    status = messages.InstallCertificateStatusEnumType(outcome.value)
    return messages.InstallCertificateResponse(status=status)


def delete_certificate(
    station: Station, request: messages.DeleteCertificateRequest
) -> messages.DeleteCertificateResponse:
    """Section 4.2; those of the connection are none of its business (section 2.3)."""
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
    """Section 4.1; without types all are told (section 6.6.1)."""
    wanted = request.certificate_type or list(_USES)
    uses = {_USES[kind]: kind for kind in wanted}
    chains = [
        messages.CertificateHashDataChainType(
            certificate_type=uses[use],
            certificate_hash_data=_digests(names[0]),
            child_certificate_hash_data=[_digests(name) for name in names[1:5]] or None,
        )
        for use, names in station.memory.certificates.installed(uses)
    ]
    status = messages.GetInstalledCertificateStatusEnumType
    return messages.GetInstalledCertificateIdsResponse(
        status=status.ACCEPTED if chains else status.NOT_FOUND,
        certificate_hash_data_chain=chains or None,
    )


def _digests(named: HashData) -> messages.CertificateHashDataType:
    return messages.CertificateHashDataType(
        hash_algorithm=messages.HashAlgorithmEnumType(named.algorithm.value),
        issuer_name_hash=named.issuer_name_hash,
        issuer_key_hash=named.issuer_key_hash,
        serial_number=named.serial_number,
    )


def trigger_message(station: Station, _: messages.TriggerMessageRequest) -> Reply:
    """Section 6.9: it asks for a signing request, and for nothing else."""

    async def ask() -> None:
        if station.automatic:
            station.renewal.ask(Use.V2G)

    accepted = messages.TriggerMessageStatusEnumType.ACCEPTED
    return Reply(messages.TriggerMessageResponse(status=accepted), (ask,))


ROUTES: Final[TunnelTable] = {
    f"{CARRIER}/CertificateSigned": certificate_signed,
    f"{CARRIER}/DeleteCertificate": delete_certificate,
    f"{CARRIER}/GetInstalledCertificateIds": get_installed_certificate_ids,
    f"{CARRIER}/InstallCertificate": install_certificate,
    f"{CARRIER}/TriggerMessage": trigger_message,
}
