"""A fiscal meter's signature under its readings: OCMF text, ECDSA over secp256r1 and SHA-256.

The key is made from the station's random source and the signature is deterministic (RFC 6979), so
that a run repeats exactly.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    import random
    from datetime import datetime

    from station_sim.meter import Sample

SIGNING_METHOD: Final = "ECDSA-secp256r1-SHA256"
ENCODING_METHOD: Final = "OCMF"

# What a reading is for, in OCMF's letters.
READING: Final = {"Transaction.Begin": "B", "Transaction.End": "E"}


@dataclass(frozen=True)
class MeterKey:
    """The key inside one station's meters; `serial` names the meter in its readings."""

    private: ec.EllipticCurvePrivateKey
    serial: str

    @classmethod
    def make(cls, rng: random.Random, serial: str) -> MeterKey:
        return cls(ec.derive_private_key(rng.getrandbits(255) + 1, ec.SECP256R1()), serial)

    @cached_property
    def public(self) -> str:
        """The public key, DER in Base64."""
        key = self.private.public_key()
        der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def sign(self, sample: Sample, context: str, moment: datetime, number: int) -> str:
        """Give the signed reading, Base64 of the OCMF text."""
        reading = {
            "TM": moment.strftime("%Y-%m-%dT%H:%M:%S,") + f"{moment.microsecond // 1000:03}+0000 S",
            "TX": READING.get(context, "C"),
            "RV": sample.value,
            "RI": "1-b:1.8.0",
            "RU": sample.unit,
            "ST": "G",
        }
        payload = {"FV": "1.0", "MS": self.serial, "PG": f"T{number}", "RD": [reading]}
        text = json.dumps(payload, separators=(",", ":"))
        algorithm = ec.ECDSA(SHA256(), deterministic_signing=True)
        signature = {"SA": SIGNING_METHOD, "SD": self.private.sign(text.encode(), algorithm).hex()}
        ocmf = f"OCMF|{text}|{json.dumps(signature, separators=(',', ':'))}"
        return base64.b64encode(ocmf.encode()).decode()
