"""The certificates that a station keeps over reboots (2.0.1 blocks A and M, 1.6 Security)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from pki.authority import Identity
from pki.hash_data import HashAlgorithm, HashData, hash_data
from pki.pem import MalformedPem, read_certificate
from pki.validation import flaws_of_root, is_signed_by

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from cryptography import x509

    from pki.keys import PrivateKey


class Use(StrEnum):
    """What a certificate is for, in the words of 2.0.1."""

    CSMS_ROOT = "CSMSRootCertificate"
    MANUFACTURER_ROOT = "ManufacturerRootCertificate"
    V2G_ROOT = "V2GRootCertificate"
    MO_ROOT = "MORootCertificate"
    STATION = "ChargingStationCertificate"
    V2G = "V2GCertificate"


class Installation(StrEnum):
    """How an installation ends, in the words of both versions."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    FAILED = "Failed"


class Deletion(StrEnum):
    """How a deletion ends, in the words of both versions."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"
    NOT_FOUND = "NotFound"


@dataclass(frozen=True, slots=True)
class Entry:
    """A certificate with the authorities above it; `anchor` is the root, a root's own itself."""

    use: Use
    chain: tuple[x509.Certificate, ...]
    anchor: x509.Certificate
    key: PrivateKey | None = None

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]

    @property
    def identity(self) -> Identity | None:
        """Give what TLS needs to show it; None without a key."""
        return None if self.key is None else Identity(self.key, self.certificate, self.chain[1:])

    def names(self, algorithm: HashAlgorithm = HashAlgorithm.SHA256) -> tuple[HashData, ...]:
        """Name the certificate and its intermediates, which end below the root."""
        path = [*self.chain, self.anchor]
        issuers = [self.anchor] if self.chain == (self.anchor,) else path[1:]
        pairs = zip(self.chain, issuers, strict=False)
        return tuple(hash_data(child, issuer, algorithm) for child, issuer in pairs)


@dataclass(slots=True)
class CertificateStore:
    """`writable` is off for a store whose flash is worn out: then nothing can be installed."""

    entries: list[Entry] = field(default_factory=list)
    fallback: x509.Certificate | None = None
    """The CSMS root that a new one replaced, until the new one has proved good (M05.FR.12)."""
    previous: Entry | None = None
    """The station certificate before the newest, until the newest has proved good."""
    writable: bool = True
    revoked: set[int] = field(default_factory=set)
    """Serial numbers on the revocation list of the station's maker."""

    def __len__(self) -> int:
        return len(self.entries)

    def of(self, use: Use) -> list[Entry]:
        return [entry for entry in self.entries if entry.use is use]

    def roots(self, use: Use) -> list[x509.Certificate]:
        """Give the trust anchors for a use, with the fallback where there is one."""
        roots = [entry.certificate for entry in self.of(use)]
        fallback = self.fallback if use is Use.CSMS_ROOT else None
        return roots if fallback is None else [*roots, fallback]

    def own(self, use: Use) -> Entry | None:
        """Give the certificate of the station itself; one replaced the other."""
        found = self.of(use)
        return found[-1] if found else None

    # by the CSMS

    def install(
        self, use: Use, pem: str, *, now: datetime, limit: int, signed_by_old: bool = False
    ) -> Installation:
        """Install a trust anchor (M05.FR.02 to .17).

        `signed_by_old` is AdditionalRootCertificateCheck: one CSMS root at a time, and a new one
        is signed by the one that it replaces.
        """
        try:
            root = read_certificate(pem)
        except MalformedPem:
            return Installation.REJECTED
        if flaws_of_root(root, now=now):
            return Installation.REJECTED
        entry = Entry(use, (root,), root)
        known = self._find(entry.names()[0], use)
        old = self.of(use) if signed_by_old and use is Use.CSMS_ROOT else []
        if old and not any(is_signed_by(root, before.certificate) for before in old):
            return Installation.REJECTED
        if not old and known is None and len(self) >= limit:
            return Installation.REJECTED
        if not self.writable:
            return Installation.FAILED
        self._replace(entry, old or ([] if known is None else [known]))
        self.fallback = old[0].certificate if old else self.fallback
        return Installation.ACCEPTED

    def _replace(self, entry: Entry, old: list[Entry]) -> None:
        self.entries = [kept for kept in self.entries if kept not in old]
        self.entries.append(entry)

    def delete(self, named: HashData, *, needs_csms_root: bool) -> Deletion:
        """Delete a root or a V2G certificate by its digests (M04.FR.02 to .06).

        The station's own certificate is never deleted so, and the last CSMS root not while the
        connection depends on it.
        """
        entry = self._find(named)
        if entry is None:
            return Deletion.NOT_FOUND
        last = entry.use is Use.CSMS_ROOT and len(self.of(Use.CSMS_ROOT)) == 1
        if entry.use is Use.STATION or (last and needs_csms_root) or not self.writable:
            return Deletion.FAILED
        self.entries.remove(entry)
        return Deletion.ACCEPTED

    def _find(self, named: HashData, use: Use | None = None) -> Entry | None:
        for entry in self.entries:
            wanted = use is None or entry.use is use
            if wanted and entry.names(named.algorithm)[0].names(named):
                return entry
        return None

    def installed(self, uses: Collection[Use]) -> list[tuple[Use, tuple[HashData, ...]]]:
        """Name what is installed of these uses, each with its intermediates after it."""
        return [(entry.use, entry.names()) for entry in self.entries if entry.use in uses]

    # of the station itself

    def take(self, entry: Entry) -> None:
        """Use a newly signed certificate; the station's old one is kept until this one works."""
        old = self.own(entry.use)
        if entry.use is Use.STATION:
            self.previous = old
        self._replace(entry, self.of(entry.use))

    def fall_back(self) -> bool:
        """Exchange the newest station certificate for the one before; false without one."""
        newest, previous = self.own(Use.STATION), self.previous
        if newest is None or previous is None:
            return False
        self._replace(previous, [newest])
        self.previous = newest
        return True

    def proved(self) -> Entry | None:
        """Drop what the certificate in use made superfluous; gives the one that was dropped.

        Errata of 2025-01, A02.FR.10; M05.FR.13.
        """
        dropped, self.previous = self.previous, None
        return dropped
