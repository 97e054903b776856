"""The certificates of stations, as the CSMS issued them or as stations tell of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time
from enum import StrEnum
from typing import Any

from pki.hash_data import HashAlgorithm, HashData
from reference_csms.records import exact


class Origin(StrEnum):
    """How the CSMS knows of a certificate."""

    SIGNED = "signed"
    INSTALLED = "installed"
    REPORTED = "reported"
    CONTRACT = "contract"


class CertificateStatus(StrEnum):
    """Where a certificate is; Pending: it was sent, and the station has not said yet.

    Deleted: the station has deleted it, or says that it never had it.
    """

    PENDING = "Pending"
    INSTALLED = "Installed"
    REJECTED = "Rejected"
    FAILED = "Failed"
    ISSUED = "Issued"
    DELETED = "Deleted"


@dataclass(frozen=True, slots=True)
class StationCertificate:
    """One certificate at one station; `type` is its use in the words of the station's version.

    `chain` is PEM, leaf first, None where only the digests were told. `children` are the digests
    of the authorities below the root that a station reports with a V2G certificate.
    """

    station: str
    type: str
    serial_number: str
    origin: Origin
    status: CertificateStatus
    updated_at: datetime
    hash_algorithm: str
    issuer_name_hash: str
    issuer_key_hash: str
    subject: str | None = None
    expires_at: datetime | None = None
    chain: str | None = None
    children: tuple[dict[str, Any], ...] = ()

    @property
    def key(self) -> str:
        return exact(self.station, self.type, self.serial_number, self.issuer_key_hash)

    @property
    def named(self) -> HashData:
        """Its digests, by the hash that the station uses (M04.FR.07)."""
        algorithm = HashAlgorithm(self.hash_algorithm)
        return HashData(algorithm, self.issuer_name_hash, self.issuer_key_hash, self.serial_number)
