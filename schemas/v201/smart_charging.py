"""OCPP 2.0.1, block K: Smart Charging.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import DateTime
from schemas.v201.enums import (
    ChargingProfilePurposeEnumType,
    ChargingRateUnitEnumType,
    GenericStatusEnumType,
)
from schemas.v201.types import (
    ChargingProfileType,
    ChargingSchedulePeriodType,
    ChargingScheduleType,
    Extensible,
    StatusInfoType,
)


class ChargingLimitSourceEnumType(StrEnum):
    """Section 3.11."""

    EMS = "EMS"
    OTHER = "Other"
    SO = "SO"
    CSO = "CSO"


class ChargingProfileStatusEnumType(StrEnum):
    """Section 3.14."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class ClearChargingProfileStatusEnumType(StrEnum):
    """Section 3.18."""

    ACCEPTED = "Accepted"
    UNKNOWN = "Unknown"


class EnergyTransferModeEnumType(StrEnum):
    """Section 3.30."""

    DC = "DC"
    AC_SINGLE_PHASE = "AC_single_phase"
    AC_TWO_PHASE = "AC_two_phase"
    AC_THREE_PHASE = "AC_three_phase"


class GetChargingProfileStatusEnumType(StrEnum):
    """Section 3.38."""

    ACCEPTED = "Accepted"
    NO_PROFILES = "NoProfiles"


class NotifyEVChargingNeedsStatusEnumType(StrEnum):
    """Section 3.59."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    PROCESSING = "Processing"


class ACChargingParametersType(Extensible):
    """Section 2.1."""

    energy_amount: int
    ev_min_current: int
    ev_max_current: int
    ev_max_voltage: int


class ChargingLimitType(Extensible):
    """Section 2.7."""

    charging_limit_source: ChargingLimitSourceEnumType
    is_grid_critical: bool | None = None


class DCChargingParametersType(Extensible):
    """Section 2.21."""

    ev_max_current: int
    ev_max_voltage: int
    energy_amount: int | None = None
    ev_max_power: int | None = None
    state_of_charge: int | None = Field(default=None, ge=0, le=100)
    ev_energy_capacity: int | None = None
    full_soc: int | None = Field(default=None, alias="fullSoC", ge=0, le=100)
    bulk_soc: int | None = Field(default=None, alias="bulkSoC", ge=0, le=100)


class ChargingNeedsType(Extensible):
    """Section 2.8."""

    ac_charging_parameters: ACChargingParametersType | None = None
    dc_charging_parameters: DCChargingParametersType | None = None
    requested_energy_transfer: EnergyTransferModeEnumType
    departure_time: DateTime | None = None


class ChargingProfileCriterionType(Extensible):
    """Section 2.9."""

    charging_profile_purpose: ChargingProfilePurposeEnumType | None = None
    stack_level: int | None = None
    charging_profile_id: list[int] | None = Field(default=None, min_length=1)
    charging_limit_source: list[ChargingLimitSourceEnumType] | None = Field(
        default=None, min_length=1, max_length=4
    )


class ClearChargingProfileType(Extensible):
    """Section 2.14."""

    evse_id: int | None = None
    charging_profile_purpose: ChargingProfilePurposeEnumType | None = None
    stack_level: int | None = None


class CompositeScheduleType(Extensible):
    """Section 2.18."""

    charging_schedule_period: list[ChargingSchedulePeriodType] = Field(min_length=1)
    evse_id: int
    duration: int
    schedule_start: DateTime
    charging_rate_unit: ChargingRateUnitEnumType


class ClearChargingProfileRequest(Extensible):
    """Section 1.7.1."""

    charging_profile_id: int | None = None
    charging_profile_criteria: ClearChargingProfileType | None = None


class ClearChargingProfileResponse(Extensible):
    """Section 1.7.2."""

    status: ClearChargingProfileStatusEnumType
    status_info: StatusInfoType | None = None


class ClearedChargingLimitRequest(Extensible):
    """Section 1.9.1."""

    charging_limit_source: ChargingLimitSourceEnumType
    evse_id: int | None = None


class ClearedChargingLimitResponse(Extensible):
    """Section 1.9.2."""


class GetChargingProfilesRequest(Extensible):
    """Section 1.19.1."""

    request_id: int
    evse_id: int | None = None
    charging_profile: ChargingProfileCriterionType


class GetChargingProfilesResponse(Extensible):
    """Section 1.19.2."""

    status: GetChargingProfileStatusEnumType
    status_info: StatusInfoType | None = None


class GetCompositeScheduleRequest(Extensible):
    """Section 1.20.1."""

    duration: int
    charging_rate_unit: ChargingRateUnitEnumType | None = None
    evse_id: int


class GetCompositeScheduleResponse(Extensible):
    """Section 1.20.2."""

    status: GenericStatusEnumType
    status_info: StatusInfoType | None = None
    schedule: CompositeScheduleType | None = None


class NotifyChargingLimitRequest(Extensible):
    """Section 1.33.1."""

    charging_schedule: list[ChargingScheduleType] | None = Field(default=None, min_length=1)
    evse_id: int | None = None
    charging_limit: ChargingLimitType


class NotifyChargingLimitResponse(Extensible):
    """Section 1.33.2."""


class NotifyEVChargingNeedsRequest(Extensible):
    """Section 1.36.1."""

    max_schedule_tuples: int | None = None
    charging_needs: ChargingNeedsType
    evse_id: int


class NotifyEVChargingNeedsResponse(Extensible):
    """Section 1.36.2."""

    status: NotifyEVChargingNeedsStatusEnumType
    status_info: StatusInfoType | None = None


class NotifyEVChargingScheduleRequest(Extensible):
    """Section 1.37.1."""

    time_base: DateTime
    charging_schedule: ChargingScheduleType
    evse_id: int


class NotifyEVChargingScheduleResponse(Extensible):
    """Section 1.37.2."""

    status: GenericStatusEnumType
    status_info: StatusInfoType | None = None


class ReportChargingProfilesRequest(Extensible):
    """Section 1.43.1."""

    request_id: int
    charging_limit_source: ChargingLimitSourceEnumType
    charging_profile: list[ChargingProfileType] = Field(min_length=1)
    tbc: bool = False
    evse_id: int


class ReportChargingProfilesResponse(Extensible):
    """Section 1.43.2."""


class SetChargingProfileRequest(Extensible):
    """Section 1.51.1."""

    evse_id: int
    charging_profile: ChargingProfileType


class SetChargingProfileResponse(Extensible):
    """Section 1.51.2."""

    status: ChargingProfileStatusEnumType
    status_info: StatusInfoType | None = None
