"""The older way to do Plug and Charge in OCPP 1.6: DataTransfer with the vendorId `iso15118`.

A vendor's extension (has.to.be, version 1.3 of 2019), known by what is on the wire; it has no
sections to name.
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import DateTime, OcppModel
from schemas.v16.iso15118 import (
    CertificateHashDataType,
    CertificateSignedResponse,
    DeleteCertificateRequest,
    DeleteCertificateResponse,
    GenericStatusEnumType,
    GetCertificateStatusResponse,
    GetInstalledCertificateStatusEnumType,
    HashAlgorithmEnumType,
    InstallCertificateResponse,
    Iso15118EVCertificateStatusEnumType,
    TriggerMessageResponse,
)

__all__ = [
    "CertificateSignedResponse",
    "DeleteCertificateRequest",
    "DeleteCertificateResponse",
    "GetCertificateStatusResponse",
    "InstallCertificateResponse",
    "TriggerMessageResponse",
]


class AuthorizationStatusEnumType(StrEnum):
    ACCEPTED = "Accepted"
    BLOCKED = "Blocked"
    CONCURRENT_TX = "ConcurrentTx"
    EXPIRED = "Expired"
    INVALID = "Invalid"
    NO_CREDIT = "NoCredit"
    NOT_ALLOWED_TYPE_EVSE = "NotAllowedTypeEVSE"
    NOT_AT_THIS_LOCATION = "NotAtThisLocation"
    NOT_AT_THIS_TIME = "NotAtThisTime"
    UNKNOWN = "Unknown"


class AuthorizeCertificateStatusEnumType(StrEnum):
    ACCEPTED = "Accepted"
    CERTIFICATE_REVOKED = "CertificateRevoked"


class CertificateSigningUseEnumType(StrEnum):
    CHARGING_STATION_CERTIFICATE = "ChargingStationCertificate"
    V2G_CERTIFICATE = "V2GCertificate"


class CertificateUseEnumType(StrEnum):
    """InstallCertificateUseEnumType: the roots."""

    V2G_ROOT_CERTIFICATE = "V2GRootCertificate"
    MO_ROOT_CERTIFICATE = "MORootCertificate"
    CSMS_ROOT_CERTIFICATE = "CSMSRootCertificate"
    MANUFACTURER_ROOT_CERTIFICATE = "ManufacturerRootCertificate"


class GetCertificateIdUseEnumType(StrEnum):
    V2G_ROOT_CERTIFICATE = "V2GRootCertificate"
    MO_ROOT_CERTIFICATE = "MORootCertificate"
    CSMS_ROOT_CERTIFICATE = "CSMSRootCertificate"
    V2G_CERTIFICATE_CHAIN = "V2GCertificateChain"
    MANUFACTURER_ROOT_CERTIFICATE = "ManufacturerRootCertificate"


class IdTokenEnumType(StrEnum):
    EMAID = "eMAID"


class MessageTriggerEnumType(StrEnum):
    SIGN_CHARGING_STATION_CERTIFICATE = "SignChargingStationCertificate"
    SIGN_V2G_CERTIFICATE = "SignV2GCertificate"


class CertificateChainType(OcppModel):
    certificate: str = Field(max_length=800)
    child_certificate: list[str] | None = Field(default=None, min_length=1, max_length=4)


class IdTokenType(OcppModel):
    id_token: str = Field(max_length=36)
    type: IdTokenEnumType


class IdTokenInfoType(OcppModel):
    status: AuthorizationStatusEnumType
    cache_expiry_date_time: DateTime | None = None


class OCSPRequestDataType(OcppModel):
    hash_algorithm: HashAlgorithmEnumType
    issuer_name_hash: str = Field(max_length=128)
    issuer_key_hash: str = Field(max_length=128)
    serial_number: str = Field(max_length=40)
    responder_url: str | None = Field(default=None, alias="responderURL", max_length=512)


class AuthorizeRequest(OcppModel):
    id_token: IdTokenType
    certificate_hash_data: list[OCSPRequestDataType] = Field(
        alias="15118CertificateHashData", min_length=1, max_length=4
    )


class AuthorizeResponse(OcppModel):
    id_token_info: IdTokenInfoType
    certificate_status: AuthorizeCertificateStatusEnumType


class CertificateSignedRequest(OcppModel):
    """`cert` is the hexadecimal of DER."""

    cert: str = Field(max_length=10000)
    type_of_certificate: CertificateSigningUseEnumType


class Get15118EVCertificateRequest(OcppModel):
    """The schema version goes by two names in the wild, and either may be absent."""

    schema_version: str | None = Field(default=None, alias="15118SchemaVersion", max_length=50)
    iso_15118_schema_version: str | None = Field(default=None, max_length=50)
    exi_request: str = Field(max_length=5500)


class Get15118EVCertificateResponse(OcppModel):
    status: Iso15118EVCertificateStatusEnumType
    exi_response: str = Field(max_length=5600)
    contract_signature_certificate_chain: CertificateChainType | None = None
    sa_provisioning_certificate_chain: CertificateChainType | None = None


class GetCertificateStatusRequest(OcppModel):
    ocsp_request_data: OCSPRequestDataType


class GetInstalledCertificateIdsRequest(OcppModel):
    type_of_certificate: list[GetCertificateIdUseEnumType] | None = Field(
        default=None, min_length=1
    )


class GetInstalledCertificateIdsResponse(OcppModel):
    status: GetInstalledCertificateStatusEnumType
    certificate_hash_data_chain: list[CertificateHashDataType] | None = Field(
        default=None, min_length=1
    )


class InstallCertificateRequest(OcppModel):
    certificate_type: CertificateUseEnumType
    certificate: str = Field(max_length=800)


class SignCertificateRequest(OcppModel):
    csr: str = Field(max_length=800)
    type_of_certificate: CertificateSigningUseEnumType | None = None


class SignCertificateResponse(OcppModel):
    status: GenericStatusEnumType


class TriggerMessageRequest(OcppModel):
    requested_message: MessageTriggerEnumType
