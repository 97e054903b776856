"""OCPP 1.6 Security.

Sections are those of the security white paper, edition 3.
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import DateTime, OcppModel


class CertificateSignedStatusEnumType(StrEnum):
    """Section 6.2."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class CertificateUseEnumType(StrEnum):
    """Section 6.4."""

    CENTRAL_SYSTEM_ROOT_CERTIFICATE = "CentralSystemRootCertificate"
    MANUFACTURER_ROOT_CERTIFICATE = "ManufacturerRootCertificate"


class DeleteCertificateStatusEnumType(StrEnum):
    """Section 6.7."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"
    NOT_FOUND = "NotFound"


class FirmwareStatusEnumType(StrEnum):
    """Section 6.8."""

    DOWNLOADED = "Downloaded"
    DOWNLOAD_FAILED = "DownloadFailed"
    DOWNLOADING = "Downloading"
    DOWNLOAD_SCHEDULED = "DownloadScheduled"
    DOWNLOAD_PAUSED = "DownloadPaused"
    IDLE = "Idle"
    INSTALLATION_FAILED = "InstallationFailed"
    INSTALLING = "Installing"
    INSTALLED = "Installed"
    INSTALL_REBOOTING = "InstallRebooting"
    INSTALL_SCHEDULED = "InstallScheduled"
    INSTALL_VERIFICATION_FAILED = "InstallVerificationFailed"
    INVALID_SIGNATURE = "InvalidSignature"
    SIGNATURE_VERIFIED = "SignatureVerified"


class GenericStatusEnumType(StrEnum):
    """Section 6.10."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class GetInstalledCertificateStatusEnumType(StrEnum):
    """Section 6.11."""

    ACCEPTED = "Accepted"
    NOT_FOUND = "NotFound"


class HashAlgorithmEnumType(StrEnum):
    """Section 6.12."""

    SHA256 = "SHA256"
    SHA384 = "SHA384"
    SHA512 = "SHA512"


class InstallCertificateStatusEnumType(StrEnum):
    """Section 6.3."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"
    REJECTED = "Rejected"


class LogEnumType(StrEnum):
    """Section 6.13."""

    DIAGNOSTICS_LOG = "DiagnosticsLog"
    SECURITY_LOG = "SecurityLog"


class LogStatusEnumType(StrEnum):
    """Section 6.15."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    ACCEPTED_CANCELED = "AcceptedCanceled"


class MessageTriggerEnumType(StrEnum):
    """Section 6.16."""

    BOOT_NOTIFICATION = "BootNotification"
    LOG_STATUS_NOTIFICATION = "LogStatusNotification"
    FIRMWARE_STATUS_NOTIFICATION = "FirmwareStatusNotification"
    HEARTBEAT = "Heartbeat"
    METER_VALUES = "MeterValues"
    SIGN_CHARGE_POINT_CERTIFICATE = "SignChargePointCertificate"
    STATUS_NOTIFICATION = "StatusNotification"


class TriggerMessageStatusEnumType(StrEnum):
    """Section 6.17."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    NOT_IMPLEMENTED = "NotImplemented"


class UpdateFirmwareStatusEnumType(StrEnum):
    """Section 6.18."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    ACCEPTED_CANCELED = "AcceptedCanceled"
    INVALID_CERTIFICATE = "InvalidCertificate"
    REVOKED_CERTIFICATE = "RevokedCertificate"


class UploadLogStatusEnumType(StrEnum):
    """Section 6.19."""

    BAD_MESSAGE = "BadMessage"
    IDLE = "Idle"
    NOT_SUPPORTED_OPERATION = "NotSupportedOperation"
    PERMISSION_DENIED = "PermissionDenied"
    UPLOADED = "Uploaded"
    UPLOAD_FAILURE = "UploadFailure"
    UPLOADING = "Uploading"


class CertificateHashDataType(OcppModel):
    """Section 6.1."""

    hash_algorithm: HashAlgorithmEnumType
    issuer_name_hash: str = Field(max_length=128)
    issuer_key_hash: str = Field(max_length=128)
    serial_number: str = Field(max_length=40)


class FirmwareType(OcppModel):
    """Section 6.9."""

    location: str = Field(max_length=512)
    retrieve_date_time: DateTime
    install_date_time: DateTime | None = None
    signing_certificate: str = Field(max_length=5500)
    signature: str = Field(max_length=800)


class LogParametersType(OcppModel):
    """Section 6.14."""

    remote_location: str = Field(max_length=512)
    oldest_timestamp: DateTime | None = None
    latest_timestamp: DateTime | None = None


class CertificateSignedRequest(OcppModel):
    """Section 5.1."""

    certificate_chain: str = Field(max_length=10000)


class CertificateSignedResponse(OcppModel):
    """Section 5.2."""

    status: CertificateSignedStatusEnumType


class DeleteCertificateRequest(OcppModel):
    """Section 5.3."""

    certificate_hash_data: CertificateHashDataType


class DeleteCertificateResponse(OcppModel):
    """Section 5.4."""

    status: DeleteCertificateStatusEnumType


class ExtendedTriggerMessageRequest(OcppModel):
    """Section 5.5."""

    requested_message: MessageTriggerEnumType
    connector_id: int | None = None


class ExtendedTriggerMessageResponse(OcppModel):
    """Section 5.6."""

    status: TriggerMessageStatusEnumType


class GetInstalledCertificateIdsRequest(OcppModel):
    """Section 5.7."""

    certificate_type: CertificateUseEnumType


class GetInstalledCertificateIdsResponse(OcppModel):
    """Section 5.8."""

    certificate_hash_data: list[CertificateHashDataType] | None = Field(default=None, min_length=1)
    status: GetInstalledCertificateStatusEnumType


class GetLogRequest(OcppModel):
    """Section 5.9."""

    log: LogParametersType
    log_type: LogEnumType
    request_id: int
    retries: int | None = None
    retry_interval: int | None = None


class GetLogResponse(OcppModel):
    """Section 5.10."""

    status: LogStatusEnumType
    filename: str | None = Field(default=None, max_length=255)


class InstallCertificateRequest(OcppModel):
    """Section 5.11."""

    certificate_type: CertificateUseEnumType
    certificate: str = Field(max_length=5500)


class InstallCertificateResponse(OcppModel):
    """Section 5.12."""

    status: InstallCertificateStatusEnumType


class LogStatusNotificationRequest(OcppModel):
    """Section 5.13."""

    status: UploadLogStatusEnumType
    request_id: int | None = None


class LogStatusNotificationResponse(OcppModel):
    """Section 5.14."""


class SecurityEventNotificationRequest(OcppModel):
    """Section 5.15."""

    type: str = Field(max_length=50)
    timestamp: DateTime
    tech_info: str | None = Field(default=None, max_length=255)


class SecurityEventNotificationResponse(OcppModel):
    """Section 5.16."""


class SignCertificateRequest(OcppModel):
    """Section 5.17."""

    csr: str = Field(max_length=5500)


class SignCertificateResponse(OcppModel):
    """Section 5.18."""

    status: GenericStatusEnumType


class SignedFirmwareStatusNotificationRequest(OcppModel):
    """Section 5.19."""

    status: FirmwareStatusEnumType
    request_id: int | None = None


class SignedFirmwareStatusNotificationResponse(OcppModel):
    """Section 5.20."""


class SignedUpdateFirmwareRequest(OcppModel):
    """Section 5.21."""

    retries: int | None = None
    retry_interval: int | None = None
    request_id: int
    firmware: FirmwareType


class SignedUpdateFirmwareResponse(OcppModel):
    """Section 5.22."""

    status: UpdateFirmwareStatusEnumType
