"""Certificate authorities that are minted for a run, and what they issue."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from pki import profiles
from pki.keys import KeyKind, generate, write_key
from pki.names import Subject
from pki.pem import write_chain
from pki.validity import Validity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

    from pki.keys import PrivateKey
    from pki.profiles import Profile

AUTHORITY_DAYS = 3650
LEAF_DAYS = 365


@dataclass(frozen=True, slots=True)
class Identity:
    """A key, its certificate, and the authorities between it and the root, nearest first."""

    key: PrivateKey
    certificate: x509.Certificate
    intermediates: tuple[x509.Certificate, ...] = ()

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificate and its intermediates, without the root."""
        return (self.certificate, *self.intermediates)

    @property
    def chain_pem(self) -> str:
        return write_chain(self.chain)

    @property
    def key_pem(self) -> str:
        return write_key(self.key)


@dataclass(frozen=True, slots=True)
class Authority:
    """Signs certificates; a root has no issuer above it, and its `intermediates` are empty."""

    identity: Identity
    root: x509.Certificate
    ocsp_url: str | None = None

    @classmethod
    def mint(
        cls,
        name: str,
        organization: str,
        *,
        now: datetime,
        kind: KeyKind = KeyKind.EC_P256,
        validity: Validity | None = None,
        ocsp_url: str | None = None,
    ) -> Self:
        """Make a root; `ocsp_url` is written into all that it and its children issue."""
        key = generate(kind)
        subject = Subject(name, organization)
        span = validity or Validity.lasting(now, AUTHORITY_DAYS)
        builder = _builder(subject, key.public_key(), subject.x509(), span)
        builder = _extended(builder, profiles.AUTHORITY, key.public_key())
        certificate = builder.sign(key, hashes.SHA256())
        return cls(Identity(key, certificate), certificate, ocsp_url)

    @property
    def certificate(self) -> x509.Certificate:
        return self.identity.certificate

    @property
    def is_root(self) -> bool:
        return self.certificate == self.root

    def subordinate(
        self,
        name: str,
        *,
        now: datetime,
        kind: KeyKind = KeyKind.EC_P256,
        validity: Validity | None = None,
        path_length: int | None = 0,
    ) -> Authority:
        """Make an authority below this one; `path_length` 0 lets it issue leaves only."""
        key = generate(kind)
        organization = Subject.of(self.certificate.subject).organization
        certificate = self.issue(
            profiles.AUTHORITY,
            Subject(name, organization),
            key.public_key(),
            validity or Validity.lasting(now, AUTHORITY_DAYS),
            path_length=path_length,
        )
        return Authority(Identity(key, certificate, self._above), self.root, self.ocsp_url)

    @property
    def _above(self) -> tuple[x509.Certificate, ...]:
        """What stands between this authority's issues and the root."""
        return () if self.is_root else self.identity.chain

    def issue(
        self,
        profile: Profile,
        subject: Subject,
        public_key: CertificatePublicKeyTypes,
        validity: Validity,
        *,
        hosts: Sequence[str] = (),
        path_length: int | None = None,
    ) -> x509.Certificate:
        """Sign a certificate; `hosts` are names or addresses of a server (subjectAltName)."""
        builder = _builder(subject, public_key, self.certificate.subject, validity)
        builder = _extended(
            builder,
            profile,
            self.identity.key.public_key(),
            hosts=hosts,
            path_length=path_length,
            ocsp_url=self.ocsp_url,
        )
        return builder.sign(self.identity.key, hashes.SHA256())

    def enrol(
        self,
        profile: Profile,
        subject: Subject,
        *,
        now: datetime,
        kind: KeyKind = KeyKind.EC_P256,
        validity: Validity | None = None,
        hosts: Sequence[str] = (),
    ) -> Identity:
        """Make a key and issue its certificate."""
        key = generate(kind)
        span = validity or Validity.lasting(now, LEAF_DAYS)
        certificate = self.issue(profile, subject, key.public_key(), span, hosts=hosts)
        return Identity(key, certificate, self._above)

    def chain_of(self, certificate: x509.Certificate) -> tuple[x509.Certificate, ...]:
        """Give a certificate of ours with what stands between it and the root, leaf first."""
        return (certificate, *self._above)


def _builder(
    subject: Subject,
    public_key: CertificatePublicKeyTypes,
    issuer: x509.Name,
    validity: Validity,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject.x509())
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.begin)
        .not_valid_after(validity.end)
        .add_extension(_subject_key(public_key), critical=False)
    )


def _subject_key(public_key: CertificatePublicKeyTypes) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(public_key)


def _extended(
    builder: x509.CertificateBuilder,
    profile: Profile,
    issuer_key: object,
    *,
    hosts: Sequence[str] = (),
    path_length: int | None = None,
    ocsp_url: str | None = None,
) -> x509.CertificateBuilder:
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key)  # type: ignore[arg-type]
    builder = builder.add_extension(issuer, critical=False)
    for extension, critical in profile.extensions(path_length=path_length, ocsp_url=ocsp_url):
        builder = builder.add_extension(extension, critical)
    if hosts:
        names = x509.SubjectAlternativeName([_host(host) for host in hosts])
        builder = builder.add_extension(names, critical=False)
    return builder


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
