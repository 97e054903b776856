"""The certificates that a station is delivered with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pki.keys import KeyKind, read_key
from pki.pem import read_certificate, read_chain
from pki.validation import is_signed_by
from station_sim.trust.store import Entry, Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography import x509

    from station_sim.trust.store import CertificateStore


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """A chain, leaf first, and its private key, both PEM."""

    chain: str
    key: str


@dataclass(frozen=True, slots=True)
class FactoryCertificates:
    """Trust anchors (PEM) by use, the station's own, and the kind of the keys that it makes.

    `revoked` holds serial numbers of signers whom the maker has disowned.

    Nothing is judged: a station may be delivered with what has expired. Reading it later raises
    MalformedPem or BadKey.
    """

    roots: Mapping[Use, tuple[str, ...]] = field(default_factory=dict)
    own: Mapping[Use, OwnCertificate] = field(default_factory=dict)
    key_kind: KeyKind = KeyKind.EC_P256
    revoked: frozenset[int] = frozenset()

    def fill(self, store: CertificateStore) -> None:
        store.revoked |= self.revoked
        for use, pems in self.roots.items():
            for pem in pems:
                root = read_certificate(pem)
                store.entries.append(Entry(use, (root,), root))
        for use, own in self.own.items():
            chain = read_chain(own.chain)
            store.entries.append(Entry(use, chain, _anchor(chain, store), read_key(own.key)))


def _anchor(chain: tuple[x509.Certificate, ...], store: CertificateStore) -> x509.Certificate:
    """Find the root of a chain; the last certificate itself where no root is known."""
    known = (entry.certificate for entry in store.entries)
    return next((root for root in known if is_signed_by(chain[-1], root)), chain[-1])
