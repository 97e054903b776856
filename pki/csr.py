"""Certificate signing requests: made by the owner of a key, read and judged by an authority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from pki.keys import weakness
from pki.names import Subject, fits, station_name_problems

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

    from pki.keys import PrivateKey

_WEAK_HASHES = ("md5", "sha1")


class BadRequest(ValueError):
    """A text that is no certificate signing request."""


@dataclass(frozen=True, slots=True)
class SigningRequest:
    """What a request asks for; `genuine` when its signature fits the key in it (RFC 2986)."""

    subject: Subject
    public_key: CertificatePublicKeyTypes
    genuine: bool
    hash_name: str | None


def create(key: PrivateKey, subject: Subject) -> str:
    """Ask for a certificate of this name for this key; gives PEM (A02.FR.03)."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject.x509())
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode("ascii")


def read(text: str) -> SigningRequest:
    """Read a request in PEM; raises BadRequest."""
    try:
        request = x509.load_pem_x509_csr(text.encode())
        public_key = request.public_key()
        subject = Subject.of(request.subject)
        genuine = request.is_signature_valid
        used = request.signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadRequest(f"no certificate signing request in PEM: {error}") from error
    return SigningRequest(subject, public_key, genuine, None if used is None else used.name)


def problems(
    request: SigningRequest,
    *,
    serials: Iterable[str] = (),
    organizations: Iterable[str] = (),
) -> list[str]:
    """Say why no charging station certificate should be made of it; empty: it may be.

    `serials` and `organizations` are what the subject may say, as in `station_name_problems`.
    """
    found = [] if request.genuine else ["the signature does not fit the key"]
    weak = weakness(request.public_key)
    if weak is not None:
        found.append(weak)
    if request.hash_name in _WEAK_HASHES:
        found.append(f"it is signed with {request.hash_name}")
    if not fits(request.subject):
        found.append("a part of the subject is empty or too long")
    names = station_name_problems(request.subject, serials=serials, organizations=organizations)
    return [*found, *names]
