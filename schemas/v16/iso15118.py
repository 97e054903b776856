"""ISO 15118 Plug and Charge in OCPP 1.6: the messages inside DataTransfer.

Sections are those of the application note "Using ISO 15118 Plug & Charge with OCPP 1.6", v1.0.
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import DateTime, OcppModel


class AuthorizationStatusEnumType(StrEnum):
    """Section 8.1."""

    ACCEPTED = "Accepted"
    BLOCKED = "Blocked"
    CONCURRENT_TX = "ConcurrentTx"
    EXPIRED = "Expired"
    INVALID = "Invalid"


class AuthorizeCertificateStatusEnumType(StrEnum):
    """Section 8.2."""

    ACCEPTED = "Accepted"
    SIGNATURE_ERROR = "SignatureError"
    CERTIFICATE_EXPIRED = "CertificateExpired"
    CERTIFICATE_REVOKED = "CertificateRevoked"
    NO_CERTIFICATE_AVAILABLE = "NoCertificateAvailable"
    CERT_CHAIN_ERROR = "CertChainError"
    CONTRACT_CANCELLED = "ContractCancelled"


class CertificateActionEnumType(StrEnum):
    """Section 8.3."""

    INSTALL = "Install"
    UPDATE = "Update"


class CertificateSignedStatusEnumType(StrEnum):
    """Section 8.4."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class CertificateSigningUseEnumType(StrEnum):
    """The one use that the example of section 2.2 names."""

    V2G_CERTIFICATE = "V2GCertificate"


class DeleteCertificateStatusEnumType(StrEnum):
    """Section 8.5."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"
    NOT_FOUND = "NotFound"


class GenericStatusEnumType(StrEnum):
    """Section 8.6."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class GetCertificateIdUseEnumType(StrEnum):
    """Section 8.7."""

    V2G_ROOT_CERTIFICATE = "V2GRootCertificate"
    MO_ROOT_CERTIFICATE = "MORootCertificate"
    V2G_CERTIFICATE_CHAIN = "V2GCertificateChain"


class GetCertificateStatusEnumType(StrEnum):
    """Section 8.8."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"


class GetInstalledCertificateStatusEnumType(StrEnum):
    """Section 8.9."""

    ACCEPTED = "Accepted"
    NOT_FOUND = "NotFound"


class HashAlgorithmEnumType(StrEnum):
    """Section 8.10."""

    SHA256 = "SHA256"
    SHA384 = "SHA384"
    SHA512 = "SHA512"


class InstallCertificateStatusEnumType(StrEnum):
    """Section 8.11."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    FAILED = "Failed"


class InstallCertificateUseEnumType(StrEnum):
    """Section 8.12."""

    V2G_ROOT_CERTIFICATE = "V2GRootCertificate"
    MO_ROOT_CERTIFICATE = "MORootCertificate"


class Iso15118EVCertificateStatusEnumType(StrEnum):
    """Section 8.13."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"


class MessageTriggerEnumType(StrEnum):
    """What figure 1 of section 2.2 shows in a TriggerMessage."""

    SIGN_V2G_CERTIFICATE = "SignV2GCertificate"


class TriggerMessageStatusEnumType(StrEnum):
    """Section 8.14."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    NOT_IMPLEMENTED = "NotImplemented"


class CertificateHashDataType(OcppModel):
    """Section 7.2."""

    hash_algorithm: HashAlgorithmEnumType
    issuer_name_hash: str = Field(max_length=128)
    issuer_key_hash: str = Field(max_length=128)
    serial_number: str = Field(max_length=40)


class CertificateHashDataChainType(OcppModel):
    """Section 7.1."""

    certificate_type: GetCertificateIdUseEnumType
    certificate_hash_data: CertificateHashDataType
    child_certificate_hash_data: list[CertificateHashDataType] | None = Field(
        default=None, max_length=4
    )


class IdTokenType(OcppModel):
    """Section 7.3; no kind of token stands beside it."""

    id_token: str = Field(max_length=20)


class IdTokenInfoType(OcppModel):
    """Section 7.4."""

    status: AuthorizationStatusEnumType
    cache_expiry_date_time: DateTime | None = None


class OCSPRequestDataType(OcppModel):
    """Section 7.5."""

    hash_algorithm: HashAlgorithmEnumType
    issuer_name_hash: str = Field(max_length=128)
    issuer_key_hash: str = Field(max_length=128)
    serial_number: str = Field(max_length=40)
    responder_url: str = Field(alias="responderURL", max_length=512)


class AuthorizeRequest(OcppModel):
    """Section 6.1.1."""

    certificate: str | None = Field(default=None, max_length=5500)
    id_token: IdTokenType
    iso_15118_certificate_hash_data: list[OCSPRequestDataType] | None = Field(
        default=None, max_length=4
    )


class AuthorizeResponse(OcppModel):
    """Section 6.1.2."""

    certificate_status: AuthorizeCertificateStatusEnumType | None = None
    id_token_info: IdTokenInfoType


class CertificateSignedRequest(OcppModel):
    """Section 6.2.1."""

    certificate_chain: str = Field(max_length=10000)


class CertificateSignedResponse(OcppModel):
    """Section 6.2.2."""

    status: CertificateSignedStatusEnumType


class DeleteCertificateRequest(OcppModel):
    """Section 6.3.1."""

    certificate_hash_data: CertificateHashDataType


class DeleteCertificateResponse(OcppModel):
    """Section 6.3.2."""

    status: DeleteCertificateStatusEnumType


class Get15118EVCertificateRequest(OcppModel):
    """Section 6.4.1."""

    iso_15118_schema_version: str = Field(max_length=50)
    action: CertificateActionEnumType
    exi_request: str = Field(max_length=5600)


class Get15118EVCertificateResponse(OcppModel):
    """Section 6.4.2; the answer is required, and empty where there is none (section 8.13)."""

    status: Iso15118EVCertificateStatusEnumType
    exi_response: str = Field(max_length=5600)


class GetCertificateStatusRequest(OcppModel):
    """Section 6.5.1."""

    ocsp_request_data: OCSPRequestDataType


class GetCertificateStatusResponse(OcppModel):
    """Section 6.5.2."""

    status: GetCertificateStatusEnumType
    ocsp_result: str | None = Field(default=None, max_length=5500)


class GetInstalledCertificateIdsRequest(OcppModel):
    """Section 6.6.1."""

    certificate_type: list[GetCertificateIdUseEnumType] | None = None


class GetInstalledCertificateIdsResponse(OcppModel):
    """Section 6.6.2."""

    status: GetInstalledCertificateStatusEnumType
    certificate_hash_data_chain: list[CertificateHashDataChainType] | None = None


class InstallCertificateRequest(OcppModel):
    """Section 6.7.1."""

    certificate_type: InstallCertificateUseEnumType
    certificate: str = Field(max_length=5500)


class InstallCertificateResponse(OcppModel):
    """Section 6.7.2."""

    status: InstallCertificateStatusEnumType


class SignCertificateRequest(OcppModel):
    """Section 6.8.1; the example of section 2.2 carries a type too, so it may be there."""

    csr: str = Field(max_length=5500)
    certificate_type: CertificateSigningUseEnumType | None = None


class SignCertificateResponse(OcppModel):
    """Section 6.8.2."""

    status: GenericStatusEnumType


class TriggerMessageRequest(OcppModel):
    """Section 6.9.1 has no fields, figure 1 of section 2.2 names the message: it may be there."""

    requested_message: MessageTriggerEnumType | None = None


class TriggerMessageResponse(OcppModel):
    """Section 6.9.2."""

    status: TriggerMessageStatusEnumType
