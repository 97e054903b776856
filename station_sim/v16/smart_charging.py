"""Smart charging of 1.6 (edition 2, 3.13, 5.5, 5.7 and 5.16, with the errata).

A connector stands for its EVSE: only one of an EVSE's connectors can charge at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from ocppj.problems import CallRefused, ErrorCode
from schemas.base import to_text
from schemas.v16.enums import (
    ChargingProfileStatus,
    ChargingRateUnitType,
    ClearChargingProfileStatus,
    GetCompositeScheduleStatus,
)
from schemas.v16.smart_charging import (
    ClearChargingProfileRequest,
    ClearChargingProfileResponse,
    GetCompositeScheduleRequest,
    GetCompositeScheduleResponse,
    SetChargingProfileRequest,
    SetChargingProfileResponse,
)
from schemas.v16.types import ChargingSchedule, ChargingSchedulePeriod
from station_sim.configuration import Configuration
from station_sim.hardware import NotPossible
from station_sim.smart_charging.electrics import exact, tenths
from station_sim.smart_charging.installed import Installed
from station_sim.smart_charging.profiles import (
    Kind,
    Period,
    Profile,
    Purpose,
    Rate,
    Recurrency,
    Schedule,
    Unit,
)
from station_sim.smart_charging.rules import (
    RULES_16,
    Candidate,
    Capabilities,
    objection,
    replaces,
)
from station_sim.time_source import moment_of
from station_sim.v16.messages import place_of

if TYPE_CHECKING:
    from schemas.v16.types import ChargingProfile
    from station_sim.charging import ChargingPoint
    from station_sim.smart_charging.controller import Composite
    from station_sim.station import Station

_PURPOSES = {"ChargePointMaxProfile": Purpose.STATION_MAX}
_UNITS = {"Current": Unit.A, "Power": Unit.W}


class Herald16:
    """Satisfies `station_sim.smart_charging.herald.Herald`; 1.6 has no message for most of it."""

    significance = 0.0
    heeds_signals = True

    def __init__(self, station: Station) -> None:
        self._station = station

    @property
    def capabilities(self) -> Capabilities:
        keys = self._station.store
        assert isinstance(keys, Configuration)
        return Capabilities(
            "SmartCharging" in keys.items("SupportedFeatureProfiles"),
            frozenset(_UNITS[u] for u in keys.items("ChargingScheduleAllowedChargingRateUnit")),
            keys.number("MaxChargingProfilesInstalled"),
            keys.number("ChargeProfileMaxStackLevel"),
            keys.number("ChargingScheduleMaxPeriods"),
            keys.flag("ConnectorSwitch3to1PhaseSupported"),
        )

    def limited(self, limit: Installed, critical: bool | None) -> None:
        """Nothing to say."""

    def released(self, source: str, evse_id: int) -> None:
        """Nothing to say."""

    def negotiate(self, point: ChargingPoint) -> None:
        point.evse.agreed()

    def renegotiate(self) -> None:
        """Nothing to say."""

    def too_early(self, evse_id: int) -> bool:
        return False

    def negotiated(self, evse_id: int) -> bool:
        return False

    def ask(self, evse_id: int, energy: int | None, departure: int | None) -> None:
        raise NotPossible("OCPP 1.6 has no message for an EV's charging needs")

    def tell(self, evse_id: int, limit: float | None) -> None:
        raise NotPossible("OCPP 1.6 has no message for an EV's charging schedule")


def read(profile: ChargingProfile) -> Profile:
    """Take a profile in the shape that both versions share."""
    purpose = profile.charging_profile_purpose.value
    recurrency = profile.recurrency_kind
    transaction_id = profile.transaction_id
    return Profile(
        profile.charging_profile_id,
        profile.stack_level,
        _PURPOSES[purpose] if purpose in _PURPOSES else Purpose(purpose),
        Kind(profile.charging_profile_kind.value),
        (_schedule(profile.charging_schedule),),
        None if recurrency is None else Recurrency(recurrency.value),
        moment_of(profile.valid_from),
        moment_of(profile.valid_to),
        None if transaction_id is None else str(transaction_id),
    )


def _schedule(schedule: ChargingSchedule) -> Schedule:
    unit = Unit(schedule.charging_rate_unit.value)
    minimum = schedule.min_charging_rate
    return Schedule(
        unit,
        tuple(
            Period(p.start_period, Rate(exact(p.limit), unit, p.number_phases))
            for p in schedule.charging_schedule_period
        ),
        moment_of(schedule.start_schedule),
        schedule.duration,
        None if minimum is None else Rate(exact(minimum), unit),
    )


def set_charging_profile(station: Station, request: SetChargingProfileRequest) -> Reply:
    """5.16; errata 3.39: CALLERRORs for a connector that there is not."""
    _need(station)
    evse_id = _evse_of(station, request.connector_id)
    if evse_id is None:
        unknown = f"there is no connector {request.connector_id}"
        raise CallRefused(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, unknown)
    profile = read(request.cs_charging_profiles)
    if objection(_candidate(station, profile, evse_id), RULES_16) is not None:
        return Reply(SetChargingProfileResponse(status=ChargingProfileStatus.REJECTED))
    station.smart_charging.remove(lambda old: replaces(profile, evse_id, old))
    wire = request.cs_charging_profiles.dump()
    station.smart_charging.install(Installed(profile, evse_id, wire))
    response = SetChargingProfileResponse(status=ChargingProfileStatus.ACCEPTED)
    return Reply(response, (station.smart_charging.reapply,))


def profile_for_start(
    station: Station, point: ChargingPoint, profile: ChargingProfile | None
) -> Installed | None:
    """Judge the profile of a remote start (5.16.2); a station without the function ignores it.

    Raises ValueError for one that cannot be used.
    """
    if profile is None or not station.herald.capabilities.enabled:
        return None
    found = read(profile)
    candidate = _candidate(station, found, point.evse.id, starting=True)
    reason = objection(candidate, RULES_16)
    if reason is not None:
        raise ValueError(reason.text)
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
        starting=starting,
    )


def clear_charging_profile(station: Station, request: ClearChargingProfileRequest) -> Reply:
    """5.5, errata 3.25: what matches all members given; without any, all profiles."""
    _need(station)
    removed = station.smart_charging.remove(lambda i: _matches(station, request, i))
    status = ClearChargingProfileStatus.ACCEPTED if removed else ClearChargingProfileStatus.UNKNOWN
    return Reply(ClearChargingProfileResponse(status=status), (station.smart_charging.reapply,))


def _matches(station: Station, request: ClearChargingProfileRequest, installed: Installed) -> bool:
    profile, purpose = installed.profile, request.charging_profile_purpose
    place = request.connector_id
    return not installed.external and (
        request.id in (None, profile.id)
        and (place is None or _evse_of(station, place) == installed.evse_id)
        and (purpose is None or _PURPOSES.get(purpose.value, purpose.value) == profile.purpose)
        and request.stack_level in (None, profile.stack_level)
    )


def get_composite_schedule(
    station: Station, request: GetCompositeScheduleRequest
) -> GetCompositeScheduleResponse:
    """5.7; connector 0 is the sum of all, errata 3.30."""
    _need(station)
    evse_id = _evse_of(station, request.connector_id)
    asked = request.charging_rate_unit
    unit = None if asked is None else Unit(asked.value)
    wrong_unit = unit is not None and unit not in station.herald.capabilities.units
    if evse_id is None or wrong_unit or request.duration <= 0:
        return GetCompositeScheduleResponse(status=GetCompositeScheduleStatus.REJECTED)
    found = station.smart_charging.composite(evse_id, request.duration, unit)
    return GetCompositeScheduleResponse(
        status=GetCompositeScheduleStatus.ACCEPTED,
        connector_id=request.connector_id,
        schedule_start=to_text(found.moment),
        charging_schedule=_written(found, request.duration),
    )


def _written(found: Composite, duration: int) -> ChargingSchedule:
    """Write a schedule; errata 3.57: without a start of its own."""
    return ChargingSchedule(
        duration=duration,
        charging_rate_unit=ChargingRateUnitType(found.unit.value),
        charging_schedule_period=[
            ChargingSchedulePeriod(
                start_period=step.start, limit=tenths(step.limit), number_phases=step.phases
            )
            for step in found.steps
        ],
    )


def _evse_of(station: Station, connector_id: int) -> int | None:
    place = place_of(station, connector_id)
    return None if place is None else place[0]


def _need(station: Station) -> None:
    if not station.herald.capabilities.enabled:
        raise CallRefused(ErrorCode.NOT_SUPPORTED, "smart charging is not supported")
