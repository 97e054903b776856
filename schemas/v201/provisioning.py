"""OCPP 2.0.1, block B: Provisioning.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import DateTime, Number
from schemas.v201.enums import GenericDeviceModelStatusEnumType
from schemas.v201.network_profile import NetworkConnectionProfileType
from schemas.v201.types import (
    ComponentType,
    ComponentVariableType,
    Extensible,
    StatusInfoType,
    VariableType,
)


class AttributeEnumType(StrEnum):
    """Section 3.2."""

    ACTUAL = "Actual"
    TARGET = "Target"
    MIN_SET = "MinSet"
    MAX_SET = "MaxSet"


class BootReasonEnumType(StrEnum):
    """Section 3.5."""

    APPLICATION_RESET = "ApplicationReset"
    FIRMWARE_UPDATE = "FirmwareUpdate"
    LOCAL_RESET = "LocalReset"
    POWER_UP = "PowerUp"
    REMOTE_RESET = "RemoteReset"
    SCHEDULED_RESET = "ScheduledReset"
    TRIGGERED = "Triggered"
    UNKNOWN = "Unknown"
    WATCHDOG = "Watchdog"


class ComponentCriterionEnumType(StrEnum):
    """Section 3.21."""

    ACTIVE = "Active"
    AVAILABLE = "Available"
    ENABLED = "Enabled"
    PROBLEM = "Problem"


class DataEnumType(StrEnum):
    """Section 3.26."""

    STRING = "string"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE_TIME = "dateTime"
    BOOLEAN = "boolean"
    OPTION_LIST = "OptionList"
    SEQUENCE_LIST = "SequenceList"
    MEMBER_LIST = "MemberList"


class GetVariableStatusEnumType(StrEnum):
    """Section 3.41."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    UNKNOWN_COMPONENT = "UnknownComponent"
    UNKNOWN_VARIABLE = "UnknownVariable"
    NOT_SUPPORTED_ATTRIBUTE_TYPE = "NotSupportedAttributeType"


class MutabilityEnumType(StrEnum):
    """Section 3.58."""

    READ_ONLY = "ReadOnly"
    WRITE_ONLY = "WriteOnly"
    READ_WRITE = "ReadWrite"


class RegistrationStatusEnumType(StrEnum):
    """Section 3.69."""

    ACCEPTED = "Accepted"
    PENDING = "Pending"
    REJECTED = "Rejected"


class ReportBaseEnumType(StrEnum):
    """Section 3.70."""

    CONFIGURATION_INVENTORY = "ConfigurationInventory"
    FULL_INVENTORY = "FullInventory"
    SUMMARY_INVENTORY = "SummaryInventory"


class ResetEnumType(StrEnum):
    """Section 3.74."""

    IMMEDIATE = "Immediate"
    ON_IDLE = "OnIdle"


class ResetStatusEnumType(StrEnum):
    """Section 3.75."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    SCHEDULED = "Scheduled"


class SetNetworkProfileStatusEnumType(StrEnum):
    """Section 3.78."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    FAILED = "Failed"


