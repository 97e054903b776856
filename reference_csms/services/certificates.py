"""The CSMS's certificate authorities, and what becomes of certificates at stations."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from pki import csr, profiles
from pki.hash_data import HashData, hash_data
from pki.hierarchies import Hierarchies
from pki.names import Subject
from pki.pem import MalformedPem, hex_of_chain, read_chain, write_certificate, write_chain
from pki.validation import is_signed_by
from pki.validity import Validity
from reference_csms.certificates import CertificateStatus, Origin, StationCertificate
from reference_csms.store.protocols import CertificateStore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cryptography import x509

    from ocppj.clock import Clock
    from pki.authority import Authority
    from pki.ocsp import Status
    from reference_csms.settings import Settings

MAX_CHAIN = 10000
"""Characters of CertificateSigned.certificateChain in both versions."""
MAX_EXI = 5600
"""Characters of Get15118EVCertificate.exiResponse."""


class SigningRefused(ValueError):
    """No certificate is made of a signing request; `code` is a reason code of 2.0.1."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Committing(CertificateStore, Protocol):
    """A store that follow-ups can make last, since they run after the CALL's own commit."""

    async def commit(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Installed:
    """What a station tells of one certificate."""

    type: str
    named: HashData
    children: tuple[HashData, ...] = ()


class CertificateService:
    """Signs for stations, and keeps what they have; the authorities are minted when first used."""

    def __init__(self, store: Committing, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings

    @cached_property
    def hierarchies(self) -> Hierarchies:
        given = self._settings.hierarchies
        return given if given is not None else Hierarchies(self._clock.now())

    # signing

    @property
    def sends_signed(self) -> bool:
        """Tell whether a chain follows the answer to SignCertificate by itself."""
        return self._settings.sends_signed

    async def sign(
        self,
        station: str,
        request: str,
        type: str,
        *,
        v2g: bool = False,
        serials: Collection[str] = (),
        max_size: int = MAX_CHAIN,
    ) -> str:
        """Make the chain that a station asks for, and note it as sent; gives PEM.

        `serials` are the names that its certificate may bear, empty for any. Raises SigningRefused
        (A02.FR.12) for a request that is unfit, or a chain above `max_size` characters.
        """
        asked = self._judged(request, () if v2g else serials)
        issuer = (self.hierarchies.v2g if v2g else self.hierarchies.cso).issuer
        profile = profiles.V2G_CHARGER if v2g else profiles.CHARGING_STATION
        validity = Validity.lasting(self._clock.now(), self._settings.certificate_days)
        certificate = issuer.issue(profile, asked.subject, asked.public_key, validity)
        chain = _fitting(issuer, certificate, min(max_size, MAX_CHAIN))
        named = hash_data(certificate, issuer.certificate)
        await self._put(station, type, named, Origin.SIGNED, CertificateStatus.PENDING, chain)
        return write_chain(chain)

    def _judged(self, request: str, serials: Collection[str]) -> csr.SigningRequest:
        try:
            asked = csr.read(request)
        except csr.BadRequest as bad:
            raise SigningRefused("InvalidCSR", str(bad)) from bad
        allowed = self._settings.organizations
        problems = csr.problems(asked, serials=serials, organizations=allowed)
        if problems:
            raise SigningRefused("InvalidCSR", "; ".join(problems))
        return asked

    async def signed(self, station: str, type: str, chain: str, status: CertificateStatus) -> None:
        """Note what a station said of a signed chain, ours or another's; unreadable ones pass."""
        try:
            certificates = read_chain(chain)
        except MalformedPem:
            return
        named = hash_data(certificates[0], self._issuer_of(certificates))
        await self._put(station, type, named, Origin.SIGNED, status, certificates)
        if status is CertificateStatus.INSTALLED:
            await self._forget_older(station, type, named)
        await self._store.commit()

    async def _forget_older(self, station: str, type: str, newest: HashData) -> None:
        """Drop what a newer one replaced (A02.FR.10 in the errata of 2025-01)."""
        for row in await self._store.certificates.find(station=station, type=type):
            pending = row.status is CertificateStatus.PENDING
            if row.origin is Origin.SIGNED and not pending and not row.named.names(newest):
                await self._store.certificates.remove(row.key)

    # installing

    async def installed(
        self, station: str, type: str, certificate: str, status: CertificateStatus
    ) -> None:
        """Note how the installation of a root certificate ended; unreadable ones pass."""
        try:
            certificates = read_chain(certificate)
        except MalformedPem:
            return
        named = hash_data(certificates[0], self._issuer_of(certificates))
        known = await self._find(station, type, named)
        kept = known is not None and known.status is CertificateStatus.INSTALLED
        if not kept or status is CertificateStatus.INSTALLED:
            await self._put(station, type, named, Origin.INSTALLED, status, certificates)

    async def deleted(self, station: str, named: HashData) -> None:
        """Note that a station has deleted a certificate, or says that it never had it."""
        now = self._clock.now()
        for row in await self.of(station):
            if row.named.names(named):
                gone = replace(row, status=CertificateStatus.DELETED, updated_at=now)
                await self._store.certificates.put(gone)

    async def reported(
        self, station: str, types: Collection[str], told: Iterable[Installed]
    ) -> None:
        """Take over what a station says it has of these types; what it leaves out is gone."""
        before = [row for row in await self.of(station) if row.type in types]
        told = tuple(told)
        for row in before:
            gone = not any(row.named.names(one.named) and row.type == one.type for one in told)
            if gone and row.status is CertificateStatus.INSTALLED:
                await self._store.certificates.remove(row.key)
        for one in told:
            await self._take(station, one)

    async def _take(self, station: str, one: Installed) -> None:
        known = await self._find(station, one.type, one.named)
        children = tuple(child.as_json() for child in one.children)
        if known is not None:
            status = CertificateStatus.INSTALLED
            now = self._clock.now()
            row = replace(known, status=status, children=children, updated_at=now)
            await self._store.certificates.put(row)
            return
        status = CertificateStatus.INSTALLED
        await self._put(station, one.type, one.named, Origin.REPORTED, status, children=children)

    async def of(self, station: str) -> list[StationCertificate]:
        return await self._store.certificates.find(station=station)

    async def _find(self, station: str, type: str, named: HashData) -> StationCertificate | None:
        rows = await self._store.certificates.find(station=station, type=type)
        return next((row for row in rows if row.named.names(named)), None)

    async def _put(
        self,
        station: str,
        type: str,
        named: HashData,
        origin: Origin,
        status: CertificateStatus,
        chain: Sequence[x509.Certificate] = (),
        *,
        children: tuple[dict[str, str], ...] = (),
    ) -> None:
        row = StationCertificate(
            station=station,
            type=type,
            serial_number=named.serial_number,
            origin=origin,
            status=status,
            updated_at=self._clock.now(),
            hash_algorithm=named.algorithm.value,
            issuer_name_hash=named.issuer_name_hash,
            issuer_key_hash=named.issuer_key_hash,
            subject=str(Subject.of(chain[0].subject)) if chain else None,
            expires_at=chain[0].not_valid_after_utc if chain else None,
            chain=write_chain(chain) if chain else None,
            children=children,
        )
        await self._store.certificates.put(row)

    def _issuer_of(self, chain: Sequence[x509.Certificate]) -> x509.Certificate:
        """Find who signed the leaf; the leaf itself where nobody known did."""
        h = self.hierarchies
        ours = (h.cso.issuer, h.cso.root, h.v2g.issuer, h.v2g.root)
        candidates = (*chain[1:], *(authority.certificate for authority in ours))
        found = (issuer for issuer in candidates if is_signed_by(chain[0], issuer))
        return next(found, chain[0])

    def root(self, kind: str) -> str:
        """Give one of our roots as PEM; `kind` is cso, v2g, mo or manufacturer."""
        roots = {
            "cso": lambda: self.hierarchies.cso,
            "v2g": lambda: self.hierarchies.v2g,
            "mo": lambda: self.hierarchies.mo,
            "manufacturer": lambda: self.hierarchies.manufacturer,
        }
        return write_certificate(roots[kind]().anchor)

    # what others ask

    def ocsp(self, wanted: HashData) -> str | None:
        """Give the base64 of an OCSP answer (M06.FR.08, .09); None when no answer can be had."""
        try:
            answer = self.hierarchies.responder.answer_for(wanted, now=self._clock.now())
        except ValueError:  # digests or a serial number that are not hexadecimal
            return None
        return None if answer is None else base64.b64encode(answer).decode("ascii")

    def revocation(self, wanted: HashData) -> Status | None:
        """Tell what the responder says of a certificate; None when it is none of its own."""
        try:
            return self.hierarchies.responder.status_of(wanted)
        except ValueError:  # digests or a serial number that are not hexadecimal
            return None

    async def contract(self, station: str, exi_request: str) -> str | None:
        """Have the mobility operator make a contract; None for a request that is no base64.

        The answer stands for the EXI stream of a CertificateInstallationRes: the EXI cookie of a
        schema-informed stream, the digest of the request, and the contract's chain in DER.
        """
        try:
            asked = base64.b64decode(exi_request, validate=True)
        except binascii.Error:
            return None
        digest = hashlib.sha256(asked).digest()
        contract = self.hierarchies.contract(f"DEOPC{digest.hex()[:9].upper()}")
        named = hash_data(contract.certificate, contract.intermediates[0])
        status = CertificateStatus.ISSUED
        chain = contract.chain
        await self._put(station, "ContractCertificate", named, Origin.CONTRACT, status, chain)
        stream = b"\x80" + digest + bytes.fromhex(hex_of_chain(chain))
        return base64.b64encode(stream).decode("ascii")


def _fitting(
    issuer: Authority, certificate: x509.Certificate, max_size: int
) -> tuple[x509.Certificate, ...]:
    """Give as much of the chain as a station can take, the certificate at least (A02.FR.16)."""
    for chain in (issuer.chain_of(certificate), (certificate,)):
        if len(write_chain(chain)) <= max_size:
            return chain
    raise SigningRefused("TooLargeElement", f"no chain fits into {max_size} characters")
