"""OCPP 1.6, profile FirmwareManagement.

Sections are those of OCPP 1.6 edition 2.
"""

from pydantic import Field

from schemas.base import DateTime, OcppModel, Uri
from schemas.v16.enums import DiagnosticsStatus, FirmwareStatus


class DiagnosticsStatusNotificationRequest(OcppModel):
    """Section 6.17."""

    status: DiagnosticsStatus


class DiagnosticsStatusNotificationResponse(OcppModel):
    """Section 6.18."""


class FirmwareStatusNotificationRequest(OcppModel):
    """Section 6.19."""

    status: FirmwareStatus


class FirmwareStatusNotificationResponse(OcppModel):
    """Section 6.20."""


class GetDiagnosticsRequest(OcppModel):
    """Section 6.25."""

    location: Uri
    retries: int | None = None
    retry_interval: int | None = None
    start_time: DateTime | None = None
    stop_time: DateTime | None = None


class GetDiagnosticsResponse(OcppModel):
    """Section 6.26."""

    file_name: str | None = Field(default=None, max_length=255)


class UpdateFirmwareRequest(OcppModel):
    """Section 6.55."""

    location: Uri
    retries: int | None = None
    retrieve_date: DateTime
    retry_interval: int | None = None


class UpdateFirmwareResponse(OcppModel):
    """Section 6.56."""
