"""SSL contexts of security profiles 2 and 3 (A00.FR.306 to .323, A00.FR.409 to .426)."""

from __future__ import annotations

import ssl
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pki.pem import write_chain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509

    from pki.authority import Identity

CIPHERS: Final = (
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:"
    "AES128-GCM-SHA256:AES256-GCM-SHA384"
)
"""For TLS 1.2: those of A00.FR.318 in OpenSSL's spelling, and RSA with forward secrecy."""


def server_context(
    *identities: Identity, client_roots: Iterable[x509.Certificate] = ()
) -> ssl.SSLContext:
    """Make a server's context, TLS 1.2 or above.

    One identity with an EC key and one with an RSA key serve all suites (A00.FR.318). With
    `client_roots` every client must bring a certificate that leads to one of them (profile 3).
    """
    context = _context(ssl.PROTOCOL_TLS_SERVER)
    for identity in identities:
        _load(context, identity)
    roots = tuple(client_roots)
    if roots:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=write_chain(roots))
    return context


def client_context(
    roots: Iterable[x509.Certificate], identity: Identity | None = None
) -> ssl.SSLContext:
    """Make a client's context that trusts only `roots` and checks the server's name.

    An authority among them need not be self-signed: a partial chain is good enough, as the note
    to AdditionalRootCertificateCheck wants.
    """
    context = _context(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    pem = write_chain(roots)
    if pem:
        context.load_verify_locations(cadata=pem)
    if identity is not None:
        _load(context, identity)
    return context


def _context(protocol: int) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    context.options |= ssl.OP_NO_COMPRESSION
    return context


def _load(context: ssl.SSLContext, identity: Identity) -> None:
    """Hand a key to OpenSSL, which takes files only; the file is gone before anyone may ask."""
    with tempfile.TemporaryDirectory(prefix="pki-") as folder:
        file = Path(folder) / "identity.pem"
        file.touch(mode=0o600)
        file.write_text(identity.chain_pem + identity.key_pem, encoding="ascii")
        context.load_cert_chain(file)
