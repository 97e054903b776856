"""Data types of OCPP 1.6.

Sections are those of OCPP 1.6 edition 2.
"""

from pydantic import Field

from schemas.base import DateTime, OcppModel, Tenths
from schemas.v16.enums import (
    AuthorizationStatus,
    ChargingProfileKindType,
    ChargingProfilePurposeType,
    ChargingRateUnitType,
    Location,
    Measurand,
    Phase,
    ReadingContext,
    RecurrencyKindType,
    UnitOfMeasure,
    ValueFormat,
)


class IdTagInfo(OcppModel):
    """Section 7.27."""

    expiry_date: DateTime | None = None
    parent_id_tag: str | None = Field(default=None, max_length=20)
    status: AuthorizationStatus


class AuthorizationData(OcppModel):
    """Section 7.1."""

    id_tag: str = Field(max_length=20)
    id_tag_info: IdTagInfo | None = None


class ChargingSchedulePeriod(OcppModel):
    """Section 7.14."""

    start_period: int
    limit: Tenths
    number_phases: int | None = None


class ChargingSchedule(OcppModel):
    """Section 7.13."""

    duration: int | None = None
    start_schedule: DateTime | None = None
    charging_rate_unit: ChargingRateUnitType
    charging_schedule_period: list[ChargingSchedulePeriod]
    min_charging_rate: Tenths | None = None


class ChargingProfile(OcppModel):
    """Section 7.8."""

    charging_profile_id: int
    transaction_id: int | None = None
    stack_level: int
    charging_profile_purpose: ChargingProfilePurposeType
    charging_profile_kind: ChargingProfileKindType
    recurrency_kind: RecurrencyKindType | None = None
    valid_from: DateTime | None = None
    valid_to: DateTime | None = None
    charging_schedule: ChargingSchedule


class KeyValue(OcppModel):
    """Section 7.29."""

    key: str = Field(max_length=50)
    readonly: bool
    value: str | None = Field(default=None, max_length=500)


class SampledValue(OcppModel):
    """Section 7.43."""

    value: str
    context: ReadingContext | None = None
    format: ValueFormat | None = None
    measurand: Measurand | None = None
    phase: Phase | None = None
    location: Location | None = None
    unit: UnitOfMeasure | None = None


class MeterValue(OcppModel):
    """Section 7.33."""

    timestamp: DateTime
    sampled_value: list[SampledValue]
