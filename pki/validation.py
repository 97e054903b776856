"""Whether a certificate may be trusted, and if not, all reasons why (RFC 5280, section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from pki.keys import weakness
from pki.names import Subject
from pki.validity import Validity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

_WEAK_HASHES = ("md5", "sha1")
_Extension = TypeVar("_Extension", bound=x509.ExtensionType)


class Reason(StrEnum):
    """Why a chain is refused."""

    EMPTY = "there is no certificate"
    EXPIRED = "it has expired"
    NOT_YET_VALID = "it is not valid yet"
    BAD_SIGNATURE = "it is not signed by the next in the chain"
    UNKNOWN_ISSUER = "no trusted root has signed it"
    NOT_AN_AUTHORITY = "it signs, but is no certificate authority"
    PATH_TOO_LONG = "more authorities stand below it than it allows"
    NO_DIGITAL_SIGNATURE = "its key usage forbids digital signatures"
    WEAK_KEY = "its key is too weak"
    WEAK_HASH = "it is signed over a weak hash"
    UNKNOWN_EXTENSION = "it has a critical extension that is not understood"
    WRONG_KEY = "its key is not the expected one"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A reason, and the certificate that it is about; `position` 0 is the leaf."""

    reason: Reason
    position: int = 0
    subject: str = ""

    def __str__(self) -> str:
        return f"certificate {self.position} ({self.subject}): {self.reason}"


def flaws_of_chain(
    chain: Sequence[x509.Certificate],
    roots: Iterable[x509.Certificate],
    *,
    now: datetime,
) -> list[Flaw]:
    """Judge a chain, leaf first, each signed by the next and the last by one of `roots`.

    The root itself may end the chain. Empty: it may be trusted now, for digital signatures.
    """
    if not chain:
        return [Flaw(Reason.EMPTY)]
    anchor = _anchor(chain[-1], roots)
    path = chain if anchor is None or anchor == chain[-1] else [*chain, anchor]
    flaws = [
        Flaw(reason, position, name_of(certificate))
        for position, certificate in enumerate(path)
        for reason in _own_reasons(certificate, position, now)
    ]
    flaws += _link_flaws(path)
    if anchor is None:
        flaws.append(Flaw(Reason.UNKNOWN_ISSUER, len(chain) - 1, name_of(chain[-1])))
    return flaws


def flaws_of_root(root: x509.Certificate, *, now: datetime) -> list[Flaw]:
    """Judge a certificate that is to be installed as a trust anchor: an authority, valid now."""
    name = name_of(root)
    reasons = list(_own_reasons(root, 1, now))
    if root.subject == root.issuer and not is_signed_by(root, root):
        reasons.append(Reason.BAD_SIGNATURE)
    return [Flaw(reason, 0, name) for reason in reasons]


def _anchor(last: x509.Certificate, roots: Iterable[x509.Certificate]) -> x509.Certificate | None:
    known = tuple(roots)
    if last in known:
        return last
    return next((root for root in known if is_signed_by(last, root)), None)


def _own_reasons(certificate: x509.Certificate, position: int, now: datetime) -> Iterator[Reason]:
    validity = Validity.of(certificate)
    if now < validity.begin:
        yield Reason.NOT_YET_VALID
    if now > validity.end:
        yield Reason.EXPIRED
    if _is_weak(certificate):
        yield Reason.WEAK_KEY
    if _hash_name(certificate) in _WEAK_HASHES:
        yield Reason.WEAK_HASH
    yield from _extension_reasons(certificate, leaf=position == 0)


def _is_weak(certificate: x509.Certificate) -> bool:
    try:
        return weakness(certificate.public_key()) is not None
    except (ValueError, UnsupportedAlgorithm):  # a key that nobody here can read
        return True


def _hash_name(certificate: x509.Certificate) -> str | None:
    try:
        used = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return None
    return None if used is None else used.name


def _extension_reasons(certificate: x509.Certificate, *, leaf: bool) -> Iterator[Reason]:
    try:
        extensions = certificate.extensions
    except ValueError:  # written in a way that is no extension at all
        yield Reason.UNKNOWN_EXTENSION
        return
    if any(e.critical and isinstance(e.value, x509.UnrecognizedExtension) for e in extensions):
        yield Reason.UNKNOWN_EXTENSION
    usage = _value(extensions, x509.KeyUsage)
    if leaf and usage is not None and not usage.digital_signature:
        yield Reason.NO_DIGITAL_SIGNATURE
    constraints = _value(extensions, x509.BasicConstraints)
    forbidden = usage is not None and not usage.key_cert_sign
    if not leaf and (constraints is None or not constraints.ca or forbidden):
        yield Reason.NOT_AN_AUTHORITY


def _value(extensions: x509.Extensions, kind: type[_Extension]) -> _Extension | None:
    try:
        return extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _link_flaws(path: Sequence[x509.Certificate]) -> Iterator[Flaw]:
    for position, (child, parent) in enumerate(pairwise(path)):
        if not is_signed_by(child, parent):
            yield Flaw(Reason.BAD_SIGNATURE, position, name_of(child))
        below = sum(not _is_self_issued(certificate) for certificate in path[1 : position + 1])
        if _path_length(parent) is not None and below > (_path_length(parent) or 0):
            yield Flaw(Reason.PATH_TOO_LONG, position + 1, name_of(parent))


def _is_self_issued(certificate: x509.Certificate) -> bool:
    return certificate.subject == certificate.issuer


def _path_length(certificate: x509.Certificate) -> int | None:
    try:
        constraints = _value(certificate.extensions, x509.BasicConstraints)
    except ValueError:  # told as UNKNOWN_EXTENSION
        return None
    return None if constraints is None else constraints.path_length


def is_signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Tell whether `issuer` bears the name and made the signature that `certificate` shows."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def name_of(certificate: x509.Certificate) -> str:
    return str(Subject.of(certificate.subject))
