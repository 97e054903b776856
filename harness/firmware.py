"""A firmware for stations to fetch, and its maker, minted once for a process."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from ocppj.clock import SystemClock
from pki import profiles
from pki.authority import Authority
from pki.firmware import sign
from pki.names import Subject
from pki.pem import write_certificate

_MAKER = "OCPP Conformance"


@dataclass(frozen=True, slots=True)
class Firmware:
    """An image with its signature (base64); `root` leads to `signing_certificate`, both PEM.

    `wrong_signature` is one by the same key, over something else; `stranger_certificate` is one of
    a signer whom the root does not know.
    """

    image: bytes
    signature: str
    wrong_signature: str
    signing_certificate: str
    stranger_certificate: str
    root: str


@cache
def made() -> Firmware:
    """Make it when it is first wanted.

    OpenSSL looks at the real clock, and a virtual one may begin earlier this hour: what is valid
    since yesterday is good for both.
    """
    now = SystemClock().now() - timedelta(days=1)
    authority = Authority.mint("Firmware root", _MAKER, now=now)
    # Directly below the root, since a request has room for one certificate only (L01.FR.11).
    subject = Subject("Firmware", _MAKER)
    signer = authority.enrol(profiles.FIRMWARE_SIGNER, subject, now=now)
    other = Authority.mint("Another root", _MAKER, now=now)
    stranger = other.enrol(profiles.FIRMWARE_SIGNER, subject, now=now)
    image = b"".join(hashlib.sha512(bytes([block])).digest() for block in range(64))
    return Firmware(
        image,
        sign(image, signer.key),
        sign(base64.b64encode(image), signer.key),
        write_certificate(signer.certificate),
        write_certificate(stranger.certificate),
        write_certificate(authority.root),
    )
