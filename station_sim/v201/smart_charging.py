"""Answers of a 2.0.1 station, block K: profiles set, cleared and reported, composite schedules."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ocppj.clock import format_datetime
from ocppj.dispatch import Reply
from ocppj.problems import CallRefused, ErrorCode
from schemas.v201.enums import ChargingRateUnitEnumType, GenericStatusEnumType
from schemas.v201.smart_charging import (
    ChargingLimitSourceEnumType,
    ChargingProfileStatusEnumType,
    ClearChargingProfileRequest,
    ClearChargingProfileResponse,
    ClearChargingProfileStatusEnumType,
    CompositeScheduleType,
    GetChargingProfilesRequest,
    GetChargingProfilesResponse,
    GetChargingProfileStatusEnumType,
    GetCompositeScheduleRequest,
    GetCompositeScheduleResponse,
    ReportChargingProfilesRequest,
    SetChargingProfileRequest,
    SetChargingProfileResponse,
)
from schemas.v201.types import ChargingProfileType, StatusInfoType
from station_sim.smart_charging.installed import Installed
from station_sim.smart_charging.profiles import Purpose, Unit
from station_sim.smart_charging.rules import RULES_201, Candidate, Objection, objection
from station_sim.v201.charging_profiles import periods, read, wire_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station_sim.charging import ChargingPoint
    from station_sim.smart_charging.profiles import Profile
    from station_sim.station import Station


class Objected(Exception):
    """A profile of a remote start that cannot be used; `info` says why."""

    def __init__(self, reason: Objection) -> None:
        super().__init__(reason.text)
        self.info = _info(reason)


def _info(reason: Objection) -> StatusInfoType:
    return StatusInfoType(reason_code=reason.code, additional_info=reason.text[:512])


def set_charging_profile(station: Station, request: SetChargingProfileRequest) -> Reply:
    """K01; what follows from it is told after the answer."""
    _need(station)
    profile = read(request.charging_profile)
    reason = objection(_candidate(station, profile, request.evse_id), RULES_201)
    if reason is None and profile.purpose is Purpose.TX:
        reason = _too_early(station, request.evse_id)
    if reason is not None:
        rejected = ChargingProfileStatusEnumType.REJECTED
        return Reply(SetChargingProfileResponse(status=rejected, status_info=_info(reason)))
    wire = request.charging_profile.dump()
    station.smart_charging.install(Installed(profile, request.evse_id, wire))
    response = SetChargingProfileResponse(status=ChargingProfileStatusEnumType.ACCEPTED)
    return Reply(response, (station.smart_charging.reapply,))


def _too_early(station: Station, evse_id: int) -> Objection | None:
    """K15.FR.17: the EV has not told its needs yet."""
    if not station.herald.too_early(evse_id):
        return None
    return Objection("InvalidMessageSeq", "the EV is about to tell its charging needs")


def profile_for_start(
    station: Station, point: ChargingPoint, profile: ChargingProfileType | None
) -> Installed | None:
    """Judge the profile of a remote start (K05); a station without the function ignores it.

    Raises Objected for one that cannot be used.
    """
    if profile is None or not station.herald.capabilities.enabled:
        return None
    found = read(profile)
    reason = objection(_candidate(station, found, point.evse.id, starting=True), RULES_201)
    if reason is not None:
        raise Objected(reason)
    return Installed(found, point.evse.id, profile.dump())


def _candidate(
    station: Station, profile: Profile, evse_id: int, *, starting: bool = False
) -> Candidate:
    station.smart_charging.prune()
    return Candidate(
        profile,
        evse_id,
        station.memory.profiles,
        station.herald.capabilities,
        {evse.id: evse.settings.phases for evse in station.hardware.evses},
        station.smart_charging.site.running(),
        high_level=station.herald.negotiated(evse_id),
        starting=starting,
    )


def clear_charging_profile(station: Station, request: ClearChargingProfileRequest) -> Reply:
    """K10: an id alone decides, else all criteria that are given; never external constraints."""
    _need(station)
    removed = station.smart_charging.remove(lambda installed: _cleared(request, installed))
    accepted = ClearChargingProfileStatusEnumType.ACCEPTED
    status = accepted if removed else ClearChargingProfileStatusEnumType.UNKNOWN
    return Reply(ClearChargingProfileResponse(status=status), (station.smart_charging.reapply,))


def _cleared(request: ClearChargingProfileRequest, installed: Installed) -> bool:
    profile, criteria = installed.profile, request.charging_profile_criteria
    if installed.external:
        return False
    if request.charging_profile_id is not None:
        return request.charging_profile_id == profile.id
    if criteria is None:
        return True
    purpose = criteria.charging_profile_purpose
    return (
        criteria.evse_id in (None, installed.evse_id)
        and criteria.stack_level in (None, profile.stack_level)
        and (purpose is None or purpose.value == profile.purpose.value)
    )


def get_charging_profiles(station: Station, request: GetChargingProfilesRequest) -> Reply:
    """K09; the reports follow the answer."""
    _need(station)
    station.smart_charging.report_asked = request.request_id
    station.smart_charging.prune()
    found = [i for i in station.memory.profiles if _wanted(request, i)]
    if not found:
        none = GetChargingProfileStatusEnumType.NO_PROFILES
        return Reply(GetChargingProfilesResponse(status=none))

    async def report() -> None:
        if station.automatic:
            for message in reports(request.request_id, found):
                await station.call("ReportChargingProfiles", message.dump())

    accepted = GetChargingProfileStatusEnumType.ACCEPTED
    return Reply(GetChargingProfilesResponse(status=accepted), (report,))


def _wanted(request: GetChargingProfilesRequest, installed: Installed) -> bool:
    criteria, profile = request.charging_profile, installed.profile
    purpose, sources = criteria.charging_profile_purpose, criteria.charging_limit_source
    return (
        request.evse_id in (None, installed.evse_id)
        and (purpose is None or purpose.value == profile.purpose.value)
        and criteria.stack_level in (None, profile.stack_level)
        and (criteria.charging_profile_id is None or profile.id in criteria.charging_profile_id)
        and (sources is None or installed.source in {source.value for source in sources})
    )


def reports(request_id: int, found: list[Installed]) -> Iterator[ReportChargingProfilesRequest]:
    """Give a message for each source and EVSE; all but the last are to be continued."""
    ordered = sorted(found, key=_place)
    groups = [(place, list(group)) for place, group in groupby(ordered, _place)]
    for number, ((evse_id, source), group) in enumerate(groups, start=1):
        yield ReportChargingProfilesRequest(
            request_id=request_id,
            charging_limit_source=ChargingLimitSourceEnumType(source),
            charging_profile=[ChargingProfileType.parse(wire_of(i)) for i in group],
            tbc=number < len(groups),
            evse_id=evse_id,
        )


def _place(installed: Installed) -> tuple[int, str]:
    return installed.evse_id, installed.source


def get_composite_schedule(
    station: Station, request: GetCompositeScheduleRequest
) -> GetCompositeScheduleResponse:
    """K08."""
    _need(station)
    reason = _no_schedule(station, request)
    if reason is not None:
        rejected = GenericStatusEnumType.REJECTED
        return GetCompositeScheduleResponse(status=rejected, status_info=_info(reason))
    asked = request.charging_rate_unit
    unit = None if asked is None else Unit(asked.value)
    found = station.smart_charging.composite(request.evse_id, request.duration, unit)
    schedule = CompositeScheduleType(
        charging_schedule_period=periods(found.steps),
        evse_id=request.evse_id,
        duration=request.duration,
        schedule_start=format_datetime(found.moment),
        charging_rate_unit=ChargingRateUnitEnumType(found.unit.value),
    )
    return GetCompositeScheduleResponse(status=GenericStatusEnumType.ACCEPTED, schedule=schedule)


def _no_schedule(station: Station, request: GetCompositeScheduleRequest) -> Objection | None:
    """K08.FR.05, .07."""
    unit = request.charging_rate_unit
    if not 0 <= request.evse_id <= len(station.hardware.evses):
        return Objection("UnknownEvse", f"there is no EVSE {request.evse_id}")
    if unit is not None and Unit(unit.value) not in station.herald.capabilities.units:
        return Objection("UnsupportedRateUnit", f"no schedules in {unit.value}")
    if request.duration <= 0:
        return Objection("ValueTooLow", "a schedule takes some time")
    return None


def _need(station: Station) -> None:
    """K01.FR.29."""
    if not station.herald.capabilities.enabled:
        raise CallRefused(ErrorCode.NOT_SUPPORTED, "smart charging is not enabled")
