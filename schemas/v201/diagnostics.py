"""OCPP 2.0.1, block N: Diagnostics.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import DateTime
from schemas.v201.enums import GenericDeviceModelStatusEnumType, GenericStatusEnumType
from schemas.v201.monitoring import (
    ClearMonitoringResultType,
    EventDataType,
    MonitoringDataType,
    SetMonitoringDataType,
    SetMonitoringResultType,
)
from schemas.v201.types import (
    CertificateHashDataType,
    ComponentVariableType,
    Extensible,
    IdTokenType,
    StatusInfoType,
)


class CustomerInformationStatusEnumType(StrEnum):
    """Section 3.25."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    INVALID = "Invalid"


class LogEnumType(StrEnum):
    """Section 3.48."""

    DIAGNOSTICS_LOG = "DiagnosticsLog"
    SECURITY_LOG = "SecurityLog"


class LogStatusEnumType(StrEnum):
    """Section 3.49."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    ACCEPTED_CANCELED = "AcceptedCanceled"


class MonitoringBaseEnumType(StrEnum):
    """Section 3.56."""

    ALL = "All"
    FACTORY_DEFAULT = "FactoryDefault"
    HARD_WIRED_ONLY = "HardWiredOnly"


class MonitoringCriterionEnumType(StrEnum):
    """Section 3.57."""

    THRESHOLD_MONITORING = "ThresholdMonitoring"
    DELTA_MONITORING = "DeltaMonitoring"
    PERIODIC_MONITORING = "PeriodicMonitoring"


class UploadLogStatusEnumType(StrEnum):
    """Section 3.87."""

    BAD_MESSAGE = "BadMessage"
    IDLE = "Idle"
    NOT_SUPPORTED_OPERATION = "NotSupportedOperation"
    PERMISSION_DENIED = "PermissionDenied"
    UPLOADED = "Uploaded"
    UPLOAD_FAILURE = "UploadFailure"
    UPLOADING = "Uploading"
    ACCEPTED_CANCELED = "AcceptedCanceled"


class LogParametersType(Extensible):
    """Section 2.29."""

    remote_location: str = Field(max_length=512)
    oldest_timestamp: DateTime | None = None
    latest_timestamp: DateTime | None = None


class ClearVariableMonitoringRequest(Extensible):
    """Section 1.10.1."""

    id: list[int] = Field(min_length=1)


class ClearVariableMonitoringResponse(Extensible):
    """Section 1.10.2."""

    clear_monitoring_result: list[ClearMonitoringResultType] = Field(min_length=1)


class CustomerInformationRequest(Extensible):
    """Section 1.12.1."""

    customer_certificate: CertificateHashDataType | None = None
    id_token: IdTokenType | None = None
    request_id: int
    report: bool
    clear: bool
    customer_identifier: str | None = Field(default=None, max_length=64)


class CustomerInformationResponse(Extensible):
    """Section 1.12.2."""

    status: CustomerInformationStatusEnumType
    status_info: StatusInfoType | None = None


class GetLogRequest(Extensible):
    """Section 1.24.1."""

    log: LogParametersType
    log_type: LogEnumType
    request_id: int
    retries: int | None = None
    retry_interval: int | None = None


class GetLogResponse(Extensible):
    """Section 1.24.2."""

    status: LogStatusEnumType
    status_info: StatusInfoType | None = None
    filename: str | None = Field(default=None, max_length=255)


class GetMonitoringReportRequest(Extensible):
    """Section 1.25.1."""

    component_variable: list[ComponentVariableType] | None = Field(default=None, min_length=1)
    request_id: int
    monitoring_criteria: list[MonitoringCriterionEnumType] | None = Field(
        default=None, min_length=1, max_length=3
    )


class GetMonitoringReportResponse(Extensible):
    """Section 1.25.2."""

    status: GenericDeviceModelStatusEnumType
    status_info: StatusInfoType | None = None


class LogStatusNotificationRequest(Extensible):
    """Section 1.31.1."""

    status: UploadLogStatusEnumType
    request_id: int | None = None


class LogStatusNotificationResponse(Extensible):
    """Section 1.31.2."""


class NotifyCustomerInformationRequest(Extensible):
    """Section 1.34.1."""

    data: str = Field(max_length=512)
    tbc: bool = False
    seq_no: int
    generated_at: DateTime
    request_id: int


class NotifyCustomerInformationResponse(Extensible):
    """Section 1.34.2."""


class NotifyEventRequest(Extensible):
    """Section 1.38.1."""

    generated_at: DateTime
    tbc: bool = False
    seq_no: int
    event_data: list[EventDataType] = Field(min_length=1)


class NotifyEventResponse(Extensible):
    """Section 1.38.2."""


class NotifyMonitoringReportRequest(Extensible):
    """Section 1.39.1."""

    monitor: list[MonitoringDataType] | None = Field(default=None, min_length=1)
    request_id: int
    tbc: bool = False
    seq_no: int
    generated_at: DateTime


class NotifyMonitoringReportResponse(Extensible):
    """Section 1.39.2."""


class SetMonitoringBaseRequest(Extensible):
    """Section 1.53.1."""

    monitoring_base: MonitoringBaseEnumType


class SetMonitoringBaseResponse(Extensible):
    """Section 1.53.2."""

    status: GenericDeviceModelStatusEnumType
    status_info: StatusInfoType | None = None


class SetMonitoringLevelRequest(Extensible):
    """Section 1.54.1."""

    severity: int


class SetMonitoringLevelResponse(Extensible):
    """Section 1.54.2."""

    status: GenericStatusEnumType
    status_info: StatusInfoType | None = None


class SetVariableMonitoringRequest(Extensible):
    """Section 1.56.1."""

    set_monitoring_data: list[SetMonitoringDataType] = Field(min_length=1)


class SetVariableMonitoringResponse(Extensible):
    """Section 1.56.2."""

    set_monitoring_result: list[SetMonitoringResultType] = Field(min_length=1)
