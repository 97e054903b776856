"""OCPP 1.6, profile Core.

Sections are those of OCPP 1.6 edition 2.
"""

from typing import Annotated

from pydantic import Field

from schemas.base import DateTime, OcppModel
from schemas.v16.enums import (
    AvailabilityStatus,
    AvailabilityType,
    ChargePointErrorCode,
    ChargePointStatus,
    ClearCacheStatus,
    ConfigurationStatus,
    DataTransferStatus,
    Reason,
    RegistrationStatus,
    RemoteStartStopStatus,
    ResetStatus,
    ResetType,
    UnlockStatus,
)
from schemas.v16.types import ChargingProfile, IdTagInfo, KeyValue, MeterValue


class AuthorizeRequest(OcppModel):
    """Section 6.1."""

    id_tag: str = Field(max_length=20)


class AuthorizeResponse(OcppModel):
    """Section 6.2."""

    id_tag_info: IdTagInfo


class BootNotificationRequest(OcppModel):
    """Section 6.3."""

    charge_point_vendor: str = Field(max_length=20)
    charge_point_model: str = Field(max_length=20)
    charge_point_serial_number: str | None = Field(default=None, max_length=25)
    charge_box_serial_number: str | None = Field(default=None, max_length=25)
    firmware_version: str | None = Field(default=None, max_length=50)
    iccid: str | None = Field(default=None, max_length=20)
    imsi: str | None = Field(default=None, max_length=20)
    meter_type: str | None = Field(default=None, max_length=25)
    meter_serial_number: str | None = Field(default=None, max_length=25)


class BootNotificationResponse(OcppModel):
    """Section 6.4."""

    status: RegistrationStatus
    current_time: DateTime
    interval: int


class ChangeAvailabilityRequest(OcppModel):
    """Section 6.7."""

    connector_id: int
    type: AvailabilityType


class ChangeAvailabilityResponse(OcppModel):
    """Section 6.8."""

    status: AvailabilityStatus


class ChangeConfigurationRequest(OcppModel):
    """Section 6.9."""

    key: str = Field(max_length=50)
    value: str = Field(max_length=500)


class ChangeConfigurationResponse(OcppModel):
    """Section 6.10."""

    status: ConfigurationStatus


class ClearCacheRequest(OcppModel):
    """Section 6.11."""


class ClearCacheResponse(OcppModel):
    """Section 6.12."""

    status: ClearCacheStatus


class DataTransferRequest(OcppModel):
    """Section 6.15."""

    vendor_id: str = Field(max_length=255)
    message_id: str | None = Field(default=None, max_length=50)
    data: str | None = None


class DataTransferResponse(OcppModel):
    """Section 6.16."""

    status: DataTransferStatus
    data: str | None = None


class GetConfigurationRequest(OcppModel):
    """Section 6.23."""

    key: list[Annotated[str, Field(max_length=50)]] | None = None


class GetConfigurationResponse(OcppModel):
    """Section 6.24."""

    configuration_key: list[KeyValue] | None = None
    unknown_key: list[Annotated[str, Field(max_length=50)]] | None = None


class HeartbeatRequest(OcppModel):
    """Section 6.29."""


class HeartbeatResponse(OcppModel):
    """Section 6.30."""

    current_time: DateTime


class MeterValuesRequest(OcppModel):
    """Section 6.31."""

    connector_id: int
    transaction_id: int | None = None
    meter_value: list[MeterValue]


class MeterValuesResponse(OcppModel):
    """Section 6.32."""


class RemoteStartTransactionRequest(OcppModel):
    """Section 6.33."""

    connector_id: int | None = None
    id_tag: str = Field(max_length=20)
    charging_profile: ChargingProfile | None = None


class RemoteStartTransactionResponse(OcppModel):
    """Section 6.34."""

    status: RemoteStartStopStatus


class RemoteStopTransactionRequest(OcppModel):
    """Section 6.35."""

    transaction_id: int


class RemoteStopTransactionResponse(OcppModel):
    """Section 6.36."""

    status: RemoteStartStopStatus


class ResetRequest(OcppModel):
    """Section 6.39."""

    type: ResetType


class ResetResponse(OcppModel):
    """Section 6.40."""

    status: ResetStatus


class StartTransactionRequest(OcppModel):
    """Section 6.45."""

    connector_id: int
    id_tag: str = Field(max_length=20)
    meter_start: int
    reservation_id: int | None = None
    timestamp: DateTime


class StartTransactionResponse(OcppModel):
    """Section 6.46."""

    id_tag_info: IdTagInfo
    transaction_id: int


class StatusNotificationRequest(OcppModel):
    """Section 6.47."""

    connector_id: int
    error_code: ChargePointErrorCode
    info: str | None = Field(default=None, max_length=50)
    status: ChargePointStatus
    timestamp: DateTime | None = None
    vendor_id: str | None = Field(default=None, max_length=255)
    vendor_error_code: str | None = Field(default=None, max_length=50)


class StatusNotificationResponse(OcppModel):
    """Section 6.48."""


class StopTransactionRequest(OcppModel):
    """Section 6.49."""

    id_tag: str | None = Field(default=None, max_length=20)
    meter_stop: int
    timestamp: DateTime
    transaction_id: int
    reason: Reason | None = None
    transaction_data: list[MeterValue] | None = None


class StopTransactionResponse(OcppModel):
    """Section 6.50."""

    id_tag_info: IdTagInfo | None = None


class UnlockConnectorRequest(OcppModel):
    """Section 6.53."""

    connector_id: int


class UnlockConnectorResponse(OcppModel):
    """Section 6.54."""

    status: UnlockStatus
