"""Drivers who are known by the contract certificate of their EV (2.0.1 Part 2, C07)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pki.hash_data import hash_data
from pki.names import Subject
from pki.ocsp import Status
from pki.pem import MalformedPem, read_chain
from pki.validation import Reason, flaws_of_chain, is_signed_by
from reference_csms.records import TokenStatus
from reference_csms.services.authorization import Authorization

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cryptography import x509

    from ocppj.clock import Clock
    from pki.hash_data import HashData
    from reference_csms.services.authorization import AuthorizationService
    from reference_csms.services.certificates import CertificateService


class ContractStatus(StrEnum):
    """What is said of a contract certificate, in the words of both versions."""

    ACCEPTED = "Accepted"
    EXPIRED = "CertificateExpired"
    REVOKED = "CertificateRevoked"
    CHAIN_ERROR = "CertChainError"
    CANCELLED = "ContractCancelled"


_TOKEN_THEN: Final[Mapping[ContractStatus, TokenStatus]] = {
    ContractStatus.EXPIRED: TokenStatus.EXPIRED,
    ContractStatus.REVOKED: TokenStatus.INVALID,
    ContractStatus.CHAIN_ERROR: TokenStatus.INVALID,
}
_REFUSED: Final = frozenset(
    {TokenStatus.BLOCKED, TokenStatus.EXPIRED, TokenStatus.INVALID, TokenStatus.UNKNOWN}
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer about a contract; `certificate` is None where none was shown."""

    authorization: Authorization
    certificate: ContractStatus | None


class PlugAndChargeService:
    def __init__(
        self, certificates: CertificateService, authorization: AuthorizationService, clock: Clock
    ) -> None:
        self._certificates = certificates
        self._authorization = authorization
        self._clock = clock

    async def authorize(
        self,
        emaid: str,
        type: str | None = None,
        *,
        station: str | None = None,
        named: Iterable[HashData] = (),
        chain: str | None = None,
    ) -> Judged:
        """Judge the certificate, then the token (C07.FR.05, .13 to .17).

        The station names the certificates by digests, or passes on their PEM.
        """
        status = self._status(emaid, tuple(named), chain)
        if status is not None and status in _TOKEN_THEN:
            return Judged(Authorization(_TOKEN_THEN[status]), status)
        authorization = await self._authorization.authorize(emaid, type, station=station)
        if status is not None and authorization.status in _REFUSED:
            status = ContractStatus.CANCELLED
        return Judged(authorization, status)

    def _status(
        self, emaid: str, named: tuple[HashData, ...], chain: str | None
    ) -> ContractStatus | None:
        if chain is not None:
            try:
                certificates = read_chain(chain)
            except MalformedPem:
                return ContractStatus.CHAIN_ERROR
            flaw = self._flaw(certificates, emaid)
            if flaw is not None:
                return flaw
            named = (*named, *_names(certificates, self._roots))
        return self._revocation(named) if named else None

    def _flaw(self, chain: Sequence[x509.Certificate], emaid: str) -> ContractStatus | None:
        found = flaws_of_chain(chain, self._roots, now=self._clock.now())
        reasons = {flaw.reason for flaw in found}
        if reasons == {Reason.EXPIRED}:
            return ContractStatus.EXPIRED
        owner = Subject.of(chain[0].subject).common_name or ""
        return ContractStatus.CHAIN_ERROR if reasons or _bare(owner) != _bare(emaid) else None

    def _revocation(self, named: Iterable[HashData]) -> ContractStatus:
        """Ask the responder in process; C07.FR.17 where it cannot say."""
        told = {self._certificates.revocation(one) for one in named}
        if None in told:
            return ContractStatus.CHAIN_ERROR
        return ContractStatus.ACCEPTED if told == {Status.GOOD} else ContractStatus.REVOKED

    @property
    def _roots(self) -> tuple[x509.Certificate, ...]:
        """The roots of mobility operators, and that of V2G, below which they may stand."""
        ours = self._certificates.hierarchies
        return ours.mo.anchor, ours.v2g.anchor


def _names(
    chain: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]
) -> Iterator[HashData]:
    """Name a good chain's certificates, without its root."""
    for certificate in chain:
        issuers = (one for one in (*chain, *roots) if is_signed_by(certificate, one))
        issuer = next(issuers)
        if issuer != certificate:
            yield hash_data(certificate, issuer)


def _bare(emaid: str) -> str:
    """Take the separators and the case out, which mean nothing in an eMAID (ISO 15118-2, H.1)."""
    return emaid.replace("-", "").casefold()
