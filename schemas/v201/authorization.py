"""OCPP 2.0.1, block C: Authorization.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.v201.types import (
    Extensible,
    IdTokenInfoType,
    IdTokenType,
    OCSPRequestDataType,
    StatusInfoType,
)


class AuthorizeCertificateStatusEnumType(StrEnum):
    """Section 3.4."""

    ACCEPTED = "Accepted"
    SIGNATURE_ERROR = "SignatureError"
    CERTIFICATE_EXPIRED = "CertificateExpired"
    CERTIFICATE_REVOKED = "CertificateRevoked"
    NO_CERTIFICATE_AVAILABLE = "NoCertificateAvailable"
    CERT_CHAIN_ERROR = "CertChainError"
    CONTRACT_CANCELLED = "ContractCancelled"


class ClearCacheStatusEnumType(StrEnum):
    """Section 3.17."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class AuthorizeRequest(Extensible):
    """Section 1.1.1."""

    id_token: IdTokenType
    certificate: str | None = Field(default=None, max_length=5500)
    iso_15118_certificate_hash_data: list[OCSPRequestDataType] | None = Field(
        default=None, min_length=1, max_length=4
    )


class AuthorizeResponse(Extensible):
    """Section 1.1.2."""

    id_token_info: IdTokenInfoType
    certificate_status: AuthorizeCertificateStatusEnumType | None = None


class ClearCacheRequest(Extensible):
    """Section 1.6.1."""


class ClearCacheResponse(Extensible):
    """Section 1.6.2."""

    status: ClearCacheStatusEnumType
    status_info: StatusInfoType | None = None
