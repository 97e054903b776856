"""Events and variable monitors of OCPP 2.0.1, the data of block N.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import DateTime, Number
from schemas.v201.types import ComponentType, Extensible, StatusInfoType, VariableType


class ClearMonitoringStatusEnumType(StrEnum):
    """Section 3.20."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    NOT_FOUND = "NotFound"


class EventNotificationEnumType(StrEnum):
    """Section 3.31."""

    HARD_WIRED_NOTIFICATION = "HardWiredNotification"
    HARD_WIRED_MONITOR = "HardWiredMonitor"
    PRECONFIGURED_MONITOR = "PreconfiguredMonitor"
    CUSTOM_MONITOR = "CustomMonitor"


class EventTriggerEnumType(StrEnum):
    """Section 3.32."""

    ALERTING = "Alerting"
    DELTA = "Delta"
    PERIODIC = "Periodic"


class MonitorEnumType(StrEnum):
    """Section 3.55."""

    UPPER_THRESHOLD = "UpperThreshold"
    LOWER_THRESHOLD = "LowerThreshold"
    DELTA = "Delta"
    PERIODIC = "Periodic"
    PERIODIC_CLOCK_ALIGNED = "PeriodicClockAligned"


class SetMonitoringStatusEnumType(StrEnum):
    """Section 3.77."""

    ACCEPTED = "Accepted"
    UNKNOWN_COMPONENT = "UnknownComponent"
    UNKNOWN_VARIABLE = "UnknownVariable"
    UNSUPPORTED_MONITOR_TYPE = "UnsupportedMonitorType"
    REJECTED = "Rejected"
    DUPLICATE = "Duplicate"


class ClearMonitoringResultType(Extensible):
    """Section 2.15."""

    status: ClearMonitoringStatusEnumType
    id: int
    status_info: StatusInfoType | None = None


class EventDataType(Extensible):
    """Section 2.22."""

    event_id: int
    timestamp: DateTime
    trigger: EventTriggerEnumType
    cause: int | None = None
    actual_value: str = Field(max_length=2500)
    tech_code: str | None = Field(default=None, max_length=50)
    tech_info: str | None = Field(default=None, max_length=500)
    cleared: bool | None = None
    transaction_id: str | None = Field(default=None, max_length=36)
    component: ComponentType
    variable_monitoring_id: int | None = None
    event_notification_type: EventNotificationEnumType
    variable: VariableType


class VariableMonitoringType(Extensible):
    """Section 2.52."""

    id: int
    transaction: bool
    value: Number
    type: MonitorEnumType
    severity: int


class MonitoringDataType(Extensible):
    """Section 2.34."""

    component: ComponentType
    variable: VariableType
    variable_monitoring: list[VariableMonitoringType] = Field(min_length=1)


class SetMonitoringDataType(Extensible):
    """Section 2.42."""

    id: int | None = None
    transaction: bool = False
    value: Number
    type: MonitorEnumType
    severity: int
    component: ComponentType
    variable: VariableType


class SetMonitoringResultType(Extensible):
    """Section 2.43."""

    id: int | None = None
    status_info: StatusInfoType | None = None
    status: SetMonitoringStatusEnumType
    type: MonitorEnumType
    component: ComponentType
    variable: VariableType
    severity: int
