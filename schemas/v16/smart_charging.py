"""OCPP 1.6, profile SmartCharging.

Sections are those of OCPP 1.6 edition 2.
"""

from schemas.base import DateTime, OcppModel
from schemas.v16.enums import (
    ChargingProfilePurposeType,
    ChargingProfileStatus,
    ChargingRateUnitType,
    ClearChargingProfileStatus,
    GetCompositeScheduleStatus,
)
from schemas.v16.types import ChargingProfile, ChargingSchedule


class ClearChargingProfileRequest(OcppModel):
    """Section 6.13."""

    id: int | None = None
    connector_id: int | None = None
    charging_profile_purpose: ChargingProfilePurposeType | None = None
    stack_level: int | None = None


class ClearChargingProfileResponse(OcppModel):
    """Section 6.14."""

    status: ClearChargingProfileStatus


class GetCompositeScheduleRequest(OcppModel):
    """Section 6.21."""

    connector_id: int
    duration: int
    charging_rate_unit: ChargingRateUnitType | None = None


class GetCompositeScheduleResponse(OcppModel):
    """Section 6.22."""

    status: GetCompositeScheduleStatus
    connector_id: int | None = None
    schedule_start: DateTime | None = None
    charging_schedule: ChargingSchedule | None = None


class SetChargingProfileRequest(OcppModel):
    """Section 6.43."""

    connector_id: int
    cs_charging_profiles: ChargingProfile


class SetChargingProfileResponse(OcppModel):
    """Section 6.44."""

    status: ChargingProfileStatus
