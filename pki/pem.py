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
