"""OCPP 2.0.1, block K: what stations tell of limits and EVs, and what their answers change here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from reference_csms.charging import ChargingLimit, ProfileReport
from reference_csms.services.charging_profiles import Answer
from reference_csms.v201 import negotiation
from reference_csms.v201.charging_profiles import profile_of
from schemas.v201 import smart_charging as messages
from schemas.v201.enums import GenericStatusEnumType

if TYPE_CHECKING:
    from reference_csms.charging import ChargingProfile
    from reference_csms.connection import ConnectedStation

_NEEDS = messages.NotifyEVChargingNeedsStatusEnumType


async def report_charging_profiles(
    station: ConnectedStation, request: messages.ReportChargingProfilesRequest
) -> messages.ReportChargingProfilesResponse:
    """K09: the request id says which report the message belongs to."""
    source = request.charging_limit_source.value
    told = [
        profile_of(station.identity, request.evse_id, profile, source)
        for profile in request.charging_profile
    ]
    await station.services.charging.reported(
        station.identity, request.request_id, told, last=not request.tbc
    )
    return messages.ReportChargingProfilesResponse()


async def notify_charging_limit(
    station: ConnectedStation, request: messages.NotifyChargingLimitRequest
) -> messages.NotifyChargingLimitResponse:
    """K11, K12."""
    limit = request.charging_limit
    await station.services.charging.limited(
        ChargingLimit(
            station.identity,
            limit.charging_limit_source.value,
            request.evse_id,
            station.services.charging.now(),
            limit.is_grid_critical,
            tuple(schedule.dump() for schedule in request.charging_schedule or []),
        )
    )
    return messages.NotifyChargingLimitResponse()


async def cleared_charging_limit(
    station: ConnectedStation, request: messages.ClearedChargingLimitRequest
) -> messages.ClearedChargingLimitResponse:
    """K13."""
    source = request.charging_limit_source.value
    await station.services.charging.released(station.identity, source, request.evse_id)
    return messages.ClearedChargingLimitResponse()


async def notify_ev_charging_needs(
    station: ConnectedStation, request: messages.NotifyEVChargingNeedsRequest
) -> Reply:
    """K15.FR.03, .04 and .07: the profile follows the answer; without transaction there is none."""
    profile = None
    if station.services.charging.plans:
        profile = await negotiation.profile_for(station, request)
    status = _NEEDS.REJECTED if profile is None else _NEEDS.ACCEPTED
    await negotiation.note_needs(station, request, status)
    response = messages.NotifyEVChargingNeedsResponse(status=status)
    if profile is None:
        return Reply(response)

    async def send() -> None:
        await negotiation.offer(station, request.evse_id, profile)

    return Reply(response, (send,))


async def notify_ev_charging_schedule(
    station: ConnectedStation, request: messages.NotifyEVChargingScheduleRequest
) -> Reply:
    """K15.FR.11 to .13: what is above the limits is rejected, and negotiated again."""
    fits = await negotiation.note_schedule(station, request)
    status = GenericStatusEnumType.ACCEPTED if fits else GenericStatusEnumType.REJECTED
    response = messages.NotifyEVChargingScheduleResponse(status=status)

    async def renegotiate() -> None:
        await negotiation.offer_again(station, request.evse_id)

    again = not fits and station.services.charging.plans
    return Reply(response, (renegotiate,) if again else ())


# what answers change


async def set_charging_profile(
    station: ConnectedStation,
    request: messages.SetChargingProfileRequest,
    response: messages.SetChargingProfileResponse,
) -> None:
    """K01.FR.05."""
    if response.status is messages.ChargingProfileStatusEnumType.ACCEPTED:
        profile = profile_of(station.identity, request.evse_id, request.charging_profile)
        await station.services.charging.accepted(profile)


async def clear_charging_profile(
    station: ConnectedStation,
    request: messages.ClearChargingProfileRequest,
    response: messages.ClearChargingProfileResponse,
) -> None:
    """K10: what the station does not know is not there either (K10.FR.01)."""
    await station.services.charging.cleared(
        station.identity, lambda profile: _cleared(request, profile), response.status.value
    )


def _cleared(request: messages.ClearChargingProfileRequest, profile: ChargingProfile) -> bool:
    criteria = request.charging_profile_criteria
    if profile.source != "CSO":
        return False
    if request.charging_profile_id is not None:
        return request.charging_profile_id == profile.profile_id
    if criteria is None:
        return True
    purpose = criteria.charging_profile_purpose
    return (
        criteria.evse_id in (None, profile.evse_id)
        and criteria.stack_level in (None, profile.stack_level)
        and (purpose is None or purpose.value == profile.purpose)
    )


async def get_charging_profiles(
    station: ConnectedStation,
    request: messages.GetChargingProfilesRequest,
    response: messages.GetChargingProfilesResponse,
) -> None:
    """K09."""
    asked = ProfileReport(
        station.identity,
        request.request_id,
        response.status.value,
        evse_id=request.evse_id,
        criteria=request.charging_profile.dump(),
    )
    await station.services.charging.expect_report(asked)


async def get_composite_schedule(
    station: ConnectedStation,
    request: messages.GetCompositeScheduleRequest,
    response: messages.GetCompositeScheduleResponse,
) -> None:
    """K08."""
    schedule = response.schedule
    answer = Answer(
        station.identity, response.status.value, request.duration, evse_id=request.evse_id
    )
    if schedule is not None:
        answer = Answer(
            station.identity,
            response.status.value,
            schedule.duration,
            evse_id=request.evse_id,
            unit=schedule.charging_rate_unit.value,
            begin=schedule.schedule_start,
            periods=tuple(period.dump() for period in schedule.charging_schedule_period),
        )
    await station.services.charging.composite(answer)
