"""OCPP 2.0.1, block M: ISO 15118 Certificate Management.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.v201.types import (
    CertificateHashDataType,
    Extensible,
    OCSPRequestDataType,
    StatusInfoType,
)


class CertificateActionEnumType(StrEnum):
    """Section 3.7."""

    INSTALL = "Install"
    UPDATE = "Update"


class DeleteCertificateStatusEnumType(StrEnum):
    """Section 3.28."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"
    NOT_FOUND = "NotFound"


class GetCertificateIdUseEnumType(StrEnum):
    """Section 3.36."""

    V2G_ROOT_CERTIFICATE = "V2GRootCertificate"
    MO_ROOT_CERTIFICATE = "MORootCertificate"
    CSMS_ROOT_CERTIFICATE = "CSMSRootCertificate"
    V2G_CERTIFICATE_CHAIN = "V2GCertificateChain"
    MANUFACTURER_ROOT_CERTIFICATE = "ManufacturerRootCertificate"


class GetCertificateStatusEnumType(StrEnum):
    """Section 3.37."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"


class GetInstalledCertificateStatusEnumType(StrEnum):
    """Section 3.40."""

    ACCEPTED = "Accepted"
    NOT_FOUND = "NotFound"


class InstallCertificateStatusEnumType(StrEnum):
    """Section 3.44."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    FAILED = "Failed"


class InstallCertificateUseEnumType(StrEnum):
    """Section 3.45."""

    V2G_ROOT_CERTIFICATE = "V2GRootCertificate"
    MO_ROOT_CERTIFICATE = "MORootCertificate"
    CSMS_ROOT_CERTIFICATE = "CSMSRootCertificate"
    MANUFACTURER_ROOT_CERTIFICATE = "ManufacturerRootCertificate"


class Iso15118EVCertificateStatusEnumType(StrEnum):
    """Section 3.46."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"


class CertificateHashDataChainType(Extensible):
    """Section 2.5."""

    certificate_hash_data: CertificateHashDataType
    certificate_type: GetCertificateIdUseEnumType
    child_certificate_hash_data: list[CertificateHashDataType] | None = Field(
        default=None, min_length=1, max_length=4
    )


class DeleteCertificateRequest(Extensible):
    """Section 1.14.1."""

    certificate_hash_data: CertificateHashDataType


class DeleteCertificateResponse(Extensible):
    """Section 1.14.2."""

    status: DeleteCertificateStatusEnumType
    status_info: StatusInfoType | None = None


class Get15118EVCertificateRequest(Extensible):
    """Section 1.16.1."""

    iso_15118_schema_version: str = Field(max_length=50)
    action: CertificateActionEnumType
    exi_request: str = Field(max_length=5600)


class Get15118EVCertificateResponse(Extensible):
    """Section 1.16.2."""

    status: Iso15118EVCertificateStatusEnumType
    status_info: StatusInfoType | None = None
    exi_response: str = Field(max_length=5600)


class GetCertificateStatusRequest(Extensible):
    """Section 1.18.1."""

    ocsp_request_data: OCSPRequestDataType


class GetCertificateStatusResponse(Extensible):
    """Section 1.18.2."""

    status: GetCertificateStatusEnumType
    status_info: StatusInfoType | None = None
    ocsp_result: str | None = Field(default=None, max_length=5500)


class GetInstalledCertificateIdsRequest(Extensible):
    """Section 1.22.1."""

    certificate_type: list[GetCertificateIdUseEnumType] | None = Field(default=None, min_length=1)


class GetInstalledCertificateIdsResponse(Extensible):
    """Section 1.22.2."""

    status: GetInstalledCertificateStatusEnumType
    status_info: StatusInfoType | None = None
    certificate_hash_data_chain: list[CertificateHashDataChainType] | None = Field(
        default=None, min_length=1
    )


class InstallCertificateRequest(Extensible):
    """Section 1.30.1."""

    certificate_type: InstallCertificateUseEnumType
    certificate: str = Field(max_length=5500)


class InstallCertificateResponse(Extensible):
    """Section 1.30.2."""

    status: InstallCertificateStatusEnumType
    status_info: StatusInfoType | None = None
