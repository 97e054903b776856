"""Passwords for HTTP Basic authentication: random, of the form that the version wants."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random

PASSWORD_ALPHABET: Final = string.ascii_letters + string.digits + "*-_=:+|@."
"""passwordString of 2.0.1 (section 1.2, table of primitive datatypes)."""
PASSWORD_LENGTHS: Final = range(16, 65)
"""Of BasicAuthPassword; the errata of 2025-01 raise the largest maxLimit from 40 to 64."""
KEY_BYTES: Final = range(16, 21)
"""Of AuthorizationKey (1.6 security white paper, 7.2), which is written in hexadecimal."""


def basic_auth_password(length: int = 40, rng: random.Random | None = None) -> str:
    """Make a BasicAuthPassword of 2.0.1; every station takes one of 40 characters.

    `rng` makes it repeatable, for tests; without it the system's randomness is used. Raises
    ValueError for a length that is not allowed (A00.FR.205, A00.FR.304).
    """
    if length not in PASSWORD_LENGTHS:
        raise ValueError(f"a password has 16 to 64 characters, not {length}")
    source = rng if rng is not None else secrets.SystemRandom()
    return "".join(source.choice(PASSWORD_ALPHABET) for _ in range(length))


def authorization_key(size: int = 20, rng: random.Random | None = None) -> str:
    """Make an AuthorizationKey of 1.6 from `size` random bytes, in hexadecimal.

    Raises ValueError for a size that is not allowed (A00.FR.205 of the white paper).
    """
    if size not in KEY_BYTES:
        raise ValueError(f"an authorization key has 16 to 20 bytes, not {size}")
    return (rng.randbytes(size) if rng is not None else secrets.token_bytes(size)).hex()


def is_password(text: str) -> bool:
    """Tell whether a text may be a BasicAuthPassword."""
    return len(text) in PASSWORD_LENGTHS and set(text) <= set(PASSWORD_ALPHABET)


def is_authorization_key(text: str) -> bool:
    """Tell whether a text may be an AuthorizationKey."""
    hexadecimal = set(text) <= set(string.hexdigits)
    return hexadecimal and len(text) % 2 == 0 and len(text) // 2 in KEY_BYTES
