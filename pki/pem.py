"""Certificates as text: PEM, one after the other, the leaf first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLOCK = re.compile(
    r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----", re.ASCII
)


class MalformedPem(ValueError):
    """A text that holds no certificate, or something beside certificates."""


def write_certificate(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode("ascii")


def write_chain(certificates: Iterable[x509.Certificate]) -> str:
    """Give the certificates in their order, each with its own frame."""
    return "".join(write_certificate(certificate) for certificate in certificates)


def read_chain(text: str) -> tuple[x509.Certificate, ...]:
    """Read one certificate or more; raises MalformedPem for anything else (A00.FR.507)."""
    blocks = _BLOCK.findall(text)
    if not blocks:
        raise MalformedPem("no certificate in PEM")
    if _BLOCK.sub("", text).strip():
        raise MalformedPem("something stands beside the certificates")
    try:
        return tuple(x509.load_pem_x509_certificate(block.encode()) for block in blocks)
    except ValueError as error:
        raise MalformedPem(f"a certificate that cannot be read: {error}") from error


def read_certificate(text: str) -> x509.Certificate:
    """Read exactly one certificate; raises MalformedPem."""
    chain = read_chain(text)
    if len(chain) != 1:
        raise MalformedPem(f"{len(chain)} certificates, where one is wanted")
    return chain[0]


def hex_of_chain(certificates: Iterable[x509.Certificate]) -> str:
    """Give the certificates one after the other in DER, as hexadecimal."""
    return b"".join(one.public_bytes(Encoding.DER) for one in certificates).hex()


def chain_from_hex(text: str) -> tuple[x509.Certificate, ...]:
    """Read what `hex_of_chain` writes; raises MalformedPem for anything else."""
    found: list[x509.Certificate] = []
    try:
        rest = bytes.fromhex(text)
        while rest:
            size = _der_size(rest)
            found.append(x509.load_der_x509_certificate(rest[:size]))
            rest = rest[size:]
    except (ValueError, IndexError) as error:
        raise MalformedPem(f"no certificates in hexadecimal: {error}") from error
    if not found:
        raise MalformedPem("no certificate in hexadecimal")
    return tuple(found)


def _der_size(der: bytes) -> int:
    """Give the bytes that the first element takes (X.690, 8.1.3)."""
    short = der[1]
    if short < 0x80:
        return 2 + short
    octets = short & 0x7F
    return 2 + octets + int.from_bytes(der[2 : 2 + octets], "big")
