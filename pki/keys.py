"""Private keys: made, written, read, and judged by their strength."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
PublicKey: TypeAlias = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

MIN_RSA_BITS = 2048
MIN_EC_BITS = 224


class KeyKind(StrEnum):
    """The kinds of keys that are minted; each is strong enough for A00.FR.501."""

    EC_P256 = "EC P-256"
    RSA_2048 = "RSA 2048"
    RSA_3072 = "RSA 3072"


class BadKey(ValueError):
    """A text is no private key, or one of a kind that is not used here."""


_RSA_BITS = {KeyKind.RSA_2048: 2048, KeyKind.RSA_3072: 3072}


def generate(kind: KeyKind = KeyKind.EC_P256) -> PrivateKey:
    """Make a new key from the system's own randomness."""
    bits = _RSA_BITS.get(kind)
    if bits is None:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def write_key(key: PrivateKey) -> str:
    """Give the key as PEM text (PKCS #8, not encrypted)."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def read_key(text: str) -> PrivateKey:
    """Read a key that `write_key` or another tool wrote; raises BadKey."""
    try:
        key = load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey(f"no private key in PEM: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise BadKey(f"a key of the kind {type(key).__name__} is not used in OCPP")
    return key


def weakness(key: object) -> str | None:
    """Say why a public key is too weak or of no kind that may be used (A00.FR.501 to .504)."""
    match key:
        case rsa.RSAPublicKey(key_size=bits) if bits < MIN_RSA_BITS:
            return f"an RSA key of {bits} bits; at least {MIN_RSA_BITS} are needed"
        case ec.EllipticCurvePublicKey(key_size=bits) if bits < MIN_EC_BITS:
            return f"an elliptic curve key of {bits} bits; at least {MIN_EC_BITS} are needed"
        case rsa.RSAPublicKey() | ec.EllipticCurvePublicKey():
            return None
    return f"a key of the kind {type(key).__name__}"