class SetVariableStatusEnumType(StrEnum):
    """Section 3.79."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    UNKNOWN_COMPONENT = "UnknownComponent"
    UNKNOWN_VARIABLE = "UnknownVariable"
    NOT_SUPPORTED_ATTRIBUTE_TYPE = "NotSupportedAttributeType"
    REBOOT_REQUIRED = "RebootRequired"


class ModemType(Extensible):
    """Section 2.33."""

    iccid: str | None = Field(default=None, max_length=20)
    imsi: str | None = Field(default=None, max_length=20)


class ChargingStationType(Extensible):
    """Section 2.13."""

    serial_number: str | None = Field(default=None, max_length=25)
    model: str = Field(max_length=20)
    modem: ModemType | None = None
    vendor_name: str = Field(max_length=50)
    firmware_version: str | None = Field(default=None, max_length=50)


class GetVariableDataType(Extensible):
    """Section 2.25."""

    attribute_type: AttributeEnumType = AttributeEnumType.ACTUAL
    component: ComponentType
    variable: VariableType


class GetVariableResultType(Extensible):
    """Section 2.26."""

    attribute_status_info: StatusInfoType | None = None
    attribute_status: GetVariableStatusEnumType
    attribute_type: AttributeEnumType = AttributeEnumType.ACTUAL
    attribute_value: str | None = Field(default=None, max_length=2500)
    component: ComponentType
    variable: VariableType


class VariableAttributeType(Extensible):
    """Section 2.50."""

    type: AttributeEnumType = AttributeEnumType.ACTUAL
    value: str | None = Field(default=None, max_length=2500)
    mutability: MutabilityEnumType = MutabilityEnumType.READ_WRITE
    persistent: bool = False
    constant: bool = False


class VariableCharacteristicsType(Extensible):
    """Section 2.51."""

    unit: str | None = Field(default=None, max_length=16)
    data_type: DataEnumType
    min_limit: Number | None = None
    max_limit: Number | None = None
    values_list: str | None = Field(default=None, max_length=1000)
    supports_monitoring: bool


class ReportDataType(Extensible):
    """Section 2.38."""

    component: ComponentType
    variable: VariableType
    variable_attribute: list[VariableAttributeType] = Field(min_length=1, max_length=4)
    variable_characteristics: VariableCharacteristicsType | None = None


class SetVariableDataType(Extensible):
    """Section 2.44."""

    attribute_type: AttributeEnumType = AttributeEnumType.ACTUAL
    attribute_value: str = Field(max_length=1000)
    component: ComponentType
    variable: VariableType


class SetVariableResultType(Extensible):
    """Section 2.45."""

    attribute_type: AttributeEnumType = AttributeEnumType.ACTUAL
    attribute_status: SetVariableStatusEnumType
    attribute_status_info: StatusInfoType | None = None
    component: ComponentType
    variable: VariableType


class BootNotificationRequest(Extensible):
    """Section 1.2.1."""

    charging_station: ChargingStationType
    reason: BootReasonEnumType


class BootNotificationResponse(Extensible):
    """Section 1.2.2."""

    current_time: DateTime
    interval: int
    status: RegistrationStatusEnumType
    status_info: StatusInfoType | None = None


class GetBaseReportRequest(Extensible):
    """Section 1.17.1."""

    request_id: int
    report_base: ReportBaseEnumType


class GetBaseReportResponse(Extensible):
    """Section 1.17.2."""

    status: GenericDeviceModelStatusEnumType
    status_info: StatusInfoType | None = None


class GetReportRequest(Extensible):
    """Section 1.26.1."""

    component_variable: list[ComponentVariableType] | None = Field(default=None, min_length=1)
    request_id: int
    component_criteria: list[ComponentCriterionEnumType] | None = Field(
        default=None, min_length=1, max_length=4
    )


class GetReportResponse(Extensible):
    """Section 1.26.2."""

    status: GenericDeviceModelStatusEnumType
    status_info: StatusInfoType | None = None


class GetVariablesRequest(Extensible):
    """Section 1.28.1."""

    get_variable_data: list[GetVariableDataType] = Field(min_length=1)


class GetVariablesResponse(Extensible):
    """Section 1.28.2."""

    get_variable_result: list[GetVariableResultType] = Field(min_length=1)


class NotifyReportRequest(Extensible):
    """Section 1.40.1."""

    request_id: int
    generated_at: DateTime
    report_data: list[ReportDataType] | None = Field(default=None, min_length=1)
    tbc: bool = False
    seq_no: int


class NotifyReportResponse(Extensible):
    """Section 1.40.2."""


class ResetRequest(Extensible):
    """Section 1.48.1."""

    type: ResetEnumType
    evse_id: int | None = None


class ResetResponse(Extensible):
    """Section 1.48.2."""

    status: ResetStatusEnumType
    status_info: StatusInfoType | None = None


class SetNetworkProfileRequest(Extensible):
    """Section 1.55.1."""

    configuration_slot: int
    connection_data: NetworkConnectionProfileType


class SetNetworkProfileResponse(Extensible):
    """Section 1.55.2."""

    status: SetNetworkProfileStatusEnumType
    status_info: StatusInfoType | None = None


class SetVariablesRequest(Extensible):
    """Section 1.57.1."""

    set_variable_data: list[SetVariableDataType] = Field(min_length=1)


class SetVariablesResponse(Extensible):
    """Section 1.57.2."""

    set_variable_result: list[SetVariableResultType] = Field(min_length=1)
