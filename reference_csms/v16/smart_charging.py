"""OCPP 1.6, profile SmartCharging: the operator's goals, and what a station's answers change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from reference_csms import charging_goals as goals
from reference_csms.charging import ChargingProfile
from reference_csms.goals import present, read, refuse_invalid
from reference_csms.services.charging_profiles import Answer
from schemas.v16 import smart_charging as messages
from schemas.v16 import types
from schemas.v16.enums import ChargingProfileStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject


def profile_of(station: str, connector_id: int, profile: types.ChargingProfile) -> ChargingProfile:
    recurrency, transaction_id = profile.recurrency_kind, profile.transaction_id
    return ChargingProfile(
        station,
        profile.charging_profile_id,
        profile.charging_profile_purpose.value,
        profile.stack_level,
        profile.charging_profile_kind.value,
        (profile.charging_schedule.dump(),),
        connector_id=connector_id,
        transaction_id=None if transaction_id is None else str(transaction_id),
        recurrency=None if recurrency is None else recurrency.value,
        valid_from=profile.valid_from,
        valid_to=profile.valid_to,
    )


# what answers change


async def set_charging_profile(
    station: ConnectedStation,
    request: messages.SetChargingProfileRequest,
    response: messages.SetChargingProfileResponse,
) -> None:
    """Sections 3.13.2 and 5.16.3."""
    if response.status is ChargingProfileStatus.ACCEPTED:
        profile = profile_of(station.identity, request.connector_id, request.cs_charging_profiles)
        await station.services.charging.accepted(profile, by_level=True)


async def clear_charging_profile(
    station: ConnectedStation,
    request: messages.ClearChargingProfileRequest,
    response: messages.ClearChargingProfileResponse,
) -> None:
    """Section 5.5; also what the station does not know is not there."""
    await station.services.charging.cleared(
        station.identity, lambda profile: _cleared(request, profile), response.status.value
    )


def _cleared(request: messages.ClearChargingProfileRequest, profile: ChargingProfile) -> bool:
    purpose = request.charging_profile_purpose
    return (
        request.id in (None, profile.profile_id)
        and request.connector_id in (None, profile.connector_id)
        and request.stack_level in (None, profile.stack_level)
        and (purpose is None or purpose.value == profile.purpose)
    )


async def get_composite_schedule(
    station: ConnectedStation,
    request: messages.GetCompositeScheduleRequest,
    response: messages.GetCompositeScheduleResponse,
) -> None:
    """Section 5.7."""
    schedule, status = response.charging_schedule, response.status.value
    connector_id = request.connector_id
    answer = Answer(station.identity, status, request.duration, connector_id=connector_id)
    if schedule is not None:
        answer = Answer(
            station.identity,
            status,
            schedule.duration or request.duration,
            connector_id=connector_id,
            unit=schedule.charging_rate_unit.value,
            begin=response.schedule_start,
            periods=tuple(period.dump() for period in schedule.charging_schedule_period),
        )
    await station.services.charging.composite(answer)


# goals


class Limit(goals.Limit):
    """Connector 0 is the whole station; 1.6 has no EVSEs, so that one is a connector."""

    connector_id: int = 0
    evse_id: int | None = None
    transaction_id: str | None = Field(default=None, pattern=r"-?\d+")

    @property
    def place(self) -> int:
        return self.connector_id if self.evse_id is None else self.evse_id


async def limit_current(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.16: limit the station, a running transaction, or the transactions to come."""
    wanted = read(Limit, arguments)
    charging, identity = operator.csms.services.charging, operator.station.identity
    profile = await _profile(operator, wanted)
    payload = {"connectorId": wanted.place, "csChargingProfiles": profile}
    refuse_invalid(operator.station.dialect.version, "SetChargingProfile", payload)
    if wanted.profile_id is None:
        like = profile_of(identity, wanted.place, types.ChargingProfile.parse(profile))
        profile["chargingProfileId"] = await charging.number_for(like)
    response = await operator.send("SetChargingProfile", payload)
    return {**response, "chargingProfileId": profile["chargingProfileId"]}


async def _profile(operator: Operator, wanted: Limit) -> JsonObject:
    """Make a profile, of the schedule that is wanted."""
    whole = "ChargePointMaxProfile"
    purpose, transaction_id = await goals.purpose_of(operator, wanted, wanted.place, whole)
    now = operator.csms.clock.now()
    return {
        "chargingProfileId": wanted.profile_id or 0,
        **wanted.members(now),
        **present(transactionId=None if transaction_id is None else int(transaction_id)),
        "chargingProfilePurpose": purpose,
        "chargingSchedule": wanted.schedule(now),
    }


class Cleared(goals.Cleared):
    connector_id: int | None = None


async def clear_limit(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.5; without arguments, all profiles (errata 3.25)."""
    wanted = read(Cleared, arguments)
    payload = present(
        id=wanted.profile_id,
        connectorId=wanted.connector_id,
        chargingProfilePurpose=wanted.purpose,
        stackLevel=wanted.stack_level,
    )
    return await operator.send("ClearChargingProfile", payload)


class Composite(goals.Composite):
    connector_id: int = 0


async def composite_schedule(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.7."""
    wanted = read(Composite, arguments)
    payload = present(
        connectorId=wanted.connector_id, duration=wanted.duration, chargingRateUnit=wanted.unit
    )
    return await operator.send("GetCompositeSchedule", payload)


OPERATIONS: Final[OperationTable] = {
    "clear-limit": clear_limit,
    "composite-schedule": composite_schedule,
    "limit-current": limit_current,
}
