"""What a connection proves by TLS: that it is encrypted, and whose certificate the station has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509

from ocppj.handshake import Refusal
from pki.names import Subject, station_name_problems

if TYPE_CHECKING:
    import ssl
    from collections.abc import Collection

    from reference_csms.admission import Admitted
    from reference_csms.records import Station


@dataclass(frozen=True, slots=True)
class Proof:
    """`certificate` is the client's; OpenSSL has verified its path (A00.FR.403)."""

    encrypted: bool = False
    certificate: x509.Certificate | None = None


PLAIN = Proof()


def proof_of(connection: ssl.SSLObject | None) -> Proof:
    """Read it from a transport's `ssl_object`."""
    if connection is None:
        return PLAIN
    der = connection.getpeercert(binary_form=True)
    return Proof(True, None if der is None else x509.load_der_x509_certificate(der))


def objection(
    admitted: Admitted, proof: Proof, station: Station | None, organizations: Collection[str]
) -> Refusal | None:
    """Say why a handshake that was fine so far is refused for its security profile.

    A00.FR.002, A00.FR.404, .405: a certificate belongs to the station that brings it when its
    name is a serial number of the station, registered or told by its last boot, or its identity.
    """
    if admitted.security_profile < 2:
        return None
    if not proof.encrypted:
        return Refusal(403, f"security profile {admitted.security_profile} needs TLS")
    if admitted.security_profile < 3:
        return None
    if proof.certificate is None:
        return Refusal(403, "a client certificate is required")
    problems = station_name_problems(
        Subject.of(proof.certificate.subject),
        serials=serials(admitted.identity, station),
        organizations=organizations,
    )
    return Refusal(403, "; ".join(problems)) if problems else None


def name_of(proof: Proof) -> str | None:
    """Give the common name of the certificate; None where none was brought."""
    if proof.certificate is None:
        return None
    return Subject.of(proof.certificate.subject).common_name


def serials(identity: str, station: Station | None) -> tuple[str, ...]:
    """Give the common names that a station's certificate may have."""
    boot = (station.boot if station is not None else None) or {}
    told = (
        station.serial_number if station is not None else None,
        boot.get("chargingStation", {}).get("serialNumber"),
        boot.get("chargePointSerialNumber"),
        boot.get("chargeBoxSerialNumber"),
    )
    return (*(serial for serial in told if serial is not None), identity)
