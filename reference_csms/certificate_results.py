"""What stations answer about the certificates of others, alike in both versions and the tunnels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from pki.hash_data import HashData
from reference_csms.certificates import CertificateStatus
from reference_csms.services.certificates import Installed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from enum import StrEnum

    from pki.hash_data import Digests
    from reference_csms.connection import ConnectedStation

    class Status(Protocol):
        @property
        def status(self) -> StrEnum: ...

    class Install(Protocol):
        @property
        def certificate_type(self) -> StrEnum: ...
        @property
        def certificate(self) -> str: ...

    class Delete(Protocol):
        @property
        def certificate_hash_data(self) -> Digests: ...

    class Chain(Protocol):
        @property
        def certificate_type(self) -> StrEnum: ...
        @property
        def certificate_hash_data(self) -> Digests: ...
        @property
        def child_certificate_hash_data(self) -> Sequence[Digests] | None: ...


INSTALL: Final[Mapping[str, CertificateStatus]] = {
    "Accepted": CertificateStatus.INSTALLED,
    "Rejected": CertificateStatus.REJECTED,
    "Failed": CertificateStatus.FAILED,
}
"""InstallCertificateStatusEnumType, in the CSMS's words."""


async def signed(station: ConnectedStation, use: str, chain: str, answer: Status) -> None:
    """Note what the station did with a chain (A02.FR.07, .08)."""
    accepted = answer.status.value == "Accepted"
    status = CertificateStatus.INSTALLED if accepted else CertificateStatus.REJECTED
    await station.services.certificates.signed(station.identity, use, chain, status)


async def install_certificate(station: ConnectedStation, request: Install, answer: Status) -> None:
    """M05.FR.02 to .07; application note on ISO 15118, section 4.3."""
    use, status = request.certificate_type.value, INSTALL[answer.status.value]
    ours = station.services.certificates
    await ours.installed(station.identity, use, request.certificate, status)


async def delete_certificate(station: ConnectedStation, request: Delete, answer: Status) -> None:
    """M04.FR.02, .04: it is not there, whether deleted now or never installed."""
    if answer.status.value != "Failed":
        named = HashData.of(request.certificate_hash_data)
        await station.services.certificates.deleted(station.identity, named)


async def reported(
    station: ConnectedStation, asked: Iterable[StrEnum], chains: Iterable[Chain] | None
) -> None:
    """M03.FR.02 to .05; what is asked for and not told is not there."""
    told = [
        Installed(
            chain.certificate_type.value,
            HashData.of(chain.certificate_hash_data),
            tuple(HashData.of(child) for child in chain.child_certificate_hash_data or ()),
        )
        for chain in chains or ()
    ]
    types = {use.value for use in asked}
    await station.services.certificates.reported(station.identity, types, told)
