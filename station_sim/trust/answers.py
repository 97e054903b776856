"""What a station does with the certificates of others, alike in both versions and the tunnels.

Each version gives the class of the answer; the statuses are spelled alike everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ocppj.dispatch import Reply
from pki.hash_data import HashData
from schemas.base import OcppModel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from pki.hash_data import Digests
    from station_sim.station import Station
    from station_sim.trust.store import Use

    class Delete(Protocol):
        @property
        def certificate_hash_data(self) -> Digests: ...


MAX_CHILDREN = 4
"""Certificates that CertificateHashDataChainType has room for below the first."""

Answer = TypeVar("Answer", bound=OcppModel)


def signed(station: Station, chain: str, use: Use, answer: type[OcppModel]) -> Reply:
    """Take what was signed for the station (A02.FR.06 to .08), then use it."""
    taken = station.renewal.take(chain, use)

    async def use_it() -> None:
        if taken:
            await station.lines.use(use)

    return Reply(answer.parse({"status": "Accepted" if taken else "Rejected"}), (use_it,))


def install(station: Station, use: Use, certificate: str, answer: type[Answer]) -> Answer:
    """M05; the check against the old root is one of CSMS roots only."""
    outcome = station.memory.certificates.install(
        use,
        certificate,
        now=station.clock.now(),
        limit=station.papers.max_entries,
        signed_by_old=station.papers.signed_by_old_root,
    )
    return answer.parse({"status": outcome.value})


def delete(station: Station, request: Delete, answer: type[Answer]) -> Answer:
    """M04; the connection keeps what it needs."""
    outcome = station.memory.certificates.delete(
        HashData.of(request.certificate_hash_data), needs_csms_root=station.lines.uses_tls
    )
    return answer.parse({"status": outcome.value})


def chains(station: Station, uses: Mapping[Use, StrEnum], answer: type[Answer]) -> Answer:
    """M03; intermediates are the children of the V2G certificate (M03.FR.05)."""
    found = [_chain(uses[use], names) for use, names in station.memory.certificates.installed(uses)]
    if not found:
        return answer.parse({"status": "NotFound"})
    return answer.parse({"status": "Accepted", "certificateHashDataChain": found})


def _chain(kind: StrEnum, names: tuple[HashData, ...]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "certificateType": kind.value,
        "certificateHashData": names[0].as_json(),
    }
    children = [name.as_json() for name in names[1 : 1 + MAX_CHILDREN]]
    return {**told, "childCertificateHashData": children} if children else told
