"""OCPP 2.0.1, block L: Firmware Management.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import DateTime
from schemas.v201.enums import GenericStatusEnumType
from schemas.v201.types import Extensible, StatusInfoType


class FirmwareStatusEnumType(StrEnum):
    """Section 3.33."""

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


class PublishFirmwareStatusEnumType(StrEnum):
    """Section 3.65."""

    IDLE = "Idle"
    DOWNLOAD_SCHEDULED = "DownloadScheduled"
    DOWNLOADING = "Downloading"
    DOWNLOADED = "Downloaded"
    PUBLISHED = "Published"
    DOWNLOAD_FAILED = "DownloadFailed"
    DOWNLOAD_PAUSED = "DownloadPaused"
    INVALID_CHECKSUM = "InvalidChecksum"
    CHECKSUM_VERIFIED = "ChecksumVerified"
    PUBLISH_FAILED = "PublishFailed"


class UnpublishFirmwareStatusEnumType(StrEnum):
    """Section 3.84."""

    DOWNLOAD_ONGOING = "DownloadOngoing"
    NO_FIRMWARE = "NoFirmware"
    UNPUBLISHED = "Unpublished"


class UpdateFirmwareStatusEnumType(StrEnum):
    """Section 3.86."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    ACCEPTED_CANCELED = "AcceptedCanceled"
    INVALID_CERTIFICATE = "InvalidCertificate"
    REVOKED_CERTIFICATE = "RevokedCertificate"


class FirmwareType(Extensible):
    """Section 2.24."""

    location: str = Field(max_length=512)
    retrieve_date_time: DateTime
    install_date_time: DateTime | None = None
    signing_certificate: str | None = Field(default=None, max_length=5500)
    signature: str | None = Field(default=None, max_length=800)


class FirmwareStatusNotificationRequest(Extensible):
    """Section 1.15.1."""

    status: FirmwareStatusEnumType
    request_id: int | None = None


class FirmwareStatusNotificationResponse(Extensible):
    """Section 1.15.2."""


class PublishFirmwareRequest(Extensible):
    """Section 1.41.1."""

    location: str = Field(max_length=512)
    retries: int | None = None
    checksum: str = Field(max_length=32)
    request_id: int
    retry_interval: int | None = None


class PublishFirmwareResponse(Extensible):
    """Section 1.41.2."""

    status: GenericStatusEnumType
    status_info: StatusInfoType | None = None


class PublishFirmwareStatusNotificationRequest(Extensible):
    """Section 1.42.1."""

    status: PublishFirmwareStatusEnumType
    location: list[Annotated[str, Field(max_length=512)]] | None = Field(default=None, min_length=1)
    request_id: int | None = None


class PublishFirmwareStatusNotificationResponse(Extensible):
    """Section 1.42.2."""


class UnpublishFirmwareRequest(Extensible):
    """Section 1.63.1."""

    checksum: str = Field(max_length=32)


class UnpublishFirmwareResponse(Extensible):
    """Section 1.63.2."""

    status: UnpublishFirmwareStatusEnumType


class UpdateFirmwareRequest(Extensible):
    """Section 1.64.1."""

    retries: int | None = None
    retry_interval: int | None = None
    request_id: int
    firmware: FirmwareType


class UpdateFirmwareResponse(Extensible):
    """Section 1.64.2."""

    status: UpdateFirmwareStatusEnumType
    status_info: StatusInfoType | None = None
