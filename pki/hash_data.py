"""The digests by which OCPP names a certificate (CertificateHashDataType; 2.0.1 section 2.6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

_SERIAL = re.compile(r"[0-9A-Fa-f]+", re.ASCII)


class HashAlgorithm(StrEnum):
    """HashAlgorithmEnumType of both versions."""

    SHA256 = "SHA256"
    SHA384 = "SHA384"
    SHA512 = "SHA512"


_HASHES: dict[HashAlgorithm, hashes.HashAlgorithm] = {
    HashAlgorithm.SHA256: hashes.SHA256(),
    HashAlgorithm.SHA384: hashes.SHA384(),
    HashAlgorithm.SHA512: hashes.SHA512(),
}


class Digests(Protocol):
    """CertificateHashDataType and OCSPRequestDataType, as every version spells them in models."""

    @property
    def hash_algorithm(self) -> StrEnum: ...
    @property
    def issuer_name_hash(self) -> str: ...
    @property
    def issuer_key_hash(self) -> str: ...
    @property
    def serial_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class HashData:
    """Names a certificate; the digests and the serial number are lower case hexadecimal."""

    algorithm: HashAlgorithm
    issuer_name_hash: str
    issuer_key_hash: str
    serial_number: str

    @classmethod
    def of(cls, told: Digests) -> Self:
        """Read the part of a message."""
        return cls(
            HashAlgorithm(told.hash_algorithm.value),
            told.issuer_name_hash,
            told.issuer_key_hash,
            told.serial_number,
        )

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read CertificateHashDataType off a payload that keeps to its schema."""
        return cls(
            HashAlgorithm(told["hashAlgorithm"]),
            told["issuerNameHash"],
            told["issuerKeyHash"],
            told["serialNumber"],
        )

    def as_json(self) -> dict[str, str]:
        """Give CertificateHashDataType, which both versions spell alike."""
        return {
            "hashAlgorithm": self.algorithm.value,
            "issuerNameHash": self.issuer_name_hash,
            "issuerKeyHash": self.issuer_key_hash,
            "serialNumber": self.serial_number,
        }

    def names(self, other: HashData) -> bool:
        """Tell whether both are the same, whichever case and leading zeros they are written in."""
        return self.algorithm is other.algorithm and self._folded == other._folded

    @property
    def _folded(self) -> tuple[str, str, str]:
        serial = self.serial_number.lower().lstrip("0") or "0"
        return self.issuer_name_hash.lower(), self.issuer_key_hash.lower(), serial

    @property
    def serial(self) -> int:
        """The serial number; raises ValueError for text that is not hexadecimal."""
        if not _SERIAL.fullmatch(self.serial_number):
            raise ValueError(f"{self.serial_number!r} is no hexadecimal serial number")
        return int(self.serial_number, 16)


def hash_data(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    algorithm: HashAlgorithm = HashAlgorithm.SHA256,
) -> HashData:
    """Name `certificate`, which `issuer` signed; a root is its own issuer."""
    return HashData(
        algorithm,
        digest(certificate.issuer.public_bytes(), algorithm).hex(),
        digest(key_bits(issuer.public_key()), algorithm).hex(),
        format(certificate.serial_number, "x"),
    )


def digest(data: bytes, algorithm: HashAlgorithm) -> bytes:
    state = hashes.Hash(hash_of(algorithm))
    state.update(data)
    return state.finalize()


def hash_of(algorithm: HashAlgorithm) -> hashes.HashAlgorithm:
    return _HASHES[algorithm]


def key_bits(key: CertificatePublicKeyTypes) -> bytes:
    """Give the content of the subjectPublicKey BIT STRING, without tag, length and unused bits."""
    if isinstance(key, rsa.RSAPublicKey):
        return key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    try:
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    except ValueError:  # Edwards curves and the like have one form only
        return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
