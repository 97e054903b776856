"""OCSP (RFC 6960): requests, answers of a responder in process, and judging an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from pki.hash_data import HashAlgorithm, HashData, digest, hash_data, hash_of, key_bits
from pki.validation import is_signed_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pki.authority import Authority, Identity

VALID_FOR = timedelta(days=7)
"""How long an answer holds; a station asks again at least once a week (M06.FR.10)."""
_ALLOWANCE = timedelta(minutes=5)


class Status(StrEnum):
    """What is said of a certificate."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class BadAnswer(ValueError):
    """An OCSP response that says nothing about the certificate that was asked for."""


def request(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    """Ask for a certificate; gives DER."""
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA256())
    return builder.build().public_bytes(Encoding.DER)


@dataclass(slots=True)
class Responder:
    """Answers for the certificates of some authorities, in the name of each.

    `signers` may hold, by authority, an identity that it has authorized for OCSP; without one the
    authority signs by itself. What was never revoked is good, whatever its serial number.
    """

    authorities: list[Authority]
    revoked: dict[int, datetime] = field(default_factory=dict)
    """By serial number."""
    signers: dict[x509.Certificate, Identity] = field(default_factory=dict)

    def revoke(self, certificate: x509.Certificate, now: datetime) -> None:
        self.revoked[certificate.serial_number] = now

    def answer(self, der: bytes, *, now: datetime) -> bytes:
        """Answer a request in DER; one that cannot be read gets the status malformedRequest."""
        try:
            asked = ocsp.load_der_ocsp_request(der)
        except ValueError:
            return _unsuccessful(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        wanted = HashData(
            HashAlgorithm(asked.hash_algorithm.name.upper()),
            asked.issuer_name_hash.hex(),
            asked.issuer_key_hash.hex(),
            format(asked.serial_number, "x"),
        )
        return self.answer_for(wanted, now=now) or _unsuccessful(
            ocsp.OCSPResponseStatus.UNAUTHORIZED
        )

    def answer_for(self, wanted: HashData, *, now: datetime) -> bytes | None:
        """Answer for a certificate named by digests; None when its issuer is none of ours.

        Raises ValueError for digests that are not hexadecimal.
        """
        authority = next((a for a in self.authorities if _issues(a, wanted)), None)
        if authority is None:
            return None
        signer = self.signers.get(authority.certificate, authority.identity)
        builder = self._status(wanted, now).responder_id(
            ocsp.OCSPResponderEncoding.HASH, signer.certificate
        )
        if signer.certificate != authority.certificate:
            builder = builder.certificates([signer.certificate])
        return builder.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def status_of(self, wanted: HashData) -> Status | None:
        """Tell the status of a certificate; None when its issuer is none of ours.

        Raises ValueError for a serial number that is not hexadecimal.
        """
        if not any(_issues(authority, wanted) for authority in self.authorities):
            return None
        return Status.REVOKED if wanted.serial in self.revoked else Status.GOOD

    def _status(self, wanted: HashData, now: datetime) -> ocsp.OCSPResponseBuilder:
        since = self.revoked.get(wanted.serial)
        good = since is None
        return ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=bytes.fromhex(wanted.issuer_name_hash),
            issuer_key_hash=bytes.fromhex(wanted.issuer_key_hash),
            serial_number=wanted.serial,
            algorithm=hash_of(wanted.algorithm),
            cert_status=ocsp.OCSPCertStatus.GOOD if good else ocsp.OCSPCertStatus.REVOKED,
            this_update=now,
            next_update=now + VALID_FOR,
            revocation_time=since,
            revocation_reason=None if good else x509.ReasonFlags.unspecified,
        )


def _issues(authority: Authority, wanted: HashData) -> bool:
    certificate = authority.certificate
    name = digest(certificate.subject.public_bytes(), wanted.algorithm).hex()
    key = digest(key_bits(certificate.public_key()), wanted.algorithm).hex()
    return (name, key) == (wanted.issuer_name_hash.lower(), wanted.issuer_key_hash.lower())


def _unsuccessful(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a response says of a certificate, and until when that holds."""

    status: Status
    until: datetime | None
    revoked_at: datetime | None = None


def read_answer(
    der: bytes, certificate: x509.Certificate, issuer: x509.Certificate, *, now: datetime
) -> Answer:
    """Read a response about `certificate`.

    Raises BadAnswer when it is no response, not about it, not signed by its issuer or one whom the
    issuer authorized, or not of today.
    """
    try:
        response = ocsp.load_der_ocsp_response(der)
    except ValueError as error:
        raise BadAnswer(f"no OCSP response in DER: {error}") from error
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise BadAnswer(f"the responder says {response.response_status.name}")
    _refuse_forged(response, issuer)
    single = _about(response.responses, certificate, issuer)
    if single.this_update_utc > now + _ALLOWANCE:
        raise BadAnswer("the answer is from the future")
    until = single.next_update_utc
    if until is not None and until < now:
        raise BadAnswer("the answer is out of date")
    return Answer(Status[single.certificate_status.name], until, single.revocation_time_utc)


def _about(
    singles: Iterable[ocsp.OCSPSingleResponse],
    certificate: x509.Certificate,
    issuer: x509.Certificate,
) -> ocsp.OCSPSingleResponse:
    for single in singles:
        name = single.hash_algorithm.name.upper()
        if name not in HashAlgorithm.__members__:
            continue
        wanted = hash_data(certificate, issuer, HashAlgorithm[name])
        found = (single.issuer_name_hash.hex(), single.issuer_key_hash.hex())
        if found == (wanted.issuer_name_hash, wanted.issuer_key_hash) and (
            single.serial_number == certificate.serial_number
        ):
            return single
    raise BadAnswer("the response is about another certificate")


def _refuse_forged(response: ocsp.OCSPResponse, issuer: x509.Certificate) -> None:
    """RFC 6960, 4.2.2.2: signed by the issuer, or by one whom it authorized directly."""
    for signer in (issuer, *(c for c in response.certificates if _is_delegate(c, issuer))):
        if _is_signature_of(signer, response):
            return
    raise BadAnswer("the response is not signed by the issuer of the certificate")


def _is_delegate(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    authorized = x509.oid.ExtendedKeyUsageOID.OCSP_SIGNING in usage
    return authorized and is_signed_by(certificate, issuer)


def _is_signature_of(signer: x509.Certificate, response: ocsp.OCSPResponse) -> bool:
    key, used = signer.public_key(), response.signature_hash_algorithm
    if used is None:
        return False
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(used))
        elif isinstance(key, rsa.RSAPublicKey):
            data = response.tbs_response_bytes
            key.verify(response.signature, data, padding.PKCS1v15(), used)
        else:
            return False
    except InvalidSignature:
        return False
    return True
