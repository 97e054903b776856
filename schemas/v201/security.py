"""OCPP 2.0.1, block A: Security.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import DateTime
from schemas.v201.enums import GenericStatusEnumType
from schemas.v201.types import Extensible, StatusInfoType


class CertificateSignedStatusEnumType(StrEnum):
    """Section 3.8."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class CertificateSigningUseEnumType(StrEnum):
    """Section 3.9."""

    CHARGING_STATION_CERTIFICATE = "ChargingStationCertificate"
    V2G_CERTIFICATE = "V2GCertificate"


class CertificateSignedRequest(Extensible):
    """Section 1.4.1."""

    certificate_chain: str = Field(max_length=10000)
    certificate_type: CertificateSigningUseEnumType | None = None


class CertificateSignedResponse(Extensible):
    """Section 1.4.2."""

    status: CertificateSignedStatusEnumType
    status_info: StatusInfoType | None = None


class SecurityEventNotificationRequest(Extensible):
    """Section 1.49.1."""

    type: str = Field(max_length=50)
    timestamp: DateTime
    tech_info: str | None = Field(default=None, max_length=255)


class SecurityEventNotificationResponse(Extensible):
    """Section 1.49.2."""


class SignCertificateRequest(Extensible):
    """Section 1.58.1."""

    csr: str = Field(max_length=5500)
    certificate_type: CertificateSigningUseEnumType | None = None


class SignCertificateResponse(Extensible):
    """Section 1.58.2."""

    status: GenericStatusEnumType
    status_info: StatusInfoType | None = None
