"""Signatures of firmware images (2.0.1 L01; security white paper of 1.6, use case L01)."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509

    from pki.keys import PrivateKey

_PREHASHED = Prehashed(hashes.SHA256())


def digest(parts: Iterable[bytes]) -> bytes:
    """Hash an image that comes in parts, so that it need not fit into memory."""
    state = hashes.Hash(hashes.SHA256())
    for part in parts:
        state.update(part)
    return state.finalize()


def sign(image: bytes | Iterable[bytes], key: PrivateKey) -> str:
    """Sign an image with RSA-PSS or ECDSA over SHA-256 (A00.FR.505, L01.FR.12); gives base64."""
    hashed = digest([image] if isinstance(image, bytes) else image)
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(hashed, _pss(padding.PSS.DIGEST_LENGTH), _PREHASHED)
    else:
        signature = key.sign(hashed, ec.ECDSA(_PREHASHED))
    return base64.b64encode(signature).decode("ascii")


def is_genuine(
    image: bytes | Iterable[bytes], signature: str, certificate: x509.Certificate
) -> bool:
    """Tell whether the owner of `certificate` signed this image; the certificate is not judged."""
    try:
        raw = base64.b64decode(signature, validate=True)
    except binascii.Error:
        return False
    hashed = digest([image] if isinstance(image, bytes) else image)
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(raw, hashed, _pss(padding.PSS.AUTO), _PREHASHED)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(raw, hashed, ec.ECDSA(_PREHASHED))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _pss(salt: Any) -> padding.PSS:
    return padding.PSS(padding.MGF1(hashes.SHA256()), salt)
